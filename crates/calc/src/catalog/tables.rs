use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use crate::{
    catalog::{
        admission::Admission,
        model::{Dated, Lifecycle, Model},
        pricing::ToolPrices,
        quality::{Benchmark, Score},
        retirement::Instead,
    },
    error::Error,
    num::date::Date,
};

/// Why a model is not offered, as the rest of a sentence that names it.
fn gone(model: &Model<'_>, stage: &Dated<'_, Lifecycle<'_>>) -> String {
    let (id, from) = (model.id, stage.from);
    let instead = Instead(stage.value.replacements());
    match (stage.value, model.ended_on()) {
        (Lifecycle::Enterprise { .. }, None) => {
            format!("`{id}`, which Groq offers under an enterprise contract alone: Contact Sales")
        }
        (Lifecycle::Enterprise { .. }, Some(_)) => format!(
            "`{id}`, which was retired on {from} on the free and the developer plan and is left to \
             enterprise contracts (Contact Sales); {instead}"
        ),
        _ => format!("`{id}`, which was retired on {from}; {instead}"),
    }
}

/// Where a figure was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source<'a> {
    /// The id that entries name.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Who publishes it.
    pub publisher: &'a str,
    /// Its address, or nothing.
    pub url: &'a str,
    /// When it was read.
    pub accessed: Date,
}

/// A use case with the models to start with, from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UseCase<'a> {
    /// The name that a question takes.
    pub id: &'a str,
    /// First day.
    pub from: Date,
    /// The name for people.
    pub title: &'a str,
    /// Model ids, best first.
    pub models: &'a [&'a str],
    /// What to start with, and why.
    pub start: &'a str,
    /// What to avoid.
    pub avoid: &'a str,
    /// The id of a source.
    pub source: &'a str,
}

/// Everything the engine has to know from outside.
#[derive(Clone, Copy, Debug)]
pub struct Catalog<'a> {
    /// All models ever listed, sorted by id.
    pub models: &'a [Model<'a>],
    /// Prices of Groq's tools, by date.
    pub tools: &'a [Dated<'a, ToolPrices>],
    /// How requests are admitted, by date.
    pub admission: &'a [Dated<'a, Admission>],
    /// Use cases, sorted by id and day.
    pub use_cases: &'a [UseCase<'a>],
    /// Sources, sorted by id.
    pub sources: &'a [Source<'a>],
    /// What published results measure, those that most models have first.
    pub benchmarks: &'a [Benchmark<'a>],
    /// Published results.
    pub scores: &'a [Score<'a>],
}

impl<'a> Catalog<'a> {
    /// Nothing at all, for your own offers.
    pub const EMPTY: Self = Self {
        models: &[],
        tools: &[],
        admission: &[],
        use_cases: &[],
        sources: &[],
        benchmarks: &[],
        scores: &[],
    };

    /// A model by its id, offered or not.
    pub fn model(&self, id: &str) -> Option<&'a Model<'a>> {
        let index = self.models.binary_search_by(|model| model.id.cmp(id)).ok()?;
        Some(&self.models[index])
    }

    /// A source by its id.
    pub fn source(&self, id: &str) -> Option<&'a Source<'a>> {
        self.sources.iter().find(|source| source.id == id)
    }

    /// The models that can be called on a day.
    pub fn offered(&self, day: Date) -> impl Iterator<Item = &'a Model<'a>> {
        self.models.iter().filter(move |model| model.is_offered(day))
    }

    /// A model that can be called on a day.
    ///
    /// # Errors
    ///
    /// For an id that is unknown, not yet or no longer offered: with its end
    /// date and its replacement.
    pub fn offered_model(&self, field: &str, id: &str, day: Date) -> Result<&'a Model<'a>, Error> {
        let Some(model) = self.model(id) else {
            return Err(Error::unknown(field, id, "a model id that `groq-calc models` lists"));
        };
        match model.stage(day) {
            None => {
                let first = model.lifecycle.first();
                let on = first.map_or(day, |entry| entry.from);
                let message = match first.is_none_or(|entry| entry.value.is_offered()) {
                    true => format!("`{id}`, which was first listed on {on}, after {day}"),
                    false => format!("`{id}`, of which nothing is known before {on}"),
                };
                Err(Error::retired(field, id, message))
            }
            Some(stage) if stage.value.is_offered() => Ok(model),
            Some(stage) => Err(Error::retired(field, id, gone(model, stage))),
        }
    }

    /// The rule by which requests are admitted on a day; `None` before the first
    /// that is known.
    pub fn admission_at(&self, day: Date) -> Option<&'a Dated<'a, Admission>> {
        Dated::at(self.admission, day)
    }

    /// The use cases of a day, sorted by id: of each the newest entry that is not
    /// later.
    pub fn use_cases_on(&self, day: Date) -> impl Iterator<Item = &'a UseCase<'a>> {
        let in_force = move |case: &UseCase<'_>| case.from <= day;
        self.use_cases
            .chunk_by(|one, next| one.id == next.id)
            .filter_map(move |entries| entries.iter().rev().find(|case| in_force(case)))
    }

    /// The day that a question names, or the newest where it names none.
    ///
    /// # Errors
    ///
    /// For a text that is no date, and for a day before the catalog begins, of
    /// which nothing is known.
    pub fn day(&self, as_of: Option<&str>) -> Result<Date, Error> {
        match as_of {
            None => Ok(self.newest()),
            Some(text) => self.reached(Date::read("as_of", text)?),
        }
    }

    /// A day of which something is known.
    pub(crate) fn reached(&self, day: Date) -> Result<Date, Error> {
        if self.reaches(day) {
            return Ok(day);
        }
        let range = format!("{} or later: no earlier figure is known", self.oldest());
        Err(Error::range("as_of", &day.to_string(), &range))
    }

    fn dates(&self) -> impl Iterator<Item = Date> {
        self.models.iter().flat_map(Model::dates).chain(self.tools.iter().map(|entry| entry.from))
    }

    /// Every day that has an entry, in order.
    pub fn days(&self) -> Vec<Date> {
        let rules = self.admission.iter().map(|entry| entry.from);
        let mut days: Vec<_> = self.dates().chain(rules).collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// Whether anything is known of a day.
    pub fn reaches(&self, day: Date) -> bool {
        self.dates().any(|date| date <= day)
    }

    /// The date of the newest entry: the default `as_of`.
    pub fn newest(&self) -> Date {
        self.dates().max().unwrap_or(Date::constant(1970, 1, 1))
    }

    /// The date of the newest entry of a day or before: how old its figures are.
    pub fn newest_on(&self, day: Date) -> Option<Date> {
        self.dates().filter(|date| *date <= day).max()
    }

    /// The date of the oldest entry: nothing is known before it.
    pub fn oldest(&self) -> Date {
        self.dates().min().unwrap_or(Date::constant(1970, 1, 1))
    }
}
