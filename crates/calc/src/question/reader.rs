use alloc::vec::Vec;

use crate::{
    catalog::{admission::Admission, quality::Points},
    error::Error,
    num::{date::Date, number::Number},
    question::workload::{Field, Workload},
};

/// Collects what is wrong while the fields are read.
#[derive(Default)]
pub(crate) struct Reader {
    pub(crate) errors: Vec<Error>,
}

impl Reader {
    /// The value in the field's smallest unit, or `None` where it is not set.
    pub(crate) fn optional(&mut self, field: Field, number: Option<&Number>) -> Option<u64> {
        self.value(field.read(number)).flatten()
    }

    /// What was read, or its error kept.
    pub(crate) fn value<T>(&mut self, read: Result<T, Error>) -> Option<T> {
        read.map_err(|error| self.errors.push(error)).ok()
    }

    /// A day, or `None` where it is not set.
    pub(crate) fn date(&mut self, field: &str, text: Option<&str>) -> Option<Date> {
        let text = text.map(str::trim).filter(|text| !text.is_empty())?;
        self.value(Date::read(field, text))
    }

    /// A rule of admission, or `None` where it is not set.
    pub(crate) fn admission(&mut self, text: Option<&str>) -> Option<Admission> {
        let name = text.map(str::trim).filter(|name| !name.is_empty())?;
        let known = || Error::unknown("admission", name, "reserved or expected");
        self.value(Admission::parse(name).ok_or_else(known))
    }

    /// As [`Reader::optional`], with a stand-in where there is an error.
    pub(crate) fn read(&mut self, field: Field, number: Option<&Number>) -> u64 {
        self.optional(field, number).unwrap_or(field.min)
    }

    /// Reads a part of the question; its errors name where it stands.
    pub(crate) fn within<T>(&mut self, place: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let mut inside = Self::default();
        let value = read(&mut inside);
        self.errors.extend(inside.errors.into_iter().map(|error| error.within(place)));
        value
    }

    /// Refuses a workload of nothing, where that is all that is wrong.
    pub(crate) fn refuse_nothing(&mut self, workload: &Workload) {
        if self.errors.is_empty() && !workload.asks_for_anything() {
            let wanted = "above 0, or else output_tokens, audio_seconds or characters";
            self.errors.push(Error::missing("input_tokens", wanted));
        }
    }

    /// A score.
    pub(crate) fn points(&mut self, field: &str, number: &Number) -> Points {
        let text = number.as_str().trim();
        Points::parse(text).unwrap_or_else(|| {
            let range = "a number from 0, with at most 3 decimals";
            self.errors.push(Error::range(field, text, range));
            Points::default()
        })
    }
}
