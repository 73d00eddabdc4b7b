use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use serde_json::{Map, Value};

use crate::{
    seconds::Seconds,
    usage::{ModelUsage, Usage},
    usage_figures::{Figures, Illegal},
    usage_layout::{self as layout, RecordTime, child, text, text_or_number},
    usage_names::{CachedPart, UsageField, is_named},
};

/// What a record of a log, a trace or a pasted text says of one answer, whatever
/// tool wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct UsageRecord {
    /// What it is a record of.
    pub kind: RecordKind,
    /// The answer's id, which all chunks of a stream share.
    pub id: Option<String>,
    /// The model, as it is written.
    pub model: Option<String>,
    /// When.
    pub time: Option<RecordTime>,
    /// Whether it is a line of a batch's output.
    pub is_batch: bool,
    /// What it used. Where [`UsageRecord::cached_part`] is unclear, the prompt
    /// tokens are as they are written.
    pub usage: Option<Usage>,
    /// Whether the cached tokens are a part of the prompt tokens as written.
    pub cached_part: CachedPart,
    /// How long the audio was.
    pub audio: Option<Seconds>,
    /// The kinds of tools that ran on Groq's side, one entry a call.
    pub tools: Vec<String>,
    /// A figure that is stated, but cannot be one.
    pub illegal: Option<Illegal>,
    figures: Figures,
}

/// What a record is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RecordKind {
    /// A whole answer.
    #[default]
    Answer,
    /// A chunk of a streamed answer.
    Chunk,
    /// A request that failed.
    Failed,
    /// A step of a trace without usage of its own.
    Step,
    /// None of these.
    Other,
}

impl UsageRecord {
    /// The same with a usage that the caller has read, prompt tokens and all.
    pub fn with_usage(mut self, usage: Usage) -> Self {
        self.figures = Figures::of(&usage);
        let (settled, part) = self.figures.usage(usage);
        (self.usage, self.cached_part) = (Some(settled), part);
        self.illegal = self.figures.beyond_the_prompt(part);
        self
    }

    /// The same where it is known whether the cached tokens are a part of the
    /// prompt tokens as written.
    pub fn with_cached_part(mut self, part: CachedPart) -> Self {
        if let Some(usage) = &mut self.usage {
            self.cached_part = part;
            self.figures.settle(part, usage);
        }
        self
    }

    /// Adds what a later chunk of the same answer says.
    pub(crate) fn absorb(&mut self, chunk: Self) {
        self.id = self.id.take().or(chunk.id);
        self.model = self.model.take().or(chunk.model);
        self.time = self.time.take().or(chunk.time);
        self.audio = chunk.audio.or(self.audio.take());
        self.illegal = chunk.illegal.or(self.illegal.take());
        if !chunk.tools.is_empty() {
            self.tools = chunk.tools;
        }
        if let Some(later) = chunk.usage {
            let (mut figures, before) = (chunk.figures, self.usage.take().unwrap_or_default());
            figures.absorb_earlier(&self.figures);
            self.figures = figures;
            let breakdown = match later.breakdown.is_empty() {
                true => before.breakdown,
                false => later.breakdown,
            };
            let (usage, part) = self.figures.usage(Usage { breakdown, ..later });
            (self.usage, self.cached_part) = (Some(usage), part);
        }
    }
}

/// What holds for all records inside of an object.
#[derive(Clone, Default)]
struct Around {
    model: Option<String>,
    time: Option<RecordTime>,
    is_batch: bool,
    is_chunk: bool,
}

/// Objects deeper than this are not looked at.
const DEEPEST: usize = 8;

/// The records that a JSON value holds: answers, chunks and events of streams,
/// lines of a batch's output, spans, observations and reports, alone or in lists.
///
/// ```
/// use groq_protocol::{CachedPart, usage_records};
///
/// let row = serde_json::json!({"model": "groq/openai/gpt-oss-120b", "usage": {"input_tokens": 33,
///     "input_tokens_cache_read": 4608, "output_tokens": 1817, "total_tokens": 6458}});
/// let records = usage_records(&row);
/// assert_eq!(records[0].cached_part, CachedPart::Separate, "the total says so");
/// let usage = records[0].usage.as_ref().unwrap();
/// assert_eq!((usage.prompt_tokens, usage.cached_tokens), (Some(4641), Some(4608)));
/// ```
pub fn usage_records(value: &Value) -> Vec<UsageRecord> {
    let mut records = Vec::new();
    collect(value, &Around::default(), 0, &mut records);
    records
}

fn collect(value: &Value, around: &Around, depth: usize, records: &mut Vec<UsageRecord>) {
    match value {
        _ if depth > DEEPEST => {}
        Value::Array(list) => {
            list.iter().for_each(|value| collect(value, around, depth + 1, records));
        }
        Value::Object(object) => {
            collect_object(&layout::nested(object), around, depth, records);
        }
        _ => {}
    }
}

