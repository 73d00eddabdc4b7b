use std::prelude::rust_2024::*;

use groq_calc::Usage;

use crate::{
    error::quoted,
    text::{figure, records::Record},
    usage::{
        entry::Entry,
        ledger::{Ledger, MAX_VALUE_BYTES},
        names::{Names, Places},
        time::TimeReader,
    },
};

/// The columns of a CSV.
pub(crate) struct Columns {
    count: usize,
    places: Places<usize>,
}

impl Columns {
    /// Reads a header.
    pub(crate) fn read(header: Record<'_>, names: &Names, timed: bool) -> Result<Self, String> {
        let found = header.trimmed();
        let find = |name: &str| found.iter().position(|column| *column == name.as_bytes());
        Ok(Self { count: found.len(), places: names.places(timed, find)? })
    }

    /// Reads a row.
    #[inline]
    pub(crate) fn entry<'a>(
        &self,
        record: Record<'a>,
        time: &mut TimeReader,
        always: i64,
    ) -> Result<Entry<'a>, String> {
        if record.len() != self.count {
            return Err(format!(
                "it has {} columns; the first line has {}",
                record.len(),
                self.count
            ));
        }
        let places = &self.places;
        let tokens = |name, index| figure::read(name, record.get(index), u64::MAX);
        let cached = match places.cached.map(|index| record.get(index)) {
            None => 0,
            Some(field) if field.trim_ascii().is_empty() => 0,
            Some(field) => figure::read("cached", field, u64::MAX)?,
        };
        let usage =
            Usage::new(tokens("input", places.input)?, cached, tokens("output", places.output)?)
                .map_err(|error| error.to_string())?;
        Ok(Entry {
            model: model(record.get(places.model))?,
            day: match places.time {
                Some(index) => time.day(record.get(index))?,
                None => always,
            },
            usage,
            batch: match places.batch {
                Some(index) => flag(record.get(index))?,
                None => false,
            },
        })
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
    id.iter().any(|byte| byte.is_ascii_control() || *byte == 0xc2)
        && String::from_utf8_lossy(id).contains(char::is_control)
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
