use std::prelude::rust_2024::*;

use groq_calc::Usage;
use groq_protocol::{CachedPart, Seconds};

use crate::{
    error::quoted,
    text::{figure, prompt::prompt, records::Record},
    usage::{
        assumptions::{Assumptions, NO_MODEL},
        entry::Entry,
        kept::MAX_VALUE_BYTES,
        ledger::Ledger,
        names::{Names, Places},
        time::TimeReader,
    },
};

/// Why a row can't be taken.
pub(crate) enum Fault {
    /// It is wrong.
    Row(String),
    /// The log does not tell what has to be known of every row.
    Log(String),
}

impl From<String> for Fault {
    fn from(reason: String) -> Self {
        Self::Row(reason)
    }
}

/// The columns of a CSV.
#[derive(Clone)]
pub(crate) struct Columns {
    count: usize,
    places: Places,
    decimal_comma: bool,
    assumptions: Assumptions,
}

impl Columns {
    /// Reads a header.
    pub(crate) fn read(
        header: &[&str],
        names: &Names,
        timed: bool,
        decimal_comma: bool,
        assumptions: Assumptions,
    ) -> Result<Self, String> {
        let places = names.places(timed, assumptions.any_model, header)?;
        Ok(Self { count: header.len(), places, decimal_comma, assumptions })
    }

    /// Whether it has a column for cached tokens.
    pub(crate) const fn has_cached(&self) -> bool {
        self.places.cached.is_some()
    }

    /// Reads a row.
    ///
    /// # Errors
    ///
    /// For a row that is wrong, and one that does not tell whether its prompt
    /// tokens have the cached ones, which is not the row's fault.
    #[inline]
    pub(crate) fn entry<'a>(
        &self,
        record: Record<'a>,
        time: &mut TimeReader,
        always: i64,
    ) -> Result<Entry<'a>, Fault> {
        if record.len() != self.count {
            return Err(Fault::Row(format!(
                "it has {} columns; the first line has {}",
                record.len(),
                self.count
            )));
        }
        let places = &self.places;
        let model = match places.model {
            Some(index) => match model(record.get(index)) {
                Err(_) if self.assumptions.any_model => NO_MODEL,
                model => model?,
            },
            None => NO_MODEL,
        };
        let known = |name, index: Option<usize>| match index {
            None => Ok(Some(0)),
            Some(index) => figure::known(name, record.get(index), u64::MAX, self.decimal_comma),
        };
        let (input, output) = (known("input", places.input)?, known("output", places.output)?);
        let mut audio_us = 0;
        // Beside tokens a duration is that of the request.
        if input.unwrap_or(0) == 0 && output.unwrap_or(0) == 0 {
            audio_us = self.audio(record)?;
        }
        let stated = |name, count: Option<u64>, index: Option<usize>| match (count, index) {
            (Some(count), _) => Ok(count),
            (None, Some(index)) if audio_us == 0 => figure::read(name, record.get(index), u64::MAX),
            (None, _) => Ok(0),
        };
        let mut input = stated("input", input, places.input)?;
        let output = stated("output", output, places.output)?;
        let mut cached = 0;
        if let Some(index) = places.cached {
            let field = record.get(index);
            cached = figure::known("cached", field, u64::MAX, self.decimal_comma)?.unwrap_or(0);
        }
        if cached > 0 && (places.total.is_some() || places.cached_part != CachedPart::Included) {
            input = self.prompt(record, input, cached, output)?;
        }
        let usage = Usage::new(input, cached, output).map_err(|error| error.to_string())?;
        Ok(Entry {
            model,
            day: match places.time {
                Some(index) => time.day(record.get(index))?,
                None => always,
            },
            usage,
            audio_us,
            batch: match places.batch {
                Some(index) => flag(record.get(index))? || self.assumptions.all_batch,
                None => self.assumptions.all_batch,
            },
        })
    }

    /// The length of audio of a row without tokens; a duration of another form is
    /// not one, unless its column was named.
    #[cold]
    fn audio(&self, record: Record<'_>) -> Result<u64, String> {
        let Some((index, micros)) = self.places.audio else { return Ok(0) };
        match audio(record.get(index), micros) {
            Err(reason) if self.places.audio_is_named => Err(reason),
            length => Ok(length.unwrap_or(0)),
        }
    }

    /// The prompt tokens with the cached ones, where these may stand beside.
    #[cold]
    fn prompt(
        &self,
        record: Record<'_>,
        input: u64,
        cached: u64,
        output: u64,
    ) -> Result<u64, Fault> {
        let known = |name, index: Option<usize>| {
            let field = index.map_or(&[][..], |index| record.get(index));
            figure::known(name, field, u64::MAX, self.decimal_comma)
        };
        let write = known("cache write", self.places.cache_write)?.unwrap_or(0);
        let total = known("total", self.places.total)?;
        let (part, assumed) = (self.places.cached_part, self.assumptions.cached_part);
        prompt(part, assumed, [input, cached, write, output], total).map_err(Fault::Log)
    }

    /// Adds a row that was read.
    #[inline]
    pub(crate) fn add(
        &self,
        record: Record<'_>,
        entry: &Entry<'_>,
        ledger: &mut Ledger<'_>,
    ) -> Result<(), String> {
        ledger.add(entry, |index| record.get(self.places.by[index]))
    }
}

/// The length of audio in microseconds; nothing is 0.
pub(crate) fn audio(field: &[u8], micros: u64) -> Result<u64, String> {
    let illegal = || format!("audio is {}; it must be a length in seconds", quoted(field));
    let text = str::from_utf8(field).map_err(|_| illegal())?.trim();
    if text.is_empty() {
        return Ok(0);
    }
    let scaled = if micros == 1_000 { format!("{text}e-3") } else { text.to_owned() };
    let nanos = Seconds::parse(&scaled).and_then(|seconds| seconds.nanos());
    nanos.map(|nanos| nanos.get() / 1_000).ok_or_else(illegal)
}

/// A model's id: not nothing, and nothing that a terminal acts on.
#[inline]
pub(crate) fn model(field: &[u8]) -> Result<&[u8], String> {
    match field.trim_ascii() {
        [] => Err("model is missing".to_owned()),
        id if id.len() > MAX_VALUE_BYTES => Err(format!(
            "model is {}, {} bytes long; it must have at most {MAX_VALUE_BYTES} bytes",
            quoted(id),
            id.len()
        )),
        id if has_control(id) => {
            Err(format!("model is {}; control characters are not allowed", quoted(id)))
        }
        id => Ok(id),
    }
}

/// Whether control characters are in it: those of ASCII, and those that UTF-8
/// writes with two bytes, the first of which is 0xC2.
#[inline]
fn has_control(id: &[u8]) -> bool {
    // All of them at once, which takes less time than to stop at the first.
    let may_have =
        id.iter().fold(false, |may, byte| may | byte.is_ascii_control() | (*byte == 0xc2));
    may_have && String::from_utf8_lossy(id).contains(char::is_control)
}

/// Yes or no, in the words of databases and spreadsheets; nothing is no.
#[inline]
pub(crate) fn flag(field: &[u8]) -> Result<bool, String> {
    let text = field.trim_ascii();
    let is = |words: [&str; 4]| words.iter().any(|word| text.eq_ignore_ascii_case(word.as_bytes()));
    if text.is_empty() || is(["false", "0", "f", "no"]) {
        Ok(false)
    } else if is(["true", "1", "t", "yes"]) {
        Ok(true)
    } else {
        Err(format!("batch is {}; it must be true or false", quoted(field)))
    }
}
