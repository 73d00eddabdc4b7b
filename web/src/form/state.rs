//! The form as it stands: text to the letter.

use groq_calc::{Draft, Errors, Limit, Number, Plan, Question};

use crate::form::{
    fields::{NUMBERS, default_text, index_of},
    own_limit::OwnLimit,
    scale::ScaleDraft,
    unit::Unit,
};

/// The value of the model list that stands for no choice.
pub(crate) const ANY: &str = "any";

/// A choice that is neither a number nor a box to tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    /// The day the question is about; empty for the newest.
    AsOf,
    /// Model ids parted by commas, or [`ANY`].
    Model,
    /// A use case id, or empty.
    UseCase,
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

/// Everything the visitor has entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    pub(super) numbers: Vec<String>,
    pub(super) unit: Unit,
    pub(super) as_of: String,
    pub(super) model: String,
    pub(super) use_case: String,
    /// How requests are admitted; nothing for the rule of the day.
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
            numbers: NUMBERS.iter().map(|field| default_text(field.name)).collect(),
            unit: Unit::Day,
            as_of: String::new(),
            model: ANY.to_string(),
            use_case: String::new(),
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
        self.numbers.get(index).map_or("", String::as_str)
    }

    /// Takes what was typed.
    pub(crate) fn set_number(&mut self, index: usize, text: String) {
        if let Some(number) = self.numbers.get_mut(index) {
            *number = text;
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
            Choice::Model => &self.model,
            Choice::UseCase => &self.use_case,
        }
    }

    /// Takes a choice.
    pub(crate) fn set_choice(&mut self, choice: Choice, text: String) {
        match choice {
            Choice::AsOf => self.as_of = text,
            Choice::Model => self.model = text,
            Choice::UseCase => self.use_case = text,
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
        self.unit
    }

    /// Counts in another unit. What was counted so far is written in the new
    /// one where its fields are still empty, so that the answer stays the same.
    pub(crate) fn set_unit(&mut self, unit: Unit) {
        let mut draft = self.draft();
        self.unit = unit;
        let mut scale = self.scale();
        scale.fill(&mut draft.workload);
        for (index, field) in NUMBERS.iter().enumerate() {
            let number = match scale.number_mut(field.name) {
                Some(slot) => slot.take(),
                None if field.is_asked_in(unit) => {
                    draft.workload.number_mut(field.name).and_then(|slot| slot.take())
                }
                None => None,
            };
            if let Some(number) = number {
                self.set_number(index, number.as_str().to_string());
            }
        }
    }

    /// Counts by requests from here on: a month has no fields for the tokens of
    /// one.
    pub(crate) fn leave_month(&mut self) {
        if self.unit == Unit::Month {
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
                None => self.limits.push(own),
            }
        }
        // One order, whatever the order in which they came.
        self.limits.sort_by(|a, b| {
            let key = |own: &'_ OwnLimit| (own.plan, own.limit.name());
            a.model.cmp(&b.model).then_with(|| key(a).cmp(&key(b)))
        });
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

    fn scale(&self) -> ScaleDraft {
        let mut scale = ScaleDraft { unit: self.unit, ..ScaleDraft::default() };
        for (field, text) in NUMBERS.iter().zip(&self.numbers) {
            if let Some(slot) = scale.number_mut(field.name) {
                *slot = Some(Number::from(text.as_str()));
            }
        }
        scale
    }

    fn unscaled(&self) -> Draft {
        let mut draft = Draft::default();
        for (field, text) in NUMBERS.iter().zip(&self.numbers) {
            let number = Some(Number::from(text.as_str()));
            if let Some(slot) = draft.workload.number_mut(field.name) {
                *slot = number;
            } else if let Some(slot) = draft.workload.tools.number_mut(field.name) {
                *slot = number;
            } else if let Some(slot) = draft.requirements.number_mut(field.name) {
                *slot = number;
            }
        }
        // A month's requests are a figure of the unit: it says what follows.
        draft.workload.requests_per_month = None;
        draft.as_of = Some(self.as_of.clone());
        draft.plans = Some(self.plans().into_iter().map(str::to_string).collect());
        draft.requirements.production = self.production;
        let models = || self.model.split(',').map(str::to_string).collect();
        draft.requirements.models = (self.model != ANY).then(models);
        draft.requirements.use_case = Some(self.use_case.clone());
        draft.admission = (!self.admission.is_empty()).then(|| self.admission.clone());
        for own in &self.limits {
            let plans = draft.limits.entry(own.model.clone()).or_default();
            let caps = plans.entry(own.plan.name().to_string()).or_default();
            caps.insert(own.limit.name().to_string(), Number::from(own.cap.as_str()));
        }
        draft
    }

    /// The question it asks, unchecked, in requests a day.
    pub fn draft(&self) -> Draft {
        let mut draft = self.unscaled();
        // What can't be converted is reported by `question`.
        self.scale().apply(&mut draft.workload).ok();
        draft
    }

    /// The question it asks, and whether its figures divided evenly.
    pub(crate) fn question(&self) -> Result<(Question, bool), Errors> {
        let mut draft = self.unscaled();
        match self.scale().apply(&mut draft.workload) {
            Ok(exact) => draft.check().map(|question| (question, exact)),
            Err(mut errors) => {
                // The other fields are checked too; what follows from a bad one is not.
                if let Err(more) = draft.check() {
                    let follows = ["requests_per_day"];
                    errors
                        .extend(more.into_iter().filter(|error| !follows.contains(&error.field())));
                }
                Err(errors)
            }
        }
    }

    /// The form that asks the question of a draft.
    pub(crate) fn from_draft(mut draft: Draft) -> Self {
        let mut form = Self::default();
        let mut scale = ScaleDraft { unit: Unit::Month, ..ScaleDraft::default() };
        if draft.workload.requests_per_month.is_some() {
            form.unit = Unit::Month;
            scale.fill(&mut draft.workload);
        }
        for (index, field) in NUMBERS.iter().enumerate() {
            let slot = match draft.workload.number_mut(field.name) {
                _ if scale.number_mut(field.name).is_some_and(|slot| slot.is_some()) => {
                    scale.number_mut(field.name).and_then(Option::take)
                }
                Some(slot) => slot.take(),
                None => match draft.workload.tools.number_mut(field.name) {
                    Some(slot) => slot.take(),
                    None => draft.requirements.number_mut(field.name).and_then(|slot| slot.take()),
                },
            };
            if let Some(number) = slot {
                form.set_number(index, number.as_str().to_string());
            }
        }
        form.as_of = draft.as_of.unwrap_or_default();
        if let Some(plans) = draft.plans {
            form.free = plans.iter().any(|plan| plan == "free");
            form.developer = plans.iter().any(|plan| plan == "developer");
        }
        form.production = draft.requirements.production;
        form.model = draft.requirements.models.map_or(ANY.to_string(), |models| models.join(","));
        form.use_case = draft.requirements.use_case.unwrap_or_default();
        form.admission = draft.admission.unwrap_or_default();
        for (model, plans) in draft.limits {
            for (plan, caps) in plans {
                for (limit, cap) in caps {
                    if let (Some(plan), Some(limit)) = (Plan::parse(&plan), Limit::parse(&limit)) {
                        let cap = cap.as_str().to_string();
                        let model = model.clone();
                        form.add_limits(vec![OwnLimit { model, plan, limit, cap }]);
                    }
                }
            }
        }
        form
    }
}

