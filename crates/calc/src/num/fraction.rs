use core::{cmp::Ordering, fmt, str::FromStr};

use crate::{
    error::Error,
    num::{decimals::write_decimal, number::Decimal},
};

/// A non-negative fraction, kept exact. A denominator of zero stands for
/// "without bound", larger than every number (a cap that a safety margin has
/// eaten up).
///
/// ```
/// use groq_calc::Fraction;
/// assert!(Fraction::new(1, 3) < Fraction::new(2, 5));
/// assert_eq!(Fraction::new(2, 3).to_string(), "0.666667");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Fraction {
    numerator: u128,
    denominator: u128,
}

impl Fraction {
    /// `numerator / denominator`.
    pub const fn new(numerator: u128, denominator: u128) -> Self {
        Self { numerator, denominator }
    }

    /// The part above the line.
    pub const fn numerator(self) -> u128 {
        self.numerator
    }

    /// The part below the line.
    pub const fn denominator(self) -> u128 {
        self.denominator
    }

    /// Whether it is nothing.
    pub const fn is_zero(self) -> bool {
        self.numerator == 0
    }

    /// Whether no number is large enough for it.
    pub const fn is_unbounded(self) -> bool {
        self.denominator == 0 && self.numerator > 0
    }

    /// The same in percent: a hundred times as much.
    ///
    /// ```
    /// use groq_calc::Fraction;
    /// assert_eq!(Fraction::new(1, 8).percent().to_string(), "12.5");
    /// ```
    pub const fn percent(self) -> Self {
        match self.numerator.checked_mul(100) {
            Some(numerator) => Self { numerator, denominator: self.denominator },
            // So large a numerator has places to spare.
            None => Self { numerator: self.numerator, denominator: self.denominator / 100 },
        }
    }

    /// The sum, or `None` where its parts do not fit 128 bits.
    ///
    /// ```
    /// use groq_calc::Fraction;
    /// assert_eq!(Fraction::new(1, 6).checked_add(Fraction::new(1, 4)), Some(Fraction::new(5, 12)));
    /// ```
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        if self.numerator == 0 {
            return Some(other);
        } else if other.numerator == 0 {
            return Some(self);
        }
        let common = greatest_common_divisor(self.denominator, other.denominator);
        if common == 0 {
            return Some(Self { numerator: 1, denominator: 0 });
        }
        let scale = other.denominator / common;
        let scaled = self.numerator.checked_mul(scale);
        let others = other.numerator.checked_mul(self.denominator / common);
        match (scaled, others, self.denominator.checked_mul(scale)) {
            (Some(scaled), Some(others), Some(denominator)) => match scaled.checked_add(others) {
                Some(numerator) => Some(Self { numerator, denominator }),
                None => None,
            },
            _ => None,
        }
    }

    /// Whether it is more than one.
    pub const fn exceeds_one(self) -> bool {
        self.numerator > self.denominator
    }
}

