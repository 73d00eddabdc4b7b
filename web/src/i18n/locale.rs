//! The language of the page and how it writes figures.

use groq_calc::{Fraction, Usd};
use leptos::prelude::window;

use crate::browser::storage;

const KEY: &str = "locale";

/// A language that the page speaks in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Locale {
    /// English.
    En,
    /// Simplified Chinese.
    ZhHans,
}

impl Locale {
    pub(crate) const ALL: [Self; 2] = [Self::En, Self::ZhHans];

    /// The language tag.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::ZhHans => "zh-Hans",
        }
    }

    /// What the language calls itself.
    pub(crate) const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::ZhHans => "简体中文",
        }
    }

    /// A text of the catalog in this language.
    pub(crate) const fn text(self, text: groq_catalog::Text) -> &'static str {
        match self {
            Self::En => text.en,
            Self::ZhHans => text.zh,
        }
    }

    /// What stands between two sentences.
    pub(crate) const fn gap(self) -> &'static str {
        match self {
            Self::En => " ",
            Self::ZhHans => "",
        }
    }

    /// The locale that serves a language tag.
    pub(crate) fn of(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_']).next().unwrap_or_default();
        match language {
            "en" => Some(Self::En),
            "zh" => Some(Self::ZhHans),
            _ => None,
        }
    }

    /// The one chosen on an earlier visit, else the browser's first that the
    /// page speaks, else English.
    pub(crate) fn preferred() -> Self {
        let remembered = storage::read(KEY).and_then(|tag| Self::of(&tag));
        remembered
            .or_else(|| {
                let languages = window().navigator().languages();
                languages.iter().filter_map(|tag| tag.as_string()).find_map(|tag| Self::of(&tag))
            })
            .unwrap_or(Self::En)
    }

    /// Keeps the choice for the next visit.
    pub(crate) fn remember(self) {
        storage::write(KEY, self.tag());
    }

    /// A plain decimal with its thousands grouped; both languages write `1,234.5`.
    pub(crate) fn decimal(self, decimal: &str) -> String {
        let (whole, places) = decimal
            .split_once('.')
            .map_or((decimal, None), |(whole, places)| (whole, Some(places)));
        let mut text = String::with_capacity(decimal.len() + whole.len() / 3);
        for (index, digit) in whole.char_indices() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        if let Some(places) = places {
            text.push('.');
            text.push_str(places);
        }
        text
    }

    /// A count.
    pub(crate) fn count(self, count: u64) -> String {
        self.decimal(&count.to_string())
    }

    /// A fraction as a decimal with at most six places.
    pub(crate) fn fraction(self, fraction: Fraction) -> String {
        self.decimal(&fraction.to_string())
    }

    /// An amount to the last place that counts, two places at least.
    pub(crate) fn usd(self, usd: Usd) -> String {
        let sign = match self {
            Self::En => "$",
            Self::ZhHans => "US$",
        };
        format!("{sign}{}", usd.with_cents())
    }

    /// An amount for people: whole cents, rounded, with thousands grouped.
    pub(crate) fn money(self, usd: Usd) -> String {
        const CENT: u128 = 10_000_000_000;
        let cents = (usd.picodollars() + CENT / 2) / CENT;
        if cents == 0 && usd > Usd::ZERO {
            return format!("<{}", self.usd(Usd::from_picodollars(CENT)));
        }
        if cents == 0 {
            let sign = self.usd(Usd::ZERO);
            return sign.trim_end_matches(".00").to_string();
        }
        self.usd(Usd::from_picodollars(cents * CENT))
    }
}

/// A share in tenths of a percent, rounded; as `f64` would be, but exact. What is
/// below or above the whole never becomes the whole.
fn tenths_of_percent(share: Fraction) -> u128 {
    let text = share.to_string();
    let (whole, places) = text.split_once('.').unwrap_or((&text, ""));
    let places = format!("{places:0<6}");
    // A millionth is a thousandth of what is written.
    let millionths: u128 = [whole, &places[..6]].concat().parse().unwrap_or(u128::MAX - 500);
    let tenths = (millionths + 500) / 1000;
    match tenths {
        1000 if share.exceeds_one() => 1001,
        1000 if millionths < 1_000_000 => 999,
        other => other,
    }
}

/// A share in percent with one decimal at most, and neither sign nor grouping.
pub(crate) fn bare_percent(share: Fraction) -> String {
    let tenths = tenths_of_percent(share);
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        rest => format!("{}.{rest}", tenths / 10),
    }
}

/// A model id without its maker.
pub(crate) fn short(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(Locale::En.decimal("1234567.25"), "1,234,567.25");
        assert_eq!(Locale::ZhHans.count(999), "999");
        assert_eq!(Locale::ZhHans.usd(Usd::parse("1234.5").unwrap()), "US$1,234.50");
    }

    #[test]
    fn money_is_rounded_to_cents() {
        for (usd, text) in [
            ("0", "$0"),
            ("0.000001", "<$0.01"),
            ("0.004999", "<$0.01"),
            ("0.005", "$0.01"),
            ("0.51729555", "$0.52"),
            ("6.666666666667", "$6.67"),
            ("9.995", "$10.00"),
            ("15.75", "$15.75"),
            ("1234567.891", "$1,234,567.89"),
        ] {
            assert_eq!(Locale::En.money(Usd::parse(usd).unwrap()), text);
        }
    }

    #[test]
    fn tags_lead_to_a_language() {
        for (tag, locale) in [
            ("en-GB", Some(Locale::En)),
            ("zh-CN", Some(Locale::ZhHans)),
            ("zh-Hans-SG", Some(Locale::ZhHans)),
            ("de", None),
        ] {
            assert_eq!(Locale::of(tag), locale, "{tag}");
        }
    }
}
