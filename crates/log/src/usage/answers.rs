use std::prelude::rust_2024::*;

use groq_calc::Usage;
use groq_protocol::{AnswerQueue, CachedPart, RecordKind, UsageRecord, usage_records};
use serde_json::Value;

use crate::{
    error::{Error, quoted, unclear},
    text::{
        field::{at, text},
        figure,
    },
    usage::{
        assumptions::{Assumptions, NO_MODEL},
        columns::{Fault, audio, flag, model},
        entry::Entry,
        flat_rows::FlatRows,
        ledger::Ledger,
        names::Names,
        time::{Days, TimeReader},
    },
};

/// What of a log is not a priced answer, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Requests that failed or expired, which cost nothing.
    pub failed: u64,
    /// Steps of a trace without usage of their own.
    pub steps: u64,
    /// Streams that end before their usage.
    pub incomplete: u64,
}

/// Prices the answers of JSON values.
pub(crate) struct Answers {
    pub(crate) names: Names,
    pub(crate) days: Days,
    pub(crate) assumptions: Assumptions,
    queue: AnswerQueue<Origin>,
    whole: Vec<(UsageRecord, Origin)>,
    /// `None` where columns are named, which may lie anywhere in a row.
    flat_rows: Option<FlatRows>,
    pub(crate) left_out: LeftOut,
    /// Whether rows of the log have been read already, here or before this part.
    has_begun: bool,
}

/// Where a record stands, and its values of the columns to add up by.
struct Origin {
    line: u64,
    by: Vec<String>,
    always_batch: bool,
}

/// Where rows go.
pub(crate) struct Sink<'a, 'b> {
    pub(crate) ledger: &'a mut Ledger<'b>,
    pub(crate) time: &'a mut TimeReader,
    pub(crate) counts: Counts<'a>,
}

/// Whether a row is taken, and which are counted.
pub(crate) struct Counts<'a> {
    pub(crate) skip_bad_rows: bool,
    pub(crate) rows: &'a mut u64,
    pub(crate) skipped: &'a mut u64,
}

impl Counts<'_> {
    #[inline]
    pub(crate) fn good(&mut self) {
        *self.rows += 1;
    }

    #[cold]
    pub(crate) fn bad(&mut self, line: u64, fault: Fault) -> Result<(), Error> {
        match fault {
            Fault::Log(reason) => Err(Error::log(line, reason)),
            Fault::Row(reason) if !self.skip_bad_rows => Err(Error::row(line, reason)),
            Fault::Row(_) => {
                *self.skipped += 1;
                Ok(())
            }
        }
    }
}

impl LeftOut {
    pub(crate) const fn absorb(&mut self, other: Self) {
        self.failed += other.failed;
        self.steps += other.steps;
        self.incomplete += other.incomplete;
    }
}

impl Answers {
    pub(crate) fn new(names: Names, days: Days) -> Self {
        Self {
            flat_rows: (!names.any()).then(FlatRows::new),
            names,
            days,
            assumptions: Assumptions::default(),
            queue: AnswerQueue::new(),
            whole: Vec::new(),
            left_out: LeftOut::default(),
            has_begun: false,
        }
    }

    /// Those of a later part of the log.
    pub(crate) fn fork(&self) -> Self {
        let answers = Self::new(self.names.clone(), self.days);
        Self { assumptions: self.assumptions, has_begun: true, ..answers }
    }

    /// Whether no answer waits for what comes.
    pub(crate) fn is_whole(&self) -> bool {
        self.queue.is_empty()
    }

    /// Reads a text that should be a value.
    pub(crate) fn parse(
        &mut self,
        line: u64,
        text: &[u8],
        sink: &mut Sink<'_, '_>,
    ) -> Result<(), Error> {
        if let Some(read) = self.read_flat(line, text, sink) {
            return read;
        }
        match object(text) {
            Ok(value) => self.read(line, &value, sink),
            Err(reason) => sink.counts.bad(line, Fault::Row(reason)),
        }
    }

    /// Reads a line with its figures side by side; `None` where it is not surely one.
    fn read_flat(
        &mut self,
        line: u64,
        text: &[u8],
        sink: &mut Sink<'_, '_>,
    ) -> Option<Result<(), Error>> {
        // The first row tells whether there are the columns to add up by.
        if !self.queue.is_empty() || (*sink.counts.rows == 0 && !self.has_begun) {
            return None;
        }
        let row = self.flat_rows.as_mut()?.read(text, &self.names.by)?;
        let [input, cached, output] = row.tokens;
        let usage = Usage::new(input, cached, output).ok()?;
        let model = model(row.model).ok()?;
        let day = match self.days {
            Days::Always(day) => Ok(day.days_since_epoch()),
            Days::OfTheRow if row.time.is_empty() => return None,
            Days::OfTheRow => sink.time.day(row.time),
        };
        let batch = row.batch || self.assumptions.all_batch;
        Some(match day {
            Err(reason) => sink.counts.bad(line, reason.into()),
            Ok(day) => {
                let entry = Entry { model, day, usage, audio_us: 0, batch };
                let added = sink.ledger.add(&entry, |index| row.by(index));
                added.map(|()| sink.counts.good()).map_err(|reason| Error::log(line, reason))
            }
        })
    }

