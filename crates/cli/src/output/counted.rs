use std::fmt;

use groq_calc::Fraction;

/// So many of something: `1 request`, `2 requests`.
pub(crate) struct Counted<T>(pub(crate) T, pub(crate) &'static str);

impl<T: fmt::Display> fmt::Display for Counted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(count, one) = self;
        let count = count.to_string();
        let plural = if count == "1" { "" } else { "s" };
        write!(f, "{count} {one}{plural}")
    }
}

/// The word that goes with so many: `comes` or `come`.
pub(crate) fn word(count: u64, one: &'static str, other: &'static str) -> &'static str {
    if count == 1 { one } else { other }
}

/// A share in percent with at most two places. It is never rounded to 100 or
/// beyond it: what is above stays above, what is below stays below.
pub(crate) fn percent(share: Fraction) -> String {
    let text = share.percent().to_string();
    let Some((whole, places)) = text.split_once('.') else { return text };
    if places.len() <= 2 || (whole == "0" && places.starts_with("00")) {
        return text;
    }
    let kept = places[..2].trim_end_matches('0');
    match kept {
        "" if whole == "100" => "100.01".to_owned(),
        "" => whole.to_owned(),
        kept => format!("{whole}.{kept}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_has_at_most_two_places_and_stays_on_its_side_of_100() {
        for (numerator, denominator, text) in [
            (40, 3, "1333.33"),
            (1, 3, "33.33"),
            (1, 2, "50"),
            (1_000_001, 1_000_000, "100.01"),
            (999_999, 1_000_000, "99.99"),
            (1, 1_000_000, "0.0001"),
        ] {
            assert_eq!(percent(Fraction::new(numerator, denominator)), text);
        }
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
