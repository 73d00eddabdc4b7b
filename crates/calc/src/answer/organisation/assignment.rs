use alloc::{vec, vec::Vec};

use crate::{
    answer::organisation::{
        candidate::Candidate,
        group::{Group, Members, Share},
        partition::least,
    },
    catalog::plan::{OptionId, Plan, Tier},
    error::Error,
    num::{fraction::Fraction, money::Usd},
};

/// Bits of a rank below its cost: how many services are at risk, and on flex.
const COUNT_BITS: u32 = 4;
/// Bits of a rank for its cost.
const COST_BITS: u32 = 112;

/// Every service on a model and tier of one plan.
pub(crate) struct Assignment<'c, 'a> {
    /// In the order of the services.
    pub(crate) places: Vec<&'c Candidate<'a>>,
    pub(crate) standing: Standing<'a>,
}

/// Where an assignment stands among others: less is better.
///
/// One that fits has nothing unchecked, nothing blocked and nothing over its
/// cap; then its cost decides. Of others the one with the fewest unchecked
/// services, then with the fewest blocked ones, then with the lowest highest
/// utilisation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Standing<'a> {
    pub(crate) unchecked: usize,
    pub(crate) blocked: usize,
    pub(crate) is_over: bool,
    unpriced: usize,
    /// The highest utilisation by what can pass; nothing where all of it holds.
    tightest: Fraction,
    /// How far the farthest blocked service is from passing.
    distance: Option<(u8, Fraction)>,
    pub(crate) total: Usd,
    at_risk: usize,
    pub(crate) plan: Plan,
    on_flex: usize,
    pub(crate) utilization: Fraction,
    /// Models and tiers in the order of the services.
    places: Vec<(&'a str, Tier)>,
}

impl Standing<'_> {
    /// Whether every request finds room.
    pub(crate) const fn fits(&self) -> bool {
        self.unchecked == 0 && self.blocked == 0 && !self.is_over
    }
}

/// The best assignment of services to the candidates of one plan; `None` where
/// one of them has none, or where `must_fit` and none fits.
pub(crate) fn best<'c, 'a>(
    plan: Plan,
    pools: &[Vec<&'c Candidate<'a>>],
    must_fit: bool,
) -> Result<Option<Assignment<'c, 'a>>, Error> {
    if pools.iter().any(Vec::is_empty) {
        return Ok(None);
    }
    let pools: Vec<_> = pools.iter().map(|pool| nearest_to_passing(pool)).collect();
    let can_pass = pools.iter().flatten().all(|candidate| candidate.blocked.is_none());
    let groups = groups(&pools)?;
    let search = Search { services: pools.len(), groups: &groups };
    let one = Fraction::new(1, 1);
    let held = search.shares(Some(one))?;
    let order = match search.cheapest(&held) {
        Some(order) if can_pass => order,
        _ if must_fit => return Ok(None),
        fits => {
            let shares = if fits.is_some() { held } else { search.shares(None)? };
            let Some(shares) = search.least_used(shares) else { return Ok(None) };
            let Some(order) = search.cheapest(&shares) else { return Ok(None) };
            order
        }
    };
    let places = search.places(order);
    Ok(Some(Assignment { standing: standing(plan, &places)?, places }))
}

/// Of a service's candidates those that are the fewest steps from passing: known
/// limits before unknown ones, then not blocked before blocked, and of blocked
/// ones those that are least too large, then those that cost least.
fn nearest_to_passing<'c, 'a>(pool: &[&'c Candidate<'a>]) -> Vec<&'c Candidate<'a>> {
    let steps = |candidate: &Candidate<'_>| {
        let blocked = candidate.blocked.map(|(_, blocked)| {
            let (total, tier) = (candidate.total.unwrap_or_default(), candidate.offer.id.tier);
            (candidate.total.is_none(), blocked.distance(), total, tier)
        });
        (candidate.is_unchecked(), blocked)
    };
    let least = pool.iter().map(|candidate| steps(candidate)).min();
    let is_nearest = |candidate: &&&Candidate<'_>| Some(steps(candidate)) == least;
    pool.iter().filter(is_nearest).copied().collect()
}