    /// Reads a value.
    pub(crate) fn read(
        &mut self,
        line: u64,
        value: &Value,
        sink: &mut Sink<'_, '_>,
    ) -> Result<(), Error> {
        let mut records = usage_records(value);
        let mut always_batch = self.assumptions.all_batch;
        if self.names.any() {
            let [record] = &mut records[..] else {
                let reason = "it holds several answers; columns can be named for one a row only";
                return Err(Error::log(line, reason));
            };
            if let Err(fault) = self.names.apply(value, record) {
                return sink.counts.bad(line, fault);
            }
        }
        match self.names.flag(value) {
            Ok(batch) => always_batch |= batch,
            Err(reason) => return sink.counts.bad(line, Fault::Row(reason)),
        }
        let by = self.names.by.iter().map(|name| text(at(value, name)));
        let by: Vec<_> = by.map(Option::unwrap_or_default).collect();
        if *sink.counts.rows == 0 && !self.has_begun && !self.names.by.is_empty() {
            self.names.check_by(value).map_err(|reason| Error::log(line, reason))?;
        }
        for record in records {
            let origin = Origin { line, by: by.clone(), always_batch };
            let whole = &mut self.whole;
            self.queue.add(record, origin, |record, origin| whole.push((record, origin)));
        }
        self.price(sink)
    }

    /// Ends one stream.
    pub(crate) fn end_stream(&mut self, sink: &mut Sink<'_, '_>) -> Result<(), Error> {
        let whole = &mut self.whole;
        self.queue.end_stream(|record, origin| whole.push((record, origin)));
        self.price(sink)
    }

    /// Prices what is left.
    pub(crate) fn finish(&mut self, sink: &mut Sink<'_, '_>) -> Result<(), Error> {
        let whole = &mut self.whole;
        self.queue.finish(|record, origin| whole.push((record, origin)));
        self.price(sink)
    }

    fn price(&mut self, sink: &mut Sink<'_, '_>) -> Result<(), Error> {
        for (record, origin) in core::mem::take(&mut self.whole) {
            match record.kind {
                RecordKind::Failed => self.left_out.failed += 1,
                RecordKind::Step => self.left_out.steps += 1,
                RecordKind::Chunk if record.usage.is_none() => self.left_out.incomplete += 1,
                _ => self.add(record, &origin, sink)?,
            }
        }
        Ok(())
    }

    fn add(
        &self,
        record: UsageRecord,
        origin: &Origin,
        sink: &mut Sink<'_, '_>,
    ) -> Result<(), Error> {
        let name = record.model.clone().unwrap_or_default();
        let entry = match self.entry(&record, name.as_bytes(), origin, sink.time) {
            Ok(entry) => entry,
            Err(fault) => return sink.counts.bad(origin.line, fault),
        };
        let parts = record.usage.as_ref().map_or(&[][..], |usage| &usage.breakdown);
        sink.ledger
            .add_answer(&entry, parts, &record.tools, |index| origin.by[index].as_bytes())
            .map_err(|reason| Error::log(origin.line, reason))?;
        sink.counts.good();
        Ok(())
    }

