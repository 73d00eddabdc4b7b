//! The form as it stands: text to the letter.

use groq_calc::{
    Draft, Errors, Limit, Number, OptionId, Plan, Question, Tier,
    catalog::{Capability, CapabilitySet},
    question::QualityDraft,
};

use crate::form::catalog::CATALOG;
use crate::form::{
    fields::{Group, NUMBERS, NumberField, default_text, index_of, range_of},
    length::Length,
    own_limit::OwnLimit,
    scale::ScaleDraft,
    unit::Unit,
    work::Work,
    written::{plain, two_readings},
};

/// An option that the visitor chose: model, plan and tier.
pub(crate) type Picked = Option<OptionId<'static>>;

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
    /// The id of the benchmark to compare models by, or empty.
    Benchmark,
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
    pub(super) work: Work,
    pub(super) unit: Unit,
    /// The unit of a length of audio.
    pub(super) length: Length,
    pub(super) needs: CapabilitySet,
    pub(super) benchmark: String,
    /// The chosen option: model, plan and tier, parted by commas; empty for the
    /// recommended one.
    pub(super) pick: String,
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
            work: Work::Text,
            unit: Unit::Day,
            length: Length::Seconds,
            needs: CapabilitySet::NONE,
            benchmark: String::new(),
            pick: String::new(),
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
            Choice::Benchmark => &self.benchmark,
        }
    }

    /// Takes a choice.
    pub(crate) fn set_choice(&mut self, choice: Choice, text: String) {
        match choice {
            Choice::AsOf => self.as_of = text,
            Choice::Model => self.model = text,
            Choice::UseCase => self.use_case = text,
            Choice::Benchmark => self.benchmark = text,
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

    /// Counts in another unit. What was counted so far is written in the new one,
    /// so that the answer stays the same, but nothing typed is lost: what stands
    /// in the fields of that unit and says the same stays, and so does everything
    /// where there is nothing to write yet.
    pub(crate) fn set_unit(&mut self, unit: Unit) {
        let before = self.clone();
        self.unit = unit;
        let Ok((asked, _)) = before.question() else { return };
        let asks = |form: &Self| form.question().is_ok_and(|(question, _)| question == asked);
        let mut back = self.clone();
        back.convert(before.unit);
        // Users do not follow from requests: their fields say nothing of the way back.
        let says_the_same = asks(self) || (before.unit != Unit::Users && asks(&back));
        // Fields that ask for nothing yet say nothing, on the way back too.
        if !says_the_same || self.question().is_err() {
            *self = before;
            self.convert(unit);
        }
    }

    /// Writes what is counted so far in another unit.
    fn convert(&mut self, unit: Unit) {
        let mut draft = self.draft();
        let from = std::mem::replace(&mut self.unit, unit);
        let mut scale = self.scale();
        scale.fill(&mut draft.workload);
        for (index, field) in NUMBERS.iter().enumerate() {
            if !field.is_asked_in(unit) || field.is_asked_in(from) || !field.suits(self.work) {
                continue;
            }
            let number = match scale.number_mut(field.name) {
                Some(slot) => slot.take(),
                None => draft.workload.number_mut(field.name).and_then(|slot| slot.take()),
            };
            if let Some(number) = number {
                self.set_number(index, number.as_str().to_string());
            }
        }
    }

    /// What a request does.
    pub(crate) fn work(&self) -> Work {
        self.work
    }

    /// Asks for another kind of work; what was typed for the last one is kept.
    pub(crate) fn set_work(&mut self, work: Work) {
        self.work = work;
    }

    /// The kind of work that the numbers speak of.
    pub(super) fn work_of_numbers(&self) -> Work {
        let is_set = |name: &str| {
            index_of(name).is_some_and(|index| !matches!(self.number(index).trim(), "" | "0"))
        };
        if is_set("audio_seconds") {
            Work::Audio
        } else if is_set("characters") {
            Work::Speech
        } else {
            Work::Text
        }
    }

    /// Takes the kind of work from the numbers.
    pub(crate) fn follow_numbers(&mut self) {
        self.work = self.work_of_numbers();
    }

    /// The unit of a length of audio.
    pub(crate) fn length(&self) -> Length {
        self.length
    }

    pub(crate) fn set_length(&mut self, length: Length) {
        self.length = length;
    }

    /// Whether the model must have a capability.
    pub(crate) fn needs(&self, capability: Capability) -> bool {
        self.needs.contains(capability)
    }

    pub(crate) fn set_needs(&mut self, capability: Capability, on: bool) {
        let others = self.needs.iter().filter(|other| *other != capability);
        self.needs = others.chain(on.then_some(capability)).collect();
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
        let begins = |field: &NumberField| matches!(field.group, Group::Volume | Group::Size);
        let mut texts = NUMBERS.iter().zip(&self.numbers);
        texts.all(|(field, text)| !begins(field) || text.trim().is_empty())
    }

    /// How many of the fields under "Advanced" are set.
    pub(crate) fn advanced_count(&self) -> usize {
        let is_asked = |field: &NumberField| {
            !matches!(field.group, Group::Volume | Group::Pace | Group::Size)
                && field.is_asked_in(self.unit)
                && field.suits(self.work)
        };
        let numbers = NUMBERS.iter().zip(&self.numbers).filter(|(field, text)| {
            is_asked(field) && !text.trim().is_empty() && **text != default_text(field.name)
        });
        let others = [
            !(self.free && self.developer),
            self.production,
            self.model != ANY,
            !self.use_case.is_empty(),
            !self.as_of.is_empty(),
            !self.admission.is_empty(),
            !self.limits.is_empty(),
        ];
        numbers.count() + others.into_iter().filter(|set| *set).count()
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

    fn scale(&self) -> ScaleDraft {
        let mut scale = ScaleDraft { unit: self.unit, ..ScaleDraft::default() };
        for (field, number) in self.asked_numbers() {
            if let Some(slot) = scale.number_mut(field.name) {
                *slot = Some(number);
            }
        }
        scale
    }

    /// The numbers that are asked for of this kind of work, as the engine reads
    /// them. One that may be meant in two ways gets a mark that makes the engine
    /// refuse it, so that the visitor is asked.
    fn asked_numbers(&self) -> impl Iterator<Item = (&'static NumberField, Number)> {
        let all = NUMBERS.iter().zip(&self.numbers);
        all.filter(|(field, _)| field.suits(self.work)).map(|(field, text)| {
            let is_whole = range_of(field.name).is_some_and(|range| range.decimals == 0);
            let text = match (field.name, is_whole && two_readings(text).is_some()) {
                (_, true) => format!("{}?", text.trim()),
                ("audio_seconds", _) => self.length.seconds(&plain(text)),
                _ => plain(text),
            };
            (field, Number::from(text))
        })
    }

    fn unscaled(&self) -> Draft {
        let mut draft = Draft::default();
        for (field, number) in self.asked_numbers() {
            let number = Some(number);
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
        draft.requirements.needs = self.needs.iter().map(|need| need.name().to_string()).collect();
        let benchmark = self.benchmark.clone();
        draft.requirements.quality =
            (!benchmark.is_empty()).then_some(QualityDraft { benchmark, at_least: None });
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
        form.follow_numbers();
        form.needs = draft.requirements.needs.iter().filter_map(|need| need.parse().ok()).collect();
        form.benchmark =
            draft.requirements.quality.map_or_else(String::new, |floor| floor.benchmark);
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
        // Back without an entry nothing is lost; with one, the requests follow.
        form.set_unit(Unit::Day);
        assert_eq!(asked(&form).workload.requests_per_day(), 3000);
        form.set_unit(Unit::Users);
        form.set_named("concurrent_users", "100");
        form.set_unit(Unit::Day);
        assert_eq!(asked(&form).workload.requests_per_day(), 144_000);
    }

    #[test]
    fn what_was_typed_stays_when_the_unit_comes_back() {
        let mut form = Form::example();
        form.set_named("requests_per_day", "2k");
        for unit in [Unit::Month, Unit::Day, Unit::Tasks, Unit::Day] {
            form.set_unit(unit);
        }
        assert_eq!(form.number(index_of("requests_per_day").unwrap()), "2k");
        // 31 a month are two a day, and 31 again.
        form.set_unit(Unit::Month);
        form.set_named("requests_per_month", "31");
        form.set_unit(Unit::Day);
        form.set_unit(Unit::Month);
        assert_eq!(form.number(index_of("requests_per_month").unwrap()), "31");
    }
}
