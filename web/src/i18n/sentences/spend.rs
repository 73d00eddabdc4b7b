//! What a spend limit does.

use groq_calc::outlook::Spend;

use crate::i18n::locale::Locale;

/// When the limit is reached, how much more may pass, and what to set instead.
pub(crate) fn spend(locale: Locale, spend: &Spend) -> String {
    if locale == Locale::En {
        return spend.to_string();
    }
    let m = &locale.messages().answer;
    let count = |count| locale.count(count);
    let limit = locale.usd(spend.budget_usd);
    let reached = match spend.reached_on_day {
        Some(day) => m.spend_reached.with([&limit, &count(day)]),
        None => m.spend_not_reached.with([&limit, &locale.usd(spend.monthly_usd)]),
    };
    let [shortest, longest] = spend.overrun;
    let overrun = m.spend_overrun.with([
        &count(shortest.minutes),
        &count(longest.minutes),
        &count(longest.requests),
        &locale.usd(longest.usd),
    ]);
    let buffered = match spend.buffered_usd {
        Some(usd) => m.spend_buffered.with([&locale.usd(usd)]),
        None => m.spend_hopeless.to_string(),
    };
    [reached, overrun, buffered].join(" ")
}
