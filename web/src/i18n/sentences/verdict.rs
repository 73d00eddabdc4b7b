//! The answer and what speaks for it.

use groq_calc::{
    Answer, PlanOption,
    answer::{Because, FreePlan, Obstacle, Outcome},
    capacity::Blocked,
};

use super::{
    names::{bind, kind, limits},
    reasons::{at_risk, blocked, passed_over},
    standing::{reason, too_large},
};
use crate::i18n::{locale::Locale, messages::decisions::Decisions};

/// The answer in a sentence or two.
pub(crate) fn verdict(locale: Locale, answer: &Answer<'_>) -> String {
    let verdict = answer.verdict();
    if locale == Locale::En {
        return verdict.to_string();
    }
    let free = verdict.free.map(|plan| free(locale, plan)).unwrap_or_default();
    let risk = verdict.at_risk.map(|risk| at_risk(locale, risk) + "。");
    free + &verdict.outcome.map(|outcome| rest(locale, outcome)).unwrap_or_default()
        + &risk.unwrap_or_default()
}

/// What the free plan does.
fn free(locale: Locale, plan: FreePlan<'_>) -> String {
    let m = &Decisions::ZH;
    match plan {
        FreePlan::Fits { id, binding, requests_per_day_max, list_usd } => {
            let binds = match binding.is_empty() {
                true => String::new(),
                false => {
                    let most = requests_per_day_max;
                    let most = most
                        .map_or(locale.messages().answer.any_number.to_string(), |most| {
                            locale.count(most)
                        });
                    m.where_binds.with([&bind(locale, binding), &most])
                }
            };
            let list = list_usd.map_or(String::new(), |usd| m.list_price.with([&locale.usd(usd)]));
            m.fits_free.with([id.short_model(), &binds]) + &m.costs_nothing.with([&list])
        }
        FreePlan::Blocked(reason) => m.not_free.with([&blocked(locale, reason)]),
        FreePlan::Unchecked { unknown_limits } => {
            m.free_unchecked.with([&limits(locale, unknown_limits)])
        }
        FreePlan::NotChosen(reason) => {
            let reason = reason.map_or(String::new(), |reason| passed_over(locale, reason));
            m.free_not_chosen.with([&reason])
        }
        FreePlan::DayTooSmall { binding, requests_per_day_max, requests_per_day } => {
            m.not_free.with([&m.day_fits.with([
                &bind(locale, binding),
                &locale.count(requests_per_day_max),
                &locale.count(requests_per_day),
            ])])
        }
        FreePlan::MinuteTooSmall { binding, requests_per_minute_max } => {
            let most = locale.count(requests_per_minute_max);
            m.not_free.with([&m.minute_fits.with([&bind(locale, binding), &most])])
        }
    }
}

/// What to take.
fn rest(locale: Locale, outcome: Outcome<'_>) -> String {
    let m = &Decisions::ZH;
    match outcome {
        Outcome::Cheapest { id, monthly_usd } => {
            m.cheapest.with([&locale.model_on(id), &locale.usd(monthly_usd)])
        }
        Outcome::Nearest { id, any_fits, change: obstacle } => {
            let nothing = if any_fits { m.nothing_meets } else { m.nothing_fits };
            m.nearest.with([nothing, &locale.model_on(id), &change(locale, obstacle)])
        }
        Outcome::NoModel { kind: of, day } => {
            m.no_model.with([kind(locale.messages(), of), &day.to_string()])
        }
    }
}

/// Why the recommended option, or what would have to change for the nearest.
pub(crate) fn because(locale: Locale, answer: &Answer<'static>) -> String {
    let m = &locale.messages().answer;
    match (&answer.recommended, &answer.nearest) {
        (Some(choice), _) => m.why.with([&match (locale, choice.because) {
            (Locale::En, because) => because.to_string(),
            (Locale::ZhHans, Because::OnlyOne) => Decisions::ZH.only_one.to_string(),
            (Locale::ZhHans, Because::CheapestOf { options }) => {
                Decisions::ZH.none_cheaper.with([&locale.count(options)])
            }
        }]),
        (None, Some(near)) => m.change.with([&change(locale, near.change)]),
        (None, None) => String::new(),
    }
}

/// The known end of the model that the answer names.
pub(crate) fn retirement(locale: Locale, answer: &Answer<'static>) -> Option<String> {
    let m = &locale.messages().answer;
    let end = answer.retires()?;
    Some(match &end.replacements[..] {
        [] => m.ends.with([&end.on.to_string()]),
        names => m.retires.with([&end.on.to_string(), &names.join(m.comma)]),
    })
}

/// What would have to change for the nearest option, in a line.
pub(crate) fn obstacle(locale: Locale, answer: &Answer<'_>, obstacle: Obstacle) -> String {
    let m = &locale.messages().answer;
    match obstacle {
        Obstacle::Blocked(reason) => too_large(locale, reason),
        Obstacle::Volume { .. } => m.spread_out.to_string(),
        Obstacle::Unchecked { unknown_limits } => {
            m.enter_limits.with([&limits(locale, unknown_limits)])
        }
        Obstacle::OverBudget { monthly_usd } => m.raise_budget.with([&locale.money(monthly_usd)]),
        Obstacle::Unmet(_) => {
            answer.best().map_or_else(String::new, |option| reason(locale, answer, option))
        }
    }
}

/// What stands between the nearest option and a recommendation.
fn change(locale: Locale, obstacle: Obstacle) -> String {
    if locale == Locale::En {
        return obstacle.to_string();
    }
    let m = &Decisions::ZH;
    match obstacle {
        Obstacle::Blocked(Blocked::TooLarge { limit, cap, .. }) => {
            m.change_size.with([&locale.count(cap), limit.name()])
        }
        Obstacle::Blocked(reason) => blocked(locale, reason),
        Obstacle::Volume {
            requests_per_day_max,
            requests_per_day,
            requests_per_minute_max,
            binding,
        } => {
            let most = |most: Option<u64>| most.map_or("?".to_string(), |most| locale.count(most));
            m.change_volume.with([
                &most(requests_per_day_max),
                &locale.count(requests_per_day),
                &most(requests_per_minute_max),
                &bind(locale, binding),
            ])
        }
        Obstacle::Unchecked { unknown_limits } => {
            m.change_unchecked.with([&limits(locale, unknown_limits)])
        }
        Obstacle::OverBudget { monthly_usd } => m.change_budget.with([&locale.usd(monthly_usd)]),
        Obstacle::Unmet(reason) => m.change_other.with([&passed_over(locale, reason)]),
    }
}

/// The limit with the highest use of an option, and how far it is used.
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
    fn every_answer_has_a_verdict_in_chinese() {
        let more = [
            "",
            "n=2000&i=1500&o=500&plans=free",
            "n=1&i=200k&o=500",
            "n=100k&i=1500&o=500&y=3",
            "n=0&i=1",
            "n=9&i=1200&o=500&x=8000&plans=free",
            "n=9&k=300",
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
            let chinese = verdict(Locale::ZhHans, &answer);
            assert!(!chinese.contains('{') && chinese.contains('。'), "{chinese}");
        }
    }
}
