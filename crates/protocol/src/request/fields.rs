//! The fields of Groq's API reference (copy of summer 2026), with what each takes.

use alloc::{
    format,
    string::{String, ToString},
};

use serde_json::{Map, Value};

use crate::cause::Cause;

/// What a field takes; null stands for a field that is not there.
#[derive(Clone, Copy)]
pub(super) enum Takes {
    /// Anything: what it may hold is not judged.
    Anything,
    Text,
    Flag,
    Object,
    List,
    /// A whole number, at least this one.
    Whole(i64),
    /// A number within a range.
    Number(f64, f64),
    /// One of some words.
    OneOf(&'static [&'static str]),
}

/// The reasoning efforts of all models.
pub(super) const EFFORTS: [&str; 5] = ["none", "default", "low", "medium", "high"];

/// The fields of `/chat/completions`.
pub(super) const CHAT: [(&str, Takes); 36] = [
    ("citation_options", Takes::OneOf(&["enabled", "disabled"])),
    ("compound_custom", Takes::Object),
    ("disable_tool_validation", Takes::Flag),
    ("documents", Takes::List),
    ("exclude_domains", Takes::List),
    ("frequency_penalty", Takes::Number(-2.0, 2.0)),
    ("function_call", Takes::Anything),
    ("functions", Takes::List),
    ("include_domains", Takes::List),
    ("include_reasoning", Takes::Flag),
    ("logit_bias", Takes::Anything),
    ("logprobs", Takes::Anything),
    ("max_completion_tokens", Takes::Whole(1)),
    ("max_tokens", Takes::Whole(1)),
    ("messages", Takes::List),
    ("metadata", Takes::Object),
    ("model", Takes::Text),
    ("n", Takes::Anything),
    ("parallel_tool_calls", Takes::Flag),
    ("presence_penalty", Takes::Number(-2.0, 2.0)),
    ("reasoning_effort", Takes::Anything),
    ("reasoning_format", Takes::OneOf(&["hidden", "raw", "parsed"])),
    ("response_format", Takes::Object),
    ("search_settings", Takes::Object),
    ("seed", Takes::Whole(i64::MIN)),
    ("service_tier", Takes::OneOf(&["auto", "on_demand", "flex", "performance"])),
    ("stop", Takes::Anything),
    ("store", Takes::Flag),
    ("stream", Takes::Flag),
    ("stream_options", Takes::Object),
    ("temperature", Takes::Number(0.0, 2.0)),
    ("tool_choice", Takes::Anything),
    ("tools", Takes::List),
    ("top_logprobs", Takes::Anything),
    ("top_p", Takes::Number(0.0, 1.0)),
    ("user", Takes::Text),
];

/// The fields of `/audio/transcriptions`; those of a form are texts.
pub(super) const TRANSCRIPTION: [(&str, Takes); 9] = [
    ("file", Takes::Anything),
    ("language", Takes::Text),
    ("model", Takes::Text),
    ("prompt", Takes::Text),
    ("response_format", Takes::Anything),
    ("temperature", Takes::Number(0.0, 1.0)),
    ("timestamp_granularities", Takes::Anything),
    ("timestamp_granularities[]", Takes::Anything),
    ("url", Takes::Text),
];

impl Takes {
    /// What is wrong with a value, and what to put in its place.
    pub(super) fn wrong(self, value: &Value) -> Option<(Cause, Option<Value>)> {
        let other_type = |expected: &str, instead: Option<Value>| {
            Some((Cause::WrongType { expected: expected.to_string() }, instead))
        };
        match self {
            Self::Anything => None,
            Self::Text if value.is_string() => None,
            Self::Text => other_type("a text", None),
            Self::Flag if value.is_boolean() => None,
            Self::Flag => {
                let read = value.as_str().and_then(|text| text.to_ascii_lowercase().parse().ok());
                other_type("true or false", read.map(Value::Bool))
            }
            Self::Object if value.is_object() => None,
            Self::Object => other_type("an object", None),
            Self::List if value.is_array() => None,
            Self::List => other_type("a list", None),
            Self::Whole(least) => whole(value, least),
            Self::Number(low, high) => number(value, low, high),
            Self::OneOf(known) if value.as_str().is_some_and(|word| known.contains(&word)) => None,
            Self::OneOf(known) => Some((Cause::NotOneOf { taken: known.join(", ") }, None)),
        }
    }
}

fn whole(value: &Value, least: i64) -> Option<(Cause, Option<Value>)> {
    let legal = |number: &Value| {
        let whole = number.as_f64().is_some_and(|number| number % 1.0 == 0.0);
        // A number beyond 64 bits is large enough.
        whole
            && number.as_i64().is_none_or(|number| number >= least)
            && number.as_f64().is_some_and(|number| number >= least as f64)
    };
    if legal(value) {
        return None;
    }
    let expected = match least {
        i64::MIN => "a whole number".to_string(),
        least => format!("a whole number, {least} or more"),
    };
    let read = value.as_str().and_then(|text| text.trim().parse::<i64>().ok()).map(Value::from);
    Some((Cause::WrongType { expected }, read.filter(legal)))
}

fn number(value: &Value, low: f64, high: f64) -> Option<(Cause, Option<Value>)> {
    let beyond = |number: f64| number < low || number > high;
    let range = || Cause::OutOfRange { low: plain(low), high: plain(high) };
    let clamped = |number: f64| {
        let number = number.clamp(low, high);
        match number % 1.0 == 0.0 {
            true => Value::from(number as i64),
            false => Value::from(number),
        }
    };
    match value.as_f64() {
        Some(number) if beyond(number) => Some((range(), Some(clamped(number)))),
        Some(_) => None,
        None => {
            let read = value.as_str().and_then(|text| text.trim().parse::<f64>().ok());
            let read = read.filter(|number| number.is_finite()).map(clamped);
            Some((Cause::WrongType { expected: "a number".to_string() }, read))
        }
    }
}

fn plain(number: f64) -> String {
    format!("{number}")
}

/// Whether a word is a reasoning effort of any model.
pub(super) fn is_effort(word: &str) -> bool {
    EFFORTS.contains(&word)
}

/// A name for a program: of a function or a schema.
pub(super) fn is_name(name: &str) -> bool {
    let legal = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    (1..=64).contains(&name.len()) && name.chars().all(legal)
}

/// The same with what is not legal replaced.
pub(super) fn legal_name(name: &str) -> String {
    let legal = |c: char| if c.is_ascii_alphanumeric() || c == '_' || c == '-' { c } else { '_' };
    let name: String = name.chars().map(legal).take(64).collect();
    if name.is_empty() { "unnamed".to_string() } else { name }
}

/// Fields of an object that are not in a list.
pub(super) fn strangers(object: &Map<String, Value>, known: &[&str]) -> alloc::vec::Vec<String> {
    object.keys().filter(|name| !known.contains(&name.as_str())).cloned().collect()
}

/// Removes a field; where they keep their order, the others stay in it.
pub(super) fn remove(fields: &mut Map<String, Value>, name: &str) {
    #[cfg(feature = "ordered")]
    fields.shift_remove(name);
    #[cfg(not(feature = "ordered"))]
    fields.remove(name);
}
