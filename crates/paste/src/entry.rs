use alloc::{
    boxed::Box,
    string::{String, ToString},
    vec,
    vec::Vec,
};

use groq_protocol::{Endpoint, Usage};
use serde_json::{Value, json};

use crate::{
    body::{self, Body},
    note::Note,
    seen::Form,
    shell::{self, Curl},
};

/// What an answer of the API tells.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) model: Option<String>,
    pub(crate) usage: Option<Usage>,
    /// The length of what was transcribed, in seconds, as it is written.
    pub(crate) audio: Option<String>,
}

/// One thing that a text holds.
#[derive(Debug)]
pub(crate) enum Entry {
    Request(Body),
    Reply(Box<Reply>),
    /// Text to be spoken: how many characters, by which model.
    Speech(u64, Option<String>),
    /// A message without the request around it.
    Message(Value),
    /// An error of the API.
    Error,
    /// JSON of another form.
    Other,
}

/// A text taken apart.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    pub(crate) list: Vec<Entry>,
    /// How the text is written.
    pub(crate) form: Form,
    /// What could not be read.
    pub(crate) notes: Vec<Note>,
}

/// Deeper lists hold no requests.
const DEEPEST: usize = 3;

impl Entries {
    /// Takes a text apart; without any JSON in it, it is a prompt.
    pub(crate) fn of(text: &str) -> Self {
        let mut entries = if shell::is_curl(text) {
            Self::of_curl(text)
        } else if text.starts_with(['{', '[']) || text.starts_with("data:") {
            Self::of_json(text)
        } else {
            Self::of_prompt(text)
        };
        entries.join_messages();
        entries
    }

    fn of_prompt(text: &str) -> Self {
        let list = vec![Entry::Request(Body::prompt(text))];
        Self { list, form: Form::Prompt, notes: Vec::new() }
    }

    fn of_curl(text: &str) -> Self {
        let curl = Curl::read(text);
        let endpoint = curl.endpoint();
        let mut entries = Self { form: Form::Curl, ..Self::default() };
        for file in &curl.files {
            let name: String = file.chars().take(80).collect();
            // Whatever went wrong with the quotes: a key is never shown.
            let name = if name.contains("gsk_") { "…" } else { &name };
            entries.notes.push(Note::File { name: name.to_string() });
        }
        if let Some(data) = &curl.data {
            match serde_json::from_str::<Value>(data) {
                Ok(value) if curl.audio => {
                    entries.list.push(Entry::Request(Body::new(endpoint, value)));
                }
                Ok(value) => entries.add(value, 0),
                Err(error) => {
                    entries.notes.push(Note::DataNotJson { error: error.to_string() });
                }
            }
        } else if !curl.form.is_empty() {
            let fields = curl.form.into_iter().map(|(name, value)| (name, Value::String(value)));
            let body = Body::new(endpoint, Value::Object(fields.collect()));
            entries.list.push(Entry::Request(body));
        } else if curl.files.is_empty() {
            entries.notes.push(Note::NoData);
        }
        entries
    }

    fn of_json(text: &str) -> Self {
        match serde_json::from_str::<Value>(text) {
            Ok(value) => {
                let form = if value.is_array() { Form::List } else { Form::Json };
                let mut entries = Self { form, ..Self::default() };
                entries.add(value, 0);
                entries
            }
            Err(error) => Self::of_lines(text).unwrap_or_else(|| {
                let mut entries = Self::of_prompt(text);
                entries.form = Form::Text;
                entries.notes.push(Note::NotJson { error: error.to_string() });
                entries
            }),
        }
    }