/// The models and tiers of some pools, in order, with the services that may be
/// put there.
fn groups<'c, 'a>(pools: &[Vec<&'c Candidate<'a>>]) -> Result<Vec<Group<'c, 'a>>, Error> {
    let mut ids: Vec<OptionId<'a>> =
        pools.iter().flatten().map(|candidate| candidate.offer.id).collect();
    ids.sort();
    ids.dedup();
    let of = |id: OptionId<'a>| {
        let mut placed = Vec::new();
        for (service, pool) in pools.iter().enumerate() {
            let here = pool.iter().filter(|candidate| candidate.offer.id == id);
            for candidate in here {
                placed.push((service, *candidate, rank(candidate)?));
            }
        }
        Group::new(id, placed)
    };
    ids.into_iter().map(of).collect()
}

/// What a service adds to the rank of an assignment: whether its price is
/// unknown above its cost, above risk, above flex. The ranks of twelve services
/// can be added without a carry from one to the other.
fn rank(candidate: &Candidate<'_>) -> Result<u128, Error> {
    let cost = candidate.total.unwrap_or_default().picodollars();
    if cost >> (COST_BITS - COUNT_BITS) > 0 {
        return Err(Error::overflow("services"));
    }
    let counts = [candidate.at_risk, candidate.offer.id.tier == Tier::Flex];
    let rank = (u128::from(candidate.total.is_none()) << COST_BITS) | cost;
    Ok(counts.into_iter().fold(rank, |rank, count| rank << COUNT_BITS | u128::from(count)))
}

/// The highest parts of a rank: how many services have no known price.
const fn unpriced(rank: u128) -> u128 {
    rank >> (COST_BITS + 2 * COUNT_BITS)
}

/// The sets of services that may share each group.
type Shares = Vec<Vec<Share>>;

struct Search<'s, 'c, 'a> {
    services: usize,
    groups: &'s [Group<'c, 'a>],
}

impl<'c, 'a> Search<'_, 'c, 'a> {
    fn shares(&self, most: Option<Fraction>) -> Result<Shares, Error> {
        self.groups.iter().map(|group| group.shares(most)).collect()
    }

    /// Of all divisions into these shares the one with the lowest rank, then with
    /// the lowest highest utilisation, then the first in order: as a number whose
    /// digits are the groups of the services.
    fn cheapest(&self, shares: &Shares) -> Option<u128> {
        let (levels, places) = levels(shares, |share| share.utilization);
        let of = |group: usize, index: usize, share: &Share| {
            (share.members, (share.rank, places[group][index]))
        };
        let values = valued(shares, of);
        let join = |(rank, place): (u128, usize), (more, other): (u128, usize)| {
            (rank + more, place.max(other))
        };
        let (rank, place) = least(self.services, &values, (0, 0), join)?;
        let most = levels.get(place).copied();
        let kept = kept(shares, |share| most.is_none_or(|most| share.utilization <= most));
        let of = |group: usize, _: usize, share: &Share| {
            (share.members, (share.rank, self.order(group, share.members)))
        };
        let values = valued(&kept, of);
        let join =
            |(rank, order): (u128, u128), (more, other): (u128, u128)| (rank + more, order + other);
        let (again, order) = least(self.services, &values, (0, 0), join)?;
        debug_assert_eq!(rank, again);
        Some(order)
    }

    /// Of all divisions into these shares those with the fewest unknown prices
    /// keep their passing requests to some highest utilisation: the shares up to
    /// the lowest such.
    fn least_used(&self, shares: Shares) -> Option<Shares> {
        let (levels, places) = levels(&shares, |share| share.passing);
        let of = |group: usize, index: usize, share: &Share| {
            (share.members, (unpriced(share.rank), places[group][index]))
        };
        let values = valued(&shares, of);
        let join = |(prices, place): (u128, usize), (more, other): (u128, usize)| {
            (prices + more, place.max(other))
        };
        let (_, place) = least(self.services, &values, (0, 0), join)?;
        let most = levels.get(place).copied();
        Some(kept(&shares, |share| most.is_none_or(|most| share.passing <= most)))
    }

    /// One digit for each service, the first the highest.
    fn order(&self, group: usize, members: Members) -> u128 {
        let base = self.groups.len() as u128;
        (0..self.services).fold(0, |order, service| {
            let is_member = members & (1 << service) != 0;
            order * base + if is_member { group as u128 } else { 0 }
        })
    }

    fn places(&self, mut order: u128) -> Vec<&'c Candidate<'a>> {
        let base = self.groups.len() as u128;
        let mut places = Vec::with_capacity(self.services);
        for service in (0..self.services).rev() {
            let group = &self.groups[(order % base) as usize];
            order /= base;
            let is = |member: &&crate::answer::organisation::group::Member<'c, 'a>| {
                member.service == service
            };
            places.extend(group.members.iter().find(is).map(|member| member.candidate));
        }
        places.reverse();
        places
    }
}

