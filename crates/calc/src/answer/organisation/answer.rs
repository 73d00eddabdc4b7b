use alloc::vec::Vec;
use core::fmt;

use crate::{
    answer::organisation::{
        assignment::Assignment,
        forecast::{Forecast, forecast},
        pools::Pools,
        service::{Alone, ServiceAnswer},
        shared_limit::{Bottleneck, SharedLimit, rooms, shared_limits, tightest},
        shortfall::{Shortfall, shortfalls},
        sum::{Sum, total},
        verdict::Verdict,
    },
    catalog::{admission::Admission, model::Provenance, plan::Plan, tables::Catalog},
    error::Error,
    num::{date::Date, fraction::Fraction, money::Usd},
    question::organisation::Organisation,
};

/// What sharing one account costs, beside every service on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Sharing {
    /// The sum of what each service costs alone; `None` where one has no option
    /// of its own that fits and meets the requirements.
    pub alone_usd: Option<Usd>,
    /// By how much all together cost more.
    pub costs_usd: Option<Usd>,
}

/// The best assignment of models and tiers to the services of an organisation,
/// on one plan.
///
/// It remembers its question and catalog, for its levers; two answers are equal
/// if they say the same.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct OrganisationAnswer<'a> {
    /// The day it is about.
    pub as_of: Date,
    /// How requests are admitted.
    pub admission: Admission,
    /// Where that rule comes from; `None` where the question names it.
    #[cfg_attr(feature = "serde", serde(borrow))]
    pub admission_from: Option<Provenance<'a>>,
    /// The plan: of the best assignment, or of the nearest where none fits.
    pub plan: Plan,
    /// Whether every request of every service finds room.
    pub fits: bool,
    /// The answer in a sentence.
    #[cfg_attr(
        feature = "serde",
        serde(flatten, with = "crate::answer::organisation::verdict::json")
    )]
    pub verdict: Verdict,
    /// What would have to change; nothing where the assignment can be taken as it
    /// is.
    #[cfg_attr(feature = "serde", serde(with = "crate::answer::organisation::shortfall::list"))]
    pub changes: Vec<Shortfall>,
    /// The services, in the order of the question.
    #[cfg_attr(feature = "serde", serde(borrow))]
    pub services: Vec<ServiceAnswer<'a>>,
    /// Every known limit of every model and tier that is used.
    #[cfg_attr(feature = "serde", serde(borrow))]
    pub limits: Vec<SharedLimit<'a>>,
    /// The limits with the highest utilisation.
    #[cfg_attr(feature = "serde", serde(borrow))]
    pub binding: Vec<Bottleneck<'a>>,
    /// That utilisation.
    pub utilization: Fraction,
    /// What the month costs.
    pub monthly: Sum,
    /// What sharing costs.
    pub sharing: Sharing,
    /// How long it lasts; `None` where not everything fits now.
    #[cfg_attr(feature = "serde", serde(borrow))]
    pub growth: Option<Forecast<'a>>,
    /// What it answers; nothing in an answer that was read from JSON.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) asked: Option<(Catalog<'a>, Organisation)>,
}

impl PartialEq for OrganisationAnswer<'_> {
    fn eq(&self, other: &Self) -> bool {
        (self.as_of, self.admission, self.admission_from, self.plan, self.fits, self.verdict)
            == (
                other.as_of,
                other.admission,
                other.admission_from,
                other.plan,
                other.fits,
                other.verdict,
            )
            && self.changes == other.changes
            && self.services == other.services
            && (&self.limits, &self.binding) == (&other.limits, &other.binding)
            && (self.utilization, self.monthly, self.sharing)
                == (other.utilization, other.monthly, other.sharing)
            && self.growth == other.growth
    }
}

impl Eq for OrganisationAnswer<'_> {}

impl<'a> OrganisationAnswer<'a> {
    /// What it answers.
    pub(crate) fn asked(&self) -> Result<&(Catalog<'a>, Organisation), Error> {
        self.asked.as_ref().ok_or_else(|| {
            Error::missing("question", "known, and is not in an answer that was read from JSON")
        })
    }

    /// Whether the assignment can be taken as it is: everything fits, and every
    /// requirement is met.
    pub fn is_recommended(&self) -> bool {
        self.changes.is_empty()
    }
}

