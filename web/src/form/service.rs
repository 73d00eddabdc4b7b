//! One workload: what its requests do, how many there are, and what its model must
//! be able to do. A plan has one, or several services that share an account.

use groq_calc::{
    Draft, Errors, Number, Question, WorkloadDraft,
    catalog::{Capability, CapabilitySet},
    question::{RequirementsDraft, ServiceDraft},
};

use crate::form::{
    fields::{Group, NUMBERS, NumberField, default_text, index_of, range_of},
    length::Length,
    scale::ScaleDraft,
    unit::Unit,
    work::Work,
    written::{plain, two_readings},
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
    pub(super) numbers: Vec<String>,
    pub(super) work: Work,
    pub(super) unit: Unit,
    /// The unit of a length of audio.
    pub(super) length: Length,
    pub(super) needs: CapabilitySet,
    /// Model ids parted by commas, or [`ANY`].
    pub(crate) model: String,
    /// A use case id, or empty.
    pub(super) use_case: String,
}

impl Default for Service {
    /// Every field at its default; the requests, which have none, are empty.
    fn default() -> Self {
        Self {
            name: String::new(),
            growth: String::new(),
            numbers: NUMBERS.iter().map(|field| default_text(field.name)).collect(),
            work: Work::Text,
            unit: Unit::Day,
            length: Length::Seconds,
            needs: CapabilitySet::NONE,
            model: ANY.to_string(),
            use_case: String::new(),
        }
    }
}

impl Service {
    /// The text of a number field, by its place in the list.
    pub(crate) fn number(&self, index: usize) -> &str {
        self.numbers.get(index).map_or("", String::as_str)
    }

    /// Takes what was typed.
    pub(super) fn set_number(&mut self, index: usize, text: String) {
        if let Some(number) = self.numbers.get_mut(index) {
            *number = text;
        }
    }

    /// The unit in which the workload is counted.
    pub(crate) fn unit(&self) -> Unit {
        self.unit
    }

