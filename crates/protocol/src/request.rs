use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{
    cause::{Cause, Listed},
    error::Error,
};

/// Which address a request goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// `/chat/completions`.
    Chat,
    /// `/audio/transcriptions` and `/audio/translations`; the form's fields as
    /// a JSON object, without the file.
    Audio,
}

/// What only the caller can know, from a catalog or from the account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts<'a> {
    /// The most completion tokens of the model.
    pub completion_cap: Option<u64>,
    /// That the model is no longer offered; what stands in for it, or nothing.
    pub retired: Option<&'a str>,
}

/// What becomes of a request that holds something Groq does not take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It is answered with an error (400, for a model that is gone 404).
    Refused,
    /// It may be answered with an error: by one reading of Groq's rules, not by
    /// the other.
    AtRisk,
    /// It is accepted, but the field has no effect or another one.
    Ignored,
}

/// One thing that Groq refuses or ignores.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// Where, like `messages[2].name`.
    pub path: String,
    /// What becomes of it.
    pub severity: Severity,
    /// Why, in a sentence without its full stop.
    pub reason: String,
    /// The same for programs.
    pub cause: Cause,
}

/// The outcome of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Everything found; empty if the request is fine as it is.
    pub findings: Vec<Finding>,
    /// The request as JSON, mended so that none of it is found again; to the
    /// letter as it was if nothing is found. Where something had to be dropped
    /// (tools above 128), see the findings.
    pub mended: String,
}

impl Report {
    /// Whether Groq would answer with an error.
    pub fn is_refused(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Refused)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.reason)
    }
}

/// Checks the body of a request for what Groq refuses or ignores.
///
/// The rules are those of Groq's page on OpenAI compatibility (copy of
/// 2026-08-08) and of its SDK types (1.4 to 1.7), and one of quoted errors. What
/// none of them states is not judged: an unknown field or model passes.
///
/// # Errors
///
/// For a body that is no JSON object.
///
/// ```
/// use groq_protocol::{check, Endpoint, Facts};
///
/// let body = r#"{"model":"openai/gpt-oss-20b","messages":[{"role":"user","content":"Hi","name":"Ann"}],"n":2}"#;
/// let report = check(Endpoint::Chat, body, Facts::default()).unwrap();
/// assert!(report.is_refused());
/// let paths: Vec<_> = report.findings.iter().map(|finding| finding.path.as_str()).collect();
/// assert_eq!(paths, ["messages[0].name", "n"]);
/// assert!(check(Endpoint::Chat, &report.mended, Facts::default()).unwrap().findings.is_empty());
/// ```
pub fn check(endpoint: Endpoint, body: &str, facts: Facts<'_>) -> Result<Report, Error> {
    let value: Value = serde_json::from_slice(body.as_bytes())
        .map_err(|error| Error::json("the request", &error))?;
    let Value::Object(fields) = value else {
        return Err(Error::shape("the request", "a JSON object"));
    };
    let mut check = Check { fields, findings: Vec::new() };
    check.model(facts.retired);
    match endpoint {
        Endpoint::Chat => check.chat(facts.completion_cap),
        Endpoint::Audio => check.audio(),
    }
    let mended = match check.findings.as_slice() {
        [] => body.to_string(),
        // Only a key that is no text could fail.
        _ => serde_json::to_string(&check.fields).unwrap_or_default(),
    };
    Ok(Report { findings: check.findings, mended })
}

struct Check {
    fields: Map<String, Value>,
    findings: Vec<Finding>,
}

/// Refused wherever they are given.
const REFUSED: [&str; 3] = ["logit_bias", "logprobs", "top_logprobs"];
/// Accepted without effect.
const WITHOUT_EFFECT: [(&str, Cause); 4] = [
    ("frequency_penalty", Cause::NoPenalty),
    ("metadata", Cause::NoEffect),
    ("presence_penalty", Cause::NoPenalty),
    ("store", Cause::NoEffect),
];
const MOST_TOOLS: usize = 128;
const MOST_STOPS: usize = 4;
/// What Groq makes of a temperature of zero.
const LEAST_TEMPERATURE: f64 = 1e-8;

impl Check {
    fn find(&mut self, path: impl Into<String>, severity: Severity, cause: Cause) {
        let reason = cause.to_string();
        self.findings.push(Finding { path: path.into(), severity, reason, cause });
    }

    /// A field that is there and not null.
    fn given(&self, name: &str) -> Option<&Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    fn leave_out(&mut self, name: &str) {
        remove(&mut self.fields, name);
    }

    fn set(&mut self, name: &str, value: Value) {
        self.fields.insert(name.to_string(), value);
    }

    fn model(&mut self, replacement: Option<&str>) {
        let Some(replacement) = replacement else { return };
        let named = (!replacement.is_empty()).then(|| replacement.to_string());
        self.find("model", Severity::Refused, Cause::Retired { replacement: named.clone() });
        if let Some(id) = named {
            self.set("model", json!(id));
        }
    }

