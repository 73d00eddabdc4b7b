use alloc::{string::String, vec, vec::Vec};
use core::{cmp::Reverse, fmt};

use crate::{
    answer::organisation::{
        answer::OrganisationAnswer,
        candidate::Candidate,
        forecast::{Calls, by_month, months_that_fit},
        pools::Pools,
        shared_limit::{Bottleneck, SharedLimit, shared_limits, used_limits},
        shortfall::{cap_needed, margin_of},
        sum::total,
    },
    catalog::{
        limits::Limit,
        plan::{OptionId, Tier},
    },
    error::Error,
    num::{fraction::Fraction, money::Usd, number::people},
    question::{
        organisation::{Organisation, Service},
        profile::Profile,
        workload::Workload,
    },
};

/// The most moves that are named: levers are few, not a price list.
const MOVES: usize = 3;

/// Something that can be changed about the plan of an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(tag = "code", rename_all = "snake_case")
)]
pub enum ServicesLever {
    /// Put one service elsewhere, the others staying where they are.
    Move {
        /// The service.
        service: String,
        /// The model id.
        model: String,
        /// The service tier.
        tier: Tier,
    },
    /// Run all calls of a service as batch: the most that batch can bring.
    Batch {
        /// The service.
        service: String,
    },
    /// Let the cache serve the whole prompts of a service: the most that caching
    /// can bring.
    Cache {
        /// The service.
        service: String,
    },
    /// Count the busiest hour of all services together, by their profiles, in
    /// place of the sum of their peaks.
    Spread,
    /// Ask Groq for higher caps: with all of these it fits, or lasts a year
    /// longer where it fits already.
    RaiseCaps {
        /// Which.
        caps: Vec<RaisedCap>,
    },
}

/// A cap to ask Groq for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RaisedCap {
    /// The model id.
    pub model: String,
    /// The service tier.
    pub tier: Tier,
    /// The limit.
    pub limit: Limit,
    /// Its cap now.
    pub from: u64,
    /// The least cap that is enough.
    pub to: u64,
}

/// How an assignment does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct ServicesMetrics {
    /// Whether everything fits.
    pub fits: bool,
    /// What the month costs; `None` where a price is not known.
    pub monthly_usd: Option<Usd>,
    /// The highest utilisation.
    pub utilization: Fraction,
    /// For how many months it fits, this one among them: 0 to 61.
    pub months: u64,
}

/// A lever and what it changes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct ServicesChange {
    /// What to change.
    #[cfg_attr(feature = "serde", serde(flatten, with = "json"))]
    pub lever: ServicesLever,
    /// As it is.
    pub before: ServicesMetrics,
    /// As it would be.
    pub after: ServicesMetrics,
}

#[cfg(feature = "serde")]
crate::json::text_and_code!(json, super::ServicesLever, lever, lever_code);

impl ServicesChange {
    /// What a month costs less.
    pub fn saves(&self) -> Usd {
        difference(self.before.monthly_usd, self.after.monthly_usd)
    }

    /// What a month costs more.
    pub fn costs(&self) -> Usd {
        difference(self.after.monthly_usd, self.before.monthly_usd)
    }

    fn makes_it_fit(&self) -> bool {
        self.after.fits && !self.before.fits
    }

    fn lasts_longer(&self) -> u64 {
        self.after.months.saturating_sub(self.before.months)
    }

    /// Whether it does anything, and does not end a fit.
    fn is_worth_it(&self) -> bool {
        let ends = self.before.fits && !self.after.fits;
        let shorter = self.after.months < self.before.months;
        let better = self.makes_it_fit() || self.saves() > Usd::ZERO || self.lasts_longer() > 0;
        !ends && better && !shorter
    }
}

fn difference(more: Option<Usd>, less: Option<Usd>) -> Usd {
    let pair = more.zip(less);
    pair.and_then(|(more, less)| more.checked_sub(less)).unwrap_or_default()
}

