//! The request check, rule by rule.

use groq_protocol::{Endpoint, Facts, Report, Severity, check};
use serde_json::{Value, json};

fn chat(mut fields: Value, facts: Facts<'_>) -> Report {
    let body = fields.as_object_mut().expect("an object");
    body.entry("model").or_insert(json!("openai/gpt-oss-20b"));
    body.entry("messages").or_insert(json!([{"role": "user", "content": "Hi"}]));
    let report = check(Endpoint::Chat, &fields.to_string(), facts).expect("it is JSON");
    // What was mended is never found again.
    let cap = Facts { retired: None, ..facts };
    let again = check(Endpoint::Chat, &report.mended, cap).expect("it is JSON");
    assert!(again.findings.is_empty(), "{:?}", again.findings);
    report
}

#[track_caller]
fn finds(fields: Value, path: &str, severity: Severity, mended: Value) {
    let report = chat(fields, Facts::default());
    assert_eq!(report.findings.len(), 1, "{:?}", report.findings);
    let finding = &report.findings[0];
    assert_eq!((finding.path.as_str(), finding.severity), (path, severity));
    assert_eq!(report.is_refused(), severity == Severity::Refused);
    let body: Value = serde_json::from_str(&report.mended).expect("it is JSON");
    assert_eq!(body.pointer(&format!("/{path}")).unwrap_or(&Value::Null), &mended, "{path}");
}

#[test]
fn refused_and_ignored_fields() {
    use Severity::{Ignored, Refused};
    finds(json!({"logprobs": true}), "logprobs", Refused, Value::Null);
    finds(json!({"logit_bias": {"1": 2}}), "logit_bias", Refused, Value::Null);
    finds(json!({"top_logprobs": 3}), "top_logprobs", Refused, Value::Null);
    finds(json!({"n": 2}), "n", Refused, Value::Null);
    finds(json!({"n": "1"}), "n", Refused, Value::Null);
    finds(json!({"temperature": 0}), "temperature", Ignored, json!(1e-8));
    finds(json!({"frequency_penalty": 0.5}), "frequency_penalty", Ignored, Value::Null);
    finds(json!({"presence_penalty": -1}), "presence_penalty", Ignored, Value::Null);
    finds(json!({"metadata": {"a": "b"}}), "metadata", Ignored, Value::Null);
    finds(json!({"store": true}), "store", Ignored, Value::Null);
    finds(json!({"stop": ["a", "b", "c", "d", "e"]}), "stop", Refused, json!(["a", "b", "c", "d"]));
    finds(
        json!({"reasoning_format": "parsed", "include_reasoning": true}),
        "include_reasoning",
        Refused,
        Value::Null,
    );
}

#[test]
fn what_is_fine_is_left_alone() {
    let body = json!({"model": "openai/gpt-oss-20b", "n": 1, "temperature": 0.5, "logprobs": null,
        "stop": ["a", "b", "c", "d"], "reasoning_effort": "low", "frequency_penalty": 0,
        "store": false, "max_completion_tokens": 65536, "unheard_of": [1, 2],
        "messages": [{"role": "user", "content": "Hi", "name": null}]});
    let facts = Facts { completion_cap: Some(65_536), retired: None };
    let report = chat(body.clone(), facts);
    assert!(report.findings.is_empty(), "{:?}", report.findings);
    assert_eq!(serde_json::from_str::<Value>(&report.mended).unwrap(), body);
    assert!(check(Endpoint::Chat, "[]", facts).unwrap_err().is_shape());
    assert!(check(Endpoint::Chat, "{", facts).unwrap_err().is_json());
}

