//! Figures for people.

use groq_calc::{Fraction, Plan, PlanOption, Tier, Usd};

/// A plain decimal with its thousands grouped.
pub(crate) fn grouped(decimal: &str) -> String {
    let (whole, places) = decimal.split_once('.').map_or((decimal, None), |(w, p)| (w, Some(p)));
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
pub(crate) fn count(count: u64) -> String {
    grouped(&count.to_string())
}

/// A count that may have no bound.
pub(crate) fn most(most: Option<u64>) -> String {
    most.map_or_else(|| "no known limit".to_string(), count)
}

/// An amount, or that it is not known.
pub(crate) fn usd(usd: Option<Usd>) -> String {
    usd.map_or_else(|| "unknown".to_string(), |usd| format!("${}", usd.with_cents()))
}

/// A share in percent, with two decimals at most, cut off.
///
/// The point is moved in the text, so that nothing is computed here.
pub(crate) fn percent(share: Fraction) -> String {
    if share.is_unbounded() {
        return "without bound".to_string();
    }
    let bare = bare_percent(share);
    if bare == "0" && !share.is_zero() {
        "<0.01%".to_string()
    } else {
        format!("{}%", grouped(&bare))
    }
}

/// As [`percent`], with neither sign nor grouping.
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

/// The plan, and flex where it is flex.
pub(crate) fn place(plan: Plan, tier: Tier) -> &'static str {
    match (plan, tier) {
        (Plan::Free, _) => "Free",
        (Plan::Developer, Tier::OnDemand) => "Developer",
        (Plan::Developer, Tier::Flex) => "Developer, flex",
    }
}

/// `gpt-oss-20b on Developer`.
pub(crate) fn named(option: &PlanOption<'_>) -> String {
    format!("{} on {}", short(option.model), place(option.plan, option.tier))
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
            assert_eq!(percent(Fraction::new(up, down)), text);
        }
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(grouped("1234567.25"), "1,234,567.25");
        assert_eq!(count(999), "999");
    }
}