impl fmt::Display for ServicesLever {
    /// What to do, as a request.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Move { service, model, tier } => {
                let flex = if *tier == Tier::Flex { " on flex" } else { "" };
                write!(f, "Move {service} to {model}{flex}")
            }
            Self::Batch { service } => write!(f, "Run all of {service} as batch"),
            Self::Cache { service } => write!(
                f,
                "Let the cache serve the whole prompts of {service} (put their fixed part first)"
            ),
            Self::Spread => f.write_str(
                "Count the busiest hour of all services together, for they do not peak at once",
            ),
            Self::RaiseCaps { caps } => {
                f.write_str("Ask Groq for ")?;
                for (index, cap) in caps.iter().enumerate() {
                    let sign = if index > 0 { " and " } else { "" };
                    let RaisedCap { model, tier, limit, from, to } = cap;
                    let place = Bottleneck { model, tier: *tier, limit: *limit };
                    let more = people(to.saturating_sub(*from));
                    write!(f, "{sign}{place} of {}, {more} more", people(*to))?;
                }
                Ok(())
            }
        }
    }
}

impl<'a> OrganisationAnswer<'a> {
    /// What each change would save or unlock, the most effective first: those
    /// that make everything fit, then by dollars saved, then by months that it
    /// lasts longer, then by the least dollars that it costs. All else stays as it
    /// is. A lever that does nothing is not among them.
    ///
    /// # Errors
    ///
    /// As [`Catalog::answer_services`](crate::Catalog::answer_services); and for
    /// an answer that was read from JSON, which has neither its question nor its
    /// catalog.
    pub fn levers(&self) -> Result<Vec<ServicesChange>, Error> {
        let (catalog, organisation) = self.asked()?;
        let pools = Pools::of(catalog, &organisation.on(catalog)?, organisation)?;
        let mut places = Vec::with_capacity(self.services.len());
        for (index, service) in self.services.iter().enumerate() {
            let id = OptionId::new(service.model, self.plan, service.tier);
            places.extend(pools.place(index, id));
        }
        let months = by_month(&organisation.services);
        let plan = Plan { services: &organisation.services, months: &months, places };
        let mut levers = Levers { before: plan.metrics(None)?, found: Vec::new() };
        for (index, service) in plan.services.iter().enumerate() {
            plan.change_calls(index, service, &mut levers)?;
            for other in pools.others(index, plan.places[index].offer.id)? {
                let id = other.offer.id;
                let (service, model) = (service.name.clone(), id.model.into());
                let after = plan.with(index, other).metrics(None)?;
                levers.add(ServicesLever::Move { service, model, tier: id.tier }, after);
            }
        }
        let profiles: Vec<_> = plan.services.iter().map(|service| service.profile).collect();
        if profiles.iter().any(Option::is_some) {
            levers.add(ServicesLever::Spread, plan.metrics(Some(&profiles))?);
        }
        plan.raise_caps(organisation, self, &mut levers)?;
        Ok(levers.sorted())
    }
}

struct Levers {
    before: ServicesMetrics,
    found: Vec<ServicesChange>,
}

impl Levers {
    fn add(&mut self, lever: ServicesLever, after: ServicesMetrics) {
        let change = ServicesChange { lever, before: self.before, after };
        if change.is_worth_it() {
            self.found.push(change);
        }
    }

    fn sorted(mut self) -> Vec<ServicesChange> {
        // Stable: of equal ones the first service, and its models in order.
        self.found.sort_by_key(|change| {
            (
                Reverse(change.makes_it_fit()),
                Reverse(change.saves()),
                Reverse(change.lasts_longer()),
                change.costs(),
            )
        });
        let mut moves = 0;
        self.found.retain(|change| {
            let is_move = matches!(change.lever, ServicesLever::Move { .. });
            moves += usize::from(is_move);
            !is_move || moves <= MOVES
        });
        self.found
    }
}

/// Services with their places.
struct Plan<'p, 'a> {
    services: &'p [Service],
    /// Their calls, month by month.
    months: &'p [Calls],
    places: Vec<&'p Candidate<'a>>,
}

impl<'p, 'a> Plan<'p, 'a> {
    fn with<'q>(&self, index: usize, place: &'q Candidate<'a>) -> Plan<'q, 'a>
    where
        'p: 'q,
    {
        let mut places: Vec<&'q Candidate<'a>> = self.places.clone();
        places[index] = place;
        Plan { services: self.services, months: self.months, places }
    }

