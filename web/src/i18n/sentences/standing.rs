//! How an option stands: a word with its colour, and the reason in a line.

use groq_calc::{
    Answer, Limit, Plan, PlanOption,
    answer::{Because, FreePlan, PassedOver},
    capacity::{AtRisk, Blocked},
    catalog::{Capability, LimitSet},
};

use super::names::{limit_title, tool_name};
use crate::i18n::{locale::Locale, messages::Messages};

/// The colour of a word, which its picture says too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Fine,
    Tight,
    Bad,
    Unknown,
}

impl Tone {
    /// The class of the style sheet.
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Fine => "ok",
            Self::Tight => "warn",
            Self::Bad => "bad",
            Self::Unknown => "un",
        }
    }

    /// The picture.
    pub(crate) const fn icon(self) -> &'static str {
        match self {
            Self::Fine => "ok",
            Self::Tight => "warn",
            Self::Bad => "no",
            Self::Unknown => "q",
        }
    }
}

/// Whether an option works, in a word or two.
pub(crate) fn standing(locale: Locale, option: &PlanOption<'_>) -> (Tone, &'static str) {
    let m = &locale.messages().answer;
    if option.blocked.is_some() {
        (Tone::Bad, m.too_large)
    } else if !option.holds() {
        (Tone::Bad, m.too_small)
    } else if option.unchecked {
        (Tone::Unknown, m.not_checked)
    } else if is_ruled_out(option) {
        (Tone::Unknown, m.ruled_out)
    } else if !option.at_risk.is_empty() {
        (Tone::Tight, m.may_be_refused)
    } else {
        (Tone::Fine, m.works)
    }
}

/// Whether it holds the load, but not the conditions.
pub(crate) fn is_ruled_out(option: &PlanOption<'_>) -> bool {
    !matches!(
        option.passed_over,
        None | Some(
            PassedOver::Blocked
                | PassedOver::DoesNotFit
                | PassedOver::UnknownLimits
                | PassedOver::MoreExpensive
                | PassedOver::AtRisk
                | PassedOver::LowerPreference
                | PassedOver::LessHeadroom
                | PassedOver::Tie
        )
    )
}

/// The headline of an answer: what the free plan does where the recommended option
/// is looked at, and else how the option stands.
pub(crate) fn headline(
    locale: Locale,
    answer: &Answer<'_>,
    option: &PlanOption<'_>,
) -> (Tone, &'static str) {
    let m = &locale.messages().answer;
    let is_answer = answer.recommended.as_ref().is_some_and(|choice| choice.id == option.id);
    if !is_answer || !option.at_risk.is_empty() {
        return match (&answer.recommended, answer.nearest.as_ref()) {
            (None, Some(near)) if near.id == option.id && !option.unchecked => {
                (Tone::Bad, m.none_works)
            }
            _ => standing(locale, option),
        };
    }
    match answer.verdict().free {
        Some(FreePlan::Fits { .. }) => (Tone::Fine, m.free_enough),
        Some(FreePlan::Blocked(_)) => (Tone::Tight, m.free_large),
        Some(FreePlan::Unchecked { .. }) => (Tone::Unknown, m.free_unchecked),
        Some(FreePlan::NotChosen(_)) => (Tone::Unknown, m.free_out),
        Some(FreePlan::DayTooSmall { .. } | FreePlan::MinuteTooSmall { .. }) => {
            (Tone::Tight, m.free_small)
        }
        None => (Tone::Fine, m.works),
    }
}

/// Why the free plan is not taken, if it was asked for.
pub(crate) fn why_not_free(locale: Locale, answer: &Answer<'_>) -> Option<String> {
    let m = &locale.messages().answer;
    Some(match answer.verdict().free? {
        FreePlan::Fits { .. } => return None,
        FreePlan::Blocked(blocked) => too_large(locale, blocked),
        FreePlan::Unchecked { .. } => m.limits_unpublished.to_string(),
        FreePlan::NotChosen(reason) => ruled_out(locale, reason?),
        FreePlan::DayTooSmall { binding, requests_per_day_max, requests_per_day } => {
            m.covers_day.with([
                cap(locale, binding),
                &locale.count(requests_per_day_max),
                &locale.count(requests_per_day),
            ])
        }
        FreePlan::MinuteTooSmall { binding, requests_per_minute_max } => {
            m.covers_minute.with([cap(locale, binding), &locale.count(requests_per_minute_max)])
        }
    })
}

/// Why an option is or is not the one to take, in a line.
pub(crate) fn reason(locale: Locale, answer: &Answer<'_>, option: &PlanOption<'_>) -> String {
    let m = &locale.messages().answer;
    if let Some(blocked) = option.blocked {
        return too_large(locale, blocked);
    }
    if !option.holds() {
        let day = option.requests_per_day_max.filter(|most| *most < answer.requests_per_day);
        return match (day, option.requests_per_minute_max) {
            (Some(most), _) => {
                m.covers.with([&locale.count(most), &locale.count(answer.requests_per_day)])
            }
            (None, minute) => m.covers_a_minute.with([&locale.most(minute)]),
        };
    }
    match (option.passed_over, &answer.recommended) {
        (None, Some(choice)) => match choice.because {
            Because::OnlyOne => m.only_one.to_string(),
            Because::CheapestOf { options } => m.cheapest_of.with([&locale.count(options)]),
        },
        (None, None) => String::new(),
        (Some(reason), _) => ruled_out(locale, reason),
    }
}

