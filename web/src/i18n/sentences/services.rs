//! Several services on one account.

use groq_calc::{
    Fraction, Tier, Usd,
    answer::organisation::{Bottleneck, OrganisationAnswer, Shortfall, Verdict},
    capacity::Blocked,
    outlook::{ServicesChange, ServicesLever},
};

use crate::i18n::{
    locale::{Locale, short},
    sentences::{
        names::{limit_title, limits},
        standing::{Tone, capitalised, ruled_out, too_large},
    },
};

/// How all services do, as a chip.
pub(crate) fn services_headline(
    locale: Locale,
    answer: &OrganisationAnswer<'_>,
) -> (Tone, &'static str) {
    let m = locale.messages().services();
    match answer.verdict {
        Verdict::Fits { .. } => (Tone::Fine, m.all_fit),
        Verdict::Unmet { .. } => (Tone::Tight, m.unmet),
        Verdict::Unchecked { .. } => (Tone::Tight, m.unchecked),
        Verdict::DoesNotFit { .. } => (Tone::Bad, m.too_much),
    }
}

/// The model, and flex where it is flex.
pub(crate) fn model_and_tier(locale: Locale, model: &str, tier: Tier) -> String {
    match tier {
        Tier::OnDemand => short(model).to_string(),
        Tier::Flex => format!("{} {}", short(model), locale.messages().services().flex),
    }
}

/// `Tokens per minute on gpt-oss-20b`.
fn limit_on(locale: Locale, of: Bottleneck<'_>) -> String {
    let title = limit_title(locale.messages(), of.limit);
    let model = model_and_tier(locale, of.model, of.tier);
    capitalised(&locale.messages().services().limit_on.with([title, &model]))
}

/// The limit of all services that is used most, and how far.
pub(crate) fn services_tightest(locale: Locale, answer: &OrganisationAnswer<'_>) -> Option<String> {
    let m = &locale.messages().answer;
    let limit = limit_on(locale, *answer.binding.first()?);
    let sentence = if answer.utilization.exceeds_one() { m.needed } else { m.used };
    Some(sentence.with([&limit, &locale.percent(answer.utilization)]))
}

/// What sharing one account costs.
pub(crate) fn sharing(locale: Locale, answer: &OrganisationAnswer<'_>) -> String {
    let m = locale.messages().services();
    match answer.sharing.costs_usd {
        Some(more) if more > Usd::ZERO => m.sharing_more.with([&locale.money(more)]),
        Some(_) => m.sharing_nothing.to_string(),
        None => m.sharing_unknown.to_string(),
    }
}

/// What would have to change.
pub(crate) fn shortfall(locale: Locale, shortfall: &Shortfall) -> String {
    let m = locale.messages().services();
    match shortfall {
        Shortfall::Blocked { service, reason, .. } => {
            let sentence = match reason {
                Blocked::TooLarge { .. } => m.change_size,
                _ => m.change_plain,
            };
            sentence.with([service, &too_large(locale, *reason)])
        }
        Shortfall::Over { model, tier, limit, usable, demand, cap_needed, services, .. } => {
            let needed = cap_needed.map(|cap| locale.count(cap));
            m.change_over.with([
                &capitalised(limit_title(locale.messages(), *limit)),
                &model_and_tier(locale, model, *tier),
                &locale.fraction(*demand),
                &services.join(locale.messages().answer.comma),
                &locale.count(*usable),
                needed.as_deref().unwrap_or(m.enterprise),
            ])
        }
        Shortfall::Unchecked { service, unknown_limits } => {
            m.change_unchecked.with([service, &limits(locale, *unknown_limits)])
        }
        Shortfall::Unmet { service, reason } => {
            m.change_plain.with([service, &ruled_out(locale, *reason)])
        }
        Shortfall::OverBudget { service, monthly_usd, budget_usd } => {
            let text =
                m.change_budget.with([&locale.money(*monthly_usd), &locale.money(*budget_usd)]);
            match service {
                Some(service) => m.change_plain.with([service, &text]),
                None => text,
            }
        }
    }
}

/// A lever over all services.
pub(crate) fn services_lever(locale: Locale, lever: &ServicesLever) -> String {
    let m = locale.messages().services();
    match lever {
        ServicesLever::Move { service, model, tier } => {
            m.way_move.with([service, &model_and_tier(locale, model, *tier)])
        }
        ServicesLever::Batch { service } => m.way_batch.with([service]),
        ServicesLever::Cache { service } => m.way_cache.with([service]),
        ServicesLever::Spread => m.way_spread.to_string(),
        ServicesLever::RaiseCaps { caps } => {
            let caps: Vec<String> = caps
                .iter()
                .map(|cap| {
                    let model = model_and_tier(locale, &cap.model, cap.tier);
                    let title = limit_title(locale.messages(), cap.limit);
                    m.way_cap.with([&locale.count(cap.to), title, &model])
                })
                .collect();
            m.way_caps.with([&caps.join(locale.messages().answer.comma)])
        }
    }
}

/// What it does.
pub(crate) fn services_effect(locale: Locale, change: &ServicesChange) -> String {
    let (m, a) = (locale.messages().services(), &locale.messages().answer);
    let mut parts = Vec::new();
    if change.after.fits && !change.before.fits {
        parts.push(a.makes_it_fit.to_string());
    }
    if change.saves() > Usd::ZERO {
        parts.push(a.saves.with([&locale.money(change.saves())]));
    }
    if change.costs() > Usd::ZERO {
        parts.push(a.costs.with([&locale.money(change.costs())]));
    }
    let longer = change.after.months.saturating_sub(change.before.months);
    if longer > 0 && change.before.fits {
        parts.push(m.lasts_longer.with([&longer.to_string()]));
    }
    parts.join(a.comma)
}

/// A part of a whole, in percent.
pub(crate) fn part_of(locale: Locale, part: Usd, whole: Usd) -> String {
    match whole.picodollars() {
        0 => "–".to_string(),
        whole => locale.percent(Fraction::new(part.picodollars(), whole)),
    }
}
