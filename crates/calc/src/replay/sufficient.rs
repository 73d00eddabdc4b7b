use crate::{
    catalog::{
        limits::{Caps, Limit},
        model::Context,
        pricing::Prices,
    },
    error::Error,
    replay::{ceiling::Ceiling, engine::Replay, policy::Policy, request::Request, rules::Rules},
};

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
        most = most.max(Limit::TPM.measure.of(&row.taken(rules.credits())));
        Ok(true)
    })?;
    Ok(most)
}

#[cfg(test)]
#[path = "sufficient_tests.rs"]
mod tests;
