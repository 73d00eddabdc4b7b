use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use groq_calc::{Number, WorkloadDraft};
use groq_protocol::Endpoint;
use groq_tokens::{Counter, Family, Framed};
use serde::Serialize;

use crate::{
    body::{self, Body},
    entry::{Entries, Entry, Reply},
    error::Error,
    figure::{Basis, Figure, is_legal, limit_cached, longest, mean},
    setting::Setting,
};

/// A longer text is no paste.
pub const MOST_BYTES: usize = 1 << 20;

/// The least tokens that Groq's page on prompt caching names for a prefix to be
/// cached: from 128 to 1,024 by model, and no model's own is published.
const LEAST_PREFIX: u64 = 128;
const SURE_PREFIX: u64 = 1024;

/// What a pasted text holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reading {
    /// What was seen, in a sentence.
    pub explained: String,
    /// How many requests.
    pub requests: usize,
    /// How many answers.
    pub responses: usize,
    /// The model that most of them name, or the one that was asked for.
    pub model: Option<String>,
    /// What it means for a workload.
    pub figures: Vec<Figure>,
    /// What else there is to know.
    pub notes: Vec<String>,
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
/// For an empty text and for one above [`MOST_BYTES`].
pub fn read(text: &str, setting: &Setting<'_>) -> Result<Reading, Error> {
    if text.len() > MOST_BYTES {
        return Err(Error::too_long(MOST_BYTES));
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

struct Reader<'a> {
    entries: &'a Entries,
    setting: &'a Setting<'a>,
    requests: Vec<&'a Body>,
    replies: Vec<&'a Reply>,
    spoken: Vec<u64>,
    model: Option<String>,
    family: Family,
    figures: Vec<Figure>,
    notes: Vec<String>,
}

/// `the request` or `the mean of 3 requests`.
fn of(count: usize, one: &str) -> String {
    if count == 1 { format!("the {one}") } else { format!("the mean of {count} {one}s") }
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
            notes.push(format!("{} models are named; the figures are of all", models.len()));
        }
        // Of those that are offered most are gpt-oss.
        let family = model.as_deref().map_or(Family::GptOss, Family::of);
        let figures = Vec::new();
        Self { entries, setting, requests, replies, spoken, model, family, figures, notes }
    }

    fn find(&mut self, field: &'static str, value: u64, basis: Basis, reason: String) {
        self.find_text(field, value.to_string(), basis, reason);
    }

    fn find_text(&mut self, field: &'static str, value: String, basis: Basis, reason: String) {
        self.figures.push(Figure { field, value, basis, reason });
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
            let reason = format!("prompt_tokens of {}", of(measured.len(), "answer"));
            self.find("input_tokens", tokens, Basis::Measured, reason);
        }
        let cached = self.measured(|usage| usage.cached_tokens);
        if let Some(tokens) = mean(&cached) {
            let reason = format!("cached_tokens of {}", of(cached.len(), "answer"));
            self.find("cached_input_tokens", tokens, Basis::Measured, reason);
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
                let (basis, how) = self.how(counter, known);
                let reason = format!("{how}, {}", of(counts.len(), "request"));
                self.find("input_tokens", tokens, basis, reason);
                self.notes.push(
                    "Groq's own count can differ: what it adds to a chat is not published. The \
                     usage of an answer, pasted too, wins"
                        .into(),
                );
            }
            let uncounted: usize = prompts.iter().map(|prompt| prompt.uncounted).sum();
            if uncounted > 0 {
                self.notes.push(format!("{uncounted} parts are no text and are not counted"));
            }
            if prompts.iter().any(|prompt| prompt.schema) {
                self.notes.push("the schema of the answer is not counted".into());
            }
        }
        if !self.has("cached_input_tokens") {
            self.count_cached(&framed, counter);
        }
    }

    /// How tokens are counted, in words.
    fn how(&self, counter: &dyn Counter, known: bool) -> (Basis, String) {
        let family = self.family.name();
        match (counter.is_exact(), known, self.family.error_permille()) {
            (true, true, _) => (Basis::Counted, format!("counted by the vocabulary of {family}")),
            (true, false, _) => {
                let why = "but for the form of functions, which is near";
                (Basis::Estimated, format!("counted by the vocabulary of {family} {why}"))
            }
            (false, _, Some(permille)) => {
                let percent = permille.div_ceil(10);
                let share = format!("95 of 100 texts of a sample were within {percent} %");
                (Basis::Estimated, format!("an estimate for {family}: {share}"))
            }
            (false, _, None) => {
                let why =
                    "an estimate that was not measured: the model's vocabulary is not at hand";
                (Basis::Estimated, why.into())
            }
        }
    }

    fn count_cached(&mut self, framed: &[Framed<'_>], counter: &dyn Counter) {
        let [first, others @ ..] = framed else { return };
        let Some(model) = self.model.clone() else { return };
        if !self.setting.caches(&model) {
            if !others.is_empty() {
                self.notes.push(format!("nothing is cached: no price for it is known of {model}"));
            }
            return;
        }
        let shared = others.iter().map(|other| first.shared(other, counter)).min();
        let Some(shared) = shared else {
            self.notes.push("paste several requests to see what of them a cache can serve".into());
            return;
        };
        if shared < LEAST_PREFIX {
            self.notes.push(format!(
                "the requests begin with {shared} tokens in common: fewer than {LEAST_PREFIX}, \
                 the least that Groq caches"
            ));
            return;
        }
        let basis = if counter.is_exact() { Basis::Counted } else { Basis::Estimated };
        let mut reason = format!("what {} requests begin with", framed.len());
        if shared < SURE_PREFIX {
            reason = format!("{reason}; some models cache from {SURE_PREFIX} tokens on only");
        }
        self.find("cached_input_tokens", shared, basis, reason);
    }

    fn count_replies(&mut self) {
        let outputs = self.measured(|usage| usage.completion_tokens);
        let most: Vec<_> = self.requests.iter().filter_map(|body| body.max_completion()).collect();
        let reserved = most.iter().copied().max();
        if let Some(tokens) = mean(&outputs) {
            let reason = format!("completion_tokens of {}", of(outputs.len(), "answer"));
            self.find("output_tokens", tokens, Basis::Measured, reason);
        } else if let Some(most) = reserved {
            let reason = "max_completion_tokens: an answer is at most as long".into();
            self.find("output_tokens", most, Basis::AtMost, reason);
        } else if self.requests.iter().any(|body| body.endpoint == Endpoint::Chat) {
            self.notes.push(
                "nothing says how long an answer is: set the output, or paste an answer too".into(),
            );
        }
        let chats = self.requests.iter().filter(|body| body.endpoint == Endpoint::Chat).count();
        if let Some(most) = reserved {
            let reason = "what a request reserves for its answer".into();
            self.find("max_completion_tokens", most, Basis::AtMost, reason);
        } else if chats > 0 {
            self.notes.push(
                "without max_completion_tokens it is not published what Groq reserves".into(),
            );
        }
        let lengths: Vec<_> =
            self.replies.iter().filter_map(|reply| reply.audio.as_deref()).collect();
        if let Some(longest) = longest(&lengths) {
            let reason = format!("the longest duration of {} transcriptions", lengths.len());
            self.find_text("audio_seconds", longest, Basis::Measured, reason);
        }
        if let Some(characters) = mean(&self.spoken) {
            let reason = format!("the input of {}", of(self.spoken.len(), "request"));
            self.find("characters", characters, Basis::Counted, reason);
        }
    }

    fn finish(self) -> Reading {
        let Self { entries, requests, replies, spoken, model, figures, mut notes, .. } = self;
        let counts = (requests.len() + spoken.len(), replies.len());
        let mut seen = match (counts, entries.list.as_slice()) {
            ((1, 0), [Entry::Request(one)]) if entries.form == "a prompt" => {
                format!("a prompt, taken as {}", body::in_words(one))
            }
            ((1, 0), [Entry::Request(one)]) => format!("{}: {}", entries.form, body::in_words(one)),
            ((0, 1), _) => format!("{}: an answer of the API", entries.form),
            ((0, 0), _) => format!("{}: no request and no answer in it", entries.form),
            ((requests, answers), _) => {
                format!("{} with {requests} requests and {answers} answers", entries.form)
            }
        };
        if let Some(first) = seen.get(..1) {
            seen = format!("{}{}.", first.to_uppercase(), &seen[1..]);
        }
        let count = |wanted: fn(&Entry) -> bool| entries.list.iter().filter(|e| wanted(e)).count();
        let errors = count(|entry| matches!(entry, Entry::Error));
        let others = count(|entry| matches!(entry, Entry::Other));
        if errors > 0 {
            notes.push(format!("{errors} answers are errors and count nowhere"));
        }
        if others > 0 {
            notes.push(format!("{others} values are neither a request nor an answer"));
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
            notes.push(format!("{} is out of range and left out", figure.field));
        }
        notes.splice(0..0, entries.notes.iter().cloned());
        Reading {
            explained: seen,
            requests: counts.0,
            responses: counts.1,
            model,
            figures: fits,
            notes,
            workload,
            bodies: Vec::new(),
        }
    }
}