#[cfg(test)]
pub(super) mod tests {
    use groq_calc::Error;

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

    #[test]
    fn a_draft_leads_back() {
        let form = everything();
        assert_eq!(Form::from_draft(form.draft()), form);
        let mut two = Form::example();
        two.set_choice(Choice::Model, "a,b".to_string());
        assert_eq!(two.draft().requirements.models.unwrap(), ["a", "b"]);
        assert_eq!(Form::from_draft(two.draft()), two);
    }

    #[test]
    fn a_draft_of_a_month_leads_back() {
        let mut form = Form::example();
        form.set_unit(Unit::Month);
        for (name, text) in [
            ("requests_per_month", "31"),
            ("input_tokens_per_month", "3100"),
            ("cached_input_tokens_per_month", "0"),
            ("output_tokens_per_month", "0"),
        ] {
            form.set_named(name, text);
        }
        let draft = form.draft();
        assert_eq!(draft.workload.requests_per_day, None);
        let read = Form::from_draft(draft.clone());
        assert_eq!((read.draft(), read.unit()), (draft, Unit::Month));
        assert_eq!(read.question().unwrap().0.workload.requests_per_month(), 31);
        form.set_unit(Unit::Day);
        assert_eq!(form.question().unwrap().0.workload.requests_per_day(), 2);
    }

    #[test]
    fn another_unit_asks_the_same() {
        let asked = |form: &Form| form.question().unwrap().0;
        let mut form = Form::example();
        let before = asked(&form);
        for unit in [Unit::Month, Unit::Tasks, Unit::Month, Unit::Day] {
            form.set_unit(unit);
            assert_eq!(asked(&form), before, "{unit:?}");
        }
        form.set_unit(Unit::Month);
        form.set_named("requests_per_month", "90k");
        assert_eq!(asked(&form).workload.requests_per_day(), 3000);
        form.set_unit(Unit::Day);
        assert_eq!(asked(&form).workload.requests_per_day(), 3000);
        form.set_unit(Unit::Users);
        let errors = form.question().unwrap_err();
        assert_eq!(errors.iter().map(Error::field).collect::<Vec<_>>(), ["concurrent_users"]);
    }
}
