use alloc::{string::String, vec::Vec};
use core::{fmt, iter};

use crate::{
    answer::organisation::{
        candidate::Candidate,
        pools::Pools,
        shared_limit::{Bottleneck, used_limits},
        sum::{Sum, total},
    },
    capacity::utilization::LimitUse,
    catalog::{
        limits::Limit,
        plan::{Plan, Tier},
        tables::Catalog,
    },
    error::Error,
    num::{fraction::Fraction, money::Usd},
    question::{
        organisation::{Organisation, Service},
        profile::Profile,
        workload::Workload,
    },
};

/// How many months are looked ahead.
const MONTHS: u64 = 60;

/// How long an assignment lasts as its services grow.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Forecast<'a> {
    /// Whether any service grows.
    pub grows: bool,
    /// The last month up to which everything fits; `None`: all sixty. Where no limit
    /// is exceeded, it is the last before a volume leaves the range of a question.
    pub fits_months: Option<u64>,
    /// What is exceeded in the month after that.
    #[cfg_attr(feature = "serde", serde(borrow))]
    pub first_over: Option<Over<'a>>,
    /// The assignment that would hold then.
    #[cfg_attr(feature = "serde", serde(borrow))]
    pub next: Option<Successor<'a>>,
    /// Every month from now on, 0 being this one. The list ends after sixty, or where
    /// a volume leaves the range of a question.
    pub months: Vec<Month>,
}

/// A limit that is exceeded in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Over<'a> {
    /// The month, counted from 0.
    pub month: u64,
    /// The model id.
    pub model: &'a str,
    /// The service tier.
    pub tier: Tier,
    /// The limit: of several the one that is exceeded most.
    pub limit: Limit,
    /// What is asked of it then.
    pub demand: Fraction,
    /// What is usable of its cap.
    pub usable: u64,
}

/// The assignment that follows where one no longer fits.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Successor<'a> {
    /// Its plan.
    pub plan: Plan,
    /// Models and tiers in the order of the services.
    #[cfg_attr(feature = "serde", serde(borrow))]
    pub services: Vec<Place<'a>>,
    /// What the month costs then; above the budget, if that is what it takes.
    pub monthly_usd: Usd,
    /// By how much that is more than the present assignment would cost that
    /// month; nothing where it is not more.
    pub costs_usd: Usd,
}

/// A service on a model and tier.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Place<'a> {
    /// The service.
    pub name: String,
    /// The model id.
    pub model: &'a str,
    /// The service tier.
    pub tier: Tier,
    /// Whether it is elsewhere than now.
    pub moves: bool,
}

/// One month of an assignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Month {
    /// The month, counted from 0, which is now.
    pub month: u64,
    /// What it costs; `None` where a price is not known.
    pub total_usd: Option<Usd>,
    /// The same at list price.
    pub list_usd: Option<Usd>,
    /// The highest utilisation.
    pub utilization: Fraction,
    /// Whether everything fits.
    pub fits: bool,
}

impl fmt::Display for Forecast<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.fits_months {
            None => return write!(f, "It fits for {MONTHS} months and more."),
            Some(0) => f.write_str("It fits this month alone")?,
            Some(1) => f.write_str("It fits for 1 month more")?,
            Some(months) => write!(f, "It fits for {months} months more")?,
        }
        let Some(over) = &self.first_over else {
            return f.write_str("; then a service grows beyond what can be planned.");
        };
        let Over { model, tier, limit, month, .. } = *over;
        write!(f, "; in month {month} {} is exceeded.", Bottleneck { model, tier, limit })?;
        match &self.next {
            Some(next) => write!(
                f,
                " Then the {} plan holds at ${} a month, ${} more.",
                next.plan.title(),
                next.monthly_usd.with_cents(),
                next.costs_usd.with_cents()
            ),
            None => f.write_str(" Nothing that is offered holds then."),
        }
    }
}

/// The calls of each service in a month.
pub(crate) type Calls = Vec<Vec<Workload>>;

/// The calls of services, month by month from now on; the list ends after five
/// years, or where one leaves the range of a question.
pub(crate) fn by_month(services: &[Service]) -> Vec<Calls> {
    let growing = |service: &Service| {
        let growth = service.growth_hundredths_percent;
        service.calls.iter().map(|call| call.months(growth)).collect::<Vec<_>>()
    };
    let mut growing: Vec<_> = services.iter().map(growing).collect();
    let months = iter::from_fn(|| {
        growing.iter_mut().map(|calls| calls.iter_mut().map(Iterator::next).collect()).collect()
    });
    months.take(MONTHS as usize + 1).collect()
}

