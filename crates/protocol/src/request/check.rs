use alloc::{string::ToString, vec::Vec};

use serde_json::{Value, json};

use crate::{
    cause::{Cause, Listed},
    error::Error,
    request::{
        fields::{self, is_effort},
        report::{Endpoint, Facts, Report, Severity},
        state::Check,
    },
};

/// Checks the body of a request for what Groq refuses or ignores.
///
/// The rules are those of Groq's API reference and its page on OpenAI
/// compatibility (copies of summer 2026), of its pages on structured outputs and
/// reasoning, of its SDK types (1.4 to 1.7), and of quoted errors. A field that the
/// reference does not list is refused. Which model there is, and what it can do,
/// only the caller knows.
///
/// # Errors
///
/// For a body that is not a JSON object.
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
        Endpoint::Chat => check.chat(&facts),
        Endpoint::Audio => check.audio(false),
        Endpoint::Translation => check.audio(true),
    }
    let mended = match check.findings.as_slice() {
        [] => body.to_string(),
        // Only a key that is not text could fail.
        _ => serde_json::to_string(&check.fields).unwrap_or_default(),
    };
    Ok(Report { findings: check.findings, mended })
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
const MOST_STOPS: usize = 4;
/// What Groq makes of a temperature of zero.
const LEAST_TEMPERATURE: f64 = 1e-8;
/// The fields of a line of a batch file.
const LINE: [&str; 3] = ["custom_id", "method", "url"];

impl Check {
    fn model(&mut self, replacement: Option<&str>) {
        let Some(replacement) = replacement else { return };
        let named = (!replacement.is_empty()).then(|| replacement.to_string());
        let cause = Cause::Retired { replacement: named.clone() };
        self.find_where("model", Severity::Refused, cause, named.is_some());
        if let Some(id) = named {
            self.set("model", json!(id));
        }
    }

    fn chat(&mut self, facts: &Facts<'_>) {
        if self.is_flat_line() {
            return self.refuse_where("body", Cause::BatchWithoutBody, false);
        }
        self.unknown(&fields::CHAT);
        for name in REFUSED {
            if self.given(name).is_some() {
                self.refuse(name, Cause::Unsupported);
                self.leave_out(name);
            }
        }
        self.messages();
        self.values(&fields::CHAT);
        if self.given("n").is_some_and(|n| n.as_f64() != Some(1.0)) {
            self.refuse("n", Cause::NotOne);
            self.leave_out("n");
        }
        self.tools();
        self.stop();
        for name in ["max_completion_tokens", "max_tokens"] {
            let above = |cap: &u64| {
                self.given(name).and_then(Value::as_f64).is_some_and(|max| max > *cap as f64)
            };
            if let Some(cap) = facts.completion_cap.filter(above) {
                self.refuse(name, Cause::AboveCap { cap });
                self.set(name, json!(cap));
            }
        }
        self.reasoning(facts);
        self.format();
        self.raw_reasoning();
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

    /// Whether it is a line of a batch file that has no body.
    fn is_flat_line(&self) -> bool {
        let line =
            LINE.iter().filter(|name| self.given(name).is_some_and(Value::is_string)).count();
        line >= 2 || (line == 1 && self.given("custom_id").is_some())
    }

    fn stop(&mut self) {
        let legal = match self.given("stop") {
            Some(Value::Array(list)) => list.iter().all(Value::is_string),
            Some(stop) => stop.is_string(),
            None => true,
        };
        if !legal {
            self.leave_out("stop");
            let expected = "a text or a list of texts".to_string();
            return self.refuse("stop", Cause::WrongType { expected });
        }
        self.most("stop", MOST_STOPS, Listed::StopSequences);
    }

    fn reasoning(&mut self, facts: &Facts<'_>) {
        if self.given("reasoning_format").is_some() && self.given("include_reasoning").is_some() {
            self.refuse("include_reasoning", Cause::BesideFormat);
            self.leave_out("include_reasoning");
        }
        if facts.reasons == Some(false) {
            for (name, cause) in [
                ("reasoning_format", Cause::NoReasoning),
                ("include_reasoning", Cause::NoReasoning),
                ("reasoning_effort", Cause::NoEffort),
            ] {
                if self.given(name).is_some() {
                    self.refuse(name, cause);
                    self.leave_out(name);
                }
            }
            return;
        }
        let Some(effort) = self.given("reasoning_effort") else { return };
        let word = effort.as_str().unwrap_or_default();
        let known = match facts.efforts {
            [] => is_effort(word),
            efforts => efforts.contains(&word),
        };
        if known {
            return;
        }
        let taken = match facts.efforts {
            [] => fields::EFFORTS.join(", "),
            efforts => efforts.join(", "),
        };
        match facts.default_effort.or(facts.efforts.first().copied()) {
            Some(effort) => self.set("reasoning_effort", json!(effort)),
            None => self.leave_out("reasoning_effort"),
        }
        self.refuse("reasoning_effort", Cause::OtherEffort { taken });
    }
}
