use alloc::{format, string::ToString, vec::Vec};

use crate::{
    answer::organisation::{
        assignment::{Assignment, best},
        candidate::{Candidate, candidates_of},
    },
    catalog::{
        on_day::CatalogOn,
        plan::{OptionId, Plan},
        tables::Catalog,
    },
    error::Error,
    num::money::Usd,
    question::organisation::{MOST_SERVICES, Organisation, SERVICES},
};

/// What the services of an organisation may be put on.
pub(crate) struct Pools<'o, 'a> {
    services: Vec<Pool<'a>>,
    plans: &'o [Plan],
}

/// What one service may be put on.
struct Pool<'a> {
    /// The budget of the service, or a lower one of the organisation.
    budget: Option<Usd>,
    all: Vec<Candidate<'a>>,
}

/// Which candidates count.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Choice {
    /// On which the service fits alone and meets its requirements.
    Fitting,
    /// That meet the requirements, whether the service fits there or not.
    Allowed,
    /// Each of them.
    Any,
}

impl<'o, 'a> Pools<'o, 'a> {
    /// All models, plans and tiers for every service.
    ///
    /// # Errors
    ///
    /// For a model that is unknown, not offered or of another kind, and for a
    /// service for which nothing is offered.
    pub(crate) fn of(
        catalog: &Catalog<'a>,
        dated: &CatalogOn<'a, '_>,
        organisation: &'o Organisation,
    ) -> Result<Self, Error> {
        let count = organisation.services.len();
        if count == 0 || count > MOST_SERVICES {
            return Err(Error::range("services", &count.to_string(), SERVICES));
        }
        let mut services = Vec::with_capacity(count);
        for (index, service) in organisation.services.iter().enumerate() {
            let place = format!("services[{index}]");
            let own = &service.requirements;
            let is_own = own.models.is_some() || own.use_case.is_some();
            let requirements = format!("{place}.requirements");
            let within = |error: Error| if is_own { error.within(&requirements) } else { error };
            let all = candidates_of(catalog, dated, organisation, service).map_err(within)?;
            if all.is_empty() {
                let kind = service.calls.first().map_or("", |call| call.kind().name());
                let (name, day) = (&service.name, dated.day());
                let none = format!("`{name}`, for which no {kind} model is offered on {day}");
                return Err(Error::retired("name", name, none).within(&place));
            }
            let budgets =
                [organisation.requirements.monthly_budget, service.requirements.monthly_budget];
            let budget = budgets.into_iter().flatten().min();
            services.push(Pool { budget, all });
        }
        Ok(Self { services, plans: &organisation.plans })
    }

    /// A service on one offer.
    pub(crate) fn place(&self, service: usize, id: OptionId<'_>) -> Option<&Candidate<'a>> {
        self.services[service].all.iter().find(|candidate| candidate.offer.id == id)
    }

    /// What else of a plan meets the requirements of a service.
    pub(crate) fn others(
        &self,
        service: usize,
        id: OptionId<'a>,
    ) -> Result<Vec<&Candidate<'a>>, Error> {
        let mut allowed = self.services[service].on(id.plan, Choice::Allowed)?;
        allowed.retain(|candidate| candidate.offer.id != id);
        Ok(allowed)
    }

    /// The best assignment that fits, or else the nearest. Each service comes with
    /// what meets its requirements; one that could not be served alone, with
    /// everything that there is.
    pub(crate) fn best(&self) -> Result<Assignment<'_, 'a>, Error> {
        if let Some(fitting) = self.fitting()? {
            return Ok(fitting);
        }
        let allowed = self.choose(&self.services, |pool| {
            Ok(if pool.can_be_served()? { Choice::Allowed } else { Choice::Any })
        })?;
        let nearest = match allowed {
            // No plan has something for each: then requirements are what is in the way.
            None => self.choose(&self.services, |_| Ok(Choice::Any))?,
            nearest => nearest,
        };
        nearest.ok_or_else(no_plan)
    }

    /// The best assignment that fits and in which every service meets its
    /// requirements.
    pub(crate) fn fitting(&self) -> Result<Option<Assignment<'_, 'a>>, Error> {
        self.choose(&self.services, |_| Ok(Choice::Fitting))
    }

    /// The best assignment of one service alone, and whether it fits there and
    /// meets its requirements.
    pub(crate) fn alone(&self, service: usize) -> Result<(Assignment<'_, 'a>, bool), Error> {
        let pool = &self.services[service..=service];
        if let Some(fitting) = self.choose(pool, |_| Ok(Choice::Fitting))? {
            return Ok((fitting, true));
        }
        let nearest = self.choose(pool, |_| Ok(Choice::Any))?;
        Ok((nearest.ok_or_else(no_plan)?, false))
    }

    /// The best of all plans for some services. Of candidates that fit alone only
    /// an assignment that fits is looked for.
    fn choose<'p>(
        &self,
        services: &'p [Pool<'a>],
        choice: impl Fn(&Pool<'a>) -> Result<Choice, Error>,
    ) -> Result<Option<Assignment<'p, 'a>>, Error> {
        let mut chosen: Option<Assignment<'p, 'a>> = None;
        for &plan in self.plans {
            if chosen.as_ref().is_some_and(|chosen| chosen.standing.is_unbeatable()) {
                break;
            }
            let mut pools = Vec::with_capacity(services.len());
            let mut must_fit = true;
            for pool in services {
                let choice = choice(pool)?;
                must_fit &= choice == Choice::Fitting;
                pools.push(pool.on(plan, choice)?);
            }
            let Some(found) = best(plan, &pools, must_fit)? else { continue };
            if chosen.as_ref().is_none_or(|chosen| found.standing < chosen.standing) {
                chosen = Some(found);
            }
        }
        Ok(chosen)
    }
}

/// A question that allows no plan.
fn no_plan() -> Error {
    Error::missing("plans", "at least one of free, developer")
}

impl<'a> Pool<'a> {
    /// Whether the service could be served if it were alone.
    fn can_be_served(&self) -> Result<bool, Error> {
        for candidate in &self.all {
            if candidate.meets(self.budget)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn on(&self, plan: Plan, choice: Choice) -> Result<Vec<&Candidate<'a>>, Error> {
        let affordable = |total: Usd| self.budget.is_none_or(|budget| total <= budget);
        let mut kept = Vec::new();
        for candidate in self.all.iter().filter(|candidate| candidate.offer.id.plan == plan) {
            let keeps = match choice {
                Choice::Fitting => candidate.meets(self.budget)?,
                Choice::Allowed => {
                    candidate.barred.is_none()
                        && candidate.list.is_some()
                        && candidate.total.is_some_and(affordable)
                }
                Choice::Any => true,
            };
            if keeps {
                kept.push(candidate);
            }
        }
        Ok(kept)
    }
}
