use crate::{answer::organisation::candidate::Candidate, catalog::plan::Tier, error::Error};

/// Bits of a rank below its cost: how many services are at risk, and on flex.
const COUNT_BITS: u32 = 4;
/// Bits of a rank for its cost.
const COST_BITS: u32 = 116;

/// What a service adds to the rank of an assignment: whether its price is
/// unknown above its cost, above risk, above flex. The ranks of twelve services
/// can be added without a carry from one to the other.
pub(crate) fn rank(candidate: &Candidate<'_>) -> Result<u128, Error> {
    let cost = candidate.total.unwrap_or_default().picodollars();
    if cost >> (COST_BITS - COUNT_BITS) > 0 {
        return Err(Error::overflow("services"));
    }
    let counts = [candidate.at_risk, candidate.offer.id.tier == Tier::Flex];
    let rank = (u128::from(candidate.total.is_none()) << COST_BITS) | cost;
    Ok(counts.into_iter().fold(rank, |rank, count| rank << COUNT_BITS | u128::from(count)))
}

/// The highest parts of a rank: how many services have no known price.
pub(crate) const fn unpriced(rank: u128) -> u128 {
    rank >> (COST_BITS + 2 * COUNT_BITS)
}
