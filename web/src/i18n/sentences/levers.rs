//! What would change the answer.

use groq_calc::{
    Usd,
    capacity::Headroom,
    outlook::{Change, Lever},
};

use crate::i18n::locale::{Locale, short};

/// What a lever does.
pub(crate) fn lever(locale: Locale, change: &Change<'_>) -> String {
    let m = &locale.messages().answer;
    let to = locale.count(change.to.unwrap_or(0));
    match change.lever {
        Lever::CacheMore => m.lever_cache_more.with([&to]),
        Lever::Batch => m.lever_batch.with([&to]),
        Lever::ReserveLess => m.lever_reserve_less.with([&to]),
        Lever::ShorterPrompt => m.lever_shorter_prompt.with([&to]),
        Lever::ShorterCompletion => m.lever_shorter_completion.with([&to]),
        Lever::AnotherModel => m.lever_another_model.with([short(change.id.model)]),
        Lever::Developer => m.lever_developer.to_string(),
        Lever::Flex => m.lever_flex.to_string(),
    }
}

/// What it brings.
pub(crate) fn effect(locale: Locale, change: &Change<'_>) -> String {
    let m = &locale.messages().answer;
    let mut parts = Vec::new();
    if change.after.fits && !change.before.fits {
        parts.push(m.makes_it_fit.to_string());
    }
    if change.saves() > Usd::ZERO {
        parts.push(m.saves.with([&locale.money(change.saves())]));
    }
    if change.costs() > Usd::ZERO {
        parts.push(m.costs.with([&locale.money(change.costs())]));
    }
    match change.gains() {
        Headroom::Nothing => {}
        Headroom::Unbounded => parts.push(m.gains_all.to_string()),
        Headroom::UpTo(count) => parts.push(m.gains.with([&locale.count(count)])),
    }
    parts.join(m.comma)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{form::state::Form, page::outcome::Outcome};

    fn outcome(fragment: &str) -> Outcome {
        Outcome::new(&Form::read(fragment).form, None)
    }

    #[test]
    fn levers_have_words_in_both_languages() {
        let outcome = outcome("n=2000&i=1500&o=500&x=4000");
        let outlook = outcome.outlook(None).unwrap();
        assert!(!outlook.levers.is_empty());
        for change in &outlook.levers {
            for locale in Locale::ALL {
                assert!(!lever(locale, change).contains('{'));
                assert!(!effect(locale, change).is_empty(), "{change:?}");
            }
        }
    }
}
