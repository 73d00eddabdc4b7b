use core::cmp::Ordering;

use crate::{
    error::Error,
    limits::{Caps, Limit},
    model::Context,
    money::Usd,
    number::Decimal,
    offer::Offer,
    options::Plan,
    pricing::Prices,
    replay::{Policy, Replay, Report, Request, Rules, ceiling::Ceiling, meter::taken},
};

/// What an option has to manage with a log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// The most requests that may get no answer, in millionths of those that
    /// came.
    pub most_lost_millionths: Option<u64>,
    /// The longest wait that 99 of 100 may have, in microseconds.
    pub most_p99_us: Option<u64>,
}

impl Target {
    /// Reads a share in percent, with at most four decimals.
    ///
    /// # Errors
    ///
    /// When it is no number from 0 to 100.
    pub fn lost_percent(text: &str) -> Result<u64, Error> {
        Decimal::parse(text)
            .and_then(|percent| percent.scaled(4))
            .and_then(|millionths| u64::try_from(millionths).ok())
            .filter(|millionths| *millionths <= 1_000_000)
            .ok_or_else(|| {
                let range = "a number from 0 to 100, with at most 4 decimals";
                Error::range("most_refused_percent", text, range)
            })
    }

    /// Whether a report meets it.
    pub fn is_met(&self, report: &Report) -> bool {
        let came = u128::from(report.requests - report.batched);
        let lost = u128::from(report.lost()) * 1_000_000;
        self.most_lost_millionths.is_none_or(|most| lost <= u128::from(most) * came)
            && self.most_p99_us.is_none_or(|most| report.waits.p99_us <= most)
    }
}

/// What the admitted and the batched requests cost on a plan: nothing on the
/// free one, `None` where a price is not known.
pub fn paid(offer: &Offer<'_>, report: &Report) -> Option<Usd> {
    match offer.plan {
        Plan::Free => Some(Usd::ZERO),
        Plan::Developer => report.cost_admitted?.checked_add(report.cost_batched?),
    }
}

/// The index of the cheapest option that meets a target. Options with unknown
/// limits come after those without; then the price decides, the plan, the tier,
/// the requests lost and the model id.
pub fn cheapest(options: &[(Offer<'_>, Report)], target: &Target) -> Option<usize> {
    let order = |a: &usize, b: &usize| -> Ordering {
        let key = |index: usize| {
            let (offer, report) = &options[index];
            let unknown = !report.unknown_limits.is_empty();
            (unknown, paid(offer, report), offer.plan, offer.tier, report.lost(), offer.model)
        };
        key(*a).cmp(&key(*b))
    };
    let meets = |index: &usize| {
        let (offer, report) = &options[*index];
        target.is_met(report) && paid(offer, report).is_some()
    };
    (0..options.len()).filter(meets).min_by(order)
}

/// The least cap of each limit that these rules know under which no request
/// would have been refused, each to the last token.
///
/// Where nothing is refused all requests pass, so one limit's use does not
/// depend on the others, and a larger cap refuses no more: each is searched for
/// alone, by halving.
///
/// # Errors
///
/// As [`Replay::feed`].
pub fn sufficient_caps(rules: &Rules, rows: &[Request]) -> Result<Caps, Error> {
    let mut caps = Caps::NONE;
    for limit in rules.limits().iter() {
        caps = caps.with(limit, sufficient(rules, limit, rows)?);
    }
    Ok(caps)
}

fn sufficient(rules: &Rules, limit: Limit, rows: &[Request]) -> Result<u64, Error> {
    let mut above = 1;
    while !suffices(rules, limit, above, rows)? {
        above = above.checked_mul(2).ok_or_else(|| Error::overflow(limit.name()))?;
    }
    // `above` does, and `below` does not, or is not asked.
    let mut below = above / 2;
    if above == 1 && suffices(rules, limit, 0, rows)? {
        return Ok(0);
    }
    while above - below > 1 {
        let middle = below + (above - below) / 2;
        if suffices(rules, limit, middle, rows)? { above = middle } else { below = middle }
    }
    Ok(above)
}

/// Whether a cap alone refuses nothing.
fn suffices(rules: &Rules, limit: Limit, cap: u64, rows: &[Request]) -> Result<bool, Error> {
    let alone = Rules {
        caps: Caps::NONE.with(limit, cap),
        context: Context::default(),
        policy: Policy::Drop,
        prices: Prices::NONE,
        ..*rules
    };
    let mut replay = Replay::new(alone);
    for block in rows.chunks(4096) {
        replay.feed(block)?;
        if replay.has_lost() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Rows as they are offered: stretched, repeated, without those that run as
/// batch or can never pass.
pub(super) fn offered(
    rules: &Rules,
    rows: &[Request],
    mut take: impl FnMut(u64, &Request) -> Result<bool, Error>,
) -> Result<(), Error> {
    let ceiling = Ceiling::new(rules);
    let first = rows.first().map_or(0, |row| row.t_us);
    for row in rows {
        if (rules.batch && row.batchable) || ceiling.stops(row) {
            continue;
        }
        let time = rules.stretch.apply(first, row.t_us.saturating_sub(first))?;
        for _ in 0..rules.scale {
            if !take(time, row)? {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// The most that one request takes of the tokens a minute.
pub(super) fn largest(rules: &Rules, rows: &[Request]) -> Result<u64, Error> {
    let mut most = 1;
    offered(rules, rows, |_, row| {
        most = most.max(taken(Limit::Tpm, row, rules.credits()));
        Ok(true)
    })?;
    Ok(most)
}

#[cfg(test)]
#[path = "search_tests.rs"]
mod tests;
