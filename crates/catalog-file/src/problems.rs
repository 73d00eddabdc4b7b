use std::collections::BTreeSet;

use groq_calc::{Date, num::Decimal};

use crate::{
    entries::Entry,
    error::{Error, Problem},
};

/// The most characters of an id.
const MAX_ID: usize = 200;

/// What was found so far, and in which file.
#[derive(Debug, Default)]
pub struct Problems {
    file: String,
    model: Option<String>,
    found: Vec<Problem>,
    sources: BTreeSet<String>,
    models: BTreeSet<String>,
}

/// A text of the file in an error: in quotes, on one line, and not too long.
pub(crate) fn quoted(text: &str) -> String {
    const MAX: usize = 60;
    match text.char_indices().nth(MAX) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
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

    /// Goes on with another file.
    pub fn in_file(&mut self, file: &str) {
        file.clone_into(&mut self.file);
    }

    /// Goes on with a model of the file.
    pub(crate) fn in_model(&mut self, id: &str) {
        self.model = Some(id.to_owned());
    }

    /// Whether a source of that id is known.
    pub fn knows_source(&self, id: &str) -> bool {
        self.sources.contains(id)
    }

    /// Whether a model of that id is known.
    pub(crate) fn knows_model(&self, id: &str) -> bool {
        self.models.contains(id)
    }

    /// Everything that was found.
    pub fn found(&self) -> &[Problem] {
        &self.found
    }

    /// Nothing, or everything that was found.
    ///
    /// # Errors
    ///
    /// When anything was.
    pub fn finish(self) -> Result<(), Error> {
        if self.found.is_empty() { Ok(()) } else { Err(Error::all(self.found)) }
    }

    /// Says what is wrong with a field.
    pub fn add(&mut self, field: &str, what: &str) {
        let text = format!("{field} {what}");
        self.found.push(Problem::new(&self.file, self.model.as_deref(), field, text));
    }

    /// Ids in order.
    pub fn sorted(&mut self, field: &str, ids: &[&str]) {
        for (index, pair) in ids.windows(2).enumerate() {
            if pair[0] >= pair[1] {
                let what = format!("is {:?} after {:?}: sort by id", pair[1], pair[0]);
                self.add(&format!("{field}[{}].id", index + 1), &what);
            }
        }
    }

    /// An id that may reach a terminal, a table or a path.
    pub(crate) fn id(&mut self, field: &str, id: &str) {
        if id.trim().is_empty() {
            self.add(field, "is empty");
        } else if id.chars().any(char::is_control) {
            self.add(field, &format!("is {}: control characters are not allowed", quoted(id)));
        } else if id.chars().nth(MAX_ID).is_some() {
            let what = format!("is {}: it must be at most {MAX_ID} characters long", quoted(id));
            self.add(field, &what);
        }
    }

    /// The ids of a list, each valid and used once.
    pub(crate) fn ids<'a>(&mut self, list: &str, ids: impl Iterator<Item = &'a str>) {
        self.ids_by_day(list, ids.map(|id| (id, "")));
    }

    /// The ids of a list, each valid and used once a day.
    pub(crate) fn ids_by_day<'a>(
        &mut self,
        list: &str,
        ids: impl Iterator<Item = (&'a str, &'a str)>,
    ) {
        let mut seen = BTreeSet::new();
        for (index, (id, day)) in ids.enumerate() {
            let field = format!("{list}[{index}].id");
            self.id(&field, id);
            if !seen.insert((id, day)) {
                self.add(&field, &format!("is {}, which another entry has already", quoted(id)));
            }
        }
    }

    /// Says so unless a text is a plain date.
    pub(crate) fn date(&mut self, field: &str, text: &str) {
        if Date::parse(text).is_none() {
            self.add(field, &format!("is {}, not a plain date like 2026-06-04", quoted(text)));
        }
    }

    /// Says so unless an entry names a known source.
    pub(crate) fn source(&mut self, field: &str, id: &str) {
        if !self.knows_source(id) {
            let what = format!("is {}, which is not among the sources", quoted(id));
            self.add(&format!("{field}.source"), &what);
        }
    }

    /// Dates in order, each once; sources known.
    pub(crate) fn dated(&mut self, list: &str, entries: &[impl Entry]) {
        for (index, entry) in entries.iter().enumerate() {
            self.date(&format!("{list}[{index}].from"), entry.from());
            self.source(&format!("{list}[{index}]"), entry.source());
        }
        for (index, pair) in entries.windows(2).enumerate() {
            let days = [Date::parse(pair[0].from()), Date::parse(pair[1].from())];
            let [Some(before), Some(from)] = days else { continue };
            let field = format!("{list}[{}].from", index + 1);
            if from == before {
                self.add(&field, &format!("is {from}, as that of {list}[{index}]: dates overlap"));
            } else if from < before {
                let what = format!("is {from}, before {before} of {list}[{index}]: wrong order");
                self.add(&field, &what);
            }
        }
    }

    /// Says so unless a text is a plain decimal with at most `places` decimals
    /// that an exact price can hold.
    pub(crate) fn price(&mut self, field: &str, text: &str, places: u32) {
        let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            && text.bytes().any(|byte| byte.is_ascii_digit())
            && text.matches('.').count() < 2;
        // Zeros at the end count as well: what is exported has the same decimals.
        let decimals = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        let scaled = || Decimal::parse(text)?.scaled(places).map(u64::try_from)?.ok();
        let shown = quoted(text);
        if !plain {
            self.add(field, &format!("is {shown}, not a plain decimal like \"0.15\""));
        } else if decimals > places as usize {
            self.add(field, &format!("is {shown}, with more than {places} decimals"));
        } else if scaled().is_none() {
            let max = u64::MAX / 10u64.pow(places);
            self.add(field, &format!("is {shown}, too large: it must be at most {max}"));
        }
    }
}
