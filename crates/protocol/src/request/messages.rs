//! The messages of a chat.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use serde_json::{Map, Value};

use crate::{
    cause::Cause,
    request::{
        fields::{remove, strangers},
        report::Severity,
        state::Check,
    },
};

/// What a message of each role may hold (types of Groq's SDKs). `name` is refused
/// by Groq's page on OpenAI compatibility, but for a result of a tool, where
/// Groq's own examples have it.
const ROLES: [(&str, &[&str]); 6] = [
    ("system", &["role", "content", "name"]),
    ("developer", &["role", "content", "name"]),
    ("user", &["role", "content", "name"]),
    ("assistant", &["role", "content", "name", "reasoning", "tool_calls", "function_call"]),
    ("tool", &["role", "content", "name", "tool_call_id"]),
    ("function", &["role", "content", "name"]),
];

/// What other APIs call a role.
const ALIASES: [(&str, &str); 6] = [
    ("human", "user"),
    ("ai", "assistant"),
    ("bot", "assistant"),
    ("model", "assistant"),
    ("assistant_message", "assistant"),
    ("instructions", "system"),
];

/// The parts of a content, with their fields.
const PARTS: [(&str, &[&str]); 3] = [
    ("text", &["type", "text"]),
    ("image_url", &["type", "image_url"]),
    ("document", &["type", "document"]),
];

/// What is found in a message: where below it, and whether it is mended.
type Found = (String, Severity, Cause, bool);

impl Check {
    pub(super) fn messages(&mut self) {
        let count = match self.fields.get("messages") {
            Some(Value::Array(messages)) => messages.len(),
            // Another type is found by it.
            Some(other) if !other.is_null() => return,
            _ => return self.refuse_where("messages", Cause::Missing, false),
        };
        if count == 0 {
            return self.refuse_where("messages", Cause::Empty, false);
        }
        let Some(Value::Array(messages)) = self.fields.get_mut("messages") else { return };
        let mut found = Vec::new();
        for (index, message) in messages.iter_mut().enumerate() {
            let mut here = Vec::new();
            match message {
                Value::Object(message) => check(message, &mut here),
                _ => {
                    let cause = Cause::WrongType { expected: "an object".to_string() };
                    here.push((String::new(), Severity::Refused, cause, false));
                }
            }
            found.extend(here.into_iter().map(|(below, severity, cause, mended)| {
                (format!("messages[{index}]{below}"), severity, cause, mended)
            }));
        }
        for (path, severity, cause, mended) in found {
            self.find_where(path, severity, cause, mended);
        }
    }
}

fn check(message: &mut Map<String, Value>, found: &mut Vec<Found>) {
    let refuse = |found: &mut Vec<Found>, below: &str, cause: Cause, mended: bool| {
        found.push((below.to_string(), Severity::Refused, cause, mended));
    };
    let role = message.get("role").and_then(Value::as_str).unwrap_or_default().to_string();
    let Some((_, known)) = ROLES.iter().find(|(name, _)| *name == role) else {
        let missing = message.get("role").is_none_or(Value::is_null);
        let taken = ROLES.map(|(name, _)| name).join(", ");
        let cause = if missing { Cause::Missing } else { Cause::OtherRole { taken } };
        let lower = role.to_ascii_lowercase();
        let known = ROLES.iter().find(|(name, _)| *name == lower).map(|(name, _)| *name);
        let alias = ALIASES.iter().find(|(name, _)| *name == lower).map(|(_, role)| *role);
        let instead = known.or(alias).unwrap_or("user");
        message.insert("role".into(), instead.into());
        refuse(found, ".role", cause, true);
        return check(message, found);
    };
    for name in strangers(message, known) {
        remove(message, &name);
        refuse(found, &format!(".{name}"), Cause::UnknownProperty { name: name.clone() }, true);
    }
    if role != "function" && message.get("name").is_some_and(|name| !name.is_null()) {
        remove(message, "name");
        let severity = if role == "tool" { Severity::AtRisk } else { Severity::Refused };
        found.push((".name".to_string(), severity, Cause::Unsupported, true));
    }
    let calls = ["tool_calls", "function_call"];
    let calls = calls.iter().any(|name| message.get(*name).is_some_and(|value| !value.is_null()));
    content(message, role == "assistant" && calls, found);
    if role == "tool" && !message.get("tool_call_id").is_some_and(Value::is_string) {
        refuse(found, ".tool_call_id", Cause::Missing, false);
    }
    match message.get_mut("tool_calls") {
        Some(Value::Array(calls)) => {
            for (index, call) in calls.iter_mut().enumerate() {
                tool_call(call, &format!(".tool_calls[{index}]"), found);
            }
        }
        Some(other) if !other.is_null() => {
            remove(message, "tool_calls");
            let cause = Cause::WrongType { expected: "a list".to_string() };
            refuse(found, ".tool_calls", cause, true);
        }
        _ => {}
    }
}

