//! What several loads ask of the limits that they share.

use alloc::vec::Vec;

use crate::{
    capacity::{load::Load, utilization::LimitUse},
    catalog::limits::{Caps, Limit, LimitSet},
    error::Error,
    num::fraction::Fraction,
};

/// What all of them take of one limit, exactly: the peaks add up, for at worst
/// they come at once.
pub(crate) fn demand(loads: &[Load], limit: Limit) -> Result<Fraction, Error> {
    let mut sum = Fraction::new(0, 1);
    for load in loads {
        let more = sum.checked_add(load.demand(limit));
        sum = more.ok_or_else(|| Error::overflow(limit.name()))?;
    }
    Ok(sum)
}

/// What stays of a cap after the largest of their safety margins.
pub(crate) fn usable(loads: &[Load], cap: u64) -> u64 {
    loads.iter().map(|load| load.usable(cap)).min().unwrap_or(cap)
}

/// Every known limit as they use it together; `ignored` ones are left out.
pub(crate) fn limits(
    loads: &[Load],
    caps: &Caps,
    ignored: LimitSet,
) -> Result<Vec<LimitUse>, Error> {
    let known = caps.known().filter(|(limit, _)| !ignored.contains(*limit));
    let used = |(limit, cap)| LimitUse::new(limit, cap, demand(loads, limit)?, usable(loads, cap));
    known.map(used).collect()
}

/// The highest utilisation of those of which anything is asked.
pub(crate) fn highest(limits: &[LimitUse]) -> Fraction {
    let asked = limits.iter().filter(|used| !used.demand.is_zero());
    asked.map(|used| used.utilization).max().unwrap_or(Fraction::new(0, 1))
}
