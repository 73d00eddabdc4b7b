//! How figures are written where a language needs words for it.

use groq_calc::{Fraction, OptionId, Plan, PlanOption, Tier, Usd};

use crate::i18n::locale::{Locale, bare_percent};

/// Items that are shown of a list which is as long as the input.
pub(crate) const MAX_SHOWN: usize = 50;

impl Locale {
    /// That there are more than are shown, if there are.
    pub(crate) fn and_more(self, count: usize) -> Option<String> {
        let rest = count.checked_sub(MAX_SHOWN).filter(|rest| *rest > 0)?;
        Some(self.messages().shell.and_more.with([&self.count(rest as u64)]))
    }

    /// The first of some words, and how many more there are.
    pub(crate) fn first_of(self, words: &[String]) -> String {
        let first = words.iter().take(MAX_SHOWN).cloned();
        first
            .chain(self.and_more(words.len()))
            .collect::<Vec<_>>()
            .join(self.messages().answer.comma)
    }

    /// A count that may have no known bound.
    pub(crate) fn most(self, most: Option<u64>) -> String {
        most.map_or_else(
            || self.messages().shell.no_known_limit.to_string(),
            |most| self.count(most),
        )
    }

    /// An amount, or that it is not known.
    pub(crate) fn usd_or_unknown(self, usd: Option<Usd>) -> String {
        usd.map_or_else(|| self.messages().shell.unknown.to_string(), |usd| self.usd(usd))
    }

    /// The same for people, in whole cents.
    pub(crate) fn money_or_unknown(self, usd: Option<Usd>) -> String {
        usd.map_or_else(|| self.messages().shell.unknown.to_string(), |usd| self.money(usd))
    }

    /// A share in percent, rounded to one decimal at most.
    pub(crate) fn percent(self, share: Fraction) -> String {
        if share.is_unbounded() {
            return self.messages().shell.without_bound.to_string();
        }
        let bare = bare_percent(share);
        if bare == "0" && !share.is_zero() {
            "<0.1%".to_string()
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
    pub(crate) fn model_on(self, id: OptionId<'_>) -> String {
        let place = self.place(id.plan, id.tier);
        self.messages().shell.model_on_plan.with([id.short_model(), place])
    }

    /// The same of an option.
    pub(crate) fn named(self, option: &PlanOption<'_>) -> String {
        self.model_on(option.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_is_its_first_fifty_and_a_count() {
        let words = vec!["a".to_string(); 20_000];
        let text = Locale::En.first_of(&words);
        assert!(text.ends_with("a, and 19,950 more"), "{text}");
        assert_eq!(text.matches("a, ").count(), MAX_SHOWN);
        assert_eq!(Locale::En.first_of(&words[..2]), "a, a");
        assert_eq!(Locale::En.and_more(MAX_SHOWN), None);
    }

    #[test]
    fn percents_are_rounded_and_only_the_whole_is_the_whole() {
        for (up, down, text) in [
            (20, 1, "2,000%"),
            (1, 3, "33.3%"),
            (2, 3, "66.7%"),
            (9999, 10_000, "99.9%"),
            (10_001, 10_000, "100.1%"),
            (1, 1, "100%"),
            (1, 20, "5%"),
            (1, 1000, "0.1%"),
            (1, 100_000, "<0.1%"),
            (0, 7, "0%"),
            (1, 0, "without bound"),
        ] {
            assert_eq!(Locale::En.percent(Fraction::new(up, down)), text);
        }
    }
}
