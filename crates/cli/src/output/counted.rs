use std::fmt;

use groq_calc::{Fraction, Usd, num::Grouped};

/// A count with its unit: `1 request`, `2,000 requests`.
pub(crate) struct Counted<T>(pub(crate) T, pub(crate) &'static str);

impl<T: fmt::Display> fmt::Display for Counted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(count, one) = self;
        let count = count.to_string();
        let plural = if count == "1" { "" } else { "s" };
        write!(f, "{} {one}{plural}", grouped(&count))
    }
}

/// A number with a comma between thousands; any other text as it is.
pub(crate) fn grouped(number: impl fmt::Display) -> String {
    let text = number.to_string();
    let (whole, places) = text.split_at(text.find('.').unwrap_or(text.len()));
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    match is_number(whole) && is_number(places.trim_start_matches('.')) {
        true => format!("{}{places}", Grouped(whole)),
        false => text,
    }
}

/// The form of a word that agrees with a count: `comes` or `come`.
pub(crate) fn word(count: u64, one: &'static str, other: &'static str) -> &'static str {
    if count == 1 { one } else { other }
}

/// A share in percent, rounded to two places at most. It is never rounded to 100 or
/// beyond it: what is above stays above, what is below stays below.
pub(crate) fn percent(share: Fraction) -> String {
    let text = share.percent().to_string();
    let Some((whole, places)) = text.split_once('.') else { return text };
    if places.len() <= 2 || (whole == "0" && places.starts_with("00")) {
        return text;
    }
    let (kept, rest) = places.split_at(2);
    let Ok(cut) = [whole, kept].concat().parse::<u128>() else { return text };
    let hundredths = match (cut, cut + u128::from(rest >= "5")) {
        (10_000, 10_000) => 10_001,
        (9_999, _) => 9_999,
        (_, rounded) => rounded,
    };
    let (whole, places) = (hundredths / 100, format!("{:02}", hundredths % 100));
    match places.trim_end_matches('0') {
        "" => whole.to_string(),
        places => format!("{whole}.{places}"),
    }
}

/// An amount as programs write it; a dash where it is not known.
pub(crate) fn dollars(usd: Option<Usd>) -> String {
    usd.map_or("-".to_owned(), |usd| usd.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_has_at_most_two_places_and_stays_on_its_side_of_100() {
        for (numerator, denominator, text) in [
            (40, 3, "1333.33"),
            (1, 3, "33.33"),
            (2, 3, "66.67"),
            (1, 60, "1.67"),
            (1, 2, "50"),
            (1_000_001, 1_000_000, "100.01"),
            (999_999, 1_000_000, "99.99"),
            (1, 1_000_000, "0.0001"),
        ] {
            assert_eq!(percent(Fraction::new(numerator, denominator)), text);
        }
    }

    #[test]
    fn thousands_of_numbers_are_grouped_and_other_text_is_not() {
        for (text, expected) in [
            ("0", "0"),
            ("999", "999"),
            ("1000", "1,000"),
            ("1234567.1234", "1,234,567.1234"),
            ("1,000", "1,000"),
            ("2026-06-04", "2026-06-04"),
            ("12345 ms", "12345 ms"),
            ("v1000", "v1000"),
            ("", ""),
        ] {
            assert_eq!(grouped(text), expected);
        }
        assert_eq!(Counted(2000, "request").to_string(), "2,000 requests");
    }

    #[test]
    fn one_is_singular() {
        for (count, text) in [(0, "0 requests"), (1, "1 request"), (21, "21 requests")] {
            assert_eq!(Counted(count, "request").to_string(), text);
        }
        assert_eq!((word(1, "is", "are"), word(2, "is", "are")), ("is", "are"));
        assert_eq!(Counted("1.5", "token").to_string(), "1.5 tokens");
    }
}
