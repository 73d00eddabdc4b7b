//! The language of the page and how it writes figures.

use groq_calc::{Fraction, Plan, PlanOption, Tier, Usd};
use leptos::prelude::window;

use crate::{
    browser::storage,
    i18n::messages::{EN, Messages, ZH},
};

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

    /// Its texts.
    pub(crate) fn messages(self) -> &'static Messages {
        match self {
            Self::En => &EN,
            Self::ZhHans => &ZH,
        }
    }

    /// A text of the catalog in this language.
    pub(crate) const fn text(self, text: groq_catalog::Text) -> &'static str {
        match self {
            Self::En => text.en,
            Self::ZhHans => text.zh,
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

    /// A count that may have no known bound.
    pub(crate) fn most(self, most: Option<u64>) -> String {
        most.map_or_else(
            || self.messages().shell.no_known_limit.to_string(),
            |most| self.count(most),
        )
    }

    /// An amount to the last place that counts, two places at least.
    pub(crate) fn usd(self, usd: Usd) -> String {
        let sign = match self {
            Self::En => "$",
            Self::ZhHans => "US$",
        };
        format!("{sign}{}", usd.with_cents())
    }

    /// An amount, or that it is not known.
    pub(crate) fn usd_or_unknown(self, usd: Option<Usd>) -> String {
        usd.map_or_else(|| self.messages().shell.unknown.to_string(), |usd| self.usd(usd))
    }

    /// A share in percent, with two decimals at most, cut off.
    pub(crate) fn percent(self, share: Fraction) -> String {
        if share.is_unbounded() {
            return self.messages().shell.without_bound.to_string();
        }
        let bare = bare_percent(share);
        if bare == "0" && !share.is_zero() {
            "<0.01%".to_string()
        } else {
            format!("{}%", self.decimal(&bare))
        }
    }

    /// The plan, and flex where it is flex.
    pub(crate) fn place(self, plan: Plan, tier: Tier) -> &'static str {
        let messages = &self.messages().shell;
        match (plan, tier) {
            (Plan::Free, _) => messages.free,
            (Plan::Developer, Tier::OnDemand) => messages.developer,
            (Plan::Developer, Tier::Flex) => messages.developer_flex,
        }
    }

    /// `gpt-oss-20b on Developer`.
    pub(crate) fn model_on(self, model: &str, plan: Plan, tier: Tier) -> String {
        self.messages().shell.model_on_plan.with([short(model), self.place(plan, tier)])
    }

    /// The same of an option.
    pub(crate) fn named(self, option: &PlanOption<'_>) -> String {
        self.model_on(option.model, option.plan, option.tier)
    }
}

/// A share in percent with neither sign nor grouping.
///
/// The point is moved in the text, so that nothing is computed here.
pub(crate) fn bare_percent(share: Fraction) -> String {
    let text = share.to_string();
    let (whole, places) = text.split_once('.').unwrap_or((&text, ""));
    let places = format!("{places:0<4}");
    let joined = format!("{whole}{}", &places[..2]);
    let whole = joined.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let rest = places[2..4].trim_end_matches('0');
    if rest.is_empty() { whole.to_string() } else { format!("{whole}.{rest}") }
}

/// A model id without its maker.
pub(crate) fn short(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percents_are_cut_not_computed() {
        for (up, down, text) in [
            (20, 1, "2,000%"),
            (1, 3, "33.33%"),
            (1, 1, "100%"),
            (1, 20, "5%"),
            (1, 1000, "0.1%"),
            (1, 100_000, "<0.01%"),
            (0, 7, "0%"),
            (1, 0, "without bound"),
        ] {
            assert_eq!(Locale::En.percent(Fraction::new(up, down)), text);
        }
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(Locale::En.decimal("1234567.25"), "1,234,567.25");
        assert_eq!(Locale::ZhHans.count(999), "999");
        assert_eq!(Locale::ZhHans.usd(Usd::parse("1234.5").unwrap()), "US$1,234.50");
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
