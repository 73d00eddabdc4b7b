use alloc::{
    format,
    string::{String, ToString},
};
use core::{fmt, str::FromStr};

use crate::{error::Error, num::decimals::write_decimal};

/// A number as somebody wrote it, kept unchanged until it is checked, so
/// that an error can show it and nothing typed is lost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Number(String);

impl Number {
    /// What was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether anything was written: an emptied box of a form is an absent field.
    pub(crate) fn is_set(&self) -> bool {
        !self.0.trim().is_empty()
    }
}

impl From<&str> for Number {
    fn from(text: &str) -> Self {
        Self(text.to_string())
    }
}

impl From<String> for Number {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<u64> for Number {
    fn from(count: u64) -> Self {
        Self(count.to_string())
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Number {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // As a number only where that reads back unchanged: `007` would not.
        match self.0.parse::<u64>() {
            Ok(count) if count.to_string() == self.0 => serializer.serialize_u64(count),
            _ => serializer.serialize_str(&self.0),
        }
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Number {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Written;
        impl serde::de::Visitor<'_> for Written {
            type Value = Number;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number")
            }
            fn visit_u64<E>(self, count: u64) -> Result<Number, E> {
                Ok(Number(count.to_string()))
            }
            fn visit_i64<E>(self, count: i64) -> Result<Number, E> {
                Ok(Number(count.to_string()))
            }
            // The shortest text that reads back as the same float is what was
            // written, for anything of up to 15 digits.
            fn visit_f64<E>(self, number: f64) -> Result<Number, E> {
                Ok(Number(number.to_string()))
            }
            fn visit_str<E>(self, text: &str) -> Result<Number, E> {
                Ok(Number(text.to_string()))
            }
        }
        deserializer.deserialize_any(Written)
    }
}

/// An exact non-negative decimal: `digits / 10^places`.
///
/// Reads what people write: `1500`, `1,500`, `1_500`, `1.5k`, `20M`, `2e6`.
///
/// ```
/// use groq_calc::num::Decimal;
/// assert_eq!(Decimal::parse("1.5k").unwrap().scaled(0), Some(1500));
/// assert_eq!(Decimal::parse("4.91").unwrap().scaled(3), Some(4910));
/// assert_eq!(Decimal::parse("4.91").unwrap().scaled(0), None);
/// assert!(Decimal::parse("1,5").is_none());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    digits: u128,
    places: i32,
}

impl Decimal {
    /// Reads a decimal; `None` for anything else, a negative one included.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix('+').unwrap_or(text);
        let (text, suffix) = match text.as_bytes().last()? {
            b'k' | b'K' => (&text[..text.len() - 1], 3),
            b'm' | b'M' => (&text[..text.len() - 1], 6),
            b'b' | b'B' | b'g' | b'G' => (&text[..text.len() - 1], 9),
            _ => (text, 0),
        };
        let (text, exponent) = match text.split_once(['e', 'E']) {
            Some((text, power)) => (text, power.parse::<i16>().ok()?),
            None => (text, 0),
        };
        let text = text.trim_end();
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        if whole.is_empty() && fraction.is_empty() || !is_grouped(whole) {
            return None;
        }
        let mut digits = 0u128;
        for byte in whole.bytes().filter(|byte| !matches!(byte, b',' | b'_')) {
            digits = append(digits, byte)?;
        }
        let fraction = fraction.trim_end_matches('0');
        for byte in fraction.bytes() {
            digits = append(digits, byte)?;
        }
        let places = i32::try_from(fraction.len()).ok()? - i32::from(exponent) - suffix;
        Some(Self { digits, places })
    }

    /// The number times `10^places` if that is whole and fits 128 bits.
    pub fn scaled(self, places: u32) -> Option<u128> {
        if self.digits == 0 {
            return Some(0);
        }
        let shift = i64::from(places) - i64::from(self.places);
        let power = 10u128.checked_pow(u32::try_from(shift.unsigned_abs()).ok()?)?;
        if shift >= 0 {
            self.digits.checked_mul(power)
        } else {
            self.digits.is_multiple_of(power).then(|| self.digits / power)
        }
    }
}