#[test]
fn numbers_stay_what_they_were() {
    let body = r#"{"n":2,"seed":22222222222222222222222222222222222222222222222,"top_p":0.1}"#;
    let report = check(Endpoint::Chat, body, Facts::default()).unwrap();
    assert_eq!(report.mended, r#"{"seed":2.222222222222222e+46,"top_p":0.1}"#);
    let fine = r#"{ "top_p": 0.10, "seed": 22222222222222222222222222222222222222222222222 }"#;
    assert_eq!(check(Endpoint::Chat, fine, Facts::default()).unwrap().mended, fine);
}

#[test]
fn names_of_messages() {
    let messages =
        json!([{"role": "user", "content": "a"}, 7, {"role": "user", "content": "b", "name": "x"}]);
    let report = chat(json!({"messages": messages}), Facts::default());
    assert_eq!(report.findings[0].path, "messages[2].name");
    assert_eq!(report.findings[0].to_string(), "messages[2].name: Groq refuses it");
}

#[test]
fn more_tools_than_groq_takes() {
    let tools = |count| vec![json!({"type": "function", "function": {"name": "f"}}); count];
    assert!(chat(json!({"tools": tools(128)}), Facts::default()).findings.is_empty());
    let report = chat(json!({"tools": tools(130)}), Facts::default());
    assert_eq!(report.findings[0].reason, "at most 128 tools are taken; the 2 behind are left out");
}

#[test]
fn reasoning_effort_by_family() {
    let effort = |model: &str, effort: &str| {
        let body = json!({"model": model, "reasoning_effort": effort});
        !chat(body, Facts::default()).is_refused()
    };
    for (model, known) in [
        ("openai/gpt-oss-20b", "low medium high"),
        ("openai/gpt-oss-120b", "low medium high"),
        ("qwen/qwen3-32b", "none default"),
        ("qwen/qwen3.6-27b", "none default"),
        ("qwen/qwen3.8-27b", "none default low medium high"),
    ] {
        for word in ["none", "default", "low", "medium", "high", "xhigh"] {
            let expected = known.split(' ').any(|known| known == word);
            assert_eq!(effort(model, word), expected, "{model} {word}");
        }
    }
    assert!(effort("allam-2-7b", "xhigh"), "what Groq does not state is not judged");
    for model in
        ["llama-3.3-70b-versatile", "meta-llama/llama-4-scout-17b-16e-instruct", "groq/compound"]
    {
        assert!(!effort(model, "low") && !effort(model, "none"), "{model}");
        let fields = json!({"model": model, "reasoning_effort": "low"});
        finds(fields, "reasoning_effort", Severity::Refused, Value::Null);
    }
}

#[test]
fn facts_of_the_caller() {
    let cap = Facts { completion_cap: Some(1000), retired: None };
    for name in ["max_completion_tokens", "max_tokens"] {
        let report = chat(json!({name: 1001}), cap);
        assert_eq!(report.findings[0].path, name);
        let body: Value = serde_json::from_str(&report.mended).unwrap();
        assert_eq!(body[name], 1000);
        assert!(chat(json!({name: 1000}), cap).findings.is_empty());
    }
    let gone = Facts { completion_cap: None, retired: Some("openai/gpt-oss-120b") };
    let report = chat(json!({"model": "llama-3.3-70b-versatile"}), gone);
    assert_eq!(report.findings[0].path, "model");
    assert!(report.mended.contains("openai/gpt-oss-120b"));
    let nameless = Facts { retired: Some(""), ..gone };
    assert!(chat(json!({"model": "x"}), nameless).mended.contains(r#""model":"x""#));
}

#[test]
fn subtitles_are_not_written() {
    for format in ["vtt", "srt"] {
        let body = json!({"model": "whisper-large-v3", "response_format": format}).to_string();
        let report = check(Endpoint::Audio, &body, Facts::default()).unwrap();
        assert_eq!(report.findings[0].path, "response_format");
        assert!(report.mended.contains("verbose_json"));
    }
    let body = r#"{"model":"whisper-large-v3","response_format":"text"}"#;
    assert!(check(Endpoint::Audio, body, Facts::default()).unwrap().findings.is_empty());
}
