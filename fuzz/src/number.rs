//! What people write as numbers, money and days, against an independent
//! reading in exact fractions; and what is printed is read again.

use groq_calc::{Date, Fraction, Number, Usd, num::Decimal};
use num_bigint::BigInt;
use num_rational::BigRational;

/// Reads text as a number, an amount and a day; a pair of 128-bit numbers as a
/// fraction.
///
/// # Panics
///
/// Where the engine reads another value than the grammar of the documentation
/// gives, or does not read what it prints.
pub fn check(bytes: &[u8]) {
    if let Some((pair, _)) = bytes.split_first_chunk::<32>() {
        fraction(pair);
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    decimal(text);
    day(text);
    assert_eq!(Number::from(text).as_str(), text, "nothing typed is lost");
}

fn decimal(text: &str) {
    let (decimal, expected) = (Decimal::parse(text), read(text));
    if expected.is_none() {
        assert_eq!(decimal, None, "{text:?} is no number");
    }
    let Some(decimal) = decimal else {
        // What has a value may still be too long for 128 bits of digits.
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        assert!(expected.is_none() || digits > 38 || text.len() > 38, "{text:?} is a number");
        return;
    };
    let value = expected.expect("refused above otherwise");
    for places in [0, 3, 6, 12] {
        let scaled = value.at(places);
        assert_eq!(decimal.scaled(places), scaled, "{text:?} in units of 10^-{places}");
    }
    let money = Usd::parse(text);
    assert_eq!(money.map(Usd::picodollars), value.at(12), "{text:?} as dollars");
    if let Some(usd) = money {
        assert_eq!(Usd::parse(&usd.to_string()), Some(usd));
        assert_eq!(Usd::parse(&usd.with_cents().to_string()), Some(usd));
    }
}

/// Digits and the power of ten they are multiplied by.
struct Value {
    digits: BigInt,
    power: i64,
}

impl Value {
    /// The value in units of `10^-places`, if that is whole and fits.
    fn at(&self, places: u32) -> Option<u128> {
        let power = self.power + i64::from(places);
        if self.digits == BigInt::from(0) {
            return Some(0);
        }
        // Far outside of 128 bits, either way.
        if !(-4000..=60).contains(&power) {
            return None;
        }
        let ten = BigRational::from_integer(10.into());
        let scaled = BigRational::from_integer(self.digits.clone()) * ten.pow(power as i32);
        scaled.is_integer().then(|| u128::try_from(scaled.to_integer()).ok()).flatten()
    }
}

/// The grammar, as a machine over characters: sign, digits with a comma or an
/// underscore before each three, a point, digits, an exponent, spaces, a
/// letter for a power of a thousand.
fn read(text: &str) -> Option<Value> {
    let mut left: Vec<char> = text.trim().chars().collect();
    if left.first() == Some(&'+') {
        left.remove(0);
    }
    let mut power = match left.last()?.to_ascii_lowercase() {
        'k' => 3,
        'm' => 6,
        'b' | 'g' => 9,
        _ => 0,
    };
    if power > 0 {
        left.pop();
    }
    if let Some(at) = left.iter().position(|letter| matches!(letter, 'e' | 'E')) {
        let exponent: String = left.drain(at..).skip(1).collect();
        let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(&exponent);
        if unsigned.is_empty() || !unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let size: i64 = unsigned.trim_start_matches('0').parse().unwrap_or(match unsigned {
            zeros if zeros.bytes().all(|byte| byte == b'0') => 0,
            _ => i64::MAX,
        });
        let exponent = if exponent.starts_with('-') { -size } else { size };
        // As the engine documents it: 16 bits of exponent.
        if !(-32_768..=32_767).contains(&exponent) {
            return None;
        }
        power += exponent;
    }
    while left.last().is_some_and(|letter| letter.is_whitespace()) {
        left.pop();
    }
    let point = left.iter().position(|letter| *letter == '.');
    let fraction: Vec<char> = match point {
        Some(at) => left.drain(at..).skip(1).collect(),
        None => Vec::new(),
    };
    let mut digits = String::new();
    let mut since_comma: Option<usize> = None;
    for (index, letter) in left.iter().enumerate() {
        match letter {
            '0'..='9' => {
                digits.push(*letter);
                since_comma = since_comma.map(|count| count + 1);
            }
            ',' | '_' => {
                let whole_group = match since_comma {
                    None => (1..=3).contains(&index),
                    Some(count) => count == 3,
                };
                if !whole_group {
                    return None;
                }
                since_comma = Some(0);
            }
            _ => return None,
        }
    }
    if since_comma.is_some_and(|count| count != 3) {
        return None;
    }
    if left.is_empty() && fraction.is_empty() {
        return None;
    }
    for letter in &fraction {
        if !letter.is_ascii_digit() {
            return None;
        }
        digits.push(*letter);
    }
    let digits = if digits.is_empty() { "0" } else { &digits };
    Some(Value { digits: digits.parse().ok()?, power: power - fraction.len() as i64 })
}

fn day(text: &str) {
    let Some(date) = Date::parse(text) else { return };
    assert_eq!(date.to_string(), text, "a day has one form");
    // Counted the slow way.
    let number = |range: std::ops::Range<usize>| text[range].parse::<i64>().expect("digits");
    let (year, month, day) = (number(0..4), number(5..7), number(8..10));
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let months = [31, 28 + i64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    assert!((1..=months[month as usize - 1]).contains(&day), "{text} never was");
    let before: i64 = (1..year).map(|year| 365 + i64::from(leap(year))).sum();
    let in_year: i64 = months[..month as usize - 1].iter().sum::<i64>() + day;
    let epoch = 719_163;
    assert_eq!(date.days_since_epoch(), before + in_year - epoch, "{text}");
}

fn fraction(pair: &[u8; 32]) {
    let (first, second) = pair.split_at(16);
    let number = |bytes: &[u8]| u128::from_le_bytes(bytes.try_into().expect("sixteen bytes"));
    let (a, b) = (number(first), number(second));
    let cross = |a: u128, b: u128| BigInt::from(a) * BigInt::from(b);
    let (x, y) = (Fraction::new(a, b), Fraction::new(b, a));
    assert_eq!(x.cmp(&y), cross(a, a).cmp(&cross(b, b)), "{a}/{b} against its inverse");
    let close = Fraction::new(a.wrapping_add(1), b.wrapping_add(1));
    if close.denominator() > 0 && b > 0 {
        let other = (close.numerator(), close.denominator());
        assert_eq!(x.cmp(&close), cross(a, other.1).cmp(&cross(other.0, b)));
    }
    // Printed to six places, for denominators that leave room to scale.
    if b > 0 && b < u128::MAX / 1_000_000 {
        let exact =
            BigRational::new(a.into(), b.into()) * BigRational::from_integer(1_000_000.into());
        let text = x.to_string();
        let printed = read(&text).expect("a decimal");
        let printed = BigRational::from_integer(printed.digits)
            * BigRational::from_integer(10.into()).pow(printed.power as i32 + 6);
        let (off, half) = (&exact - &printed, BigRational::new(1.into(), 2.into()));
        let tie = off == half || -off.clone() == half;
        assert!(off <= half && -off <= half, "{a}/{b} is printed as {text}");
        assert!(!tie || printed.to_integer() % 2 == BigInt::from(0), "{a}/{b} is {text}");
        assert!(printed.is_integer(), "{text} has more than six places");
    }
}
