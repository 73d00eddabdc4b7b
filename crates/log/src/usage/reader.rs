use std::prelude::rust_2024::*;

use groq_calc::Usage;
use serde_json::Value;

use crate::{
    error::{Error, quoted},
    text::{
        figure,
        lines::Lines,
        opening::{Opening, Syntax},
        records::Records,
    },
    usage::{
        columns::{Columns, flag, model},
        entry::Entry,
        ledger::Ledger,
        names::{Names, Places},
        time::{Days, TimeReader},
    },
};

/// Reads a usage log, CSV or JSON lines, chunk by chunk into a [`Ledger`].
pub struct Reader {
    names: Names,
    days: Days,
    skip_bad_rows: bool,
    stage: Stage,
    time: TimeReader,
    rows: u64,
    skipped: u64,
}

enum Stage {
    Start(Opening),
    Csv(Box<Records>, Option<Columns>),
    Json(Lines, Option<Places<String>>),
}

/// Whether a row is taken, and which are counted.
struct Counts<'a> {
    skip_bad_rows: bool,
    rows: &'a mut u64,
    skipped: &'a mut u64,
}

impl Counts<'_> {
    #[inline]
    fn good(&mut self) {
        *self.rows += 1;
    }

    #[cold]
    fn bad(&mut self, line: u64, reason: String) -> Result<(), Error> {
        if !self.skip_bad_rows {
            return Err(Error::row(line, reason));
        }
        *self.skipped += 1;
        Ok(())
    }
}

impl Reader {
    /// A reader of nothing yet.
    pub fn new(names: Names, days: Days, skip_bad_rows: bool) -> Self {
        Self {
            names,
            days,
            skip_bad_rows,
            stage: Stage::Start(Opening::default()),
            time: TimeReader::default(),
            rows: 0,
            skipped: 0,
        }
    }

    /// How many rows have been read.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// How many bad rows have been skipped.
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// Reads the next bytes and adds the rows that end in them.
    ///
    /// # Errors
    ///
    /// For a row that is wrong, unless such rows are skipped; for a log without
    /// the columns it needs, for a line that is too long, and for what the
    /// ledger refuses.
    pub fn feed(&mut self, chunk: &[u8], ledger: &mut Ledger<'_>) -> Result<(), Error> {
        let mut rest = chunk;
        if let Stage::Start(opening) = &mut self.stage {
            let (left, found) = opening.feed(chunk)?;
            rest = left;
            if let Some(syntax) = found {
                self.stage = match syntax {
                    Syntax::Csv(line) => Stage::Csv(Box::new(Records::starting(line)), None),
                    Syntax::Json(line) => Stage::Json(Lines::starting(line), None),
                };
            }
        }
        // To the CSV reader no bytes are the end.
        if rest.is_empty() { Ok(()) } else { self.read(rest, ledger, false) }
    }

    /// Ends the log; the last line needs no line break.
    ///
    /// # Errors
    ///
    /// As [`Reader::feed`], and for a log without a single row.
    pub fn finish(&mut self, ledger: &mut Ledger<'_>) -> Result<(), Error> {
        self.read(&[], ledger, true)?;
        match self.rows {
            0 => Err(Error::no_row(matches!(self.stage, Stage::Start(_)), self.skipped)),
            _ => Ok(()),
        }
    }

    fn read(&mut self, chunk: &[u8], ledger: &mut Ledger<'_>, end: bool) -> Result<(), Error> {
        let (timed, always) = match self.days {
            Days::OfTheRow => (true, 0),
            Days::Always(day) => (false, day.days_since_epoch()),
        };
        let (names, time) = (&self.names, &mut self.time);
        let mut counts = Counts {
            skip_bad_rows: self.skip_bad_rows,
            rows: &mut self.rows,
            skipped: &mut self.skipped,
        };
        match &mut self.stage {
            Stage::Start(_) => Ok(()),
            Stage::Csv(records, columns) => records.feed(chunk, |line, record| {
                let fatal = |reason: String| Error::log(line, reason);
                let Some(columns) = columns else {
                    *columns = Some(Columns::read(record, names, timed).map_err(fatal)?);
                    return Ok(());
                };
                match columns.entry(record, time, always) {
                    Err(reason) => return counts.bad(line, reason),
                    Ok(entry) => columns.add(record, &entry, ledger).map_err(fatal)?,
                }
                counts.good();
                Ok(())
            }),
            Stage::Json(lines, places) => {
                let mut take = |line: u64, text: &[u8]| {
                    if text.trim_ascii().is_empty() {
                        return Ok(());
                    }
                    let fatal = |reason: String| Error::log(line, reason);
                    let value = match object(text) {
                        Ok(value) => value,
                        Err(reason) => return counts.bad(line, reason),
                    };
                    if places.is_none() {
                        let find = |name: &str| at(&value, name).map(|_| name.to_owned());
                        *places = Some(names.places(timed, find).map_err(fatal)?);
                    }
                    let Some(places) = places else { return Ok(()) };
                    let fields = Fields::of(&value, places);
                    match fields.entry(time, always) {
                        Err(reason) => return counts.bad(line, reason),
                        Ok(entry) => {
                            let by = |index: usize| fields.by[index].as_bytes();
                            ledger.add(&entry, by).map_err(fatal)?;
                        }
                    }
                    counts.good();
                    Ok(())
                };
                match end {
                    true => lines.finish(take),
                    false => lines.feed(chunk, &mut take),
                }
            }
        }
    }
}

fn object(text: &[u8]) -> Result<Value, String> {
    let value: Value = serde_json::from_slice(text).map_err(|error| {
        let reason = error.to_string().replace("line 1 column", "column");
        format!("it is not a JSON object as it should be: {reason}")
    })?;
    match value {
        Value::Object(_) => Ok(value),
        _ => Err(format!("it is {}; it must be a JSON object", quoted(text))),
    }
}

/// A field by its name, or by its path with dots between.
fn at<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    if let Some(found) = value.get(name) {
        return Some(found);
    }
    name.split('.').try_fold(value, |value, part| value.get(part))
}

/// The fields of a line as text; what is missing or null is nothing.
struct Fields {
    model: String,
    input: String,
    cached: String,
    output: String,
    time: Option<String>,
    batch: String,
    by: Vec<String>,
}

impl Fields {
    fn of(value: &Value, places: &Places<String>) -> Self {
        let text = |name: &String| match at(value, name) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        let optional = |name: &Option<String>| name.as_ref().map(text);
        Self {
            model: text(&places.model),
            input: text(&places.input),
            cached: optional(&places.cached).unwrap_or_default(),
            output: text(&places.output),
            time: optional(&places.time),
            batch: optional(&places.batch).unwrap_or_default(),
            by: places.by.iter().map(text).collect(),
        }
    }

    fn entry(&self, time: &mut TimeReader, always: i64) -> Result<Entry<'_>, String> {
        let tokens = |name: &str, text: &String| figure::read(name, text.as_bytes(), u64::MAX);
        let cached = match self.cached.as_str() {
            "" => 0,
            _ => tokens("cached", &self.cached)?,
        };
        let (input, output) = (tokens("input", &self.input)?, tokens("output", &self.output)?);
        Ok(Entry {
            model: model(self.model.as_bytes())?,
            day: match &self.time {
                Some(text) => time.day(text.as_bytes())?,
                None => always,
            },
            usage: Usage::new(input, cached, output).map_err(|error| error.to_string())?,
            batch: flag(self.batch.as_bytes())?,
        })
    }
}
