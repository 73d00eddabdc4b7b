//! The server for coding agents, spoken to in its protocol.

use serde_json::{Value, json as object};

use crate::binary::{json, run};

/// What the tools answer to calls, in order: a text, and whether it is an error.
fn call(calls: &[(&str, Value)]) -> Vec<(String, bool)> {
    let hello = object!({
        "protocolVersion": "2025-06-18", "capabilities": {},
        "clientInfo": { "name": "test", "version": "0" },
    });
    let mut lines = vec![
        object!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": hello }),
        object!({ "jsonrpc": "2.0", "method": "notifications/initialized" }),
    ];
    lines.extend(calls.iter().enumerate().map(|(index, (name, arguments))| {
        let params = object!({ "name": name, "arguments": arguments });
        object!({ "jsonrpc": "2.0", "id": index + 1, "method": "tools/call", "params": params })
    }));
    let input: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let output = run(&["mcp"], input.as_bytes());
    let text = String::from_utf8(output.stdout).expect("text");
    let answers: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let answer = |index| {
        let found = answers.iter().find(|answer| answer["id"] == index + 1);
        let result = &found.unwrap_or_else(|| panic!("no answer in {text}"))["result"];
        let text = result["content"][0]["text"].as_str().unwrap_or_else(|| panic!("{text}"));
        (text.to_owned(), result["isError"] == true)
    };
    (0..calls.len()).map(answer).collect()
}

#[test]
fn questions_are_answered_and_refused_in_the_words_of_the_command() {
    let workload =
        object!({ "requests_per_day": 2000, "input_tokens": 1500, "output_tokens": 500 });
    let good = object!({ "as_of": "2026-06-04", "workload": workload });
    let bad = [
        object!({ "workload": { "requests_per_day": -1 } }),
        object!({ "workload": { "requests_per_day": true } }),
        object!({ "workload": { "requests_per_day": 1, "input_token": 1 } }),
        object!({ "workload": { "requests_per_day": 1 }, "plans": ["gold"] }),
        object!({ "workload": { "requests_per_day": 1 }, "requirements": { "production": 1 } }),
        object!([1]),
        object!({}),
    ];
    let calls: Vec<_> = std::iter::once(&good)
        .chain(&bad)
        .map(|question| ("plan", object!({ "question": question })))
        .collect();
    let answers = call(&calls);
    let [(answer, failed), refusals @ ..] = answers.as_slice() else { panic!("no answer") };
    assert!(!failed, "{answer}");
    let answer: Value = serde_json::from_str(answer).expect("JSON");
    let file = crate::binary::file("mcp-question.json", good.to_string());
    assert_eq!(answer, json(&["plan", &file, "--json"], 0), "as the command answers");
    assert_eq!(answer["recommended"]["retires"]["on"], "2026-08-16");
    for (question, (refusal, failed)) in bad.iter().zip(refusals) {
        assert!(failed, "{question}: {refusal}");
        let output = run(&["plan", "-"], question.to_string().as_bytes());
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(format!("error: {refusal}\n"), error, "{question}");
    }
}

#[test]
fn models_are_listed_and_costs_counted_as_by_the_command() {
    let day = object!({ "as_of": "2026-06-04" });
    let usage = object!({
        "model": "openai/gpt-oss-120b", "input_tokens": 4641, "cached_input_tokens": 4608,
        "output_tokens": 1817, "as_of": "2026-06-04",
    });
    let answers = call(&[("models", day), ("cost", usage)]);
    let [models, cost] = answers.as_slice() else { panic!("two answers") };
    let read = |(text, failed): &(String, bool)| -> Value {
        assert!(!failed, "{text}");
        serde_json::from_str(text).expect("JSON")
    };
    assert_eq!(read(models), json(&["models", "--as-of", "2026-06-04", "--json"], 0));
    assert_eq!(read(cost)["usd"], "0.00144075");
}
