use groq_calc::catalog::{Ability, Capability};
use groq_protocol::{
    Action, Advice, ApiError, Endpoint, ErrorKind, Facts, Finding, HeaderFacts, LimitFacts, Nanos,
    RateHeaders, Severity, WaitFrom, Waiting, check,
};
use js_sys::JSON;
use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::{error::Error, figures::CATALOG, js};

/// Names and values in turn.
fn headers(pairs: &[String]) -> RateHeaders {
    let (pairs, _) = pairs.as_chunks::<2>();
    RateHeaders::read(pairs.iter().map(|[name, value]| (name.as_str(), value.as_str())))
}

/// What the rate-limit headers of an answer say.
#[wasm_bindgen]
pub fn parse_headers(pairs: Vec<String>) -> Result<String, Error> {
    js::text(&HeaderFacts::from(headers(&pairs)))
}

#[derive(Serialize)]
struct AdviceFacts {
    action: Action,
    waiting: Waiting,
    wait: Option<String>,
    wait_ms: Option<u64>,
    wait_from: Option<WaitFrom>,
}

impl From<Advice> for AdviceFacts {
    fn from(Advice { action, waiting, wait, wait_from, .. }: Advice) -> Self {
        let wait_ms = wait.map(Nanos::millis_up);
        Self { action, waiting, wait: wait.map(|wait| wait.to_string()), wait_ms, wait_from }
    }
}

#[derive(Serialize)]
struct ErrorFacts<'a> {
    status: u16,
    kind: ErrorKind,
    message: &'a str,
    r#type: Option<&'a str>,
    code: Option<&'a str>,
    param: Option<&'a str>,
    model: Option<&'a str>,
    service_tier: Option<&'a str>,
    completion_cap: Option<u64>,
    limit: Option<LimitFacts>,
    advice: AdviceFacts,
}

/// What an error of the API is about and what to do about it.
#[wasm_bindgen]
pub fn parse_error(status: u16, body: &str, pairs: Vec<String>) -> Result<String, Error> {
    let error = ApiError::parse(status, body);
    js::text(&ErrorFacts {
        status: error.status(),
        kind: error.kind(),
        message: error.message(),
        r#type: error.error_type(),
        code: error.code(),
        param: error.param(),
        model: error.model(),
        service_tier: error.service_tier(),
        completion_cap: error.completion_cap(),
        limit: error.limit().map(LimitFacts::from),
        advice: Advice::new(&error, &headers(&pairs)).into(),
    })
}

#[derive(Serialize)]
struct FindingFacts {
    path: String,
    severity: Severity,
    reason: String,
    code: &'static str,
}

impl From<Finding> for FindingFacts {
    fn from(Finding { path, severity, reason, cause, .. }: Finding) -> Self {
        Self { path, severity, reason, code: cause.code() }
    }
}

#[derive(Serialize)]
struct Checked {
    refused: bool,
    findings: Vec<FindingFacts>,
    /// The request without what is refused or ignored.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    mended: JsValue,
}

/// What Groq would refuse or ignore in a request.
#[wasm_bindgen]
pub fn check_request(endpoint: &str, body: &str, as_of: Option<String>) -> Result<JsValue, Error> {
    let endpoint = match endpoint {
        "chat" => Endpoint::Chat,
        "audio" => Endpoint::Audio,
        "translation" => Endpoint::Translation,
        other => return Err(Error::illegal("endpoint", other, "chat, audio or translation")),
    };
    let day = CATALOG.day(as_of.as_deref())?;
    let request: Value = serde_json::from_slice(body.as_bytes()).unwrap_or_default();
    let model = request["model"].as_str().and_then(|id| CATALOG.model(id));
    let retired = model.and_then(|model| model.replacements_at(day));
    let retired = retired.map(|models| models.first().copied().unwrap_or(""));
    let completion_cap = model.and_then(|model| model.context_at(day).max_completion);
    let reasons = model.and_then(|model| match model.abilities(day).get(Capability::Reasoning) {
        Ability::Yes => Some(true),
        Ability::No => Some(false),
        Ability::Disputed | Ability::Unknown => None,
    });
    let efforts = model.map_or(&[][..], |model| model.efforts(day));
    let default_effort = model.and_then(|model| model.default_effort(day));
    let facts = Facts { completion_cap, retired, efforts, default_effort, reasons };
    let report = check(endpoint, body, facts)
        .map_err(|error| Error::new("invalid", "body", error.to_string()))?;
    let refused = report.is_refused();
    let mended = JSON::parse(&report.mended)
        .map_err(|_| Error::new("invalid", "body", "body is not valid JSON".into()))?;
    let findings = report.findings.into_iter().map(FindingFacts::from).collect();
    js::object(&Checked { refused, findings, mended })
}
