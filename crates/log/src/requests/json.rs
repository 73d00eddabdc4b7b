use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use groq_calc::{Number, num::Decimal, replay::Request};
use groq_protocol::{
    AnswerQueue, CachedPart, RecordKind, RecordTime, Usage, UsageField, UsageRecord, usage_records,
};
use serde::Deserialize;
use serde_json::{Value, value::RawValue};

use crate::{
    error::{Error, quoted, unclear},
    requests::{
        format::Format,
        names::{RequestNames, hint},
        sink::Sink,
    },
    text::{
        field::{at, text},
        figure,
        json::{Item, JsonText},
        moments::{Hint, Moments},
    },
};

/// Reads JSON: lengths with a time, or answers in the form of any tool.
pub(crate) struct Json {
    text: JsonText,
    answers: Answers,
}

/// What the values hold.
struct Answers {
    format: Option<Format>,
    names: RequestNames,
    moments: Option<Moments>,
    queue: AnswerQueue<u64>,
    whole: Vec<(UsageRecord, u64)>,
    /// Failed requests and steps of a trace, and streams without usage.
    left_out: (u64, u64),
}

/// The fields of a trace of lengths; it may have others.
#[derive(Deserialize)]
struct Lengths<'a> {
    #[serde(borrow)]
    timestamp: Option<&'a RawValue>,
    input_length: Option<Number>,
    output_length: Option<Number>,
}

impl Json {
    /// Values that begin after some blank lines.
    pub(crate) fn values(lines: u64, names: RequestNames) -> Self {
        Self { text: JsonText::values(lines), answers: Answers::new(names) }
    }

    /// Server-sent events.
    pub(crate) fn events(lines: u64, names: RequestNames) -> Self {
        Self { text: JsonText::events(lines), answers: Answers::new(names) }
    }

    pub(crate) const fn format(&self) -> Option<Format> {
        self.answers.format
    }

    pub(crate) const fn left_out(&self) -> (u64, u64) {
        self.answers.left_out
    }

    pub(crate) fn feed(&mut self, chunk: &[u8], sink: &mut Sink<'_>) -> Result<(), Error> {
        let answers = &mut self.answers;
        self.text.feed(chunk, |line, item| answers.take(line, item, sink))
    }

    pub(crate) fn finish(&mut self, sink: &mut Sink<'_>) -> Result<(), Error> {
        let answers = &mut self.answers;
        self.text.finish(|line, item| answers.take(line, item, sink))?;
        let whole = &mut answers.whole;
        answers.queue.finish(|record, line| whole.push((record, line)));
        answers.fill(sink)
    }
}

impl Answers {
    fn new(names: RequestNames) -> Self {
        Self {
            format: None,
            names,
            moments: None,
            queue: AnswerQueue::new(),
            whole: Vec::new(),
            left_out: (0, 0),
        }
    }

    fn take(&mut self, line: u64, item: Item<'_>, sink: &mut Sink<'_>) -> Result<(), Error> {
        let text = match item {
            Item::Value(text) if text.trim_ascii().is_empty() => return Ok(()),
            Item::Value(text) => text,
            Item::Done => {
                let whole = &mut self.whole;
                self.queue.end_stream(|record, line| whole.push((record, line)));
                return self.fill(sink);
            }
            Item::Cut => {
                self.left_out.1 += 1;
                return Ok(());
            }
        };
        if self.format.is_none() && is_object(text) {
            let lengths = serde_json::from_slice::<Lengths<'_>>(text);
            let is_timed = lengths.is_ok_and(|lengths| lengths.input_length.is_some());
            let timed = is_timed && !self.names.any();
            self.format = Some(if timed { Format::Timed } else { Format::Responses });
        }
        match self.format {
            Some(Format::Timed) => sink.fill(line, |row| {
                *row = self.lengths(text)?;
                Ok(())
            }),
            _ => self.answer(line, text, sink),
        }
    }

    fn lengths(&mut self, text: &[u8]) -> Result<Request, String> {
        if !is_object(text) {
            return Err(no_object(text));
        }
        let lengths: Lengths<'_> = serde_json::from_slice(text).map_err(|error| no_json(&error))?;
        let time = lengths.timestamp.map(RawValue::get).filter(|time| *time != "null");
        let time = time.ok_or("timestamp is missing")?.trim_matches('"');
        let t_us = self.time("timestamp", time, Hint::MillisOrSeconds)?;
        let input = tokens("input_length", lengths.input_length.as_ref())?;
        let output = tokens("output_length", lengths.output_length.as_ref())?;
        Request::new(t_us, input, 0, output).map_err(|error| error.to_string())
    }

    fn time(&mut self, name: &str, text: &str, hint: Hint) -> Result<u64, String> {
        let hint = self.names.time_unit.map_or(hint, Hint::Named);
        let moments = self.moments.get_or_insert_with(|| Moments::new(hint));
        moments.read(name, text.as_bytes())
    }

    fn answer(&mut self, line: u64, text: &[u8], sink: &mut Sink<'_>) -> Result<(), Error> {
        let read = match serde_json::from_slice::<Value>(text) {
            Ok(value) => self.records(&value).and_then(|records| match records.is_empty() {
                true => Err(no_object(text)),
                false => Ok(records),
            }),
            Err(error) => Err(no_json(&error)),
        };
        let records = match read {
            Ok(records) => records,
            Err(reason) => return sink.fill(line, |_| Err(reason)),
        };
        for record in records {
            let whole = &mut self.whole;
            self.queue.add(record, line, |record, line| whole.push((record, line)));
        }
        self.fill(sink)
    }

