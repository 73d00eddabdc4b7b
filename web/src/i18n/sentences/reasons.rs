//! Why an option is not the one to take.

use groq_calc::{answer::PassedOver, capacity::Blocked};

use super::names::tool_name;
use crate::i18n::{locale::Locale, messages::decisions::Decisions};

/// Why no request can pass.
pub(crate) fn blocked(locale: Locale, blocked: Blocked) -> String {
    if locale == Locale::En {
        return blocked.to_string();
    }
    let m = &Decisions::ZH;
    let count = |count| locale.count(count);
    match blocked {
        Blocked::TooLarge { limit, requested, cap } => {
            m.too_large.with([&count(requested), limit.name(), &count(cap)])
        }
        Blocked::Context { requested, window } => {
            m.over_context.with([&count(requested), &count(window)])
        }
        Blocked::Completion { requested, cap } => {
            m.over_completion.with([&count(requested), &count(cap)])
        }
        Blocked::Tool { tool } => m.no_tool.with([tool_name(locale.messages(), tool)]),
    }
}

/// Why an option was not recommended.
pub(crate) fn passed_over(locale: Locale, reason: PassedOver) -> String {
    if locale == Locale::En {
        return reason.to_string();
    }
    let m = &Decisions::ZH;
    let text = match reason {
        PassedOver::Blocked => m.passed_blocked,
        PassedOver::DoesNotFit => m.passed_does_not_fit,
        PassedOver::UnknownPrice => m.passed_unknown_price,
        PassedOver::FreePlan => m.passed_free_plan,
        PassedOver::NotProduction => m.passed_not_production,
        PassedOver::Context => m.passed_context,
        PassedOver::MissingCapability { .. }
        | PassedOver::UnknownCapability { .. }
        | PassedOver::DisputedCapability { .. } => m.passed_capability,
        PassedOver::LowScore { .. } | PassedOver::NoScore => m.passed_score,
        PassedOver::Budget => m.passed_budget,
        PassedOver::UnknownLimits => m.passed_unknown_limits,
        PassedOver::MoreExpensive => m.passed_more_expensive,
        PassedOver::AtRisk => m.passed_at_risk,
        PassedOver::LowerPreference => m.passed_lower_preference,
        PassedOver::LessHeadroom => m.passed_less_headroom,
        PassedOver::Tie => m.passed_tie,
    };
    text.to_string()
}
