//! The form as it stands: text to the letter.

use groq_calc::{OptionId, Plan, Tier, catalog::Capability};

use crate::form::catalog::CATALOG;
use crate::form::{
    fields::{NUMBERS, index_of},
    length::Length,
    own_limit::OwnLimit,
    service::Service,
    unit::Unit,
    work::Work,
};

pub(crate) use crate::form::service::ANY;

/// An option that the visitor chose: model, plan and tier.
pub(crate) type Picked = Option<OptionId<'static>>;

/// The number that is one for all services.
const BUDGET: &str = "monthly_budget_usd";

/// A choice that is neither a number nor a box to tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    /// The day the question is about; empty for the newest.
    AsOf,
    /// Model ids parted by commas, or [`ANY`].
    Model,
    /// A use case id, or empty.
    UseCase,
    /// The id of the benchmark to compare models by, or empty.
    Benchmark,
    /// How requests are admitted: `reserved`, `expected`, or empty for the rule of
    /// the day.
    Admission,
}

/// A box to tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tick {
    /// Consider the free plan.
    Free,
    /// Consider the developer plan.
    Developer,
    /// Only what is meant for production.
    Production,
}

/// Everything the visitor has entered: one workload, or several services, of which
/// one is open; and what holds for all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// One at least.
    pub(super) services: Vec<Service>,
    /// Which of them the fields are of.
    pub(super) open: usize,
    pub(super) budget: String,
    pub(super) benchmark: String,
    /// The chosen option: model, plan and tier, parted by commas; empty for the
    /// recommended one.
    pub(super) pick: String,
    pub(super) as_of: String,
    pub(super) admission: String,
    pub(super) free: bool,
    pub(super) developer: bool,
    pub(super) production: bool,
    pub(super) limits: Vec<OwnLimit>,
}

impl Default for Form {
    /// Every field at its default; the requests, which have none, are empty.
    fn default() -> Self {
        Self {
            services: vec![Service::default()],
            open: 0,
            budget: String::new(),
            benchmark: String::new(),
            pick: String::new(),
            as_of: String::new(),
            admission: String::new(),
            free: true,
            developer: true,
            production: false,
            limits: Vec::new(),
        }
    }
}

impl Form {
    /// What a first visit shows.
    pub fn example() -> Self {
        let mut form = Self::default();
        form.set_named("requests_per_day", "2000");
        form.set_named("input_tokens", "1500");
        form.set_named("output_tokens", "500");
        form
    }

    /// The text of a number field, by its place in the list.
    pub(crate) fn number(&self, index: usize) -> &str {
        match NUMBERS.get(index).map(|field| field.name) {
            Some(BUDGET) => &self.budget,
            _ => self.service().number(index),
        }
    }

    /// Takes what was typed.
    pub(crate) fn set_number(&mut self, index: usize, text: String) {
        match NUMBERS.get(index).map(|field| field.name) {
            Some(BUDGET) => self.budget = text,
            _ => self.service_mut().set_number(index, text),
        }
    }

    pub(crate) fn set_named(&mut self, name: &str, text: &str) -> bool {
        let index = index_of(name);
        if let Some(index) = index {
            self.set_number(index, text.to_string());
        }
        index.is_some()
    }

    /// One of the choices.
    pub(crate) fn choice(&self, choice: Choice) -> &str {
        match choice {
            Choice::AsOf => &self.as_of,
            Choice::Model => &self.service().model,
            Choice::UseCase => &self.service().use_case,
            Choice::Benchmark => &self.benchmark,
            Choice::Admission => &self.admission,
        }
    }

    /// Takes a choice.
    pub(crate) fn set_choice(&mut self, choice: Choice, text: String) {
        match choice {
            Choice::AsOf => self.as_of = text,
            Choice::Model => self.service_mut().model = text,
            Choice::UseCase => self.service_mut().use_case = text,
            Choice::Benchmark => self.benchmark = text,
            Choice::Admission => self.admission = text,
        }
    }

    /// Whether a box is ticked.
    pub(crate) fn ticked(&self, tick: Tick) -> bool {
        match tick {
            Tick::Free => self.free,
            Tick::Developer => self.developer,
            Tick::Production => self.production,
        }
    }

    /// Ticks a box, or not.
    pub(crate) fn set_ticked(&mut self, tick: Tick, on: bool) {
        match tick {
            Tick::Free => self.free = on,
            Tick::Developer => self.developer = on,
            Tick::Production => self.production = on,
        }
    }

    /// The unit in which the workload is counted.
    pub(crate) fn unit(&self) -> Unit {
        self.service().call().unit
    }

    /// Counts in another unit; see [`Call::set_unit`](crate::form::call::Call::set_unit).
    pub(crate) fn set_unit(&mut self, unit: Unit) {
        self.service_mut().call_mut().set_unit(unit);
    }

