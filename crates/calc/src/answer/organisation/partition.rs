use alloc::vec::Vec;

use crate::answer::organisation::group::Members;

/// The least value of all ways to divide services among groups: of each group one
/// set of them, each service in exactly one. `None` where there is no way.
///
/// A value of several sets is put together by `join`, which keeps order: of two
/// values the lesser one stays the lesser, or equal, with a third joined to both.
/// So it is enough to know, group by group, the least value of every set of
/// services that those before have taken.
pub(crate) fn least<T: Copy + Ord>(
    services: usize,
    groups: &[Vec<(Members, T)>],
    nothing: T,
    join: impl Fn(T, T) -> T,
) -> Option<T> {
    let all = (1usize << services) - 1;
    // What the groups that are still to come can take.
    let mut rest: Vec<Members> = Vec::with_capacity(groups.len() + 1);
    rest.push(0);
    for sets in groups.iter().rev() {
        let later = rest.last().copied().unwrap_or(0);
        rest.push(sets.iter().fold(later, |sum, (members, _)| sum | members));
    }
    rest.reverse();
    let mut before: Vec<Option<T>> = alloc::vec![None; all + 1];
    before[0] = Some(nothing);
    for (sets, rest) in groups.iter().zip(&rest[1..]) {
        // What nobody can take any more has to be taken by now.
        let due = all & !usize::from(*rest);
        let mut after = before.clone();
        for &(members, value) in sets {
            let members = usize::from(members);
            let free = all & !members;
            // Each set of services that are free, from all of them to none.
            let mut taken = free;
            loop {
                if let Some(least) = before[taken] {
                    let joined = join(least, value);
                    let place = &mut after[taken | members];
                    if place.is_none_or(|place| joined < place) {
                        *place = Some(joined);
                    }
                }
                if taken == 0 {
                    break;
                }
                taken = (taken - 1) & free;
            }
        }
        for (taken, value) in after.iter_mut().enumerate() {
            if taken & due != due {
                *value = None;
            }
        }
        before = after;
    }
    before[all]
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    #[test]
    fn divides_services_at_the_least_cost() {
        // Two groups; the first is cheap for each, but does not take both.
        let groups = vec![vec![(0b01, 1), (0b10, 1)], vec![(0b01, 5), (0b10, 4), (0b11, 9)]];
        let add = |a: u64, b: u64| a + b;
        assert_eq!(least(2, &groups, 0, add), Some(5));
        assert_eq!(least(2, &groups[..1], 0, add), None, "one of them has no place");
        assert_eq!(least(2, &groups[1..], 0, add), Some(9));
        assert_eq!(least(2, &groups, 0, u64::max), Some(4));
    }
}
