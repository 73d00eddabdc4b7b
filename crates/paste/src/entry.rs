//! What one value of a text is.

use alloc::{
    boxed::Box,
    string::{String, ToString},
    vec::Vec,
};

use groq_protocol::{ApiError, Endpoint, UsageRecord, usage_records};
use serde_json::{Value, json};

use crate::{
    body::{self, Body, model_name},
    config,
    note::Note,
};

/// One thing that a text holds.
#[derive(Debug)]
pub(crate) enum Entry {
    Request(Body),
    Reply(Box<UsageRecord>),
    /// Text to be spoken: how many characters, by which model.
    Speech(u64, Option<String>),
    /// An error of the API.
    Error(Box<ApiError>),
    /// JSON of another form.
    Other,
}

/// What a value holds, one by one.
pub(crate) enum Part {
    Entry(Entry),
    /// An answer or a chunk of one.
    Record(Box<UsageRecord>),
    /// A message without the request around it.
    Message(Value),
    /// A configuration.
    Notes(Vec<Note>),
}

/// Deeper lists hold no requests.
const DEEPEST: usize = 3;

/// Takes a value apart.
pub(crate) fn parts(value: Value, depth: usize, take: &mut dyn FnMut(Part)) {
    match value {
        Value::Array(list) if depth < DEEPEST => {
            list.into_iter().for_each(|value| parts(value, depth + 1, take));
        }
        Value::Object(_) => object(value, depth, take),
        _ => take(Part::Entry(Entry::Other)),
    }
}

fn object(mut value: Value, depth: usize, take: &mut dyn FnMut(Part)) {
    // A line of a batch file, of its result, or of somebody's log.
    if value["body"].is_object() && (value["url"].is_string() || !value["custom_id"].is_null()) {
        let endpoint = endpoint(value["url"].as_str().unwrap_or_default());
        let body = value["body"].take();
        take(Part::Entry(Entry::Request(Body::new(endpoint, body).in_batch(value))));
        return;
    }
    // A browser's copy of its network log.
    if depth < DEEPEST && value["log"]["entries"].is_array() {
        for entry in value["log"]["entries"].as_array().into_iter().flatten() {
            for text in
                [&entry["request"]["postData"]["text"], &entry["response"]["content"]["text"]]
            {
                let text = text.as_str().unwrap_or_default();
                if let Ok(value @ Value::Object(_)) = serde_json::from_str(text) {
                    object(value, depth + 1, take);
                }
            }
        }
        return;
    }
    if depth < DEEPEST && (value["request"].is_object() || value["response"].is_object()) {
        let is_batch = value["custom_id"].is_string();
        if value["request"].is_object() && !is_batch {
            object(inner(value["request"].take()), depth + 1, take);
        }
        // The log around an answer may say its model.
        return match value["response"]["body"]["messages"].is_array() {
            true => object(inner(value["response"].take()), depth + 1, take),
            false => answer(&value, take),
        };
    }
    classified(value, take);
}

/// Where an address leads.
pub(crate) fn endpoint(url: &str) -> Endpoint {
    if url.contains("/audio/translations") {
        Endpoint::Translation
    } else if url.contains("/audio/") {
        Endpoint::Audio
    } else {
        Endpoint::Chat
    }
}

fn inner(mut part: Value) -> Value {
    if part["body"].is_object() { part["body"].take() } else { part }
}

/// Whether a value is a request or an answer.
pub(crate) fn is_one(value: &Value) -> bool {
    is_request(value) || is_speech(value) || is_answer(value) || is_error(value)
}

/// Whether it is a chat, a request of the Responses API, or one of audio.
fn is_request(value: &Value) -> bool {
    let input = value["input"].is_string() || value["input"].is_array();
    let audio = value["url"].is_string() || value["file"].is_string();
    let is_chat = value["messages"].as_array().is_some_and(|list| {
        list.is_empty() || list.iter().any(|message| message["role"].is_string())
    });
    is_chat || (value["model"].is_string() && (audio || input) && !value["usage"].is_object())
}

fn is_speech(value: &Value) -> bool {
    value["input"].is_string() && value["voice"].is_string()
}

fn is_error(value: &Value) -> bool {
    value["error"]["message"].is_string()
}

/// Whether it has usage, or is an answer without.
fn is_answer(value: &Value) -> bool {
    let kind = value["object"].as_str().unwrap_or_default();
    let has_choices = value["choices"].is_array() || kind.starts_with("chat.completion");
    let counts = |name: &String| {
        let name = name.to_ascii_lowercase();
        name.contains("usage") || name.contains("token") || name.contains("attributes")
    };
    let transcribed = value["text"].is_string() && value["duration"].is_number();
    has_choices
        || transcribed
        || value["x_groq"].is_object()
        || (value.as_object().is_some_and(|map| map.keys().any(counts))
            && usage_records(value).iter().any(|record| record.usage.is_some()))
}

fn classified(value: Value, take: &mut dyn FnMut(Part)) {
    let model = || value["model"].as_str().and_then(model_name).map(ToString::to_string);
    if is_speech(&value) {
        let characters = value["input"].as_str().unwrap_or_default().chars().count() as u64;
        return take(Part::Entry(Entry::Speech(characters, model())));
    }
    if value["messages"].is_array() {
        if value["usage"].is_object() {
            answer(&value, take);
        }
        return take(Part::Entry(Entry::Request(Body::new(Endpoint::Chat, value))));
    }
    if is_error(&value) && !value["usage"].is_object() {
        return take(Part::Entry(failure(&value)));
    }
    if is_answer(&value) {
        return answer(&value, take);
    }
    if value["role"].is_string() && !value["content"].is_null() {
        return take(Part::Message(value));
    }
    if is_request(&value) {
        let audio = value["url"].is_string() || value["file"].is_string();
        let body = match audio {
            true => Body::new(Endpoint::Audio, value),
            false => Body::new(Endpoint::Chat, body::of_responses(&value)).part(),
        };
        return take(Part::Entry(Entry::Request(body)));
    }
    let notes = config::notes(&value);
    match notes.is_empty() {
        false => take(Part::Notes(notes)),
        true => answer(&value, take),
    }
}

fn failure(value: &Value) -> Entry {
    Entry::Error(Box::new(ApiError::parse(0, &value.to_string())))
}

/// The records of an answer, of several, or of a log around them.
fn answer(value: &Value, take: &mut dyn FnMut(Part)) {
    use groq_protocol::RecordKind::{Answer, Chunk, Failed, Other, Step};
    for record in usage_records(value) {
        let has_choices = value["choices"].is_array();
        match record.kind {
            Chunk => take(Part::Record(Box::new(record))),
            _ if record.usage.is_some() || record.audio.is_some() => {
                take(Part::Record(Box::new(record)));
            }
            Failed => {
                let error = json!({ "error": value["error"] });
                let body = match value["response"]["body"]["error"].is_object() {
                    true => value["response"]["body"].clone(),
                    false => error,
                };
                take(Part::Entry(failure(&body)));
            }
            Answer | Other if has_choices => take(Part::Record(Box::new(record))),
            Answer | Step | Other => take(Part::Entry(Entry::Other)),
        }
    }
}
