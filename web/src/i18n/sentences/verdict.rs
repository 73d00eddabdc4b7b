//! The answer and what speaks for it.

use groq_calc::{Answer, Plan, PlanOption, Usd, answer::PassedOver, capacity::Blocked};

use super::{
    names::{bind, kind, limits},
    reasons::{blocked, passed_over},
};
use crate::{
    i18n::locale::{Locale, short},
    page::outcome::shown,
};

/// The answer in a sentence or two.
pub(crate) fn verdict(locale: Locale, answer: &Answer<'_>) -> String {
    let m = &locale.messages().answer;
    let is_free = |plan: Plan| plan == Plan::Free;
    let recommends_free = answer.recommended.as_ref().is_some_and(|choice| is_free(choice.plan));
    let free = match answer.best_free() {
        Some(option) if recommends_free => return fits_free(locale, option),
        Some(option) => misses_free(locale, answer, option),
        None => String::new(),
    };
    let rest = match (&answer.recommended, &answer.nearest) {
        (Some(choice), _) => {
            let named = locale.model_on(choice.model, choice.plan, choice.tier);
            m.cheapest.with([&named, &locale.usd(choice.monthly_usd)])
        }
        (None, Some(near)) => {
            let nothing = match answer.options.iter().any(|option| option.fits) {
                true => m.nothing_meets,
                false => m.nothing_fits,
            };
            let named = locale.model_on(near.model, near.plan, near.tier);
            m.nearest.with([nothing, &named, &change(locale, answer)])
        }
        (None, None) => {
            m.no_model.with([kind(locale.messages(), answer.kind), &answer.as_of.to_string()])
        }
    };
    match (free.is_empty(), locale) {
        (true, _) => rest,
        (false, Locale::En) => format!("{free} {rest}"),
        (false, Locale::ZhHans) => free + &rest,
    }
}

fn fits_free(locale: Locale, option: &PlanOption<'_>) -> String {
    let m = &locale.messages().answer;
    let binds = match option.binding.is_empty() {
        true => String::new(),
        false => {
            let most = option.requests_per_day_max;
            let most = most.map_or(m.any_number.to_string(), |most| locale.count(most));
            m.where_binds.with([&bind(locale, option.binding), &most])
        }
    };
    let list = option.monthly.list_usd;
    let list = list.map_or(String::new(), |usd| m.list_price.with([&locale.usd(usd)]));
    let fits = m.fits_free.with([short(option.model), &binds]);
    let costs = m.costs_nothing.with([&list]);
    match locale {
        Locale::En => format!("{fits} {costs}"),
        Locale::ZhHans => fits + &costs,
    }
}

fn misses_free(locale: Locale, answer: &Answer<'_>, option: &PlanOption<'_>) -> String {
    let m = &locale.messages().answer;
    if let Some(reason) = option.blocked {
        return m.not_free.with([&blocked(locale, reason)]);
    }
    if option.fits {
        let reason = option.passed_over.map_or("", |reason| passed_over(locale, reason));
        return m.free_passed_over.with([reason]);
    }
    let binding = bind(locale, option.binding);
    let fit = match option.requests_per_day_max {
        Some(most) if most < answer.requests_per_day => {
            m.day_fits.with([&binding, &locale.count(most), &locale.count(answer.requests_per_day)])
        }
        _ => {
            let most = option.requests_per_minute_max.unwrap_or(0);
            m.minute_fits.with([&binding, &locale.count(most)])
        }
    };
    m.not_free.with([&fit])
}

/// Why the recommended option, or what would have to change for the nearest.
pub(crate) fn because(locale: Locale, answer: &Answer<'static>) -> String {
    let m = &locale.messages().answer;
    if answer.recommended.is_none() {
        return match answer.nearest {
            Some(_) => m.change.with([&change(locale, answer)]),
            None => String::new(),
        };
    }
    // Those that were passed over only for being second to it.
    let rivals = answer.options.iter().filter(|option| {
        use PassedOver::{Dearer, Fuller, LaterTier, Tie, UnknownLimits};
        matches!(option.passed_over, None | Some(UnknownLimits | Dearer | LaterTier | Fuller | Tie))
    });
    match rivals.count() {
        1 => m.why.with([m.only_one]),
        count => m.why.with([&m.none_cheaper.with([&locale.count(count as u64)])]),
    }
}

