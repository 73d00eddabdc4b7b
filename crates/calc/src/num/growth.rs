use alloc::vec::Vec;

use crate::num::fraction::greatest_common_divisor;

/// A count that grows by a percentage from month to month, exactly: month by
/// month the least whole number that is not below `count · (1 + percent)^month`.
/// It ends where that does not fit 64 bits.
///
/// ```
/// use groq_calc::num::Growth;
/// let counts: Vec<u64> = Growth::new(300, 1_000).take(4).collect();
/// assert_eq!(counts, [300, 330, 363, 400]);
/// ```
#[derive(Clone, Debug)]
pub struct Growth {
    /// The whole part.
    whole: u64,
    /// The part below one, to the base of the denominator, the first place
    /// first: as many places as months went by.
    places: Vec<u64>,
    numerator: u64,
    denominator: u64,
    ended: bool,
}

const WHOLE: u64 = 10_000;

impl Growth {
    /// A count and by how many hundredths of a percent it grows.
    pub fn new(count: u64, hundredths_percent: u64) -> Self {
        let numerator = WHOLE.saturating_add(hundredths_percent);
        let common = greatest_common_divisor(numerator.into(), WHOLE.into()) as u64;
        Self {
            whole: count,
            places: Vec::new(),
            numerator: numerator / common,
            denominator: WHOLE / common,
            ended: false,
        }
    }

    /// One month more: times the numerator, then one place further down.
    fn grow(&mut self) {
        let denominator = u128::from(self.denominator);
        let mut carry = 0;
        for place in self.places.iter_mut().rev() {
            let product = u128::from(*place) * u128::from(self.numerator) + carry;
            *place = (product % denominator) as u64;
            carry = product / denominator;
        }
        let whole = u128::from(self.whole) * u128::from(self.numerator) + carry;
        self.places.insert(0, (whole % denominator) as u64);
        while self.places.pop_if(|place| *place == 0).is_some() {}
        match u64::try_from(whole / denominator) {
            Ok(whole) => self.whole = whole,
            Err(_) => self.ended = true,
        }
    }
}

impl Iterator for Growth {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        if self.ended {
            return None;
        }
        // Without a last zero, any place is a rest.
        let count = self.whole.checked_add(u64::from(!self.places.is_empty()));
        self.grow();
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(count: u64, hundredths: u64, month: usize) -> Option<u64> {
        Growth::new(count, hundredths).nth(month)
    }

    #[test]
    fn a_month_is_rounded_up_once() {
        // 1.1^7 = 1.9487171: rounded up each month, 10 would have become 24.
        assert_eq!(month(10, 1_000, 7), Some(20));
        assert_eq!(month(10_000_000, 1_000, 7), Some(19_487_171));
        assert_eq!(month(100_000_000, 1_000, 8), Some(214_358_881));
        assert_eq!(month(1, 1_000, 8), Some(3));
    }

    #[test]
    fn no_growth_stays_and_nothing_stays_nothing() {
        assert!(Growth::new(7, 0).take(61).all(|count| count == 7));
        assert!(Growth::new(0, 100_000).take(61).all(|count| count == 0));
    }

    #[test]
    fn the_largest_growth_ends_where_it_does_not_fit() {
        // Eleven times as much: 11^18 fits 64 bits, 11^19 does not.
        assert_eq!(month(1, 100_000, 18), Some(11u64.pow(18)));
        assert_eq!(month(1, 100_000, 19), None);
        assert_eq!(Growth::new(1, 100_000).count(), 19);
    }

    #[test]
    fn small_percentages_are_exact_over_five_years() {
        assert_eq!(month(1, 1, 60), Some(2));
        assert_eq!(month(10_000, 1, 1), Some(10_001));
        assert_eq!(month(100_000_000, 1, 2), Some(100_020_001));
    }
}
