//! What several loads ask of the limits that they share.

use alloc::vec::Vec;

use crate::{
    capacity::{headroom::Headroom, load::Load, utilization::LimitUse},
    catalog::limits::{Caps, Limit, LimitSet},
    error::Error,
    num::fraction::Fraction,
    question::profile::Profile,
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

/// The same where the peaks need not come at once: of the hours of the day the
/// busiest. What has no profile comes in every hour.
pub(crate) fn busiest_demand(
    loads: &[(Load, Option<Profile>)],
    limit: Limit,
) -> Result<Fraction, Error> {
    let mut busiest = Fraction::new(0, 1);
    for hour in 0..24 {
        let mut sum = Fraction::new(0, 1);
        for (load, profile) in loads {
            let more = match profile {
                Some(profile) => load.demand_in(limit, profile, hour),
                None => load.demand(limit),
            };
            sum = sum.checked_add(more).ok_or_else(|| Error::overflow(limit.name()))?;
        }
        busiest = busiest.max(sum);
    }
    Ok(busiest)
}

/// The most requests a day of one load that fit beside the others, all of which
/// use the limits of `caps`; the batch share, of which `synchronous` percent are
/// not, among them.
pub(crate) fn room(
    loads: &[Load],
    one: usize,
    caps: &Caps,
    ignored: LimitSet,
    synchronous: u64,
) -> Result<Headroom, Error> {
    let mut others = loads.to_vec();
    let load = others.remove(one);
    let mut room = Headroom::Unbounded;
    for (limit, cap) in caps.known().filter(|(limit, _)| !ignored.contains(*limit)) {
        let overflow = || Error::overflow(limit.name());
        let taken = demand(&others, limit)?;
        let all = u128::from(usable(loads, cap)).checked_mul(taken.denominator());
        let most = match all.ok_or_else(overflow)?.checked_sub(taken.numerator()) {
            None => Headroom::Nothing,
            Some(left) => {
                load.most_hundredths_within(limit, Fraction::new(left, taken.denominator()))?
            }
        };
        room = room.min(most.of_all(synchronous));
    }
    Ok(room)
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