/// What stands between the nearest option and a recommendation.
fn change(locale: Locale, answer: &Answer<'_>) -> String {
    let m = &locale.messages().answer;
    let Some(near) = &answer.nearest else { return String::new() };
    let place = (near.model, near.plan, near.tier);
    let same = |option: &&PlanOption<'_>| (option.model, option.plan, option.tier) == place;
    let Some(option) = answer.options.iter().find(same) else { return String::new() };
    match (option.blocked, option.passed_over) {
        (Some(Blocked::TooLarge { limit, cap, .. }), _) => {
            m.change_size.with([&locale.count(cap), limit.name()])
        }
        (Some(reason), _) => blocked(locale, reason),
        (None, Some(PassedOver::DoesNotFit)) => {
            let most = |most: Option<u64>| most.map_or("?".to_string(), |most| locale.count(most));
            m.change_volume.with([
                &most(option.requests_per_day_max),
                &locale.count(answer.requests_per_day),
                &most(option.requests_per_minute_max),
                &bind(locale, option.binding),
            ])
        }
        (None, Some(PassedOver::Budget)) => {
            m.change_budget.with([&locale.usd(option.monthly.total_usd.unwrap_or(Usd::ZERO))])
        }
        (None, Some(reason)) => m.change_other.with([passed_over(locale, reason)]),
        (None, None) => String::new(),
    }
}

/// The binding limit and how far it is used.
pub(crate) fn binding(locale: Locale, answer: &Answer<'static>) -> String {
    shown(answer).map_or_else(String::new, |option| option_binding(locale, option))
}

/// As [`binding`], of one option.
pub(crate) fn option_binding(locale: Locale, option: &PlanOption<'_>) -> String {
    let m = &locale.messages().answer;
    match (option.blocked, option.binding.is_empty()) {
        (Some(_), _) => m.blocked.to_string(),
        (None, true) => m.none.to_string(),
        (None, false) => {
            m.limit_at.with([&limits(locale, option.binding), &locale.percent(option.utilization)])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        form::{
            presets::{SCENARIOS, TEMPLATES},
            state::Form,
        },
        page::outcome::Outcome,
    };

    fn outcome(fragment: &str) -> Outcome {
        Outcome::new(&Form::read(fragment).form, None)
    }

    #[test]
    fn the_english_verdict_is_the_commands() {
        let more = [
            "",
            "n=2000&i=1500&o=500&plans=free",
            "n=1&i=200k&o=500",
            "n=100k&i=1500&o=500&y=3",
            "n=0",
            "n=10&i=100&prod=1",
            "n=100&i=100&ws=1",
            "n=40&i=100&o=100&plans=free&p=31",
            "n=50&i=1500&o=500&plans=free&model=openai/gpt-oss-20b&my=openai/gpt-oss-20b,free,RPD,100",
            "n=2000&i=1500&o=500&plans=free&model=openai/gpt-oss-20b&my=openai/gpt-oss-20b,free,RPD,100",
            "n=1&i=1500&o=500&plans=free&model=openai/gpt-oss-20b&my=openai/gpt-oss-20b,free,RPD,1",
            "n=5&i=1500&o=500&plans=free&model=openai/gpt-oss-20b&my=openai/gpt-oss-20b,free,RPD,1",
            "n=10&i=1500&o=500&p=9&plans=free&model=openai/gpt-oss-20b&my=openai/gpt-oss-20b,free,RPM,1",
        ];
        let presets = TEMPLATES.iter().chain(SCENARIOS).map(|preset| preset.fragment);
        for fragment in presets.chain(more) {
            let outcome = outcome(fragment);
            let answer = outcome.answer.unwrap();
            assert_eq!(verdict(Locale::En, &answer), answer.verdict(), "{fragment}");
            let engine = match (&answer.recommended, &answer.nearest) {
                (Some(choice), _) => format!("Why: {}.", choice.because),
                (None, Some(near)) => format!("What would have to change: {}.", near.change),
                (None, None) => String::new(),
            };
            assert_eq!(because(Locale::En, &answer), engine, "{fragment}");
            let chinese = verdict(Locale::ZhHans, &answer);
            assert!(!chinese.contains('{') && chinese.contains('。'), "{chinese}");
        }
    }
}
