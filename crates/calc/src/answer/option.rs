use alloc::vec::Vec;

use crate::{
    answer::passed_over::PassedOver,
    capacity::{
        at_risk::AtRisk,
        blocked::Blocked,
        load::Load,
        utilization::{Capacity, LimitUse},
    },
    catalog::{
        abilities::Ability,
        limits::LimitSet,
        model::{Model, Provenance},
        on_day::CatalogOn,
        plan::{OptionId, Plan},
    },
    cost::bill::{Bill, Line},
    error::Error,
    num::{fraction::Fraction, money::Usd},
    offer::Offer,
    question::{
        checked::{Question, Requirements},
        workload::Workload,
    },
};

/// What a month costs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Monthly {
    /// What is paid; nothing on the free plan. `None`: a price is unknown.
    pub total_usd: Option<Usd>,
    /// The same at list price.
    pub list_usd: Option<Usd>,
    /// If all of it ran as batch; `None` where the model is not on the list.
    pub batch_usd: Option<Usd>,
    /// The lines of the list price.
    pub lines: Vec<Line>,
}

/// One model on one plan and tier, evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct PlanOption<'a> {
    /// Which option.
    #[cfg_attr(feature = "serde", serde(flatten, borrow))]
    pub id: OptionId<'a>,
    /// Whether the workload fits; never where it is unchecked.
    pub fits: bool,
    /// Whether a limit is unknown: then it may fit or not, and is never
    /// recommended.
    #[cfg_attr(feature = "serde", serde(default))]
    pub unchecked: bool,
    /// Why no request can pass, if so.
    #[cfg_attr(feature = "serde", serde(flatten, with = "crate::capacity::blocked::json"))]
    pub blocked: Option<Blocked>,
    /// Limits by which a request may be refused.
    #[cfg_attr(feature = "serde", serde(default))]
    pub at_risk: Vec<AtRisk>,
    /// The limits with the highest utilisation.
    pub binding: LimitSet,
    /// Limits left out of every figure: a cap is not published, or what a
    /// request takes of it is not.
    pub unknown_limits: LimitSet,
    /// Every known limit.
    pub limits: Vec<LimitUse>,
    /// The highest utilisation.
    pub utilization: Fraction,
    /// The most requests in a minute; `None` without a known limit.
    pub requests_per_minute_max: Option<u64>,
    /// The limits that set it.
    pub requests_per_minute_bound: LimitSet,
    /// The most requests in a day, day after day.
    pub requests_per_day_max: Option<u64>,
    /// The limits that set it.
    pub requests_per_day_bound: LimitSet,
    /// The share that runs as batch here; 0 where batch is not offered, and
    /// then the whole workload meets the limits at full price.
    pub batch_share_percent: u64,
    /// Requests in flight at the peak, if a duration was given (Little's law).
    pub concurrency: Option<Fraction>,
    /// The most workers worth running.
    pub workers_max: Option<u64>,
    /// What the month costs.
    pub monthly: Monthly,
    /// Where the caps come from.
    #[cfg_attr(feature = "serde", serde(borrow))]
    pub limits_from: Option<Provenance<'a>>,
    /// Where the prices come from.
    #[cfg_attr(feature = "serde", serde(borrow))]
    pub prices_from: Option<Provenance<'a>>,
    /// Why it was not recommended; `None` for the recommended one.
    #[cfg_attr(feature = "serde", serde(flatten, with = "json"))]
    pub passed_over: Option<PassedOver>,
}

#[cfg(feature = "serde")]
crate::json::text_and_code!(json, Option<super::PassedOver>, passed_over, passed_over_code);

impl PlanOption<'_> {
    /// Whether nothing blocks it and every known limit holds.
    pub const fn holds(&self) -> bool {
        self.blocked.is_none() && !self.utilization.exceeds_one()
    }
}

/// A month of one model, on any plan that runs the same share of it as batch.
struct Month {
    batch_percent: u64,
    list: Option<Bill>,
    batch_usd: Option<Usd>,
}

impl Month {
    fn new(offer: &Offer<'_>, workload: &Workload) -> Result<Self, Error> {
        let batch_usd = match offer.batchable {
            true => offer.total_at(workload, 100)?,
            false => None,
        };
        let batch_percent = offer.batch_percent(workload);
        Ok(Self { batch_percent, list: offer.bill(workload)?, batch_usd })
    }
}

