use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use groq_calc::{Number, WorkloadDraft, catalog::CapabilitySet};
use groq_protocol::Endpoint;
use groq_tokens::{Counter, Family, Framed};
use serde::Serialize;

use crate::{
    body::Body,
    entry::{Entries, Entry, Reply},
    error::Error,
    figure::{Basis, Figure, is_legal, limit_cached, longest, mean},
    note::{Note, as_texts},
    origin::{Origin, Way},
    seen::{Asked, Seen, as_text},
    setting::Setting,
};

/// The longest text that is read: 1 MiB.
pub const MAX_BYTES: usize = 1 << 20;

/// The least tokens that Groq's page on prompt caching names for a prefix to be
/// cached: from 128 to 1,024 by model, and no model's own is published.
const MIN_PREFIX: u64 = 128;
const SURE_PREFIX: u64 = 1024;

/// What a pasted text holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reading {
    /// What was seen.
    #[serde(serialize_with = "as_text")]
    pub explained: Seen,
    /// How many requests.
    pub requests: usize,
    /// How many answers.
    pub responses: usize,
    /// The model that most of them name, or the one that was asked for.
    pub model: Option<String>,
    /// What the model has to be able to do for the requests.
    pub needs: CapabilitySet,
    /// What it means for a workload.
    pub figures: Vec<Figure>,
    /// What else there is to know.
    #[serde(serialize_with = "as_texts")]
    pub notes: Vec<Note>,
    /// The figures as a workload: everything but how many requests a day.
    pub workload: WorkloadDraft,
    /// The requests, to be checked.
    #[serde(skip)]
    pub bodies: Vec<Body>,
}

/// Reads a pasted text: a prompt, a request, an answer, a curl command, or
/// several of them as a JSON list or JSON lines.
///
/// Headers of a command are dropped where they are read. Nothing of a text is
/// kept but its requests.
///
/// # Errors
///
/// For an empty text and for one above [`MAX_BYTES`].
pub fn read(text: &str, setting: &Setting<'_>) -> Result<Reading, Error> {
    if text.len() > MAX_BYTES {
        return Err(Error::too_long(MAX_BYTES));
    }
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if text.is_empty() {
        return Err(Error::empty());
    }
    let entries = Entries::of(text);
    let mut reader = Reader::new(setting, &entries);
    reader.count_prompts();
    reader.count_replies();
    let mut reading = reader.finish();
    let bodies = entries.list.into_iter().filter_map(|entry| match entry {
        Entry::Request(body) => Some(body),
        _ => None,
    });
    reading.bodies = bodies.collect();
    Ok(reading)
}

/// The basis of a count.
const fn counted(exact: bool) -> Basis {
    if exact { Basis::Counted } else { Basis::Estimated }
}

struct Reader<'a> {
    entries: &'a Entries,
    setting: &'a Setting<'a>,
    requests: Vec<&'a Body>,
    replies: Vec<&'a Reply>,
    spoken: Vec<u64>,
    model: Option<String>,
    family: Family,
    figures: Vec<Figure>,
    notes: Vec<Note>,
}

impl<'a> Reader<'a> {
    fn new(setting: &'a Setting<'a>, entries: &'a Entries) -> Self {
        let (mut requests, mut replies, mut spoken) = (Vec::new(), Vec::new(), Vec::new());
        let mut models: Vec<&str> = Vec::new();
        for entry in &entries.list {
            match entry {
                Entry::Request(body) => {
                    requests.push(body);
                    models.extend(body.model());
                }
                Entry::Reply(reply) => {
                    replies.push(&**reply);
                    models.extend(reply.model.as_deref());
                }
                Entry::Speech(characters, model) => {
                    spoken.push(*characters);
                    models.extend(model.as_deref());
                }
                _ => {}
            }
        }
        models.sort_unstable();
        let runs = models.chunk_by(|one, other| one == other);
        let most = runs.max_by_key(|run| run.len()).map(|run| run[0]);
        let model = setting.model.or(most).map(ToString::to_string);
        let mut notes = Vec::new();
        models.dedup();
        if models.len() > 1 && setting.model.is_none() {
            notes.push(Note::Models { models: models.len() });
        }
        // Of those that are offered most are gpt-oss.
        let family = model.as_deref().map_or(Family::GptOss, Family::of);
        let figures = Vec::new();
        Self { entries, setting, requests, replies, spoken, model, family, figures, notes }
    }

    fn find(&mut self, field: &'static str, value: impl ToString, basis: Basis, origin: Origin) {
        self.figures.push(Figure { field, value: value.to_string(), basis, origin });
    }

    fn has(&self, field: &str) -> bool {
        self.figures.iter().any(|figure| figure.field == field)
    }

    /// What the answers say of prompts wins over what is counted here.
    fn measured(&self, part: impl Fn(&groq_protocol::Usage) -> Option<u64>) -> Vec<u64> {
        let usages = self.replies.iter().filter_map(|reply| reply.usage.as_ref());
        usages.filter_map(part).collect()
    }

