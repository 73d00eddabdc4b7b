use groq_calc::outlook::Spend;

use crate::i18n::{locale::Locale, messages::decisions::Decisions};

/// What a spend limit does with a month.
pub(crate) fn spend(locale: Locale, spend: &Spend) -> String {
    if locale == Locale::En {
        return spend.to_string();
    }
    let m = &Decisions::ZH;
    let limit = locale.usd(spend.budget_usd);
    let reached = match spend.reached_on_day {
        Some(day) => m.spend_reached.with([&limit, &locale.count(day)]),
        None => m.spend_not_reached.with([&limit]),
    };
    let [_, longest] = &spend.overrun;
    let overrun = m.spend_overrun.with([
        &locale.count(longest.requests),
        &locale.usd(longest.usd),
        &locale.count(longest.minutes),
    ]);
    let buffered = match spend.buffered_usd {
        Some(usd) => m.spend_buffered.with([&locale.usd(usd)]),
        None => m.spend_hopeless.to_string(),
    };
    format!("{reached}{overrun}{buffered}")
}