    fn entry<'a>(
        &self,
        record: &UsageRecord,
        name: &'a [u8],
        origin: &Origin,
        time: &mut TimeReader,
    ) -> Result<Entry<'a>, Fault> {
        if let Some(illegal) = &record.illegal {
            let (name, text) = (&illegal.name, quoted(illegal.text.as_bytes()));
            return Err(Fault::Row(match &record.usage {
                Some(usage) if name == "cached" => {
                    let input = usage.prompt_tokens.unwrap_or(0);
                    format!("cached_input is {text}; it must be at most the input, {input}")
                }
                _ => format!("{name} is {text}; it must be a whole number from 0 to {}", u64::MAX),
            }));
        }
        let part = match (record.cached_part, self.assumptions.cached_part) {
            (CachedPart::Unclear, Some(part)) => part,
            (part, _) => part,
        };
        let settled = record.clone().with_cached_part(part);
        let usage = settled.usage.unwrap_or_default();
        let (input, cached) = (usage.prompt_tokens, usage.cached_tokens.unwrap_or(0));
        if part == CachedPart::Unclear {
            return Err(Fault::Log(unclear(input.unwrap_or(0), cached)));
        }
        let audio_us = match &record.audio {
            None => 0,
            Some(length) => audio(length.as_str().as_bytes(), 1_000_000)?,
        };
        let tokens = |tokens: Option<u64>, what: &str, names: &str| match tokens {
            Some(tokens) => Ok(tokens),
            None if audio_us > 0 => Ok(0),
            None => Err(format!(
                "it has no usage: no field for the {what} is called {names}, in any spelling; \
                 name it with --{what}"
            )),
        };
        let input = tokens(input, "input", "input_tokens or prompt_tokens")?;
        let output =
            tokens(usage.completion_tokens, "output", "output_tokens or completion_tokens")?;
        let usage = Usage::new(input, cached, output).map_err(|error| error.to_string())?;
        let model = match (name, self.assumptions.any_model) {
            ([], true) => NO_MODEL,
            ([], false) => {
                return Err(Fault::Row(
                    "model is missing; name its field with --model, or price the log as one model \
                     with --as-model"
                        .to_owned(),
                ));
            }
            _ => model(name)?,
        };
        let day = match (self.days, &record.time) {
            (Days::Always(day), _) => day.days_since_epoch(),
            (Days::OfTheRow, Some(stated)) => time.day(stated.text.as_bytes())?,
            (Days::OfTheRow, None) => {
                return Err(Fault::Row(
                    "the time is missing; name its field with --time, or price all rows as of one \
                     day with --as-of"
                        .to_owned(),
                ));
            }
        };
        let batch = record.is_batch || origin.always_batch;
        Ok(Entry { model, day, usage, audio_us, batch })
    }
}

impl Names {
    /// Puts what the named fields hold into a record.
    fn apply(&self, value: &Value, record: &mut UsageRecord) -> Result<(), Fault> {
        let named = |name: &Option<String>| name.as_ref().map(|name| text(at(value, name)));
        if let Some(model) = named(&self.model) {
            record.model = model;
        }
        if let (Some(time), Some(name)) = (named(&self.time), &self.time) {
            record.time = time.map(|text| groq_protocol::RecordTime { name: name.clone(), text });
        }
        if let Some(length) = named(&self.audio) {
            record.audio = length.as_deref().and_then(groq_protocol::Seconds::parse);
        }
        let read = |what: &str, name: &Option<String>| -> Result<Option<u64>, String> {
            let Some(written) = named(name) else { return Ok(None) };
            let written = written.unwrap_or_default();
            figure::known(what, written.as_bytes(), u64::MAX, false)?
                .map(Some)
                .ok_or_else(|| format!("{what} is missing"))
        };
        let (input, output) = (read("input", &self.input)?, read("output", &self.output)?);
        let cached = match &self.cached {
            Some(name) => {
                let written = text(at(value, name)).unwrap_or_default();
                figure::known("cached", written.as_bytes(), u64::MAX, false)?.or(Some(0))
            }
            None => None,
        };
        if input.is_some() || output.is_some() || cached.is_some() {
            let mut usage = record.usage.take().unwrap_or_default();
            usage.prompt_tokens = input.or(usage.prompt_tokens);
            usage.completion_tokens = output.or(usage.completion_tokens);
            usage.cached_tokens = cached.or(usage.cached_tokens);
            *record = record.clone().with_usage(usage);
        }
        Ok(())
    }

    /// Whether the field for batch says so.
    fn flag(&self, value: &Value) -> Result<bool, String> {
        let field = match &self.batch {
            Some(name) => at(value, name),
            None => ["batch", "is_batch"].iter().find_map(|name| value.get(*name)),
        };
        match text(field) {
            Some(written) if !field.is_some_and(Value::is_object) => flag(written.as_bytes()),
            _ => Ok(false),
        }
    }

    /// Whether a log has the fields to add up by.
    fn check_by(&self, value: &Value) -> Result<(), String> {
        match self.by.iter().find(|name| at(value, name).is_none()) {
            Some(name) => Err(format!("the log has no column `{name}`, which was asked for")),
            None => Ok(()),
        }
    }
}

fn object(text: &[u8]) -> Result<Value, String> {
    let value: Value = serde_json::from_slice(text).map_err(|error| {
        let reason = error.to_string().replace("line 1 column", "column");
        format!("it is not a JSON object as it should be: {reason}")
    })?;
    match value {
        Value::Object(_) | Value::Array(_) => Ok(value),
        _ => Err(format!("it is {}; it must be a JSON object", quoted(text))),
    }
}