    fn count_prompts(&mut self) {
        let measured = self.measured(|usage| usage.prompt_tokens);
        if let Some(tokens) = mean(&measured) {
            let field = "prompt_tokens".to_string();
            let origin = Origin::Usage { field, answers: measured.len() };
            self.find("input_tokens", tokens, Basis::Measured, origin);
        }
        let cached = self.measured(|usage| usage.cached_tokens);
        if let Some(tokens) = mean(&cached) {
            let field = "cached_tokens".to_string();
            let origin = Origin::Usage { field, answers: cached.len() };
            self.find("cached_input_tokens", tokens, Basis::Measured, origin);
        }
        let chats: Vec<&'a Body> =
            self.requests.iter().filter(|body| body.endpoint == Endpoint::Chat).copied().collect();
        if chats.is_empty() || (self.has("input_tokens") && self.has("cached_input_tokens")) {
            return;
        }
        let counter = self.setting.counter(self.family);
        let prompts: Vec<_> = chats.iter().map(|body| body.read()).collect();
        let framed: Vec<_> = prompts.iter().map(|prompt| prompt.chat.framed(self.family)).collect();
        if !self.has("input_tokens") {
            let counts: Vec<_> = framed.iter().map(|framed| framed.count(counter)).collect();
            if let Some(tokens) = mean(&counts) {
                let known = framed.iter().all(Framed::is_known);
                let way = Way::of(self.family, counter.is_exact(), known);
                let family = self.family.name().to_string();
                let origin = Origin::Count { way, family, requests: counts.len() };
                self.find("input_tokens", tokens, counted(way.is_exact()), origin);
                self.notes.push(Note::GroqsCount);
            }
            let uncounted: usize = prompts.iter().map(|prompt| prompt.uncounted).sum();
            if uncounted > 0 {
                self.notes.push(Note::Uncounted { parts: uncounted });
            }
            if prompts.iter().any(|prompt| prompt.schema) {
                self.notes.push(Note::Schema);
            }
        }
        if !self.has("cached_input_tokens") {
            self.count_cached(&framed, counter);
        }
    }

    fn count_cached(&mut self, framed: &[Framed<'_>], counter: &dyn Counter) {
        let [first, others @ ..] = framed else { return };
        let Some(model) = self.model.clone() else { return };
        if !self.setting.caches(&model) {
            if !others.is_empty() {
                self.notes.push(Note::NoCache { model });
            }
            return;
        }
        let shared = others.iter().map(|other| first.shared(other, counter)).min();
        let Some(shared) = shared else {
            self.notes.push(Note::OneRequest);
            return;
        };
        if shared < MIN_PREFIX {
            self.notes.push(Note::FewShared { tokens: shared, least: MIN_PREFIX });
            return;
        }
        let sure_from = (shared < SURE_PREFIX).then_some(SURE_PREFIX);
        let origin = Origin::Start { requests: framed.len(), sure_from };
        self.find("cached_input_tokens", shared, counted(counter.is_exact()), origin);
    }

    fn count_replies(&mut self) {
        let outputs = self.measured(|usage| usage.completion_tokens);
        let most: Vec<_> = self.requests.iter().filter_map(|body| body.max_completion()).collect();
        let reserved = most.iter().copied().max();
        if let Some(tokens) = mean(&outputs) {
            let field = "completion_tokens".to_string();
            let origin = Origin::Usage { field, answers: outputs.len() };
            self.find("output_tokens", tokens, Basis::Measured, origin);
        } else if let Some(most) = reserved {
            self.find("output_tokens", most, Basis::AtMost, Origin::AtMost);
        } else if self.requests.iter().any(|body| body.endpoint == Endpoint::Chat) {
            self.notes.push(Note::NoOutput);
        }
        let chats = self.requests.iter().filter(|body| body.endpoint == Endpoint::Chat).count();
        if let Some(most) = reserved {
            self.find("max_completion_tokens", most, Basis::AtMost, Origin::Reserved);
        } else if chats > 0 {
            self.notes.push(Note::NoReserve);
        }
        let lengths: Vec<_> =
            self.replies.iter().filter_map(|reply| reply.audio.as_deref()).collect();
        if let Some(longest) = longest(&lengths) {
            let origin = Origin::Longest { transcriptions: lengths.len() };
            self.find("audio_seconds", longest, Basis::Measured, origin);
        }
        if let Some(characters) = mean(&self.spoken) {
            let origin = Origin::Spoken { requests: self.spoken.len() };
            self.find("characters", characters, Basis::Counted, origin);
        }
    }

    fn finish(self) -> Reading {
        let Self { entries, requests, replies, spoken, model, figures, mut notes, .. } = self;
        let counts = (requests.len() + spoken.len(), replies.len());
        let mut seen = Seen {
            form: entries.form,
            requests: counts.0,
            answers: counts.1,
            one: None,
            model: None,
        };
        match (counts, entries.list.as_slice()) {
            ((1, 0), [Entry::Request(one)]) => {
                (seen.one, seen.model) = (Some(one.asked()), one.model().map(ToString::to_string));
            }
            ((1, 0), [Entry::Speech(_, named)]) => {
                (seen.one, seen.model) = (Some(Asked::Speech), named.clone());
            }
            _ => {}
        }
        let count = |wanted: fn(&Entry) -> bool| entries.list.iter().filter(|e| wanted(e)).count();
        let errors = count(|entry| matches!(entry, Entry::Error));
        let others = count(|entry| matches!(entry, Entry::Other));
        if errors > 0 {
            notes.push(Note::Errors { answers: errors });
        }
        if others > 0 {
            notes.push(Note::Others { values: others });
        }
        let mut workload = WorkloadDraft::default();
        let (mut fits, beyond): (Vec<_>, Vec<_>) = figures.into_iter().partition(is_legal);
        limit_cached(&mut fits);
        for figure in &fits {
            if let Some(number) = workload.number_mut(figure.field) {
                *number = Some(Number::from(figure.value.as_str()));
            }
        }
        for figure in beyond {
            notes.push(Note::OutOfRange { field: figure.field.to_string() });
        }
        notes.splice(0..0, entries.notes.iter().cloned());
        Reading {
            explained: seen,
            requests: counts.0,
            responses: counts.1,
            model,
            needs: requests.iter().flat_map(|body| body.needs().iter()).collect(),
            figures: fits,
            notes,
            workload,
            bodies: Vec::new(),
        }
    }
}
