use groq_calc::catalog::{Ability, Capability};
use groq_protocol::{
    Action, Advice, ApiError, Bucket, Endpoint, ErrorKind, Facts, Finding, LimitFigures, Nanos,
    RateHeaders, Severity, WaitFrom, Waiting, check,
};
use js_sys::JSON;
use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::{error::Error, figures::CATALOG, js};

/// A count as JavaScript's own number, which above 2^53 is the nearest one.
fn number(count: Option<u64>) -> Option<f64> {
    count.map(|count| count as f64)
}

/// A duration as the API formats it, and in milliseconds for a timer.
fn length(nanos: Option<Nanos>) -> (Option<String>, Option<f64>) {
    (nanos.map(|nanos| nanos.to_string()), number(nanos.map(Nanos::millis_up)))
}

#[derive(Serialize)]
struct BucketFacts {
    limit: Option<f64>,
    remaining: Option<f64>,
    reset: Option<String>,
    reset_ms: Option<f64>,
}

impl From<Bucket> for BucketFacts {
    fn from(Bucket { limit, remaining, reset }: Bucket) -> Self {
        let (reset, reset_ms) = length(reset);
        let (limit, remaining) = (number(limit), number(remaining));
        Self { limit, remaining, reset, reset_ms }
    }
}

#[derive(Serialize)]
struct HeaderFacts {
    requests_per_day: BucketFacts,
    tokens_per_minute: BucketFacts,
    retry_after: Option<String>,
    retry_after_ms: Option<f64>,
    request_id: Option<String>,
    region: Option<String>,
    unreadable: Vec<&'static str>,
}

impl From<RateHeaders> for HeaderFacts {
    fn from(headers: RateHeaders) -> Self {
        let (retry_after, retry_after_ms) = length(headers.retry_after);
        Self {
            requests_per_day: headers.requests_per_day.into(),
            tokens_per_minute: headers.tokens_per_minute.into(),
            retry_after,
            retry_after_ms,
            request_id: headers.request_id,
            region: headers.region,
            unreadable: headers.unreadable,
        }
    }
}

/// Names and values in turn.
fn headers(pairs: &[String]) -> RateHeaders {
    let (pairs, _) = pairs.as_chunks::<2>();
    RateHeaders::read(pairs.iter().map(|[name, value]| (name.as_str(), value.as_str())))
}

/// What the rate-limit headers of an answer say.
#[wasm_bindgen]
pub fn parse_headers(pairs: Vec<String>) -> Result<JsValue, Error> {
    js::object(&HeaderFacts::from(headers(&pairs)))
}

#[derive(Serialize)]
struct LimitFacts {
    limit: Option<&'static str>,
    cap: Option<f64>,
    used: Option<f64>,
    requested: Option<f64>,
    approximate: bool,
    wait: Option<String>,
    wait_ms: Option<f64>,
    exceeds_limit: Option<bool>,
}

impl From<&LimitFigures> for LimitFacts {
    fn from(figures: &LimitFigures) -> Self {
        let (wait, wait_ms) = length(figures.wait());
        Self {
            limit: figures.kind().map(|kind| kind.name()),
            cap: number(figures.limit()),
            used: number(figures.used()),
            requested: number(figures.requested()),
            approximate: figures.is_approximate(),
            wait,
            wait_ms,
            exceeds_limit: figures.exceeds_limit(),
        }
    }
}

#[derive(Serialize)]
struct AdviceFacts {
    action: Action,
    waiting: Waiting,
    wait: Option<String>,
    wait_ms: Option<f64>,
    wait_from: Option<WaitFrom>,
}

impl From<Advice> for AdviceFacts {
    fn from(Advice { action, waiting, wait, wait_from, .. }: Advice) -> Self {
        let (wait, wait_ms) = length(wait);
        Self { action, waiting, wait, wait_ms, wait_from }
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
    completion_cap: Option<f64>,
    limit: Option<LimitFacts>,
    advice: AdviceFacts,
}

/// What an error of the API is about and what to do about it.
#[wasm_bindgen]
pub fn parse_error(status: u16, body: &str, pairs: Vec<String>) -> Result<JsValue, Error> {
    let error = ApiError::parse(status, body);
    js::object(&ErrorFacts {
        status: error.status(),
        kind: error.kind(),
        message: error.message(),
        r#type: error.error_type(),
        code: error.code(),
        param: error.param(),
        model: error.model(),
        service_tier: error.service_tier(),
        completion_cap: number(error.completion_cap()),
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