    /// What a request does.
    pub(crate) fn work(&self) -> Work {
        self.service().call().work
    }

    /// Asks for another kind of work; what was typed for the last one is kept.
    pub(crate) fn set_work(&mut self, work: Work) {
        self.service_mut().call_mut().work = work;
    }

    /// Takes the kind of work from the numbers.
    pub(crate) fn follow_numbers(&mut self) {
        let call = self.service_mut().call_mut();
        call.work = call.work_of_numbers();
    }

    /// The unit of a length of audio.
    pub(crate) fn length(&self) -> Length {
        self.service().call().length
    }

    pub(crate) fn set_length(&mut self, length: Length) {
        self.service_mut().call_mut().length = length;
    }

    /// Whether the model must have a capability.
    pub(crate) fn needs(&self, capability: Capability) -> bool {
        self.service().needs.contains(capability)
    }

    pub(crate) fn set_needs(&mut self, capability: Capability, on: bool) {
        self.service_mut().set_needs(capability, on);
    }

    /// The option that was chosen in the place of the recommended one.
    pub(crate) fn picked(&self) -> Picked {
        let mut parts = self.pick.split(',');
        let model = CATALOG.model(parts.next()?)?.id;
        Some(OptionId::new(model, Plan::parse(parts.next()?)?, Tier::parse(parts.next()?)?))
    }

    pub(crate) fn pick(&mut self, picked: Picked) {
        self.pick = picked.map_or_else(String::new, |id| {
            format!("{},{},{}", id.model, id.plan.name(), id.tier.name())
        });
    }

    /// Whether nothing is entered that an answer could begin with.
    pub(crate) fn is_blank(&self) -> bool {
        self.services.iter().all(Service::is_blank)
    }

    /// How many of the fields under "Advanced" are set: those of the open service,
    /// and where it has no others, those that hold for all.
    pub(crate) fn advanced_count(&self) -> usize {
        let all = if self.is_alone() { self.conditions_count() } else { 0 };
        self.service().advanced_count() + all
    }

    /// How many of the conditions that hold for all are set.
    pub(crate) fn conditions_count(&self) -> usize {
        let others = [
            !self.budget.trim().is_empty(),
            !(self.free && self.developer),
            self.production,
            !self.as_of.is_empty(),
            !self.admission.is_empty(),
            !self.limits.is_empty(),
        ];
        others.into_iter().filter(|set| *set).count()
    }

    /// Counts by requests from here on: a month has no fields for the tokens of
    /// one.
    pub(crate) fn leave_month(&mut self) {
        if self.unit() == Unit::Month {
            self.set_unit(Unit::Day);
        }
    }

    /// The limits of one's own account.
    pub(crate) fn limits(&self) -> &[OwnLimit] {
        &self.limits
    }

    /// Takes limits, each in the place of one of the same name.
    pub(crate) fn add_limits(&mut self, limits: Vec<OwnLimit>) {
        for own in limits {
            let same = |other: &&mut OwnLimit| {
                (&other.model, other.plan, other.limit) == (&own.model, own.plan, own.limit)
            };
            match self.limits.iter_mut().find(same) {
                Some(other) => other.cap = own.cap,
                None => {
                    // One order, whatever the order in which they came.
                    let key = |own: &OwnLimit| (own.model.clone(), own.plan, own.limit.name());
                    let place = self.limits.iter().position(|other| key(other) > key(&own));
                    self.limits.insert(place.unwrap_or(self.limits.len()), own);
                }
            }
        }
    }

    /// Forgets them.
    pub(crate) fn drop_limits(&mut self) {
        self.limits.clear();
    }

    pub(super) fn plans(&self) -> Vec<&'static str> {
        [("free", self.free), ("developer", self.developer)]
            .into_iter()
            .filter_map(|(plan, on)| on.then_some(plan))
            .collect()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use groq_calc::Limit;

    use super::*;

    fn own(model: &str, limit: Limit, cap: &str) -> OwnLimit {
        OwnLimit { model: model.to_string(), plan: Plan::Free, limit, cap: cap.to_string() }
    }

    pub(in crate::form) fn everything() -> Form {
        let mut form = Form::example();
        form.set_named("requests_per_day", "1.5k & more");
        form.set_named("monthly_budget_usd", "$20");
        form.set_choice(Choice::Model, "openai/gpt-oss-20b".to_string());
        form.set_choice(Choice::AsOf, "2026-06-04".to_string());
        form.admission = "expected".to_string();
        form.set_ticked(Tick::Free, false);
        form.set_ticked(Tick::Production, true);
        form.add_limits(vec![
            own("openai/gpt-oss-20b", Limit::TPD, "300K"),
            own("openai/gpt-oss-20b", Limit::RPM, "60"),
            own("openai/gpt-oss-20b", Limit::RPM, "70"),
        ]);
        form
    }
}