fn kept(shares: &Shares, keeps: impl Fn(&Share) -> bool) -> Shares {
    shares
        .iter()
        .map(|group| group.iter().copied().filter(|share| keeps(share)).collect())
        .collect()
}

fn valued<T>(
    shares: &Shares,
    of: impl Fn(usize, usize, &Share) -> (Members, T),
) -> Vec<Vec<(Members, T)>> {
    let groups = shares.iter().enumerate();
    let value = |(group, shares): (usize, &Vec<Share>)| {
        shares.iter().enumerate().map(|(index, share)| of(group, index, share)).collect()
    };
    groups.map(value).collect()
}

/// The distinct values of some shares in order, and the place of each share's
/// among them: places are faster to compare.
fn levels(shares: &Shares, of: impl Fn(&Share) -> Fraction) -> (Vec<Fraction>, Vec<Vec<usize>>) {
    let mut all: Vec<(Fraction, usize, usize)> = Vec::new();
    for (group, shares) in shares.iter().enumerate() {
        let indexed = shares.iter().enumerate();
        all.extend(indexed.map(|(index, share)| (of(share), group, index)));
    }
    all.sort_unstable_by(|(one, ..), (other, ..)| one.cmp(other));
    let mut levels: Vec<Fraction> = Vec::new();
    let mut places: Vec<Vec<usize>> = shares.iter().map(|group| vec![0; group.len()]).collect();
    for (value, group, index) in all {
        if levels.last() != Some(&value) {
            levels.push(value);
        }
        places[group][index] = levels.len() - 1;
    }
    (levels, places)
}

/// Where an assignment stands, from all of its places.
fn standing<'a>(plan: Plan, places: &[&Candidate<'a>]) -> Result<Standing<'a>, Error> {
    let mut pools = Vec::with_capacity(places.len());
    pools.extend(places.iter().map(|candidate| vec![*candidate]));
    let (mut passing, mut utilization) = (Fraction::new(0, 1), Fraction::new(0, 1));
    for group in groups(&pools)? {
        let all = group.members.iter().fold(0, |all, member| all | 1 << member.service);
        let whole = group.shares(None)?.into_iter().find(|share| share.members == all);
        if let Some(share) = whole {
            passing = passing.max(share.passing);
            utilization = utilization.max(share.utilization);
        }
    }
    let count =
        |is: fn(&&Candidate<'_>) -> bool| places.iter().filter(|candidate| is(candidate)).count();
    let blocked = count(|candidate| candidate.blocked.is_some());
    let is_over = passing.exceeds_one();
    let totals = places.iter().filter_map(|candidate| candidate.total);
    let total = totals.map(Usd::picodollars).try_fold(0u128, u128::checked_add);
    Ok(Standing {
        unchecked: count(|candidate| candidate.is_unchecked()),
        blocked,
        is_over,
        unpriced: count(|candidate| candidate.total.is_none()),
        tightest: if blocked > 0 || is_over { passing } else { Fraction::new(0, 1) },
        distance: places.iter().filter_map(|candidate| Some(candidate.blocked?.1.distance())).max(),
        total: Usd::from_picodollars(total.ok_or_else(|| Error::overflow("services"))?),
        at_risk: count(|candidate| candidate.at_risk),
        plan,
        on_flex: count(|candidate| candidate.offer.id.tier == Tier::Flex),
        utilization,
        places: places
            .iter()
            .map(|candidate| (candidate.offer.id.model, candidate.offer.id.tier))
            .collect(),
    })
}