    fn chat(&mut self, completion_cap: Option<u64>) {
        for name in REFUSED {
            if self.given(name).is_some() {
                self.find(name, Severity::Refused, Cause::Unsupported);
                self.leave_out(name);
            }
        }
        self.message_names();
        if self.given("n").is_some_and(|n| n.as_f64() != Some(1.0)) {
            self.find("n", Severity::Refused, Cause::NotOne);
            self.leave_out("n");
        }
        self.most("tools", MOST_TOOLS, Listed::Tools);
        self.most("functions", MOST_TOOLS, Listed::Functions);
        self.most("stop", MOST_STOPS, Listed::StopSequences);
        for name in ["max_completion_tokens", "max_tokens"] {
            let above = |cap: &u64| {
                self.given(name).and_then(Value::as_f64).is_some_and(|max| max > *cap as f64)
            };
            if let Some(cap) = completion_cap.filter(above) {
                self.find(name, Severity::Refused, Cause::AboveCap { cap });
                self.set(name, json!(cap));
            }
        }
        self.reasoning();
        if self.given("temperature").and_then(Value::as_f64) == Some(0.0) {
            self.find("temperature", Severity::Ignored, Cause::ZeroTemperature);
            self.set("temperature", json!(LEAST_TEMPERATURE));
        }
        for (name, cause) in WITHOUT_EFFECT {
            // A penalty of zero and a store of false ask for what happens anyway.
            let idle = |value: &Value| value.as_f64() == Some(0.0) || *value == json!(false);
            if self.given(name).is_some_and(|value| !idle(value)) {
                self.find(name, Severity::Ignored, cause);
                self.leave_out(name);
            }
        }
    }

    fn message_names(&mut self) {
        let Some(Value::Array(messages)) = self.fields.get_mut("messages") else { return };
        let mut paths = Vec::new();
        for (index, message) in messages.iter_mut().enumerate() {
            let Value::Object(message) = message else { continue };
            if message.get("name").is_some_and(|name| !name.is_null()) {
                remove(message, "name");
                paths.push(format!("messages[{index}].name"));
            }
        }
        for path in paths {
            self.find(path, Severity::Refused, Cause::Unsupported);
        }
    }

    fn most(&mut self, name: &str, most: usize, what: Listed) {
        let Some(Value::Array(list)) = self.fields.get_mut(name) else { return };
        let given = list.len();
        if given > most {
            list.truncate(most);
            self.find(name, Severity::Refused, Cause::TooMany { most, given, what });
        }
    }

    fn reasoning(&mut self) {
        if self.given("reasoning_format").is_some() && self.given("include_reasoning").is_some() {
            self.find("include_reasoning", Severity::Refused, Cause::BesideFormat);
            self.leave_out("include_reasoning");
        }
        let model = self.given("model").and_then(Value::as_str).unwrap_or_default();
        let Some(effort) = self.given("reasoning_effort") else { return };
        if never_reasons(model) {
            self.find("reasoning_effort", Severity::Refused, Cause::NoEffort);
            self.leave_out("reasoning_effort");
            return;
        }
        let Some((known, default)) = efforts(model) else { return };
        if effort.as_str().is_none_or(|effort| !known.contains(&effort)) {
            self.find(
                "reasoning_effort",
                Severity::Refused,
                Cause::OtherEffort { taken: known.join(", ") },
            );
            self.set("reasoning_effort", json!(default));
        }
    }

    fn audio(&mut self) {
        let subtitles = |format: &Value| matches!(format.as_str(), Some("vtt" | "srt"));
        if self.given("response_format").is_some_and(subtitles) {
            self.find("response_format", Severity::Refused, Cause::Subtitles);
            self.set("response_format", json!("verbose_json"));
        }
    }
}

/// Removes a field; where they keep their order, the others stay in it.
fn remove(fields: &mut Map<String, Value>, name: &str) {
    #[cfg(feature = "ordered")]
    fields.shift_remove(name);
    #[cfg(not(feature = "ordered"))]
    fields.remove(name);
}

/// The models for which several projects quote "`reasoning_effort` is not supported
/// with this model" (400): Llama's and the systems.
fn never_reasons(model: &str) -> bool {
    ["llama-3", "meta-llama/llama-", "groq/compound"].iter().any(|start| model.starts_with(start))
}

/// What `reasoning_effort` may be, and the default; `None` where Groq does not
/// say. As in the SDK's types of 2026.
fn efforts(model: &str) -> Option<(&'static [&'static str], &'static str)> {
    match model {
        "openai/gpt-oss-20b" | "openai/gpt-oss-120b" => {
            Some((&["low", "medium", "high"], "medium"))
        }
        "qwen/qwen3.8-27b" => Some((&["none", "default", "low", "medium", "high"], "default")),
        _ if model.starts_with("qwen/qwen3") => Some((&["none", "default"], "default")),
        _ => None,
    }
}
