//! The answer and what speaks for it.

use groq_calc::{
    Answer, PlanOption,
    answer::{Obstacle, Outcome},
};

use super::{
    names::{kind, limits},
    standing::{headline, may_be_refused, plan_of, reason, too_large, why_not_free},
};
use crate::i18n::locale::Locale;

/// The answer in a sentence or two.
pub(crate) fn verdict(locale: Locale, answer: &Answer<'static>) -> String {
    let messages = locale.messages();
    let m = &messages.answer;
    let Some(option) = answer.best() else {
        return match answer.verdict().outcome {
            Some(Outcome::NoModel { kind: of, day }) => {
                m.no_model_of.with([kind(messages, of), &day.to_string()])
            }
            _ => m.no_model.to_string(),
        };
    };
    let name = m.model_at.with([option.id.short_model(), &plan_of(locale, option)]);
    let mut said = Vec::new();
    match &answer.nearest {
        None => {
            let (_, chip) = headline(locale, answer, option);
            said.push(match why_not_free(locale, answer) {
                Some(why) => m.said_because.with([chip, &why]),
                None => m.said.with([chip]),
            });
            let usd = locale.usd_or_unknown(option.monthly.total_usd);
            said.push(m.said_price.with([&name, &usd]));
        }
        Some(near) => {
            let any_fits = answer.options.iter().any(|option| option.fits);
            let nothing = if any_fits { m.nothing_meets } else { m.nothing_fits };
            said.push(m.said.with([nothing]));
            said.push(m.said.with([&m.closest.with([&name])]));
            said.push(m.change.with([&obstacle(locale, answer, near.change)]));
        }
    }
    for risk in &option.at_risk {
        said.push(m.said.with([&may_be_refused(locale, *risk)]));
    }
    said.join(locale.gap())
}

/// Why the recommended option, or what would have to change for the nearest.
pub(crate) fn because(locale: Locale, answer: &Answer<'static>) -> String {
    let m = &locale.messages().answer;
    match (answer.best(), &answer.nearest) {
        (_, Some(near)) => m.change.with([&obstacle(locale, answer, near.change)]),
        (Some(option), None) => m.why.with([&reason(locale, answer, option)]),
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