impl FromStr for Decimal {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let range = "a number from 0 on, like 1500, 1.5k or 2e6";
        Self::parse(text).ok_or_else(|| Error::range("decimal", text, range))
    }
}

impl fmt::Display for Decimal {
    /// Exactly, without an exponent where it has at most 38 digits: `1.5`,
    /// `2000`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.digits == 0 {
            return f.write_str("0");
        }
        let Ok(places) = u32::try_from(self.places) else {
            return match self.scaled(0) {
                Some(whole) => write!(f, "{whole}"),
                None => write!(f, "{}e{}", self.digits, self.places.unsigned_abs()),
            };
        };
        match 10u128.checked_pow(places) {
            Some(unit) => write_decimal(f, self.digits / unit, self.digits % unit, places as usize),
            None => write!(f, "{}e-{places}", self.digits),
        }
    }
}

fn append(digits: u128, byte: u8) -> Option<u128> {
    if !byte.is_ascii_digit() {
        return None;
    }
    digits.checked_mul(10)?.checked_add(u128::from(byte - b'0'))
}

/// Whether a comma, where there is one, parts thousands: `1,5` could mean one
/// and a half, so it is refused rather than guessed.
fn is_grouped(whole: &str) -> bool {
    let mut groups = whole.split([',', '_']);
    let first = groups.next().unwrap_or_default();
    let mut parted = false;
    for group in groups {
        if group.len() != 3 {
            return false;
        }
        parted = true;
    }
    !parted || (1..=3).contains(&first.len())
}

/// Digits with a comma before every third from the right: `2,000`.
pub(crate) fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A count for people, with a comma before every third digit: `20,000`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grouped<T>(pub T);

impl<T: core::fmt::Display> core::fmt::Display for Grouped<T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&grouped(&format!("{}", self.0)))
    }
}

/// A count for people.
pub(crate) fn people(count: u64) -> String {
    grouped(&format!("{count}"))
}

/// A count of requests, for people.
pub(crate) fn requests(count: u64) -> String {
    people(count) + if count == 1 { " request" } else { " requests" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers_as_people_write_them() {
        for (text, expected) in [
            ("0", 0),
            ("2k", 2000),
            ("1.5k", 1500),
            ("20M", 20_000_000),
            ("0.25 m", 250_000),
            ("1,234,567", 1_234_567),
            ("12_000", 12_000),
            ("2e3", 2000),
            ("1.50", 0),
        ] {
            let whole = Decimal::parse(text).unwrap().scaled(0);
            assert_eq!(whole, (text != "1.50").then_some(expected), "{text}");
        }
        for text in
            ["", "k", ".", "-1", "1,5", "1,,000", "x", "NaN", "inf", "1e99999", "1e400k1", "１２"]
        {
            assert!(Decimal::parse(text).is_none(), "{text}");
        }
        assert_eq!(Decimal::parse("1e400").unwrap().scaled(0), None);
        assert_eq!(Decimal::parse("0e400").unwrap().scaled(0), Some(0));
    }

    #[test]
    fn a_decimal_is_printed_exactly() {
        for (text, printed) in [
            ("1.5k", "1500"),
            ("0.25", "0.25"),
            ("2e-3", "0.002"),
            ("0e400", "0"),
            ("12.340", "12.34"),
            ("3e400", "3e400"),
            ("3e-400", "3e-400"),
        ] {
            let decimal: Decimal = text.parse().unwrap();
            assert_eq!(decimal.to_string(), printed);
            assert_eq!(printed.parse::<Decimal>().unwrap().to_string(), printed, "{text}");
        }
        let error = "1,5".parse::<Decimal>().unwrap_err();
        assert_eq!((error.field(), error.value()), ("decimal", "1,5"));
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(people(0), "0");
        assert_eq!(people(999), "999");
        assert_eq!(people(1_234_567), "1,234,567");
    }
}