    /// The records of a value, with what the named fields hold.
    fn records(&self, value: &Value) -> Result<Vec<UsageRecord>, String> {
        let mut records = usage_records(value);
        if !self.names.any() {
            return Ok(records);
        }
        let [record] = &mut records[..] else {
            return Err("it holds several answers; columns can be named for one a row only".into());
        };
        let named = |name: &Option<String>| name.as_ref().map(|name| text(at(value, name)));
        if let (Some(Some(time)), Some(name)) = (named(&self.names.time), &self.names.time) {
            record.time = Some(RecordTime { name: name.clone(), text: time });
        }
        let count = |what: &str, name: &Option<String>| match named(name) {
            None => Ok(None),
            Some(None) => Err(format!("{what} is missing")),
            Some(Some(text)) => figure::known(what, text.as_bytes(), u64::MAX, false),
        };
        let mut usage = record.usage.clone().unwrap_or_default();
        usage.prompt_tokens = count("input", &self.names.input)?.or(usage.prompt_tokens);
        usage.completion_tokens = count("output", &self.names.output)?.or(usage.completion_tokens);
        if self.names.cached.is_some() {
            let cached = self.names.cached.as_ref().and_then(|name| text(at(value, name)));
            let cached = cached.unwrap_or_default();
            usage.cached_tokens = figure::known("cached", cached.as_bytes(), u64::MAX, false)?;
        }
        *record = record.clone().with_usage(usage);
        Ok(records)
    }

    /// Hands over the answers that are whole.
    fn fill(&mut self, sink: &mut Sink<'_>) -> Result<(), Error> {
        for (record, line) in core::mem::take(&mut self.whole) {
            match record.kind {
                RecordKind::Failed | RecordKind::Step => self.left_out.0 += 1,
                RecordKind::Chunk if record.usage.is_none() => self.left_out.1 += 1,
                _ => sink.fill(line, |row| {
                    *row = self.request(record)?;
                    Ok(())
                })?,
            }
        }
        Ok(())
    }

    fn request(&mut self, record: UsageRecord) -> Result<Request, String> {
        let time = record
            .time
            .as_ref()
            .ok_or("created is missing, and there is no other time; name its field with --time")?;
        let t_us = self.time(&time.name, &time.text, hint(&time.name))?;
        if let Some(illegal) = &record.illegal {
            let (name, text) = (&illegal.name, quoted(illegal.text.as_bytes()));
            let most = match (&record.usage, illegal.field) {
                (Some(usage), UsageField::Cached(_)) => {
                    return Err(format!(
                        "{name} is {text}; it must be at most the input, {}",
                        usage.prompt_tokens.unwrap_or(0)
                    ));
                }
                _ => Request::MAX_TOKENS,
            };
            return Err(format!("{name} is {text}; it must be a whole number from 0 to {most}"));
        }
        let is_batch = record.is_batch;
        let audio_ms = record.audio.as_ref().and_then(|audio| audio.nanos());
        let audio_ms = audio_ms.map_or(0, |nanos| nanos.get() / 1_000_000);
        let part = match (record.cached_part, self.names.cached_part) {
            (CachedPart::Unclear, Some(part)) => part,
            (part, _) => part,
        };
        let usage = match record.with_cached_part(part).usage {
            Some(usage) => usage,
            None if audio_ms > 0 => Usage::default(),
            None => return Err("usage is missing".into()),
        };
        let (input, cached) = (usage.prompt_tokens, usage.cached_tokens.unwrap_or(0));
        if part == CachedPart::Unclear {
            return Err(unclear(input.unwrap_or(0), cached));
        }
        let bounded = |name: &str, count: Option<u64>| match count {
            None if audio_ms > 0 => Ok(0),
            None => Err(format!("{name} is missing")),
            Some(count) => u32::try_from(count)
                .ok()
                .filter(|count| *count <= Request::MAX_TOKENS)
                .ok_or_else(|| {
                    let most = Request::MAX_TOKENS;
                    format!("{name} is `{count}`; it must be a whole number from 0 to {most}")
                }),
        };
        let input = bounded("prompt_tokens", input)?;
        let output = bounded("completion_tokens", usage.completion_tokens)?;
        let request = Request::new(t_us, input, bounded("cached_tokens", Some(cached))?, output);
        let audio = u32::try_from(audio_ms).unwrap_or(u32::MAX).min(Request::MAX_AUDIO_MS);
        request
            .and_then(|request| request.with_audio(audio))
            .map(|request| request.with_batchable(is_batch))
            .map_err(|error| error.to_string())
    }
}

fn is_object(text: &[u8]) -> bool {
    text.trim_ascii_start().starts_with(b"{")
}

fn no_object(text: &[u8]) -> String {
    format!("it is {}; it must be a JSON object", quoted(text))
}

fn no_json(error: &serde_json::Error) -> String {
    // There is but one line in what the parser sees.
    let reason = error.to_string().replace("line 1 column", "column");
    format!("it is not a JSON object as it should be: {reason}")
}

fn tokens(name: &str, number: Option<&Number>) -> Result<u32, String> {
    let number = number.ok_or_else(|| format!("{name} is missing"))?;
    Decimal::parse(number.as_str())
        .and_then(|decimal| decimal.scaled(0))
        .and_then(|count| u32::try_from(count).ok())
        .filter(|count| *count <= Request::MAX_TOKENS)
        .ok_or_else(|| {
            let most = Request::MAX_TOKENS;
            let text = quoted(number.as_str().as_bytes());
            format!("{name} is {text}; it must be a whole number from 0 to {most}")
        })
}