/// Evaluates every plan and tier of one model.
pub(crate) fn evaluate<'a>(
    catalog: &CatalogOn<'a, '_>,
    model: &'a Model<'a>,
    question: &Question,
    options: &mut Vec<PlanOption<'a>>,
) -> Result<(), Error> {
    let workload = &question.workload;
    // The plans of a model share its prices: the month is computed again only
    // where another share of it runs as batch.
    let mut months: Option<Month> = None;
    for &plan in &question.plans {
        let mut offer = Offer::new(catalog, model, plan);
        let batch_percent = offer.batch_percent(workload);
        let Month { list, batch_usd, .. } = match &mut months {
            Some(month) if month.batch_percent == batch_percent => month,
            month => month.insert(Month::new(&offer, workload)?),
        };
        let load = offer.load(workload);
        let unknown_limits = offer.unknown_limits(workload);
        for &tier in plan.tiers() {
            offer.turn_to(tier);
            let mut capacity = Capacity::empty();
            offer.fill(&mut capacity, workload, &load, unknown_limits)?;
            let (concurrency, workers_max) = workers(workload, &load, capacity.per_minute);
            let list_usd = list.as_ref().map(|bill| bill.total);
            let total_usd = if plan == Plan::Free { Some(Usd::ZERO) } else { list_usd };
            let passed_over = unmet(&capacity, list_usd, total_usd, &offer, &question.requirements);
            // Written where it stays: an option is slow to hand on.
            options.push(PlanOption {
                id: offer.id,
                fits: capacity.fits,
                unchecked: capacity.unchecked,
                blocked: capacity.blocked,
                at_risk: capacity.at_risk,
                binding: capacity.binding,
                unknown_limits,
                limits: capacity.limits,
                utilization: capacity.utilization,
                requests_per_minute_max: capacity.per_minute,
                requests_per_minute_bound: capacity.per_minute_bound,
                requests_per_day_max: capacity.per_day,
                requests_per_day_bound: capacity.per_day_bound,
                batch_share_percent: batch_percent,
                concurrency,
                workers_max,
                monthly: Monthly {
                    total_usd,
                    list_usd,
                    batch_usd: *batch_usd,
                    lines: list.as_ref().map_or_else(Vec::new, |bill| bill.lines.clone()),
                },
                limits_from: offer.caps_from,
                prices_from: offer.prices_from,
                passed_over,
            });
        }
    }
    Ok(())
}

/// Little's law: requests in flight are their rate times their duration.
fn workers(
    workload: &Workload,
    load: &Load,
    per_minute: Option<u64>,
) -> (Option<Fraction>, Option<u64>) {
    let Some(millis) = workload.request_millis else {
        return (None, None);
    };
    let millis = u128::from(millis);
    let concurrency = Fraction::new(u128::from(load.peak()) * millis, 60_000);
    let workers = per_minute.map(|most| match most {
        0 => 0,
        most => u64::try_from(u128::from(most) * millis / 60_000).unwrap_or(u64::MAX).max(1),
    });
    (Some(concurrency), workers)
}

/// The first condition that an option fails, if any.
fn unmet(
    capacity: &Capacity,
    list_usd: Option<Usd>,
    total_usd: Option<Usd>,
    offer: &Offer<'_>,
    requirements: &Requirements,
) -> Option<PassedOver> {
    let over = |budget: Usd| total_usd.is_some_and(|total| total > budget);
    if capacity.blocked.is_some() {
        Some(PassedOver::Blocked)
    } else if !capacity.holds() {
        Some(PassedOver::DoesNotFit)
    } else if capacity.unchecked {
        Some(PassedOver::UnknownLimits)
    } else if let Some(barred) = requirements.bar(offer) {
        Some(barred)
    } else if list_usd.is_none() {
        Some(PassedOver::UnknownPrice)
    } else if requirements.monthly_budget.is_some_and(over) {
        Some(PassedOver::Budget)
    } else {
        None
    }
}

impl Requirements {
    /// The first capability that is needed and not there, or not surely.
    fn lacking(&self, offer: &Offer<'_>) -> Option<PassedOver> {
        self.needs.iter().find_map(|capability| match offer.abilities.get(capability) {
            Ability::Yes => None,
            Ability::No => Some(PassedOver::MissingCapability { capability }),
            Ability::Unknown => Some(PassedOver::UnknownCapability { capability }),
            Ability::Disputed if self.production => {
                Some(PassedOver::DisputedCapability { capability })
            }
            Ability::Disputed => None,
        })
    }

    /// Why these conditions leave out an offer whatever the volume, if they do.
    pub(crate) fn bar(&self, offer: &Offer<'_>) -> Option<PassedOver> {
        if self.production && offer.id.plan == Plan::Free {
            Some(PassedOver::FreePlan)
        } else if self.production && !offer.production {
            Some(PassedOver::NotProduction)
        } else if self.min_context > offer.context.window.unwrap_or(0) {
            Some(PassedOver::Context)
        } else {
            self.lacking(offer)
        }
    }
}