    /// What a request does.
    pub(crate) fn work(&self) -> Work {
        self.work
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

    /// The unit of a length of audio.
    pub(crate) fn length(&self) -> Length {
        self.length
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
        let begins = |field: &NumberField| matches!(field.group, Group::Volume | Group::Size);
        let mut texts = NUMBERS.iter().zip(&self.numbers);
        texts.all(|(field, text)| !begins(field) || text.trim().is_empty())
    }

    /// How many of its fields under "Advanced" are set.
    pub(super) fn advanced_count(&self) -> usize {
        let is_asked = |field: &NumberField| {
            !matches!(field.group, Group::Volume | Group::Pace | Group::Size)
                && field.is_asked_in(self.unit)
                && field.suits(self.work)
        };
        let numbers = NUMBERS.iter().zip(&self.numbers).filter(|(field, text)| {
            is_asked(field) && !text.trim().is_empty() && **text != default_text(field.name)
        });
        let others = [self.model != ANY, !self.use_case.is_empty()];
        numbers.count() + others.into_iter().filter(|set| *set).count()
    }

    /// Counts in another unit. What was counted so far is written in the new one,
    /// so that the answer stays the same, but nothing typed is lost: what stands
    /// in the fields of that unit and says the same stays, and so does everything
    /// where there is nothing to write yet.
    pub(super) fn set_unit(&mut self, unit: Unit) {
        let before = self.clone();
        self.unit = unit;
        let Ok((asked, _)) = before.question() else { return };
        let asks = |service: &Self| service.question().is_ok_and(|(question, _)| question == asked);
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
        let mut workload = self.workload().0;
        let from = std::mem::replace(&mut self.unit, unit);
        let mut scale = self.scale();
        scale.fill(&mut workload);
        for (index, field) in NUMBERS.iter().enumerate() {
            if !field.is_asked_in(unit) || field.is_asked_in(from) || !field.suits(self.work) {
                continue;
            }
            let number = match scale.number_mut(field.name) {
                Some(slot) => slot.take(),
                None => workload.number_mut(field.name).and_then(|slot| slot.take()),
            };
            if let Some(number) = number {
                self.set_number(index, number.as_str().to_string());
            }
        }
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

    /// Its workload, in requests a day or a month, and whether the figures divided
    /// evenly; or what is wrong with those of its unit.
    pub(super) fn workload(&self) -> (WorkloadDraft, Result<bool, Errors>) {
        let mut workload = WorkloadDraft::default();
        for (field, number) in self.asked_numbers() {
            let number = Some(number);
            if let Some(slot) = workload.number_mut(field.name) {
                *slot = number;
            } else if let Some(slot) = workload.tools.number_mut(field.name) {
                *slot = number;
            }
        }
        // A month's requests are a figure of the unit: it says what follows.
        workload.requests_per_month = None;
        let applied = self.scale().apply(&mut workload);
        (workload, applied)
    }

    /// What its model must be able to do.
    pub(super) fn requirements(&self) -> RequirementsDraft {
        let mut requirements = RequirementsDraft::default();
        for (field, number) in self.asked_numbers() {
            if let Some(slot) = requirements.number_mut(field.name) {
                *slot = Some(number);
            }
        }
        let models = || self.model.split(',').map(str::to_string).collect();
        requirements.models = (self.model != ANY).then(models);
        requirements.use_case = Some(self.use_case.clone());
        requirements.needs = self.needs.iter().map(|need| need.name().to_string()).collect();
        requirements
    }

    /// It alone, with no conditions but its own.
    pub(crate) fn question(&self) -> Result<(Question, bool), Errors> {
        let (workload, applied) = self.workload();
        let requirements = self.requirements();
        checked(&Draft { workload, requirements, ..Draft::default() }, applied)
    }

    /// It among others.
    pub(super) fn draft(&self) -> ServiceDraft {
        let growth = Some(Number::from(plain(&self.growth)));
        ServiceDraft {
            name: self.name.clone(),
            growth_percent_per_month: growth.filter(|growth| !growth.as_str().trim().is_empty()),
            requirements: self.requirements(),
            calls: vec![self.workload().0],
            ..ServiceDraft::default()
        }
    }

    /// The service that asks what a draft does. Of the numbers those of the
    /// requirements are taken too.
    pub(super) fn from_draft(
        mut workload: WorkloadDraft,
        requirements: &mut RequirementsDraft,
    ) -> Self {
        let mut service = Self::default();
        let mut scale = ScaleDraft { unit: Unit::Month, ..ScaleDraft::default() };
        if workload.requests_per_month.is_some() {
            service.unit = Unit::Month;
            scale.fill(&mut workload);
        }
        for (index, field) in NUMBERS.iter().enumerate() {
            let slot = match workload.number_mut(field.name) {
                _ if scale.number_mut(field.name).is_some_and(|slot| slot.is_some()) => {
                    scale.number_mut(field.name).and_then(Option::take)
                }
                Some(slot) => slot.take(),
                None => match workload.tools.number_mut(field.name) {
                    Some(slot) => slot.take(),
                    None => requirements.number_mut(field.name).and_then(|slot| slot.take()),
                },
            };
            if let Some(number) = slot {
                service.set_number(index, number.as_str().to_string());
            }
        }
        service.work = service.work_of_numbers();
        service.needs = requirements.needs.iter().filter_map(|need| need.parse().ok()).collect();
        service.model = requirements.models.take().map_or(ANY.to_string(), |all| all.join(","));
        service.use_case = requirements.use_case.take().unwrap_or_default();
        service
    }
}

/// A draft whose workload follows from figures of another unit, checked with them.
pub(super) fn checked(
    draft: &Draft,
    applied: Result<bool, Errors>,
) -> Result<(Question, bool), Errors> {
    match applied {
        Ok(exact) => draft.check().map(|question| (question, exact)),
        Err(mut errors) => {
            // The other fields are checked too; what follows from a bad one is not.
            if let Err(more) = draft.check() {
                let follows = ["requests_per_day"];
                errors.extend(more.into_iter().filter(|error| !follows.contains(&error.field())));
            }
            Err(errors)
        }
    }
}

#[cfg(test)]
mod tests {
    use groq_calc::Error;

    use super::*;
    use crate::form::state::Form;

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
