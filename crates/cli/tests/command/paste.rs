//! `groq-calc paste`, `check-request` and `plan --paste` as processes.

use crate::binary::{file, json, refused, refused_with, run, text};
use serde_json::json as object;

const REQUEST: &str = r#"{"model":"openai/gpt-oss-20b","messages":[{"role":"user","content":"Where is my order?"}],"max_completion_tokens":400}"#;

#[test]
fn a_prompt_and_a_request() {
    let prompt = file("prompt.txt", "Where is my order?");
    let reading = json(&["paste", &prompt, "--json"], 0);
    assert_eq!(reading["figures"][0]["field"], "input_tokens");
    // As openai-harmony has it, 67 without the text, which takes 5, and 4 that Groq counts besides.
    assert_eq!(reading["workload"]["input_tokens"], 76);
    assert_eq!(reading["figures"][0]["basis"], "counted");
    let other = json(&["paste", &prompt, "--json", "--model", "qwen/qwen3.8-27b"], 0);
    assert_eq!(other["figures"][0]["basis"], "estimated");
    let request = file("request.json", REQUEST);
    let shown = text(&["paste", &request], 0);
    assert!(shown.starts_with("JSON: a chat request for openai/gpt-oss-20b with 1 message."));
    assert!(shown.contains("at most") && shown.contains("can differ"), "{shown}");
    refused(&["paste", "no-such-file"], &["no-such-file", "cannot be read"]);
    refused(&["paste", &prompt, "--model", "gpt-5"], &["model", "gpt-5", "unknown"]);
    refused_with(&["paste", "-"], b"a\xff", &["UTF-8"]);
    refused_with(&["paste", "-"], b"\xff\xfe", &["nothing in it"]);
    refused_with(&["paste", "-"], b" \n", &["nothing in it"]);
    refused_with(&["paste", "-"], &vec![b' '; 2_000_000], &["nothing in it"]);
    refused_with(&["paste", "-"], &vec![b' '; (200 << 20) + 1], &["larger than 200 MiB"]);
}

#[test]
fn a_log_as_a_table_is_measured_and_no_prompt() {
    let rows: String = (1..=100).map(|row| format!("{row},{},{}\n", row * 10, row)).collect();
    for (name, head) in [
        ("log.csv", "timestamp,prompt_tokens,completion_tokens"),
        ("burst.csv", "Timestamp,Request tokens,Response tokens"),
    ] {
        let log = file(name, format!("{head}\n{rows}"));
        let reading = json(&["paste", &log, "--json"], 0);
        assert_eq!(reading["explained"], "A log of 100 requests.", "{name}");
        assert_eq!(reading["workload"]["input_tokens"], 505);
        assert_eq!(reading["figures"][0]["basis"], "measured");
        let spread = &reading["spreads"][0];
        let ranks = ["count", "p50", "p90", "p99", "max"].map(|rank| spread[rank].clone());
        assert_eq!(ranks, [100, 500, 900, 990, 1000].map(|count| object!(count)));
        let shown = text(&["paste", &log], 0);
        assert!(shown.contains("90% at most") && shown.contains("1,000"), "{shown}");
    }
    let unread = file("unread.csv", "model,input_tokens,output_tokens\nm,1,2\n");
    let reading = json(&["paste", &unread, "--json"], 0);
    assert_eq!((&reading["figures"], &reading["requests"]), (&object!([]), &object!(0)));
    let notes = reading["notes"].to_string();
    assert!(notes.contains("not counted as a prompt"), "{notes}");
}

#[test]
fn a_plan_of_it() {
    let request = file("plan-request.json", REQUEST);
    let mut args = vec!["plan", "--paste", &request, "--requests-per-day", "100", "--json"];
    args.extend(["--output", "300", "--model", "openai/gpt-oss-20b"]);
    let answer = json(&args, 0);
    let lines = answer["options"][0]["monthly"]["lines"].as_array().expect("lines");
    let input = lines.iter().find(|line| line["item"] == "input");
    let input = input.unwrap_or_else(|| panic!("{lines:?}"));
    assert_eq!(input["quantity"], (76 * 100 * 30).to_string());
    refused(&["plan", "--paste", &request], &["requests_per_day is missing"]);
    let command = file("file.curl", "curl https://x -d @body.json");
    refused(
        &["plan", "--paste", &command, "--requests-per-day", "1"],
        &["has no figures", "`body.json` can't be read"],
    );
}

