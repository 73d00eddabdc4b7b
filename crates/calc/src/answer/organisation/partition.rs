use alloc::{vec, vec::Vec};

use crate::answer::organisation::group::Members;

/// The least value of all ways to divide services among groups: of each group one
/// set of them, each service in exactly one. `None` where there is no way.
///
/// A value of several sets is put together by `join`, which keeps order: of two
/// values the lesser one stays the lesser, or equal, with a third joined to both.
/// So it is enough to know, group by group, the least value of every set of
/// services that those before have taken: no more than 3ⁿ steps a group.
pub(crate) fn least<T: Copy + Ord>(
    services: usize,
    groups: &[Vec<(Members, T)>],
    nothing: T,
    join: impl Fn(T, T) -> T,
) -> Option<T> {
    let all = (1usize << services) - 1;
    // What a group and those after it can take.
    let mut rest: Vec<Members> = vec![0; groups.len() + 1];
    for (index, sets) in groups.iter().enumerate().rev() {
        rest[index] = sets.iter().fold(rest[index + 1], |sum, (members, _)| sum | members);
    }
    let mut before: Vec<Option<T>> = vec![None; all + 1];
    before[0] = Some(nothing);
    // The sets that are reached, in any order.
    let mut reached: Vec<usize> = vec![0];
    for (sets, rest) in groups.iter().zip(&rest[1..]) {
        // What no later group can take has to be taken by now.
        let due = all & !usize::from(*rest);
        let mut after = before.clone();
        for &(members, value) in sets {
            let members = usize::from(members);
            let mut add = |taken: usize| {
                let whole = taken | members;
                if let (Some(least), true) = (before[taken], whole & due == due) {
                    let joined = join(least, value);
                    if after[whole].is_none_or(|place| joined < place) {
                        after[whole] = Some(joined);
                    }
                }
            };
            let free = all & !members;
            if reached.len() < 1 << free.count_ones() {
                for &taken in reached.iter().filter(|taken| **taken & members == 0) {
                    add(taken);
                }
                continue;
            }
            // Each set of services that are free, from all of them to none.
            let mut taken = free;
            loop {
                add(taken);
                if taken == 0 {
                    break;
                }
                taken = (taken - 1) & free;
            }
        }
        reached.clear();
        for (taken, value) in after.iter_mut().enumerate() {
            if taken & due != due {
                *value = None;
            }
            if value.is_some() {
                reached.push(taken);
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
