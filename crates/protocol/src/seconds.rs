use alloc::string::{String, ToString};
use core::fmt;

use crate::duration::Nanos;

/// Seconds as the API wrote them, kept to the last digit.
///
/// Times come as JSON numbers with more digits than matter; as floats they
/// would no longer add up. Go writes very small ones with an exponent.
///
/// ```
/// use groq_protocol::Seconds;
///
/// let queue = Seconds::parse("0.037493756").unwrap();
/// assert_eq!(queue.as_str(), "0.037493756");
/// assert_eq!(queue.nanos().unwrap().get(), 37_493_756);
/// assert_eq!(Seconds::parse("5e-07").unwrap().nanos().unwrap().get(), 500);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Seconds(String);

impl Seconds {
    /// Takes a JSON number that is not negative; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = split(text)?;
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let plain = whole == "0" || !whole.starts_with('0');
        let legal = digits(whole) && plain && digits(fraction) && exponent.unsigned_abs() < 400;
        (legal && text.len() <= 64).then(|| Self(text.to_string()))
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In whole nanoseconds, a part of one rounded half up; `None` beyond 584
    /// years.
    pub fn nanos(&self) -> Option<Nanos> {
        let (mantissa, exponent) = split(&self.0)?;
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        // The value is `digits` x 10^-(places); wanted are units of 10^-9.
        let places = fraction.len() as i32 - exponent;
        let shift = 9 - places;
        let digits = || whole.bytes().chain(fraction.bytes()).map(|byte| u64::from(byte - b'0'));
        let length = (whole.len() + fraction.len()) as i32;
        let mut total = 0u64;
        for (index, digit) in digits().enumerate() {
            // Digits behind the ninth place only round.
            if (index as i32) >= length + shift {
                let first_dropped = index as i32 == length + shift;
                return if first_dropped && digit >= 5 {
                    total.checked_add(1).map(Nanos::new)
                } else {
                    Some(Nanos::new(total))
                };
            }
            total = total.checked_mul(10)?.checked_add(digit)?;
        }
        for _ in 0..shift.max(0) {
            total = if total == 0 { 0 } else { total.checked_mul(10)? };
        }
        Some(Nanos::new(total))
    }
}

fn split(text: &str) -> Option<(&str, i32)> {
    match text.split_once(['e', 'E']) {
        None => Some((text, 0)),
        Some((mantissa, exponent)) => Some((mantissa, exponent.parse().ok()?)),
    }
}

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nanos(text: &str) -> Option<u64> {
        Seconds::parse(text)?.nanos().map(Nanos::get)
    }

    #[test]
    fn exact_to_the_nanosecond() {
        assert_eq!(nanos("0"), Some(0));
        assert_eq!(nanos("1"), Some(1_000_000_000));
        assert_eq!(nanos("0.463333333"), Some(463_333_333));
        assert_eq!(nanos("1.5e1"), Some(15_000_000_000));
        assert_eq!(nanos("12.5E-3"), Some(12_500_000));
        assert_eq!(nanos("0.0000000004"), Some(0));
        assert_eq!(nanos("0.0000000005"), Some(1));
        assert_eq!(nanos("0.12345678949"), Some(123_456_789));
        assert_eq!(nanos("1e-300"), Some(0));
        assert_eq!(nanos("9e-10"), Some(1));
        assert_eq!(nanos("1e300"), None);
        assert_eq!(nanos("0e300"), Some(0));
    }

    #[test]
    fn anything_else_is_no_time() {
        for text in ["", "-1", "01", "1.", ".5", "1e", "NaN", "\"1\"", "null", "1 ", "1e999999999"]
        {
            assert_eq!(Seconds::parse(text), None, "{text}");
        }
    }
}