#[test]
fn requests_are_checked() {
    let fine = file("fine.json", REQUEST);
    let shown = text(&["check-request", &fine], 0);
    assert!(
        shown.starts_with("Nothing known against it.\n 76 tokens of prompt, counted"),
        "{shown}"
    );
    let bad = file("bad.json", REQUEST.replace("400}", "400,\"n\":2,\"temperature\":0}"));
    let shown = text(&["check-request", &bad], 1);
    assert!(shown.contains(" refused  n: it must be 1"), "{shown}");
    assert!(shown.contains(" ignored  temperature: "), "{shown}");
    let mended = text(&["check-request", &bad, "--mended"], 1);
    let mended = file("mended.json", mended);
    assert!(text(&["check-request", &mended], 0).starts_with("Nothing known against it.\n"));
    let facts = json(&["check-request", &bad, "--json"], 1);
    assert_eq!(
        facts[0]["findings"][0],
        object!({"path": "n", "severity": "refused", "reason": "it must be 1", "code": "not_one",
            "groq_answers": "'n' : it must be 1"})
    );
    assert_eq!((&facts[0]["mends"], &facts[0]["input_tokens"]), (&true.into(), &76.into()));
    // Ignored is not refused.
    let cold = file("cold.json", REQUEST.replace("400}", "400,\"temperature\":0}"));
    assert!(text(&["check-request", &cold], 0).starts_with("Accepted but changed: "));
}

#[test]
fn limits_and_models_are_those_of_the_catalog() {
    let large = file("large.json", REQUEST.replace("400}", "9000}"));
    let shown = text(&["check-request", &large], 1);
    assert!(shown.contains(" refused  max_completion_tokens: "), "{shown}");
    assert!(shown.contains("asks for 9,076, above the TPM of 8,000"), "{shown}");
    assert!(shown.contains("; with at most 7,924 it is safe"), "{shown}");
    assert!(shown.contains("7924"), "it is corrected: {shown}");
    let expected = ["check-request", &large, "--admission", "expected"];
    let risky = text(&expected, 0);
    assert!(
        risky.starts_with(
            "Groq may refuse it; nothing else known against it.\n at risk  max_completion_tokens: "
        ),
        "{risky}"
    );
    let facts = json(&[&expected[..], &["--json"]].concat(), 0);
    assert_eq!((&facts[0]["refused"], &facts[0]["at_risk"]), (&false.into(), &true.into()));
    let shown = text(&["check-request", &large, "--admission", "reserved"], 1);
    assert!(shown.contains("max_completion_tokens: ") && shown.contains("HTTP 413"), "{shown}");
    assert!(shown.contains("at most 7,924 may be reserved"), "{shown}");
    text(&["check-request", &large, "--plan", "developer"], 0);
    let old = ["check-request", &large, "--plan", "developer", "--model", "llama-3.1-8b-instant"];
    assert!(text(&old, 1).contains("model: it is no longer offered; use openai/gpt-oss-20b"));
    text(&[&old[..], &["--as-of", "2026-06-04"]].concat(), 0);
    refused(&["check-request", &large, "--plan", "gold"], &["plan", "gold", "free or developer"]);
}