/// The greatest number that divides both; the other of nothing.
pub(crate) const fn greatest_common_divisor(a: u128, b: u128) -> u128 {
    let (mut a, mut b) = (a, b);
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// The whole product of two 128-bit numbers, high half first.
fn product(a: u128, b: u128) -> (u128, u128) {
    const LOW: u128 = u64::MAX as u128;
    if a <= LOW && b <= LOW {
        return (0, a * b);
    }
    let (a1, a0, b1, b0) = (a >> 64, a & LOW, b >> 64, b & LOW);
    let middle = a1 * b0 + ((a0 * b0) >> 64);
    let carry = a0 * b1 + (middle & LOW);
    let high = a1 * b1 + (middle >> 64) + (carry >> 64);
    (high, (carry << 64) | ((a0 * b0) & LOW))
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        // Cross-multiplied in full width: exact, and it cannot overflow.
        product(self.numerator, other.denominator).cmp(&product(other.numerator, self.denominator))
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Fraction {}

/// Division that rounds to the nearest whole number, a half to the even one.
pub(crate) const fn divide_half_even(numerator: u128, denominator: u128) -> u128 {
    const LOW: u128 = u64::MAX as u128;
    let (quotient, rest) = if numerator <= LOW && denominator <= LOW {
        // The usual case, several times as fast.
        let (numerator, denominator) = (numerator as u64, denominator as u64);
        ((numerator / denominator) as u128, (numerator % denominator) as u128)
    } else {
        (numerator / denominator, numerator % denominator)
    };
    let other_part = denominator - rest;
    if rest > other_part || (rest == other_part && quotient % 2 == 1) {
        quotient + 1
    } else {
        quotient
    }
}

impl fmt::Display for Fraction {
    /// A decimal with at most six places, rounded half to even.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const PLACES: u128 = 1_000_000;
        if self.denominator == 0 {
            return f.write_str(if self.numerator == 0 { "0" } else { "unbounded" });
        }
        let whole = self.numerator / self.denominator;
        let rest = self.numerator % self.denominator;
        match rest.checked_mul(PLACES) {
            Some(scaled) => {
                let places = divide_half_even(scaled, self.denominator);
                write_decimal(f, whole + places / PLACES, places % PLACES, 6)
            }
            // A denominator near the 128-bit limit: six places of it are enough.
            None => {
                let places = divide_half_even(rest, self.denominator / PLACES);
                write_decimal(f, whole + places / PLACES, places % PLACES, 6)
            }
        }
    }
}

impl FromStr for Fraction {
    type Err = Error;

    /// Reads a decimal with at most nine places, or `unbounded`.
    fn from_str(text: &str) -> Result<Self, Error> {
        const PLACES: u32 = 9;
        if text == "unbounded" {
            return Ok(Self::new(1, 0));
        }
        let digits = Decimal::parse(text).and_then(|decimal| decimal.scaled(PLACES));
        let digits = digits.ok_or_else(|| {
            Error::range("fraction", text, "a number from 0 on, with at most 9 decimals")
        })?;
        Ok(Self::new(digits, 10u128.pow(PLACES)))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Fraction {
    /// A decimal string; `null` for "without bound".
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_unbounded() { serializer.serialize_none() } else { serializer.collect_str(self) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn comparison_is_exact_in_full_width() {
        let most = u128::MAX;
        assert!(Fraction::new(most, most - 1) > Fraction::new(most - 1, most));
        assert!(Fraction::new(most - 1, most) < Fraction::new(1, 1));
        assert_eq!(Fraction::new(most, 1), Fraction::new(most, 1));
        assert_eq!(product(most, most), (most - 1, 1));
        assert!(Fraction::new(1, 0) > Fraction::new(most, 1));
    }

    #[test]
    fn halves_go_to_the_even_neighbour() {
        assert_eq!(divide_half_even(1, 2), 0);
        assert_eq!(divide_half_even(3, 2), 2);
        assert_eq!(divide_half_even(5, 2), 2);
        assert_eq!(divide_half_even(5, 3), 2);
        assert_eq!(divide_half_even(4, 3), 1);
        // The same beyond 64 bits.
        let large = 1 << 100;
        assert_eq!(divide_half_even(large + 1, 2), large / 2);
        assert_eq!(divide_half_even(large + 3, 2), large / 2 + 2);
        assert_eq!(divide_half_even(3 * large, 2 * large), 2);
    }

    #[test]
    fn what_is_printed_is_read_back() {
        for text in ["0", "20", "0.625", "0.333333", "unbounded"] {
            assert_eq!(text.parse::<Fraction>().unwrap().to_string(), text);
        }
        assert_eq!("0.625".parse(), Ok(Fraction::new(5, 8)));
        let error = "1/3".parse::<Fraction>().unwrap_err();
        assert_eq!((error.field(), error.value()), ("fraction", "1/3"));
    }

    #[test]
    fn printed_with_at_most_six_places() {
        assert_eq!(Fraction::new(20, 1).to_string(), "20");
        assert_eq!(Fraction::new(5, 8).to_string(), "0.625");
        assert_eq!(Fraction::new(1, 3).to_string(), "0.333333");
        assert_eq!(Fraction::new(9_999_999, 10_000_000).to_string(), "1");
        assert_eq!(Fraction::new(1, 0).to_string(), "unbounded");
    }
}
