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
    assert!(again.findings.iter().all(|finding| !finding.mended), "{:?}", again.findings);
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
        "store": false, "max_completion_tokens": 65536,
        "messages": [{"role": "user", "content": "Hi", "name": null}]});
    let facts = Facts { completion_cap: Some(65_536), ..Facts::default() };
    let report = chat(body.clone(), facts);
    assert!(report.findings.is_empty(), "{:?}", report.findings);
    assert_eq!(serde_json::from_str::<Value>(&report.mended).unwrap(), body);
    assert!(check(Endpoint::Chat, "[]", facts).unwrap_err().is_shape());
    assert!(check(Endpoint::Chat, "{", facts).unwrap_err().is_json());
}

#[test]
fn numbers_stay_what_they_were() {
    // In the order of their names, in which they come without the feature `ordered`.
    let hi = r#""messages":[{"content":"Hi","role":"user"}]"#;
    let body = format!(
        r#"{{{hi},"n":2,"seed":22222222222222222222222222222222222222222222222,"top_p":0.1}}"#
    );
    let report = check(Endpoint::Chat, &body, Facts::default()).unwrap();
    assert_eq!(report.mended, format!(r#"{{{hi},"seed":2.222222222222222e+46,"top_p":0.1}}"#));
    let fine = format!(
        r#"{{ "top_p": 0.10, {hi}, "seed": 22222222222222222222222222222222222222222222222 }}"#
    );
    assert_eq!(check(Endpoint::Chat, &fine, Facts::default()).unwrap().mended, fine);
}

#[test]
fn names_of_messages() {
    let messages =
        json!([{"role": "user", "content": "a"}, 7, {"role": "user", "content": "b", "name": "x"}]);
    let report = chat(json!({"messages": messages}), Facts::default());
    let paths: Vec<_> = report.findings.iter().map(|finding| finding.path.as_str()).collect();
    assert_eq!(paths, ["messages[1]", "messages[2].name"]);
    assert_eq!(report.findings[1].to_string(), "messages[2].name: Groq refuses it");
}

#[test]
fn more_tools_than_groq_takes() {
    let tools = |count| vec![json!({"type": "function", "function": {"name": "f"}}); count];
    assert!(chat(json!({"tools": tools(128)}), Facts::default()).findings.is_empty());
    let report = chat(json!({"tools": tools(130)}), Facts::default());
    assert_eq!(report.findings[0].reason, "at most 128 tools are taken; the 2 behind are left out");
}

#[test]
fn reasoning_by_what_the_caller_knows() {
    let three = Facts {
        efforts: &["low", "medium", "high"],
        default_effort: Some("medium"),
        reasons: Some(true),
        ..Facts::default()
    };
    for (effort, fine) in [("low", true), ("high", true), ("none", false), ("minimal", false)] {
        let report = chat(json!({"reasoning_effort": effort}), three);
        assert_eq!(report.findings.is_empty(), fine, "{effort}");
        assert!(fine || report.mended.contains("\"reasoning_effort\":\"medium\""));
    }
    for (effort, fine) in [("default", true), ("high", true), ("minimal", false)] {
        let report = chat(json!({"reasoning_effort": effort}), Facts::default());
        assert_eq!(report.findings.is_empty(), fine, "an effort of no model is refused: {effort}");
    }
    let none = Facts { reasons: Some(false), ..Facts::default() };
    for name in ["reasoning_effort", "reasoning_format", "include_reasoning"] {
        let value = if name == "include_reasoning" { json!(true) } else { json!("hidden") };
        let value = if name == "reasoning_effort" { json!("low") } else { value };
        let report = chat(json!({name: value}), none);
        assert_eq!(report.findings.len(), 1, "{:?}", report.findings);
        assert_eq!(report.findings[0].path, name);
    }
}

/// Fields of other APIs and of answers that are sent back, wherever they stand.
#[test]
fn an_unknown_property_is_refused_by_its_place() {
    for (fields, path) in [
        (json!({"top_k": 40}), "top_k"),
        (json!({"max_output_tokens": 5}), "max_output_tokens"),
        (json!({"extra_body": {}}), "extra_body"),
        (json!({"thinking": null}), "thinking"),
        (
            json!({"messages": [{"role": "user", "content": "a", "createdAt": 1}]}),
            "messages[0].createdAt",
        ),
        (
            json!({"messages": [{"role": "assistant", "content": "a", "refusal": null}]}),
            "messages[0].refusal",
        ),
        (
            json!({"messages": [{"role": "user", "content": [{"type": "text", "text": "a", "cache_control": {}}]}]}),
            "messages[0].content[0].cache_control",
        ),
        (
            json!({"messages": [{"role": "assistant", "tool_calls": [{"id": "1", "index": 0, "type": "function", "function": {"name": "f", "arguments": "{}"}}]}]}),
            "messages[0].tool_calls[0].index",
        ),
        (
            json!({"tools": [{"type": "function", "function": {"name": "f"}, "cache_control": {}}]}),
            "tools[0].cache_control",
        ),
        (
            json!({"tools": [{"type": "function", "function": {"name": "f", "inputSchema": {}}}]}),
            "tools[0].function.inputSchema",
        ),
    ] {
        let report = chat(fields.clone(), Facts::default());
        assert_eq!(report.findings.len(), 1, "{fields}: {:?}", report.findings);
        assert_eq!(report.findings[0].path, path);
        assert!(report.findings[0].reason.starts_with("property '"), "{fields}");
        assert!(report.is_refused() && report.findings[0].mended);
    }
}

#[test]
fn values_out_of_range_and_of_another_type() {
    for (fields, path, mended) in [
        (json!({"temperature": -0.1}), "temperature", json!(0)),
        (json!({"temperature": "0.7"}), "temperature", json!(0.7)),
        (json!({"temperature": "hot"}), "temperature", Value::Null),
        (json!({"top_p": 2}), "top_p", json!(1)),
        (json!({"max_tokens": 0}), "max_tokens", Value::Null),
        (json!({"max_tokens": 10.5}), "max_tokens", Value::Null),
        (json!({"max_completion_tokens": "100"}), "max_completion_tokens", json!(100)),
        (json!({"stream": "true"}), "stream", json!(true)),
        (json!({"seed": 1.5}), "seed", Value::Null),
        (json!({"service_tier": "priority"}), "service_tier", Value::Null),
        (json!({"stop": 3}), "stop", Value::Null),
        (json!({"reasoning_format": "text"}), "reasoning_format", Value::Null),
        (json!({"presence_penalty": 3}), "presence_penalty", json!(2)),
        (json!({"tool_choice": "any"}), "tool_choice", Value::Null),
    ] {
        let report = chat(fields.clone(), Facts::default());
        assert_eq!(report.findings[0].path, path, "{fields}");
        assert_eq!(report.findings[0].severity, Severity::Refused);
        if path != "presence_penalty" && !(path == "temperature" && mended == json!(0)) {
            let body: Value = serde_json::from_str(&report.mended).unwrap();
            assert_eq!(body.get(path).unwrap_or(&Value::Null), &mended, "{fields}");
        }
    }
}

#[test]
fn roles_contents_and_tool_messages() {
    for (message, path, mended) in [
        (json!({"role": "bot", "content": "a"}), "messages[0].role", true),
        (json!({"role": "User", "content": "a"}), "messages[0].role", true),
        (json!({"content": "a"}), "messages[0].role", true),
        (json!({"role": "user"}), "messages[0].content", false),
        (json!({"role": "user", "content": null}), "messages[0].content", false),
        (json!({"role": "user", "content": 7}), "messages[0].content", true),
        (
            json!({"role": "user", "content": [{"type": "input_audio"}]}),
            "messages[0].content[0].type",
            false,
        ),
        (
            json!({"role": "user", "content": [{"type": "input_text", "text": "a"}]}),
            "messages[0].content[0].type",
            true,
        ),
        (
            json!({"role": "user", "content": [{"type": "image_url", "image_url": "https://x"}]}),
            "messages[0].content[0].image_url",
            true,
        ),
        (json!({"role": "tool", "content": "a"}), "messages[0].tool_call_id", false),
        (
            json!({"role": "assistant", "tool_calls": [{"id": "1", "type": "function", "function": {"name": "f", "arguments": {}}}]}),
            "messages[0].tool_calls[0].function.arguments",
            true,
        ),
    ] {
        let report = chat(json!({"messages": [message]}), Facts::default());
        assert_eq!(report.findings.len(), 1, "{message}: {:?}", report.findings);
        let finding = &report.findings[0];
        assert_eq!((finding.path.as_str(), finding.mended), (path, mended), "{message}");
        assert!(report.is_refused());
    }
    for fine in [
        json!({"role": "assistant", "content": "", "reasoning": "b"}),
        json!({"role": "developer", "content": [{"type": "text", "text": "a"}]}),
        json!({"role": "function", "name": "f", "content": "a"}),
        json!({"role": "assistant", "content": null, "tool_calls": [{"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}]}),
    ] {
        assert!(chat(json!({"messages": [fine]}), Facts::default()).findings.is_empty(), "{fine}");
    }
}

#[test]
fn schemas_of_tools_and_answers() {
    use Severity::{AtRisk, Refused};
    let object = |more: Value| {
        let mut schema = json!({"type": "object", "properties": {"a": {"type": "string"}},
            "required": ["a"], "additionalProperties": false});
        for (name, value) in more.as_object().expect("fields") {
            schema[name] = value.clone();
        }
        schema
    };
    let answer = |strict: bool, schema: Value| {
        json!({"response_format": {"type": "json_schema",
            "json_schema": {"name": "answer", "strict": strict, "schema": schema}}})
    };
    for (fields, found) in [
        (answer(true, object(json!({}))), None),
        (answer(false, json!({"type": "object", "properties": {"a": {"type": "string"}}})), None),
        (answer(true, object(json!({"additionalProperties": true}))), Some(Refused)),
        (answer(true, object(json!({"required": []}))), Some(Refused)),
        (
            answer(true, object(json!({"properties": {"a": {"type": "array", "maxItems": 3}}}))),
            Some(Refused),
        ),
        (
            answer(true, object(json!({"properties": {"a": {"type": "string", "minLength": 3}}}))),
            Some(AtRisk),
        ),
        (answer(true, json!({"type": "array", "items": object(json!({}))})), Some(Refused)),
        (json!({"response_format": {"type": "json_schema"}}), Some(Refused)),
        (json!({"response_format": {"type": "json"}}), Some(Refused)),
        (
            json!({"tools": [{"type": "function", "function": {"name": "f", "parameters":
            {"type": "object", "properties": {"x": {"type": "object", "required": ["y"]}}}}}]}),
            Some(Refused),
        ),
        (json!({"tools": [{"type": "function", "function": {"name": "a b"}}]}), Some(Refused)),
        (
            json!({"tools": [{"name": "f", "input_schema": {"type": "object", "properties": {}}}]}),
            Some(Refused),
        ),
        (json!({"tools": [{"type": "web_search"}]}), Some(Refused)),
        (
            json!({"tool_choice": {"type": "function", "function": {"name": "g"}},
            "tools": [{"type": "function", "function": {"name": "f"}}]}),
            Some(Refused),
        ),
    ] {
        let report = chat(fields.clone(), Facts::default());
        let severity = report.findings.first().map(|finding| finding.severity);
        assert_eq!(severity, found, "{fields}: {:?}", report.findings);
        assert!(report.findings.len() <= 1, "{fields}: {:?}", report.findings);
    }
}

#[test]
fn what_json_mode_excludes() {
    let says = |text: &str| json!([{"role": "user", "content": text}]);
    let format = json!({"type": "json_object"});
    let tools = json!([{"type": "function", "function": {"name": "f"}}]);
    for (fields, fine) in [
        (json!({"messages": says("as JSON"), "response_format": format}), true),
        (json!({"messages": says("as text"), "response_format": format}), false),
        (json!({"messages": says("as json"), "response_format": format, "tools": tools}), false),
        (json!({"messages": says("as json"), "response_format": format, "tools": []}), true),
        (
            json!({"messages": says("as json"), "response_format": format, "reasoning_format": "raw"}),
            false,
        ),
        (json!({"messages": says("as text"), "tools": tools, "reasoning_format": "raw"}), false),
    ] {
        let report = chat(fields.clone(), Facts::default());
        assert_eq!(report.findings.is_empty(), fine, "{fields}: {:?}", report.findings);
    }
}

#[test]
fn a_line_of_a_batch_file_without_its_body() {
    let line = json!({"custom_id": "1", "method": "POST", "url": "/v1/chat/completions",
        "model": "m", "messages": []});
    let report = check(Endpoint::Chat, &line.to_string(), Facts::default()).unwrap();
    assert_eq!(report.findings.len(), 1);
    assert_eq!((report.findings[0].path.as_str(), report.findings[0].mended), ("body", false));
}

#[test]
fn fields_of_a_form() {
    let finds = |endpoint, fields: Value| {
        let report = check(endpoint, &fields.to_string(), Facts::default()).unwrap();
        report.findings.first().map(|finding| finding.path.clone())
    };
    let (audio, translation) = (Endpoint::Audio, Endpoint::Translation);
    let found = |path: &str| Some(path.to_string());
    assert_eq!(finds(audio, json!({"model": "m", "stream": "true"})), found("stream"));
    assert_eq!(finds(audio, json!({"model": "m", "diarize": "true"})), found("diarize"));
    assert_eq!(finds(audio, json!({"model": "m", "temperature": "1.5"})), found("temperature"));
    assert_eq!(finds(audio, json!({"model": "m", "temperature": "0.5", "language": "de"})), None);
    let stamps = "timestamp_granularities[]";
    assert_eq!(finds(audio, json!({"model": "m", stamps: "word"})), found(stamps));
    let verbose = json!({"model": "m", stamps: "word", "response_format": "verbose_json"});
    assert_eq!(finds(audio, verbose.clone()), None);
    assert_eq!(finds(translation, verbose), found(stamps));
    assert_eq!(finds(translation, json!({"model": "m", "language": "de"})), found("language"));
}

/// What is refused stays refused whatever the values are called that are not at
/// fault.
#[test]
fn a_refusal_does_not_hang_on_the_names_of_other_values() {
    let refused = [
        json!({"verbosity": "low"}),
        json!({"n": 3}),
        json!({"temperature": 9}),
        json!({"response_format": {"type": "json_object"}}),
        json!({"tools": [{"type": "function", "function": {"name": "f", "parameters": {"required": []}}}]}),
        json!({"messages": [{"role": "narrator", "content": "a"}]}),
    ];
    for fields in refused {
        let first = chat(fields.clone(), Facts::default());
        for word in ["Oslo", "x", "Wie geht es dir?", "{\"a\": 1}", "µ🦀", ""] {
            let mut other = fields.clone();
            other["user"] = word.into();
            if other.get("messages").is_none() {
                other["messages"] =
                    json!([{"role": "system", "content": word}, {"role": "user", "content": word}]);
            }
            let report = chat(other, Facts::default());
            assert!(report.is_refused(), "{fields} {word}");
            assert_eq!(report.findings[0].path, first.findings[0].path);
        }
    }
}

#[test]
fn facts_of_the_caller() {
    let cap = Facts { completion_cap: Some(1000), ..Facts::default() };
    for name in ["max_completion_tokens", "max_tokens"] {
        let report = chat(json!({name: 1001}), cap);
        assert_eq!(report.findings[0].path, name);
        let body: Value = serde_json::from_str(&report.mended).unwrap();
        assert_eq!(body[name], 1000);
        assert!(chat(json!({name: 1000}), cap).findings.is_empty());
    }
    let gone = Facts { retired: Some("openai/gpt-oss-120b"), ..Facts::default() };
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
