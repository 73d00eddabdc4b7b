use core::{fmt, str::FromStr};

use crate::{
    error::Error,
    num::{decimals::write_decimal, fraction::divide_half_even, number::Decimal},
};

/// US dollars as whole picodollars (10⁻¹² USD).
///
/// ```
/// use groq_calc::Usd;
/// let price = Usd::parse("23.25").unwrap();
/// assert_eq!(price.picodollars(), 23_250_000_000_000);
/// assert_eq!(price.to_string(), "23.25");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Usd(u128);

impl Usd {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// The given number of picodollars.
    pub const fn from_picodollars(picodollars: u128) -> Self {
        Self(picodollars)
    }

    /// The whole number of picodollars.
    pub const fn picodollars(self) -> u128 {
        self.0
    }

    /// Reads a decimal with at most twelve places; `None` if it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        Decimal::parse(text)?.scaled(12).map(Self)
    }

    /// The sum, or `None` above 2¹²⁸ − 1 picodollars.
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Self(sum)),
            None => None,
        }
    }

    /// The difference, or `None` if `other` is more.
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(rest) => Some(Self(rest)),
            None => None,
        }
    }

    /// The amount and a margin in percent on it, rounded once, a half to the even
    /// neighbour; `None` above 2¹²⁸ − 1 picodollars.
    ///
    /// ```
    /// use groq_calc::Usd;
    /// let usd = Usd::parse("15.75").unwrap();
    /// assert_eq!(usd.with_margin(20).unwrap().to_string(), "18.9");
    /// ```
    pub fn with_margin(self, percent: u64) -> Option<Self> {
        let whole = self.0.checked_mul(100_u128.checked_add(percent.into())?)?;
        Some(Self::from_quotient(whole, 100))
    }

    /// `picodollars / divisor`, rounded once, a half to the even neighbour.
    pub(crate) const fn from_quotient(picodollars: u128, divisor: u128) -> Self {
        Self(divide_half_even(picodollars, divisor))
    }

    /// Half of them, rounded as [`Usd::from_quotient`] does, without a division: a log has
    /// millions of rows of batches.
    #[inline]
    pub(crate) const fn half_of(picodollars: u128) -> Self {
        let down = picodollars >> 1;
        Self(down + (picodollars & down & 1))
    }

    /// For people: whole cents at least, and every further place that counts.
    pub fn with_cents(self) -> WithCents {
        WithCents(self)
    }
}

impl FromStr for Usd {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let range = "dollars from 0 on, with at most 12 decimals";
        Self::parse(text).ok_or_else(|| Error::range("usd", text, range))
    }
}

impl fmt::Display for Usd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DOLLAR: u128 = 1_000_000_000_000;
        write_decimal(f, self.0 / DOLLAR, self.0 % DOLLAR, 12)
    }
}

/// [`Usd`] printed with two places or more, thousands grouped: `1,234.50`.
#[derive(Clone, Copy, Debug)]
pub struct WithCents(Usd);

impl fmt::Display for WithCents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use alloc::string::ToString;
        let text = self.0.to_string();
        let (whole, places) = text.split_once('.').unwrap_or((&text, ""));
        write!(f, "{}.{places:0<2}", crate::num::number::grouped(whole))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Usd {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn half_is_a_division_by_two() {
        for picodollars in (0..20).chain(u128::MAX - 20..=u128::MAX) {
            assert_eq!(Usd::half_of(picodollars), Usd::from_quotient(picodollars, 2));
        }
    }

    #[test]
    fn parse_and_print_are_inverse() {
        for text in ["0", "23.25", "0.000000000001", "14.625", "1000000"] {
            assert_eq!(Usd::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Usd::parse("0.0000000000001"), None);
        assert_eq!(Usd::parse("-1"), None);
        assert_eq!("23.25".parse(), Ok(Usd::from_picodollars(23_250_000_000_000)));
        let error = "-1".parse::<Usd>().unwrap_err();
        assert!(error.is_out_of_range() && error.field() == "usd" && error.value() == "-1");
    }

    #[test]
    fn dollars_are_printed_with_at_least_two_places() {
        assert_eq!(Usd::parse("31.5").unwrap().with_cents().to_string(), "31.50");
        assert_eq!(Usd::parse("1234567.125").unwrap().with_cents().to_string(), "1,234,567.125");
        assert_eq!(Usd::ZERO.with_cents().to_string(), "0.00");
    }
}