#[test]
fn several_requests_and_none() {
    let lines = format!("{REQUEST}\n{}\n", REQUEST.replace("user\"", "user\",\"name\":\"Ann\""));
    let output = run(&["check-request", "-"], lines.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    let shown = String::from_utf8(output.stdout).expect("text");
    assert!(
        shown.contains(
            "request 2:\nRefused: Groq answers it with an error.\n refused  messages[0].name"
        ),
        "{shown}"
    );
    refused_with(&["check-request", "-"], b"[1]", &["no request"]);
    // The key of a command is in no output.
    let curl = format!("curl -H 'Authorization: Bearer gsk_1' https://x -d '{REQUEST}'");
    for verb in [&["check-request", "-", "--json"][..], &["paste", "-", "--json"], &["paste", "-"]]
    {
        let output = run(verb, curl.as_bytes());
        assert_eq!(output.status.code(), Some(0));
        assert!(!String::from_utf8_lossy(&output.stdout).contains("gsk_"));
    }
}

#[test]
fn a_plan_keeps_the_model_that_is_named() {
    let english = file(
        "english.json",
        r#"{"model":"canopylabs/orpheus-v1-english","input":"The train leaves at nine.","voice":"troy"}"#,
    );
    let shown = text(&["plan", "--paste", &english, "--requests-per-day", "50"], 0);
    assert!(shown.contains("orpheus-v1-english") && !shown.contains("arabic"), "{shown}");
    let audio = file(
        "audio.curl",
        "curl https://api.groq.com/openai/v1/audio/transcriptions -F file=@a.m4a -F model=whisper-large-v3-turbo",
    );
    refused(
        &["plan", "--paste", &audio, "--requests-per-day", "100"],
        &["audio", "--audio-seconds"],
    );
    let with = ["plan", "--paste", &audio, "--requests-per-day", "100", "--audio-seconds", "60"];
    let shown = text(&with, 0);
    assert!(shown.contains("whisper-large-v3-turbo") && shown.contains('2'), "{shown}");
}

#[test]
fn short_names_of_models_are_understood() {
    let ask =
        |model| run(&["plan", "--requests-per-day", "10", "--input", "10", "--model", model], b"");
    for name in ["gpt-oss-120b", "groq/openai/gpt-oss-120b", "OpenAI/GPT-OSS-120B"] {
        let output = ask(name);
        assert_eq!(output.status.code(), Some(0), "{name}");
        assert!(String::from_utf8_lossy(&output.stdout).contains("openai/gpt-oss-120b"), "{name}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("is read as openai/gpt-oss-120b"));
    }
    let near = ask("gpt-oss-12b");
    assert_eq!(near.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&near.stderr).contains("the nearest is openai/gpt-oss-"));
}

#[test]
fn prices_of_another_provider_do_not_fit_the_free_plan() {
    let prices = file(
        "prices.json",
        r#"{"ada":{"input_cost_per_token":4e-07,"output_cost_per_token":4e-07,"litellm_provider":"openai","mode":"chat"}}"#,
    );
    let ours =
        text(&["import", "litellm", &prices, "--provider", "openai", "--from", "2026-06-04"], 0);
    let ours = file("ours.json", ours);
    let ask = [
        "plan",
        "--catalog",
        &ours,
        "--requests-per-day",
        "100",
        "--input",
        "1000",
        "--output",
        "100",
    ];
    let shown = text(&ask, 0);
    assert!(shown.contains("1.32") && !shown.contains("Free plan"), "{shown}");
    refused(&[&ask[..], &["--plan", "free"]].concat(), &["free", "developer"]);
}

#[test]
fn long_files_are_read_one_by_one() {
    let line =
        format!("{{\"custom_id\":\"1\",\"url\":\"/v1/chat/completions\",\"body\":{REQUEST}}}\n");
    let batch = line.repeat(20_000);
    assert!(batch.len() > 3 << 20);
    let reading =
        json(&["paste", &file("batch.jsonl", batch), "--json", "--model", "qwen/qwen3.8-27b"], 0);
    assert_eq!(reading["requests"], 20_000);
    let image = format!(
        r#"{{"model":"qwen/qwen3.8-27b","messages":[{{"role":"user","content":[{{"type":"text","text":"What is it?"}},{{"type":"image_url","image_url":{{"url":"data:image/png;base64,{}"}}}}]}}]}}"#,
        "A".repeat(5 << 20)
    );
    let reading = json(&["paste", &file("image.json", image), "--json"], 0);
    assert!(reading["notes"].to_string().contains("1 image counts as 2,048 tokens"), "{reading}");
}
