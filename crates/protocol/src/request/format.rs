//! The form of the answer: JSON mode, schemas, and what they exclude.

use alloc::{format, string::ToString, vec::Vec};

use serde_json::{Value, json};

use crate::{
    cause::Cause,
    request::{
        fields::{is_name, legal_name, remove, strangers},
        report::Severity,
        schema,
        state::Check,
    },
};

const TYPES: [&str; 3] = ["text", "json_object", "json_schema"];

impl Check {
    pub(super) fn format(&mut self) {
        let Some(format) = self.given("response_format").filter(|format| format.is_object()) else {
            return;
        };
        let kind = format["type"].as_str().unwrap_or_default().to_string();
        if !TYPES.contains(&kind.as_str()) {
            let cause = match format.get("type") {
                None => Cause::Missing,
                Some(_) => Cause::NotOneOf { taken: TYPES.join(", ") },
            };
            self.leave_out("response_format");
            return self.refuse("response_format.type", cause);
        }
        if kind == "text" {
            return;
        }
        if self.has_tools() {
            self.leave_out("response_format");
            return self.refuse("response_format", Cause::ToolsBesideFormat);
        }
        if kind == "json_object" && !self.says_json() {
            if let Some(Value::Array(messages)) = self.fields.get_mut("messages") {
                messages.insert(0, json!({"role": "system", "content": "Answer in JSON."}));
            }
            self.refuse("response_format", Cause::NoWordJson);
        }
        if kind == "json_schema" {
            self.schema();
            if self.given("stream") == Some(&Value::Bool(true)) {
                self.set("stream", Value::Bool(false));
                self.find("stream", Severity::AtRisk, Cause::StreamedSchema);
            }
        }
        if self.given("reasoning_format").is_some_and(|format| format == "raw") {
            self.leave_out("reasoning_format");
            self.refuse("reasoning_format", Cause::RawReasoning);
        }
    }

    /// Tools exclude raw reasoning as well.
    pub(super) fn raw_reasoning(&mut self) {
        if self.has_tools() && self.given("reasoning_format").is_some_and(|format| format == "raw")
        {
            self.leave_out("reasoning_format");
            self.refuse("reasoning_format", Cause::RawReasoning);
        }
    }

    /// Whether a message holds the word, in any case.
    fn says_json(&self) -> bool {
        let says = |text: &str| text.to_ascii_lowercase().contains("json");
        let messages = self.fields.get("messages").and_then(Value::as_array);
        messages.into_iter().flatten().any(|message| match &message["content"] {
            Value::String(text) => says(text),
            Value::Array(parts) => parts.iter().any(|part| part["text"].as_str().is_some_and(says)),
            _ => false,
        })
    }

    fn schema(&mut self) {
        let Some(format) = self.fields.get_mut("response_format") else { return };
        let mut found: Vec<(alloc::string::String, Severity, Cause, bool)> = Vec::new();
        let place = "response_format.json_schema";
        let mut find = |below: &str, severity: Severity, cause: Cause, mended: bool| {
            found.push((format!("{place}{below}"), severity, cause, mended));
        };
        match format.get_mut("json_schema") {
            Some(Value::Object(fields)) => {
                for name in strangers(fields, &["name", "description", "schema", "strict"]) {
                    remove(fields, &name);
                    let cause = Cause::UnknownProperty { name: name.clone() };
                    find(&format!(".{name}"), Severity::Refused, cause, true);
                }
                match fields.get("name").map(|name| name.as_str().unwrap_or_default().to_string()) {
                    None => {
                        fields.insert("name".into(), "answer".into());
                        find(".name", Severity::Refused, Cause::Missing, true);
                    }
                    Some(name) if !is_name(&name) => {
                        fields.insert("name".into(), legal_name(&name).into());
                        find(".name", Severity::Refused, Cause::BadName, true);
                    }
                    Some(_) => {}
                }
                let strict = fields.get("strict") == Some(&Value::Bool(true));
                match fields.get_mut("schema") {
                    Some(schema @ Value::Object(_)) => {
                        let root = schema["type"] == "object" || schema.get("type").is_none();
                        if strict && (!root || schema.get("anyOf").is_some()) {
                            find(".schema", Severity::Refused, Cause::RootNotObject, false);
                        }
                        for fault in schema::check(schema, strict) {
                            let quoted = match &fault.cause {
                                Cause::SchemaKeyword { keyword } => schema::is_quoted(keyword),
                                _ => true,
                            };
                            let severity =
                                if quoted { Severity::Refused } else { Severity::AtRisk };
                            find(&format!(".schema{}", fault.at), severity, fault.cause, true);
                        }
                    }
                    _ => find(".schema", Severity::Refused, Cause::Missing, false),
                }
            }
            _ => find("", Severity::Refused, Cause::Missing, false),
        }
        for (path, severity, cause, mended) in found {
            self.find_where(path, severity, cause, mended);
        }
    }
}
