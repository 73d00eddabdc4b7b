//! Volumes and lengths evenly over a logarithmic axis.

/// More than any field of the form takes: a million million.
const MAX: u64 = 1_000_000_000_000;

/// From 1 up to `most`, ten to a decade (the preferred numbers of the series
/// R10), the last one `most` itself.
pub(super) fn volumes(most: u64) -> impl Iterator<Item = u64> {
    const TENTHS: [u64; 10] = [100, 125, 160, 200, 250, 315, 400, 500, 630, 800];
    let most = most.min(MAX);
    let mut last = 0;
    (0..=12u32)
        .flat_map(|decade| TENTHS.map(|tenth| tenth * 10u64.pow(decade) / 100))
        .take_while(move |volume| *volume < most)
        .chain(std::iter::once(most))
        .filter(move |volume| std::mem::replace(&mut last, *volume) < *volume)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::fields::range_of;

    #[test]
    fn there_are_ten_to_a_decade() {
        let volumes = |most| super::volumes(most).collect::<Vec<_>>();
        assert!(volumes(0).is_empty());
        assert_eq!(volumes(1), [1]);
        assert_eq!(volumes(40), [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 25, 31, 40]);
        assert_eq!(volumes(41).last(), Some(&41));
        let all = volumes(u64::MAX);
        assert_eq!((all.len(), all.last()), (118, Some(&MAX)));
        assert!(all.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn they_reach_every_legal_number_of_requests() {
        assert_eq!(range_of("requests_per_day").unwrap().max, MAX);
    }
}
