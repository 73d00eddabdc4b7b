use std::collections::BTreeSet;

use groq_calc::{Date, Decimal};

use crate::{entries::Entry, error::Error};

/// What was found so far, and in which file.
#[derive(Debug, Default)]
pub struct Problems {
    file: String,
    lines: Vec<String>,
    sources: BTreeSet<String>,
    models: BTreeSet<String>,
}

impl Problems {
    /// None yet, in a file of that name.
    pub fn of(file: &str) -> Self {
        Self { file: file.to_owned(), ..Self::default() }
    }

    /// What entries may refer to.
    #[must_use]
    pub fn knowing<'a>(
        mut self,
        sources: impl IntoIterator<Item = &'a str>,
        models: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        self.sources = sources.into_iter().map(str::to_owned).collect();
        self.models = models.into_iter().map(str::to_owned).collect();
        self
    }

    /// Goes on to another file.
    pub fn turn_to(&mut self, file: &str) {
        file.clone_into(&mut self.file);
    }

    /// Whether a source of that id is known.
    pub fn knows_source(&self, id: &str) -> bool {
        self.sources.contains(id)
    }

    /// Whether a model of that id is known.
    pub(crate) fn knows_model(&self, id: &str) -> bool {
        self.models.contains(id)
    }

    /// Each as one line.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// Nothing, or all that was found.
    ///
    /// # Errors
    ///
    /// When anything was.
    pub fn end(self) -> Result<(), Error> {
        if self.lines.is_empty() { Ok(()) } else { Err(Error::all(self.lines)) }
    }

    /// Says what is wrong with a field.
    pub fn add(&mut self, field: &str, what: &str) {
        self.lines.push(format!("{}: {field} {what}", self.file));
    }

    /// Ids in order and apart.
    pub fn sorted(&mut self, field: &str, ids: &[&str]) {
        for (index, pair) in ids.windows(2).enumerate() {
            if pair[0] >= pair[1] {
                let what = format!("is {:?} after {:?}: sort by id", pair[1], pair[0]);
                self.add(&format!("{field}[{}].id", index + 1), &what);
            }
        }
    }

    /// Says so unless a text is a plain date.
    pub(crate) fn date(&mut self, field: &str, text: &str) {
        if Date::parse(text).is_none() {
            self.add(field, &format!("is {text}, not a plain date like 2026-06-04"));
        }
    }

    /// Dates in order and apart, sources known.
    pub(crate) fn dated(&mut self, list: &str, entries: &[impl Entry]) {
        for (index, entry) in entries.iter().enumerate() {
            self.date(&format!("{list}[{index}].from"), entry.from());
            if !self.sources.contains(entry.source()) {
                let what = format!("is {:?}, which is not among the sources", entry.source());
                self.add(&format!("{list}[{index}].source"), &what);
            }
        }
        for (index, pair) in entries.windows(2).enumerate() {
            let (field, before) = (format!("{list}[{}].from", index + 1), pair[0].from());
            let from = pair[1].from();
            if from == before {
                self.add(&field, &format!("is {from}, as that of {list}[{index}]: dates overlap"));
            } else if from < before {
                let what = format!("is {from}, before {before} of {list}[{index}]: wrong order");
                self.add(&field, &what);
            }
        }
    }

    /// Says so unless a text is a plain decimal of at most so many places.
    pub(crate) fn price(&mut self, field: &str, text: &str, places: u32) {
        let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let fits = Decimal::parse(text)
            .and_then(|decimal| decimal.scaled(places))
            .is_some_and(|value| u64::try_from(value).is_ok());
        // Zeros at the end count as well: the constant is read to the letter.
        let written = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        if !plain || !fits || written > places as usize {
            let what = format!("is {text:?}, not a plain decimal with at most {places} places");
            self.add(field, &what);
        }
    }
}
