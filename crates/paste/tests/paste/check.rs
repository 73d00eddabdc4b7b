//! Everything that Groq refuses or ignores is found, with its place, and corrected.

use groq_calc::{Plan, catalog::Admission};
use groq_catalog::CATALOG;
use groq_paste::{Body, Checked, Setting, check};
use groq_protocol::{Endpoint, Severity};
use serde_json::{Value, json};

fn setting() -> Setting<'static> {
    Setting { catalog: &CATALOG, day: CATALOG.newest(), admission: None, model: None, exact: None }
}

fn with(plan: Plan, endpoint: Endpoint, body: &Value) -> Checked {
    let body = Body::parse(endpoint, &body.to_string()).expect("JSON");
    check(&body, plan, &setting()).expect("an object")
}

/// A request for a model that is offered, with more fields.
fn chat(fields: Value) -> Value {
    let mut body = json!({"model": "openai/gpt-oss-20b",
        "messages": [{"role": "user", "content": "Hi"}]});
    for (name, value) in fields.as_object().expect("fields") {
        body[name] = value.clone();
    }
    body
}

#[test]
fn each_rule_is_found_and_corrected() {
    let tools = vec![json!({"type": "function", "function": {"name": "f"}}); 129];
    for (fields, path, severity) in [
        (json!({"logprobs": true}), "logprobs", Severity::Refused),
        (json!({"logit_bias": {"1": 2}}), "logit_bias", Severity::Refused),
        (json!({"top_logprobs": 3}), "top_logprobs", Severity::Refused),
        (
            json!({"messages": [{"role": "user", "content": "Hi", "name": "Ann"}]}),
            "messages[0].name",
            Severity::Refused,
        ),
        (json!({"n": 2}), "n", Severity::Refused),
        (json!({"temperature": 0}), "temperature", Severity::Ignored),
        (json!({"reasoning_effort": "none"}), "reasoning_effort", Severity::Refused),
        (json!({"tools": tools}), "tools", Severity::Refused),
        (json!({"stop": ["a", "b", "c", "d", "e"]}), "stop", Severity::Refused),
        (json!({"max_completion_tokens": 70_000}), "max_completion_tokens", Severity::Refused),
        (json!({"model": "llama-3.3-70b-versatile"}), "model", Severity::Refused),
    ] {
        let checked = with(Plan::Developer, Endpoint::Chat, &chat(fields));
        let found: Vec<_> =
            checked.findings.iter().map(|one| (one.path.as_str(), one.severity)).collect();
        assert_eq!(found, [(path, severity)], "{:?}", checked.findings);
        assert!(checked.is_corrected, "{checked:?}");
        let corrected: Value = serde_json::from_str(&checked.corrected).expect("JSON");
        assert_eq!(with(Plan::Developer, Endpoint::Chat, &corrected).findings, []);
    }
    for format in ["vtt", "srt"] {
        let body = json!({"model": "whisper-large-v3", "response_format": format});
        let checked = with(Plan::Free, Endpoint::Audio, &body);
        assert_eq!(checked.findings[0].path, "response_format");
        assert!(checked.corrected.contains("verbose_json"));
    }
    assert_eq!(with(Plan::Developer, Endpoint::Chat, &chat(json!({}))).findings, []);
}

/// The caps are the catalog's: the free plan takes 8,000 tokens a minute of this
/// model.
#[test]
fn rejects_a_request_above_tpm() {
    let body = chat(json!({"max_completion_tokens": 9000}));
    let strict = Setting { admission: Some(Admission::Reserved), ..setting() };
    let whole = Body::parse(Endpoint::Chat, &body.to_string()).expect("JSON");
    let checked = check(&whole, Plan::Free, &strict).expect("an object");
    let [finding] = checked.findings.as_slice() else { panic!("{:?}", checked.findings) };
    assert_eq!(
        (finding.path.as_str(), finding.severity),
        ("max_completion_tokens", Severity::Refused)
    );
    let reason = finding.cause.to_string();
    assert!(reason.contains("TPM of 8,000: HTTP 413"), "{reason}");
    assert!(reason.contains("free plan") && reason.contains("estimated"));
    let corrected: Value = serde_json::from_str(&checked.corrected).expect("JSON");
    let (input, _) = checked.input_tokens.expect("it is a chat");
    assert_eq!(corrected["max_completion_tokens"], 8000 - input);
    assert_eq!(with(Plan::Developer, Endpoint::Chat, &body).findings, []);

    let long = "Where is my order? ".repeat(3000);
    let body = chat(json!({"messages": [{"role": "user", "content": long}]}));
    let checked = with(Plan::Free, Endpoint::Chat, &body);
    assert_eq!(checked.findings[0].path, "messages");
    assert!(!checked.is_corrected && checked.is_refused());
}

/// What a request reserves may be refused by the rule of today, and a request alone
/// does not say that its answers are shorter.
#[test]
fn a_request_is_refused_by_what_it_reserves() {
    let body = chat(json!({"max_completion_tokens": 9000}));
    let checked = with(Plan::Free, Endpoint::Chat, &body);
    let [finding] = checked.findings.as_slice() else { panic!("{:?}", checked.findings) };
    assert_eq!(
        (finding.path.as_str(), finding.severity),
        ("max_completion_tokens", Severity::Refused)
    );
    assert!(checked.is_refused() && checked.is_corrected);
    let (input, _) = checked.input_tokens.expect("it is a chat");
    let reason = finding.cause.to_string();
    assert!(reason.contains("above the TPM of 8,000: Groq may refuse it"), "{reason}");
    assert!(reason.ends_with("it is safe"), "{reason}");
    let corrected: Value = serde_json::from_str(&checked.corrected).expect("JSON");
    assert_eq!(corrected["max_completion_tokens"], 8000 - input);
    assert_eq!(with(Plan::Free, Endpoint::Chat, &corrected).findings, []);
}

#[test]
fn a_batch_meets_no_limits() {
    let body = chat(json!({"max_completion_tokens": 9000}));
    let line = json!({"custom_id": "1", "method": "POST", "url": "/v1/chat/completions",
        "body": body});
    let reading = groq_paste::read(&line.to_string(), &setting()).expect("it is read");
    let checked = check(&reading.bodies[0], Plan::Developer, &setting()).expect("an object");
    assert_eq!(checked.findings, []);
    let free = check(&reading.bodies[0], Plan::Free, &setting()).expect("an object");
    assert_eq!(free.findings[0].cause.code(), "plan");
}

#[test]
fn checks_for_the_model_that_is_asked_for() {
    let body = Body::parse(Endpoint::Chat, &chat(json!({})).to_string()).expect("JSON");
    let setting = Setting { model: Some("llama-3.1-8b-instant"), ..setting() };
    let checked = check(&body, Plan::Free, &setting).expect("an object");
    assert_eq!(checked.findings[0].path, "model");
    assert_eq!(checked.model.as_deref(), Some("openai/gpt-oss-20b"));
    let list = Body::parse(Endpoint::Chat, "[]").expect("JSON");
    assert!(check(&list, Plan::Free, &setting).is_err_and(|error| error.is_request()));
}
