//! A kind of call: what its requests do, how many there are, and what one takes.

use groq_calc::{Draft, Errors, Number, Question, WorkloadDraft};

use crate::form::{
    fields::{Group, NUMBERS, NumberField, default_text, index_of, range_of},
    length::Length,
    scale::ScaleDraft,
    unit::Unit,
    work::Work,
    written::{plain, two_readings},
};

/// A kind of call as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Call {
    /// The texts of the number fields, by their places in the list. Conditions are
    /// those of the service.
    numbers: Vec<String>,
    pub(super) work: Work,
    pub(super) unit: Unit,
    /// The unit of a length of audio.
    pub(super) length: Length,
}

impl Default for Call {
    /// Every field at its default; the requests, which have none, are empty.
    fn default() -> Self {
        Self {
            numbers: NUMBERS.iter().map(|field| default_text(field.name)).collect(),
            work: Work::Text,
            unit: Unit::Day,
            length: Length::Seconds,
        }
    }
}

/// A number as the engine reads it. One that may be meant in two ways gets a mark that
/// makes the engine refuse it, so that the visitor is asked.
pub(super) fn asked(field: &NumberField, text: &str) -> Number {
    let is_whole = range_of(field.name).is_some_and(|range| range.decimals == 0);
    Number::from(match is_whole && two_readings(text).is_some() {
        true => format!("{}?", text.trim()),
        false => plain(text),
    })
}

impl Call {
    /// One of which nothing is entered, counted as this one is.
    pub(super) fn another(&self) -> Self {
        Self { work: self.work, unit: self.unit, length: self.length, ..Self::default() }
    }

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

    /// The unit in which it is counted.
    pub(crate) fn unit(&self) -> Unit {
        self.unit
    }

    /// What a request does.
    pub(crate) fn work(&self) -> Work {
        self.work
    }

    /// The unit of a length of audio.
    pub(crate) fn length(&self) -> Length {
        self.length
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

    /// Whether nothing is entered that an answer could begin with.
    pub(crate) fn is_blank(&self) -> bool {
        let begins = |field: &NumberField| matches!(field.group, Group::Volume | Group::Size);
        let mut texts = NUMBERS.iter().zip(&self.numbers);
        texts.all(|(field, text)| !begins(field) || text.trim().is_empty())
    }

    /// Counts in another unit. What was counted so far is written in the new one,
    /// so that the answer stays the same, but nothing typed is lost: what stands
    /// in the fields of that unit and says the same stays, and so does everything
    /// where there is nothing to write yet.
    pub(super) fn set_unit(&mut self, unit: Unit) {
        let before = self.clone();
        self.unit = unit;
        let Ok((question, _)) = before.question() else { return };
        let asks = |call: &Self| call.question().is_ok_and(|(other, _)| other == question);
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

    /// The numbers that are asked for of this kind of work, as the engine reads them.
    fn asked_numbers(&self) -> impl Iterator<Item = (&'static NumberField, Number)> {
        let all = NUMBERS.iter().zip(&self.numbers);
        all.filter(|(field, _)| field.suits(self.work)).map(|(field, text)| {
            let number = match field.name {
                "audio_seconds" => Number::from(self.length.seconds(&plain(text))),
                _ => asked(field, text),
            };
            (field, number)
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

    /// It among others. Requests of a month stay such: the months ahead are rounded up
    /// from what is counted.
    pub(super) fn draft(&self) -> WorkloadDraft {
        let (mut workload, applied) = self.workload();
        if self.unit == Unit::Month && applied.is_ok() {
            workload.requests_per_day = None;
            workload.requests_per_month = self.scale().requests_per_month;
        }
        workload
    }

    /// It alone, with no conditions.
    pub(crate) fn question(&self) -> Result<(Question, bool), Errors> {
        let (workload, applied) = self.workload();
        checked(&Draft { workload, ..Draft::default() }, applied)
    }

    /// The call that asks what a draft does.
    pub(super) fn from_draft(mut workload: WorkloadDraft) -> Self {
        let mut call = Self::default();
        let mut scale = ScaleDraft { unit: Unit::Month, ..ScaleDraft::default() };
        if workload.requests_per_month.is_some() {
            call.unit = Unit::Month;
            scale.fill(&mut workload);
        }
        for (index, field) in NUMBERS.iter().enumerate() {
            let of_month = scale.number_mut(field.name).and_then(Option::take);
            let of_request = workload.number_mut(field.name).and_then(Option::take);
            let of_tool = workload.tools.number_mut(field.name).and_then(Option::take);
            if let Some(number) = of_month.or(of_request).or(of_tool) {
                call.set_number(index, number.as_str().to_string());
            }
        }
        call.work = call.work_of_numbers();
        call
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
                errors.extend(more.into_iter().filter(|error| error.field() != FOLLOWS));
            }
            Err(errors)
        }
    }
}

/// The field of the question that follows from figures of another unit.
pub(super) const FOLLOWS: &str = "requests_per_day";

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