impl fmt::Display for OrganisationAnswer<'_> {
    /// The verdict, then what is tightest or what would have to change, then which
    /// services are at risk, then how long it lasts.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.verdict.fmt(f)?;
        for change in &self.changes {
            write!(f, " {change}.")?;
        }
        if let (true, Some(binding)) = (self.fits, self.binding.first()) {
            let used = self.utilization.percent();
            write!(f, " Tightest: {binding}, {used}% used.")?;
        }
        for service in &self.services {
            if let Some(risk) = service.at_risk.first() {
                write!(f, " But {}: {}.", service.name, risk.at_risk)?;
            }
        }
        match &self.growth {
            Some(growth) if growth.grows => write!(f, " {growth}"),
            _ => Ok(()),
        }
    }
}

impl<'a> Catalog<'a> {
    /// The best assignment of models and tiers to the services of an
    /// organisation, found exactly.
    ///
    /// Of assignments that fit and meet the requirements the one with the lowest
    /// monthly total; of equal ones that with the fewest services at risk, then
    /// free before developer, then with the fewest services on flex, then with
    /// the lowest highest utilisation, then the first by model id and tier in the
    /// order of the services. Where none fits, that with the fewest blocked
    /// services, then with the lowest highest utilisation, and what would have to
    /// change.
    ///
    /// # Errors
    ///
    /// For a day before the catalog begins, a model or use case that is unknown
    /// or not offered on that day, a model that does not do what is asked, and
    /// where a figure does not fit 128 bits.
    pub fn answer_services(
        &self,
        organisation: &Organisation,
    ) -> Result<OrganisationAnswer<'a>, Error> {
        let dated = organisation.on(self)?;
        let pools = Pools::of(self, &dated, organisation)?;
        let Assignment { places, standing } = pools.best()?;
        let mut services = Vec::with_capacity(places.len());
        for (index, (service, place)) in organisation.services.iter().zip(&places).enumerate() {
            let (best, recommended) = pools.alone(index)?;
            let Some(own) = best.places.first() else { continue };
            let alone = Alone { id: own.offer.id, recommended, monthly_usd: own.total };
            let rooms = rooms(&organisation.services, &places, index)?;
            services.push(ServiceAnswer::new(self, dated.day(), service, place, &rooms, alone)?);
        }
        let limits = shared_limits(&organisation.services, &places)?;
        let (utilization, binding) = tightest(&limits);
        let monthly = Sum {
            total_usd: total(services.iter().map(|service| service.monthly_usd))?,
            list_usd: total(services.iter().map(|service| service.list_usd))?,
        };
        let changes = shortfalls(organisation, &places, &limits, monthly.total_usd);
        let fits = standing.fits();
        let growth = match fits {
            true => Some(forecast(self, organisation, &places)?),
            false => None,
        };
        Ok(OrganisationAnswer {
            as_of: dated.day(),
            admission: dated.admission(),
            admission_from: dated.admission_from(),
            plan: standing.plan,
            fits,
            verdict: verdict(standing.plan, fits, &services, &limits, &changes, monthly),
            changes,
            sharing: sharing(&services, monthly)?,
            services,
            limits,
            binding,
            utilization,
            monthly,
            growth,
            asked: Some((*self, organisation.clone())),
        })
    }
}

fn verdict(
    plan: Plan,
    fits: bool,
    services: &[ServiceAnswer<'_>],
    limits: &[SharedLimit<'_>],
    shortfalls: &[Shortfall],
    monthly: Sum,
) -> Verdict {
    let changes = shortfalls.len() as u64;
    let blocked = services.iter().filter(|service| service.blocked.is_some()).count() as u64;
    let over = limits.iter().filter(|used| used.utilization.exceeds_one()).count() as u64;
    match (fits, monthly.total_usd.zip(monthly.list_usd)) {
        (true, Some((monthly_usd, list_usd))) if changes == 0 => {
            let mut models: Vec<_> = services.iter().map(|service| service.model).collect();
            models.sort_unstable();
            models.dedup();
            let (services, models) = (services.len() as u64, models.len() as u64);
            Verdict::Fits { plan, services, models, monthly_usd, list_usd }
        }
        (true, _) => Verdict::Unmet { plan, changes },
        (false, _) if blocked + over == 0 => Verdict::Unchecked { plan, changes },
        (false, _) => Verdict::DoesNotFit { plan, blocked, over },
    }
}

fn sharing(services: &[ServiceAnswer<'_>], monthly: Sum) -> Result<Sharing, Error> {
    let alone = services
        .iter()
        .map(|service| service.alone.monthly_usd.filter(|_| service.alone.recommended));
    let alone_usd = total(alone)?;
    let costs = |(all, alone): (Usd, Usd)| all.checked_sub(alone);
    Ok(Sharing { alone_usd, costs_usd: monthly.total_usd.zip(alone_usd).and_then(costs) })
}