/// A reason in a line.
pub(super) fn ruled_out(locale: Locale, reason: PassedOver) -> String {
    let messages = locale.messages();
    let m = &messages.answer;
    let text = match reason {
        PassedOver::Blocked => m.too_large,
        PassedOver::DoesNotFit => m.too_small,
        PassedOver::UnknownLimits => m.limits_unpublished,
        PassedOver::UnknownPrice => m.price_unpublished,
        PassedOver::FreePlan => m.free_not_production,
        PassedOver::NotProduction => m.not_production,
        PassedOver::Context => m.context,
        PassedOver::MissingCapability { capability: of } => {
            return m.lacks.with([capability(messages, of).0]);
        }
        PassedOver::UnknownCapability { capability: of } => {
            return m.not_said.with([capability(messages, of).0]);
        }
        PassedOver::DisputedCapability { capability: of } => {
            return m.sources_disagree.with([capability(messages, of).0]);
        }
        PassedOver::LowScore { .. } => m.low_score,
        PassedOver::NoScore => m.no_score_here,
        PassedOver::Budget => m.over_budget,
        PassedOver::MoreExpensive => m.more_expensive,
        PassedOver::AtRisk => m.at_risk,
        PassedOver::LowerPreference => m.lower_preference,
        PassedOver::LessHeadroom => m.less_headroom,
        PassedOver::Tie => m.tie,
    };
    text.to_string()
}

/// Why no request can pass.
pub(crate) fn too_large(locale: Locale, blocked: Blocked) -> String {
    let m = &locale.messages().answer;
    let count = |count| locale.count(count);
    match blocked {
        Blocked::TooLarge { limit, requested, cap: most } => {
            m.size_over.with([&count(requested), cap_of(locale.messages(), limit), &count(most)])
        }
        Blocked::Context { requested, window } => {
            m.context_over.with([&count(requested), &count(window)])
        }
        Blocked::Completion { requested, cap } => {
            m.completion_over.with([&count(requested), &count(cap)])
        }
        Blocked::Tool { tool } => m.tool_missing.with([tool_name(locale.messages(), tool)]),
    }
}

/// By which limit a request may be refused.
pub(crate) fn may_be_refused(locale: Locale, risk: AtRisk) -> String {
    let most = locale.count(risk.cap);
    let limit = cap_of(locale.messages(), risk.limit);
    locale.messages().answer.may_ask.with([&locale.count(risk.requested), limit, &most])
}

/// The limit that is used most, and how far.
pub(crate) fn tightest(locale: Locale, option: &PlanOption<'_>) -> Option<String> {
    let m = &locale.messages().answer;
    let limit = option.binding.iter().next().filter(|_| option.blocked.is_none())?;
    let sentence = if option.utilization.exceeds_one() { m.needed } else { m.used };
    let title = limit_title(locale.messages(), limit);
    Some(capitalised(&sentence.with([title, &locale.percent(option.utilization)])))
}

/// With a capital letter at its beginning.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

/// What the first limit of a set is called in a sentence.
fn cap(locale: Locale, limits: LimitSet) -> &'static str {
    limits.iter().next().map_or("", |limit| cap_of(locale.messages(), limit))
}

fn cap_of(messages: &Messages, limit: Limit) -> &'static str {
    let m = &messages.answer;
    match limit {
        Limit::RPM => m.cap_rpm,
        Limit::RPD => m.cap_rpd,
        Limit::TPM => m.cap_tpm,
        Limit::TPD => m.cap_tpd,
        Limit::ITPM => m.cap_itpm,
        Limit::OTPM => m.cap_otpm,
        Limit::ASH => m.cap_ash,
        Limit::ASD => m.cap_asd,
        other => other.name(),
    }
}

/// What a capability is called, and its picture.
pub(crate) fn capability(messages: &Messages, of: Capability) -> (&'static str, &'static str) {
    let m = &messages.answer;
    match of {
        Capability::Tools => (m.can_tools, "tools"),
        Capability::ParallelTools => (m.can_parallel_tools, "tools"),
        Capability::JsonMode => (m.can_json_mode, "json"),
        Capability::StructuredOutputs => (m.can_json, "json"),
        Capability::Vision => (m.can_vision, "eye"),
        Capability::Reasoning => (m.can_reasoning, "think"),
        Capability::Caching => (m.can_caching, "cache"),
        Capability::Batch => (m.can_batch, "batch"),
        Capability::Mcp => (m.can_mcp, "share"),
        Capability::Translation => (m.can_translation, "globe"),
    }
}

/// The plan of an option as it stands beside its model.
pub(crate) fn plan_of(locale: Locale, option: &PlanOption<'_>) -> String {
    let m = &locale.messages().shell;
    match option.id.plan {
        Plan::Free => m.free_plan.to_string(),
        Plan::Developer => match option.id.tier {
            groq_calc::Tier::OnDemand => m.developer_plan.to_string(),
            groq_calc::Tier::Flex => m.developer_plan_flex.to_string(),
        },
    }
}
