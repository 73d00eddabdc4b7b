use alloc::{vec, vec::Vec};

use crate::{
    answer::organisation::{candidate::Candidate, group::Group, rank::rank, search::Search},
    catalog::plan::{OptionId, Plan, Tier},
    error::Error,
    num::{fraction::Fraction, money::Usd},
};

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
    /// How far each blocked service is from passing, the farthest first.
    distances: Vec<(u8, Fraction)>,
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

    /// Whether nothing on another plan can be better: it costs nothing, there is
    /// no risk, and no plan comes first.
    pub(crate) fn is_unbeatable(&self) -> bool {
        self.fits() && self.plan == Plan::Free && self.total == Usd::ZERO && self.at_risk == 0
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
    let search = Search::of(pools.len(), groups)?;
    let fitting = search.cheapest_that_fits()?;
    let order = match fitting {
        Some(order) if can_pass => Some(order),
        _ if must_fit => None,
        fits => search.nearest(fits.is_some())?,
    };
    let Some(order) = order else { return Ok(None) };
    let places = search.places(order);
    Ok(Some(Assignment { standing: standing(plan, &places)?, places }))
}

/// Of a service's candidates those that are the fewest steps from passing: known
/// limits before unknown ones, then not blocked before blocked, and of blocked
/// ones those that are least too large, then those that cost least, then those
/// without a risk.
fn nearest_to_passing<'c, 'a>(pool: &[&'c Candidate<'a>]) -> Vec<&'c Candidate<'a>> {
    let steps = |candidate: &Candidate<'_>| {
        let blocked = candidate.blocked.map(|(_, blocked)| {
            let (total, tier) = (candidate.total.unwrap_or_default(), candidate.offer.id.tier);
            (candidate.total.is_none(), blocked.distance(), total, candidate.at_risk, tier)
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
        Group::new(placed)
    };
    ids.into_iter().map(of).collect()
}

/// Where an assignment stands, from all of its places.
fn standing<'a>(plan: Plan, places: &[&Candidate<'a>]) -> Result<Standing<'a>, Error> {
    let mut pools = Vec::with_capacity(places.len());
    pools.extend(places.iter().map(|candidate| vec![*candidate]));
    let (mut passing, mut utilization) = (Fraction::new(0, 1), Fraction::new(0, 1));
    for group in groups(&pools)? {
        let all = group.members.iter().fold(0, |all, member| all | 1 << member.service);
        let share = group.together(all)?;
        passing = passing.max(share.passing);
        utilization = utilization.max(share.utilization);
    }
    let count =
        |is: fn(&&Candidate<'_>) -> bool| places.iter().filter(|candidate| is(candidate)).count();
    let blocked = count(|candidate| candidate.blocked.is_some());
    let is_over = passing.exceeds_one();
    let far = |candidate: &&Candidate<'_>| Some(candidate.blocked?.1.distance());
    let mut distances: Vec<_> = places.iter().filter_map(far).collect();
    distances.sort_by(|one, other| other.cmp(one));
    let totals = places.iter().filter_map(|candidate| candidate.total);
    let total = totals.map(Usd::picodollars).try_fold(0u128, u128::checked_add);
    Ok(Standing {
        unchecked: count(|candidate| candidate.is_unchecked()),
        blocked,
        is_over,
        unpriced: count(|candidate| candidate.total.is_none()),
        tightest: if blocked > 0 || is_over { passing } else { Fraction::new(0, 1) },
        distances,
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