fn collect_object(
    object: &Map<String, Value>,
    around: &Around,
    depth: usize,
    records: &mut Vec<UsageRecord>,
) {
    let before = records.len();
    let mut own = own(object, around);
    let inside = Around {
        model: own.model.clone(),
        time: own.time.clone(),
        is_batch: own.is_batch,
        is_chunk: own.kind == RecordKind::Chunk,
    };
    // A report names its models one by one, and their sum beside them.
    if let Some(list) = layout::breakdown_by_model(object) {
        list.iter().for_each(|value| collect(value, &inside, depth + 1, records));
        return;
    }
    if let Some(models) = layout::usage_by_model(object) {
        for (model, usage) in models {
            let inside = Around { model: Some(model.clone()), ..inside.clone() };
            collect(usage, &inside, depth + 1, records);
        }
        return;
    }
    if own.usage.is_none() && own.audio.is_none() {
        for list in layout::lists(object) {
            list.iter().for_each(|value| collect(value, &inside, depth + 1, records));
        }
        for value in layout::wrapped(object) {
            collect(value, &inside, depth + 1, records);
        }
        // What failed may lie inside of what says that it failed.
        if let ([inner], RecordKind::Failed) = (&mut records[before..], own.kind) {
            inner.kind = if inner.usage.is_some() { inner.kind } else { RecordKind::Failed };
        }
    }
    if records.len() == before {
        if own.usage.is_none() && own.audio.is_none() && own.kind == RecordKind::Answer {
            let steps = layout::is_step(object);
            own.kind = if steps { RecordKind::Step } else { RecordKind::Other };
        }
        records.push(own);
    }
}

/// What an object says itself.
fn own(object: &Map<String, Value>, around: &Around) -> UsageRecord {
    let group = layout::usage(object);
    let (mut figures, mut illegal) = match group {
        Some(group) => Figures::read(group),
        None => Figures::beside(object),
    };
    figures.complete(object, layout::dialect(object));
    let known = figures.has_tokens().then(|| figures.usage(wire(group, object)));
    let (usage, cached_part) = match known {
        Some((usage, part)) => (Some(usage), part),
        None => (None, CachedPart::Included),
    };
    illegal = illegal.or_else(|| figures.beyond_the_prompt(cached_part));
    let kind = match () {
        () if around.is_chunk || layout::is_chunk(object) => RecordKind::Chunk,
        () if usage.is_none() && layout::is_failed(object) => RecordKind::Failed,
        () => RecordKind::Answer,
    };
    UsageRecord {
        kind,
        id: text(object.get("id")),
        model: layout::model(object).or_else(|| around.model.clone()),
        time: layout::time(object).or_else(|| around.time.clone()),
        is_batch: around.is_batch || layout::is_batch(object),
        audio: audio(object, group, &figures),
        tools: layout::tools(object),
        usage,
        cached_part,
        illegal,
        figures,
    }
}

/// What Groq's own names say of a usage: times and parts besides tokens.
fn wire(group: Option<&Map<String, Value>>, object: &Map<String, Value>) -> Usage {
    let mut usage = Usage::default();
    if let Some(group) = group
        && let Ok(text) = serde_json::to_string(group)
    {
        usage = Usage::parse(&text).unwrap_or_default();
    }
    let beside = child(object, "usagebreakdown");
    let inside = child(object, "xgroq").and_then(|x_groq| x_groq.get("usage_breakdown"));
    let models = beside.or(inside).and_then(|breakdown| breakdown.get("models")?.as_array());
    for entry in models.into_iter().flatten() {
        let (Some(model), Some(used)) = (text(entry.get("model")), entry.get("usage")) else {
            continue;
        };
        if let Ok(used) = Usage::parse(&used.to_string()) {
            usage.breakdown.push(ModelUsage { model, usage: used });
        }
    }
    usage
}

/// The length of audio: by its own name, or a duration where there are no
/// tokens, since beside tokens a duration is that of the request.
fn audio(
    object: &Map<String, Value>,
    group: Option<&Map<String, Value>>,
    figures: &Figures,
) -> Option<Seconds> {
    let length = |field: Option<(UsageField, usize)>, name: &str, value: &Value| {
        let (field, rank) = field?;
        let is_sure = name.to_ascii_lowercase().contains("audio") || is_named(name, "seconds");
        let may_be = figures.has_tokens() || layout::is_transcription(object);
        let is_length = is_sure || (may_be && !figures.used_tokens());
        let written = text_or_number(value).filter(|_| is_length)?;
        let seconds = match field {
            UsageField::AudioSeconds => Seconds::parse(&written),
            UsageField::AudioMillis => Seconds::parse(&format!("{written}e-3")),
            _ => None,
        };
        Some((rank, seconds?))
    };
    let outer = object.iter().filter_map(|(name, value)| length(UsageField::of(name), name, value));
    let group = group.into_iter().flatten();
    let inner = group.filter_map(|(name, value)| length(UsageField::inside(name), name, value));
    outer.chain(inner).min_by_key(|(rank, _)| *rank).map(|(_, seconds)| seconds)
}
