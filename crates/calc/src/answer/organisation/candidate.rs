use alloc::{format, vec::Vec};

use crate::{
    answer::{
        comparison::Floor,
        organisation::sum::{Sum, total},
        passed_over::PassedOver,
        recommendation::candidates,
    },
    capacity::{blocked::Blocked, combined, load::Load},
    catalog::{
        limits::{Caps, LimitSet},
        model::Model,
        on_day::CatalogOn,
        plan::Plan,
        tables::Catalog,
    },
    error::Error,
    num::{fraction::Fraction, money::Usd},
    offer::Offer,
    question::{
        checked::Question,
        organisation::{Organisation, Service},
        workload::Workload,
    },
};

/// One service on one offer, judged by itself.
pub(crate) struct Candidate<'a> {
    pub(crate) offer: Offer<'a>,
    /// What each of its calls asks of the limits.
    pub(crate) loads: Vec<Load>,
    /// Why a call cannot pass, if so: the first, and which.
    pub(crate) blocked: Option<(usize, Blocked)>,
    /// Whether a call may be refused.
    pub(crate) at_risk: bool,
    /// Limits that cannot be judged.
    pub(crate) unknown: LimitSet,
    /// What the month costs; `None` where a price is not known.
    pub(crate) total: Option<Usd>,
    /// The same at list price.
    pub(crate) list: Option<Usd>,
    /// Which requirement it does not meet, if so.
    pub(crate) barred: Option<PassedOver>,
}

/// Every offer that a service may be put on: its models on the plans of the
/// question and their tiers.
pub(crate) fn candidates_of<'a>(
    catalog: &Catalog<'a>,
    dated: &CatalogOn<'a, '_>,
    organisation: &Organisation,
    service: &Service,
) -> Result<Vec<Candidate<'a>>, Error> {
    let Some(first) = service.calls.first() else {
        return Err(Error::missing("calls", "a list of at least one call"));
    };
    let kind = first.kind();
    let mut question = organisation.question(service, *first);
    if let (None, Some(ids)) = (&service.requirements.models, &mut question.requirements.models) {
        // Of those that the organisation allows, the ones for this kind of work.
        ids.retain(|id| catalog.model(id).is_none_or(|model| model.kind.suits(kind)));
        if let (true, Some(all)) = (ids.is_empty(), &organisation.requirements.models) {
            let range = format!("at least one {} model, for `{}`", kind.name(), service.name);
            return Err(Error::range("models", &all.join(", "), &range));
        }
    }
    let models = candidates(dated, &question, kind)?;
    let floor = Floor::of(catalog, &question, &models, dated.day());
    let mut judged = Vec::new();
    for model in models {
        let low = floor.as_ref().and_then(|floor| floor.bar(model));
        for &plan in &question.plans {
            judge(dated, model, plan, &question, service, low, &mut judged)?;
        }
    }
    Ok(judged)
}

fn judge<'a>(
    dated: &CatalogOn<'a, '_>,
    model: &'a Model<'a>,
    plan: Plan,
    question: &Question,
    service: &Service,
    low: Option<PassedOver>,
    judged: &mut Vec<Candidate<'a>>,
) -> Result<(), Error> {
    let offer = Offer::new(dated, model, plan);
    for &tier in plan.tiers() {
        let offer = offer.on(tier);
        let barred = question.requirements.bar(&offer).or(low);
        judged.push(Candidate::new(offer, &service.calls, barred)?);
    }
    Ok(())
}

/// What the calls of a service cost at list price; `None` where a price is not
/// known.
fn list_price(offer: &Offer<'_>, calls: &[Workload]) -> Result<Option<Usd>, Error> {
    let mut prices = Vec::with_capacity(calls.len());
    for call in calls {
        prices.push(offer.total_at(call, offer.batch_percent(call))?);
    }
    total(prices.into_iter())
}

/// What is paid of a list price.
fn paid(offer: &Offer<'_>, list: Option<Usd>) -> Option<Usd> {
    if offer.id.plan == Plan::Free { Some(Usd::ZERO) } else { list }
}

impl<'a> Candidate<'a> {
    pub(crate) fn new(
        offer: Offer<'a>,
        calls: &[Workload],
        barred: Option<PassedOver>,
    ) -> Result<Self, Error> {
        let unknown =
            calls.iter().flat_map(|call| offer.unknown_limits(call).iter().collect::<Vec<_>>());
        let blocked = |(index, call): (usize, &Workload)| Some((index, offer.blocked(call)?));
        let list = list_price(&offer, calls)?;
        Ok(Self {
            loads: calls.iter().map(|call| offer.load(call)).collect(),
            blocked: calls.iter().enumerate().find_map(blocked),
            at_risk: calls.iter().any(|call| !offer.at_risk(call).is_empty()),
            unknown: unknown.collect(),
            total: paid(&offer, list),
            list,
            barred,
            offer,
        })
    }

    /// What other volumes of its calls ask of the limits; they change neither what
    /// blocks them nor what is known.
    pub(crate) fn loads_of(&self, calls: &[Workload]) -> Vec<Load> {
        calls.iter().map(|call| self.offer.load(call)).collect()
    }

    /// What other volumes of its calls cost.
    pub(crate) fn cost_of(&self, calls: &[Workload]) -> Result<Sum, Error> {
        let list_usd = list_price(&self.offer, calls)?;
        Ok(Sum { total_usd: paid(&self.offer, list_usd), list_usd })
    }

    /// The same for other calls, or with other caps.
    pub(crate) fn with(&self, calls: &[Workload], caps: Caps) -> Result<Self, Error> {
        Self::new(Offer { caps, ..self.offer }, calls, self.barred)
    }

    /// Whether a limit cannot be judged: then nothing fits for sure.
    pub(crate) fn is_unchecked(&self) -> bool {
        !self.unknown.is_empty()
    }

    /// Whether the service could be put here, were it alone: every request finds
    /// room, and the requirements are met within a budget.
    pub(crate) fn meets(&self, budget: Option<Usd>) -> Result<bool, Error> {
        let affordable = |total: Usd| budget.is_none_or(|budget| total <= budget);
        Ok(self.blocked.is_none()
            && !self.is_unchecked()
            && self.barred.is_none()
            && self.list.is_some()
            && self.total.is_some_and(affordable)
            && !self.utilization()?.exceeds_one())
    }

    /// The highest utilisation of its limits, were the service alone.
    pub(crate) fn utilization(&self) -> Result<Fraction, Error> {
        let limits = combined::limits(&self.loads, &self.offer.caps, self.unknown)?;
        Ok(combined::highest(&limits))
    }
}