    fn metrics(&self, profiles: Option<&[Option<Profile>]>) -> Result<ServicesMetrics, Error> {
        let loads: Vec<_> = self.places.iter().map(|place| place.loads.clone()).collect();
        let limits = used_limits(&self.places, &loads, profiles)?;
        let asked = limits.iter().filter(|(_, used, _)| !used.demand.is_zero());
        let highest = asked.map(|(_, used, _)| used.utilization).max();
        let utilization = highest.unwrap_or(Fraction::new(0, 1));
        let passes = |place: &&Candidate<'_>| place.blocked.is_none() && !place.is_unchecked();
        let fits = self.places.iter().all(passes) && !utilization.exceeds_one();
        let months = match fits {
            true => months_that_fit(self.months, &self.places, profiles)?,
            false => 0,
        };
        let monthly_usd = total(self.places.iter().map(|place| place.total))?;
        Ok(ServicesMetrics { fits, monthly_usd, utilization, months })
    }

    /// All of a service as batch, or its whole prompts from the cache.
    fn change_calls(
        &self,
        index: usize,
        service: &Service,
        levers: &mut Levers,
    ) -> Result<(), Error> {
        let offer = &self.places[index].offer;
        let name = || service.name.clone();
        let batch = |call: &Workload| Workload { batch_share_percent: 100, ..*call };
        let cache = |call: &Workload| Workload { cached_input_tokens: call.input_tokens, ..*call };
        let mut evaluate = |lever: ServicesLever, change: &dyn Fn(&Workload) -> Workload| {
            let calls: Vec<Workload> = service.calls.iter().map(change).collect();
            if calls == service.calls {
                return Ok(());
            }
            let place = self.places[index].with(&calls, offer.caps)?;
            let mut months = self.months.to_vec();
            for calls in &mut months {
                calls[index] = calls[index].iter().map(change).collect();
            }
            let changed = Plan { months: &months, ..self.with(index, &place) };
            levers.add(lever, changed.metrics(None)?);
            Ok::<(), Error>(())
        };
        if offer.has_batch() {
            evaluate(ServicesLever::Batch { service: name() }, &batch)?;
        }
        if offer.caches() {
            evaluate(ServicesLever::Cache { service: name() }, &cache)?;
        }
        Ok(())
    }

    /// The caps with which it fits; or, where it fits, with which it lasts a year
    /// longer.
    fn raise_caps(
        &self,
        organisation: &Organisation,
        answer: &OrganisationAnswer<'a>,
        levers: &mut Levers,
    ) -> Result<(), Error> {
        const YEAR: u64 = 12;
        const MONTHS: u64 = 60;
        let over = answer.growth.as_ref().and_then(|growth| growth.first_over);
        let (services, limits): (Vec<Service>, Vec<SharedLimit<'a>>) = match over {
            None => (self.services.to_vec(), answer.limits.clone()),
            Some(over) => {
                let month = (over.month + YEAR - 1).min(MONTHS);
                // Where a year more leaves the range of a question, the first month.
                let later = organisation.after(month as usize);
                let later = later.or_else(|_| organisation.after(over.month as usize))?;
                let mut places = Vec::with_capacity(self.places.len());
                for (place, service) in self.places.iter().zip(&later.services) {
                    places.push(place.with(&service.calls, place.offer.caps)?);
                }
                let limits = shared_limits(&later.services, &places.iter().collect::<Vec<_>>())?;
                (later.services, limits)
            }
        };
        let mut caps = vec![];
        for used in limits.iter().filter(|used| used.utilization.exceeds_one()) {
            let margin = margin_of(&services, &self.places, used);
            let Some(to) = cap_needed(used.demand, margin) else { return Ok(()) };
            let (model, tier) = (used.model.into(), used.tier);
            caps.push(RaisedCap { model, tier, limit: used.limit, from: used.cap, to });
        }
        if caps.is_empty() {
            return Ok(());
        }
        let mut raised = Vec::with_capacity(self.places.len());
        for (service, place) in self.services.iter().zip(&self.places) {
            let id = place.offer.id;
            let here =
                caps.iter().filter(|cap| (cap.model.as_str(), cap.tier) == (id.model, id.tier));
            let caps = here.fold(place.offer.caps, |caps, cap| caps.with(cap.limit, cap.to));
            raised.push(place.with(&service.calls, caps)?);
        }
        let after = Plan { places: raised.iter().collect(), ..*self };
        levers.add(ServicesLever::RaiseCaps { caps }, after.metrics(None)?);
        Ok(())
    }
}
