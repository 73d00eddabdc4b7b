//! A service: one or more kinds of call, and what its model must be able to do. A plan
//! has one, or several services that share an account.

use groq_calc::{
    Draft, Errors, Number, Question,
    catalog::{Capability, CapabilitySet},
    question::{RequirementsDraft, ServiceDraft},
};

use crate::form::{
    call::{Call, asked, checked},
    fields::{Group, NUMBERS, NumberField, default_text},
    written::plain,
};

/// The value of the model list that stands for no choice.
pub(crate) const ANY: &str = "any";

/// A service as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Service {
    /// Its name; empty where there is no other.
    pub(crate) name: String,
    /// By how many percent it grows from month to month.
    pub(crate) growth: String,
    /// Its kinds of call: one at least.
    pub(super) calls: Vec<Call>,
    /// Which of them the fields are of.
    pub(super) shown: usize,
    /// The weights of the hours of its day, as they were imported.
    pub(super) profile: Option<Vec<Number>>,
    pub(super) min_context: String,
    /// A budget of its own.
    pub(super) budget: String,
    pub(super) needs: CapabilitySet,
    /// Model ids parted by commas, or [`ANY`].
    pub(crate) model: String,
    /// A use case id, or empty.
    pub(super) use_case: String,
}

impl Default for Service {
    /// One kind of call, with every field at its default.
    fn default() -> Self {
        Self {
            name: String::new(),
            growth: String::new(),
            calls: vec![Call::default()],
            shown: 0,
            profile: None,
            min_context: String::new(),
            budget: String::new(),
            needs: CapabilitySet::NONE,
            model: ANY.to_string(),
            use_case: String::new(),
        }
    }
}

impl Service {
    /// Its kinds of call.
    pub(crate) fn calls(&self) -> &[Call] {
        &self.calls
    }

    /// The places of those of which something is entered.
    pub(crate) fn kept(&self) -> Vec<usize> {
        (0..self.calls.len()).filter(|index| !self.calls[*index].is_blank()).collect()
    }

    /// Which of them the fields are of.
    pub(crate) fn shown(&self) -> usize {
        self.shown.min(self.calls.len() - 1)
    }

    /// The kind of call that the fields are of.
    pub(crate) fn call(&self) -> &Call {
        &self.calls[self.shown()]
    }

    pub(super) fn call_mut(&mut self) -> &mut Call {
        let shown = self.shown();
        &mut self.calls[shown]
    }

    /// The weights of the hours of its day, where they were imported.
    pub(crate) fn profile(&self) -> Option<&[Number]> {
        self.profile.as_deref()
    }

    /// Whether it is a workload and no more: what a question of one workload can say.
    pub(super) fn is_workload(&self) -> bool {
        self.calls.len() == 1
            && self.profile.is_none()
            && [&self.growth, &self.budget].iter().all(|text| text.trim().is_empty())
    }

    /// The text of a condition that is a number.
    fn condition_mut(&mut self, index: usize) -> Option<&mut String> {
        match NUMBERS.get(index)?.name {
            "min_context" => Some(&mut self.min_context),
            "monthly_budget_usd" => Some(&mut self.budget),
            _ => None,
        }
    }

    /// The text of a number field, by its place in the list.
    pub(crate) fn number(&self, index: usize) -> &str {
        match NUMBERS.get(index).map(|field| field.name) {
            Some("min_context") => &self.min_context,
            Some("monthly_budget_usd") => &self.budget,
            _ => self.call().number(index),
        }
    }

    /// Takes what was typed.
    pub(super) fn set_number(&mut self, index: usize, text: String) {
        match self.condition_mut(index) {
            Some(condition) => *condition = text,
            None => self.call_mut().set_number(index, text),
        }
    }

    /// What its model must be able to do.
    pub(crate) fn needs(&self) -> impl Iterator<Item = Capability> {
        self.needs.iter()
    }

    pub(super) fn set_needs(&mut self, capability: Capability, on: bool) {
        let others = self.needs.iter().filter(|other| *other != capability);
        self.needs = others.chain(on.then_some(capability)).collect();
    }

    /// Whether nothing is entered that an answer could begin with.
    pub(crate) fn is_blank(&self) -> bool {
        self.calls.iter().all(Call::is_blank)
    }

    /// How many of its fields under "Advanced" are set.
    pub(super) fn advanced_count(&self) -> usize {
        let is_asked = |field: &NumberField| {
            !matches!(field.group, Group::Volume | Group::Pace | Group::Size)
                && field.is_asked_in(self.call().unit)
                && field.suits(self.call().work)
        };
        let numbers = NUMBERS.iter().enumerate().filter(|(index, field)| {
            let text = self.number(*index);
            is_asked(field) && !text.trim().is_empty() && text != default_text(field.name)
        });
        let others = [self.model != ANY, !self.use_case.is_empty()];
        numbers.count() + others.into_iter().filter(|set| *set).count()
    }

    /// What its model must be able to do.
    pub(super) fn requirements(&self) -> RequirementsDraft {
        let mut requirements = RequirementsDraft::default();
        // All its calls are of one kind of work, or the engine says so.
        let work = self.kept().first().map_or(self.call(), |index| &self.calls[*index]).work;
        for (index, field) in NUMBERS.iter().enumerate().filter(|(_, field)| field.suits(work)) {
            if let Some(slot) = requirements.number_mut(field.name) {
                *slot = Some(asked(field, self.number(index)));
            }
        }
        let models = || self.model.split(',').map(str::to_string).collect();
        requirements.models = (self.model != ANY).then(models);
        requirements.use_case = Some(self.use_case.clone());
        requirements.needs = self.needs.iter().map(|need| need.name().to_string()).collect();
        requirements
    }

    /// The call that is shown alone, with no conditions but its own.
    pub(crate) fn question(&self) -> Result<(Question, bool), Errors> {
        let (workload, applied) = self.call().workload();
        let requirements = self.requirements();
        checked(&Draft { workload, requirements, ..Draft::default() }, applied)
    }

    /// It among others. Calls of which nothing is entered yet are not in it.
    pub(super) fn draft(&self) -> ServiceDraft {
        let growth = Some(Number::from(plain(&self.growth)));
        ServiceDraft {
            name: self.name.clone(),
            growth_percent_per_month: growth.filter(|growth| !growth.as_str().trim().is_empty()),
            requirements: self.requirements(),
            calls: self.kept().into_iter().map(|index| self.calls[index].draft()).collect(),
            profile: self.profile.clone(),
        }
    }

    /// The service that asks what a draft does.
    pub(super) fn from_draft(draft: ServiceDraft) -> Self {
        let mut service = Self { name: draft.name, profile: draft.profile, ..Self::default() };
        if !draft.calls.is_empty() {
            service.calls = draft.calls.into_iter().map(Call::from_draft).collect();
        }
        let text = |number: Option<Number>| {
            number.map_or_else(String::new, |number| number.as_str().to_string())
        };
        service.growth = text(draft.growth_percent_per_month);
        let requirements = draft.requirements;
        service.min_context = text(requirements.min_context);
        service.budget = text(requirements.monthly_budget_usd);
        service.needs = requirements.needs.iter().filter_map(|need| need.parse().ok()).collect();
        service.model = requirements.models.map_or(ANY.to_string(), |all| all.join(","));
        service.use_case = requirements.use_case.unwrap_or_default();
        service
    }
}