    /// JSON lines, or the events of a stream.
    fn of_lines(text: &str) -> Option<Self> {
        let mut entries = Self { form: Form::Lines, ..Self::default() };
        let (mut read, mut left) = (0, 0);
        for line in text.lines() {
            let line = line.trim();
            let line = line.strip_prefix("data:").map_or(line, |data| {
                entries.form = Form::Stream;
                data.trim()
            });
            if line.is_empty() || line == "[DONE]" || line.starts_with("event:") {
                continue;
            }
            match serde_json::from_str(line) {
                Ok(value) => {
                    read += 1;
                    entries.add(value, 0);
                }
                Err(_) => left += 1,
            }
        }
        if left > 0 {
            entries.notes.push(Note::LinesLeft { lines: left });
        }
        (read > 0 && read >= left).then_some(entries)
    }

    fn add(&mut self, value: Value, depth: usize) {
        match value {
            Value::Array(list) if depth < DEEPEST => {
                list.into_iter().for_each(|value| self.add(value, depth + 1));
            }
            Value::Object(_) => self.add_object(value, depth),
            _ => self.list.push(Entry::Other),
        }
    }

    fn add_object(&mut self, mut value: Value, depth: usize) {
        // A line of a batch file, of its result, or of somebody's log.
        if value["body"].is_object() && (value["url"].is_string() || !value["custom_id"].is_null())
        {
            let to = |part: &str| value["url"].as_str().is_some_and(|url| url.contains(part));
            let endpoint = match (to("/audio/translations"), to("/audio/")) {
                (true, _) => Endpoint::Translation,
                (false, true) => Endpoint::Audio,
                (false, false) => Endpoint::Chat,
            };
            let body = value["body"].take();
            self.list.push(Entry::Request(Body::new(endpoint, body).in_batch(value)));
            return;
        }
        if depth < DEEPEST && (value["request"].is_object() || value["response"].is_object()) {
            for name in ["request", "response"] {
                let mut part = value[name].take();
                if part["body"].is_object() {
                    part = part["body"].take();
                }
                if part.is_object() {
                    self.add_object(part, depth + 1);
                }
            }
            return;
        }
        self.list.push(classified(value));
    }

    /// Messages by themselves are one chat.
    fn join_messages(&mut self) {
        let mut messages = Vec::new();
        let mut others = Vec::new();
        for entry in core::mem::take(&mut self.list) {
            match entry {
                Entry::Message(message) => messages.push(message),
                other => others.push(other),
            }
        }
        self.list = others;
        if !messages.is_empty() {
            let body = Body::new(Endpoint::Chat, json!({ "messages": messages })).part();
            self.list.insert(0, Entry::Request(body));
        }
    }
}

fn classified(value: Value) -> Entry {
    let model = || {
        let named = Body::new(Endpoint::Chat, json!({ "model": value["model"] }));
        named.model().map(String::from)
    };
    if value["messages"].is_array() {
        return Entry::Request(Body::new(Endpoint::Chat, value));
    }
    let kind = value["object"].as_str().unwrap_or_default();
    let answers = value["usage"].is_object()
        || value["x_groq"].is_object()
        || value["choices"].is_array()
        || kind.starts_with("chat.completion");
    if answers {
        let usage = Usage::in_response(&value.to_string()).ok().flatten();
        return Entry::Reply(Box::new(Reply { model: model(), usage, audio: None }));
    }
    if let (Some(text), true) = (value["input"].as_str(), value["voice"].is_string()) {
        return Entry::Speech(text.chars().count() as u64, model());
    }
    if value["text"].is_string() && value["duration"].is_number() {
        let audio = Some(alloc::format!("{}", value["duration"]));
        return Entry::Reply(Box::new(Reply { model: model(), usage: None, audio }));
    }
    if value["role"].is_string() && !value["content"].is_null() {
        return Entry::Message(value);
    }
    if value["error"].is_object() {
        return Entry::Error;
    }
    let input = value["input"].is_string() || value["input"].is_array();
    if input && value["model"].is_string() {
        return Entry::Request(Body::new(Endpoint::Chat, body::of_responses(&value)).part());
    }
    if value["model"].is_string() && (value["url"].is_string() || value["file"].is_string()) {
        return Entry::Request(Body::new(Endpoint::Audio, value));
    }
    Entry::Other
}