/// For how many months, this one among them, an assignment keeps to its limits;
/// with profiles by the busiest hour of all together. At most 61.
pub(crate) fn months_that_fit(
    months: &[Calls],
    places: &[&Candidate<'_>],
    profiles: Option<&[Option<Profile>]>,
) -> Result<u64, Error> {
    let holds = |calls: &Calls| {
        let loads: Vec<_> =
            places.iter().zip(calls).map(|(place, calls)| place.loads_of(calls)).collect();
        let limits = used_limits(places, &loads, profiles)?;
        let is_over = |used: &LimitUse| !used.demand.is_zero() && used.utilization.exceeds_one();
        Ok::<bool, Error>(!limits.iter().any(|(_, used, _)| is_over(used)))
    };
    // What is asked never becomes less: the first that does not hold is found by
    // halves.
    let (mut from, mut to) = (0, months.len());
    while from < to {
        let middle = from + (to - from) / 2;
        if holds(&months[middle])? {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    Ok(from as u64)
}

/// Looks ahead, month by month, with the assignment as it is.
pub(crate) fn forecast<'a>(
    catalog: &Catalog<'a>,
    organisation: &Organisation,
    places: &[&Candidate<'a>],
) -> Result<Forecast<'a>, Error> {
    let services = &organisation.services;
    let grown = by_month(services);
    let mut months = Vec::with_capacity(grown.len());
    let mut first_over = None;
    for (month, calls) in (0..).zip(&grown) {
        let here = || places.iter().zip(calls);
        let loads: Vec<_> = here().map(|(place, calls)| place.loads_of(calls)).collect();
        let limits = used_limits(places, &loads, None)?;
        let asked = limits.iter().filter(|(_, used, _)| !used.demand.is_zero());
        // Of equal ones the first.
        let highest = asked.rev().max_by_key(|(_, used, _)| used.utilization);
        let utilization = highest.map_or(Fraction::new(0, 1), |(_, used, _)| used.utilization);
        let fits = !utilization.exceeds_one();
        if let (false, None, Some((id, used, usable))) = (fits, first_over, highest) {
            let (model, tier) = (id.model, id.tier);
            let (limit, demand, usable) = (used.limit, used.demand, *usable);
            first_over = Some(Over { month, model, tier, limit, demand, usable });
        }
        let costs = here().map(|(place, calls)| place.cost_of(calls));
        let costs: Vec<Sum> = costs.collect::<Result<_, _>>()?;
        months.push(Month {
            month,
            total_usd: total(costs.iter().map(|cost| cost.total_usd))?,
            list_usd: total(costs.iter().map(|cost| cost.list_usd))?,
            utilization,
            fits,
        });
    }
    let last = months.len() as u64 - 1;
    Ok(Forecast {
        grows: services.iter().any(|service| service.growth_hundredths_percent > 0),
        fits_months: match first_over {
            Some(over) => Some(over.month.saturating_sub(1)),
            None => (last < MONTHS).then_some(last),
        },
        next: match first_over {
            Some(over) => successor(catalog, organisation, places, over.month, &months)?,
            None => None,
        },
        first_over,
        months,
    })
}

/// The best assignment of a later month, whatever the budget.
fn successor<'a>(
    catalog: &Catalog<'a>,
    organisation: &Organisation,
    places: &[&Candidate<'a>],
    month: u64,
    months: &[Month],
) -> Result<Option<Successor<'a>>, Error> {
    let mut later = organisation.after(month as usize)?;
    later.requirements.monthly_budget = None;
    for service in &mut later.services {
        service.requirements.monthly_budget = None;
    }
    let pools = Pools::of(catalog, &later.on(catalog)?, &later)?;
    let Some(next) = pools.fitting()? else { return Ok(None) };
    let moved = organisation.services.iter().zip(places).zip(&next.places);
    let services = moved.map(|((service, old), new)| Place {
        name: service.name.clone(),
        model: new.offer.id.model,
        tier: new.offer.id.tier,
        moves: new.offer.id != old.offer.id,
    });
    let then = months.iter().find(|later| later.month == month);
    let now = then.and_then(|month| month.total_usd).unwrap_or_default();
    let monthly_usd = next.standing.total;
    Ok(Some(Successor {
        plan: next.standing.plan,
        services: services.collect(),
        monthly_usd,
        costs_usd: monthly_usd.checked_sub(now).unwrap_or_default(),
    }))
}