fn content(message: &mut Map<String, Value>, optional: bool, found: &mut Vec<Found>) {
    let mut refuse = |below: String, cause: Cause, mended: bool| {
        found.push((format!(".content{below}"), Severity::Refused, cause, mended));
    };
    match message.get_mut("content") {
        Some(Value::String(_)) => {}
        None | Some(Value::Null) if optional => {}
        None | Some(Value::Null) => refuse(String::new(), Cause::Missing, false),
        Some(Value::Array(parts)) => {
            for (index, part) in parts.iter_mut().enumerate() {
                let Some((cause, below, mended)) = part_fault(part) else { continue };
                refuse(format!("[{index}]{below}"), cause, mended);
            }
        }
        Some(other) => {
            let cause = Cause::WrongType { expected: "a text or a list of parts".to_string() };
            *other = other.to_string().into();
            refuse(String::new(), cause, true);
        }
    }
}

/// What is wrong with a part of a content, and where below it.
fn part_fault(part: &mut Value) -> Option<(Cause, String, bool)> {
    let taken = PARTS.map(|(name, _)| name).join(", ");
    let Value::Object(fields) = part else {
        let expected = "an object".to_string();
        return Some((Cause::WrongType { expected }, String::new(), false));
    };
    let kind = fields.get("type").and_then(Value::as_str).unwrap_or_default();
    // Parts of the Responses API.
    let other = match kind {
        "input_text" | "output_text" => Some("text"),
        _ => None,
    };
    if let Some(other) = other {
        fields.insert("type".into(), other.into());
        return Some((Cause::NotOneOf { taken }, ".type".to_string(), true));
    }
    let Some((kind, known)) = PARTS.iter().find(|(name, _)| *name == kind) else {
        let cause = match fields.contains_key("type") {
            true => Cause::NotOneOf { taken },
            false => Cause::Missing,
        };
        return Some((cause, ".type".to_string(), false));
    };
    if let Some(name) = strangers(fields, known).first() {
        remove(fields, name);
        return Some((Cause::UnknownProperty { name: name.clone() }, format!(".{name}"), true));
    }
    match *kind {
        "text" if !fields.get("text").is_some_and(Value::is_string) => {
            Some((Cause::Missing, ".text".to_string(), false))
        }
        "image_url" if !fields.get("image_url").is_some_and(|image| image["url"].is_string()) => {
            // A bare address is that of an object.
            match fields.get("image_url").and_then(Value::as_str).map(ToString::to_string) {
                Some(url) => {
                    fields.insert("image_url".into(), serde_json::json!({ "url": url }));
                    let expected = "an object with url".to_string();
                    Some((Cause::WrongType { expected }, ".image_url".to_string(), true))
                }
                None => Some((Cause::Missing, ".image_url.url".to_string(), false)),
            }
        }
        _ => None,
    }
}

fn tool_call(call: &mut Value, place: &str, found: &mut Vec<Found>) {
    let mut refuse = |below: &str, cause: Cause, mended: bool| {
        found.push((format!("{place}{below}"), Severity::Refused, cause, mended));
    };
    let Value::Object(fields) = call else {
        let cause = Cause::WrongType { expected: "an object".to_string() };
        return refuse("", cause, false);
    };
    for name in strangers(fields, &["id", "type", "function"]) {
        remove(fields, &name);
        refuse(&format!(".{name}"), Cause::UnknownProperty { name: name.clone() }, true);
    }
    if !fields.get("id").is_some_and(Value::is_string) {
        refuse(".id", Cause::Missing, false);
    }
    match fields.get("type").map(|kind| kind.as_str().unwrap_or_default()) {
        Some("function") => {}
        other => {
            let missing = other.is_none();
            fields.insert("type".into(), "function".into());
            let taken = "function".to_string();
            let cause = if missing { Cause::Missing } else { Cause::NotOneOf { taken } };
            refuse(".type", cause, true);
        }
    }
    let Some(Value::Object(function)) = fields.get_mut("function") else {
        return refuse(".function", Cause::Missing, false);
    };
    for name in strangers(function, &["name", "arguments"]) {
        remove(function, &name);
        refuse(&format!(".function.{name}"), Cause::UnknownProperty { name: name.clone() }, true);
    }
    if !function.get("name").is_some_and(Value::is_string) {
        refuse(".function.name", Cause::Missing, false);
    }
    match function.get("arguments") {
        Some(Value::String(_)) => {}
        None => {
            function.insert("arguments".into(), "{}".into());
            refuse(".function.arguments", Cause::Missing, true);
        }
        Some(other) => {
            let text = other.to_string();
            function.insert("arguments".into(), text.into());
            let cause = Cause::WrongType { expected: "a text with JSON in it".to_string() };
            refuse(".function.arguments", cause, true);
        }
    }
}
