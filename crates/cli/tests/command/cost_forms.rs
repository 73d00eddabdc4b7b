//! Usage in the forms in which people bring it, through the command.

use crate::binary::{file, json, refused, text};
use serde_json::{Value, json};

#[track_caller]
fn cost(name: &str, log: &str) -> Value {
    json(&["cost", &file(name, log), "--json"], 0)
}

/// What 700 prompt tokens, 600 of them cached, and 50 of an answer cost.
const USD: &str = "0.00009";

#[track_caller]
fn one(name: &str, log: &str) {
    let answer = cost(name, log);
    let total = &answer["total"];
    let found = [&answer["rows"], &total["input_tokens"], &total["cached_input_tokens"]];
    assert_eq!(found, [&json!(1), &json!("700"), &json!("600")], "{log}");
    assert_eq!((&total["output_tokens"], &total["usd"]), (&json!("50"), &json!(USD)), "{log}");
    assert_eq!(answer["days"][0]["day"], "2026-09-20", "{log}");
}

#[test]
fn one_answer_in_the_form_of_every_tool_costs_the_same() {
    for (name, log) in [
        (
            "chat.json",
            r#"{"model": "openai/gpt-oss-120b", "created": 1789898400, "usage": {"prompt_tokens": 700, "completion_tokens": 50, "prompt_tokens_details": {"cached_tokens": 600}}}"#,
        ),
        (
            "responses.json",
            r#"{"object": "response", "model": "openai/gpt-oss-120b", "created_at": 1789898400, "output": [], "usage": {"input_tokens": 700, "output_tokens": 50, "input_tokens_details": {"cached_tokens": 600}}}"#,
        ),
        (
            "messages.json",
            r#"{"type": "message", "model": "openai/gpt-oss-120b", "timestamp": "2026-09-20T10:00:00+02:00", "usage": {"input_tokens": 100, "output_tokens": 50, "cache_read_input_tokens": 600}}"#,
        ),
        (
            "ai-sdk.json",
            r#"{"response": {"modelId": "openai/gpt-oss-120b", "timestamp": "2026-09-20T10:00:00Z"}, "usage": {"inputTokens": 9, "outputTokens": 1}, "totalUsage": {"inputTokens": 700, "outputTokens": 50, "cachedInputTokens": 600}}"#,
        ),
        (
            "langchain.json",
            r#"{"created": 1789898400, "usage_metadata": {"input_tokens": 700, "output_tokens": 50, "input_token_details": {"cache_read": 600}}, "response_metadata": {"model_name": "openai/gpt-oss-120b", "token_usage": {"prompt_tokens": 700, "completion_tokens": 50}}}"#,
        ),
        (
            "langfuse.jsonl",
            r#"{"type": "GENERATION", "startTime": "2026-09-20T10:00:00Z", "model": "openai/gpt-oss-120b", "input": "a prompt", "output": "7", "usageDetails": {"input": 100, "output": 50, "total": 750, "input_cached_tokens": 600}}"#,
        ),
        (
            "litellm.jsonl",
            r#"{"startTime": 1789898400.5, "model": "groq/openai/gpt-oss-120b", "prompt_tokens": 700, "completion_tokens": 50, "metadata": {"usage_object": {"prompt_tokens": 700, "completion_tokens": 50, "prompt_tokens_details": {"cached_tokens": 600}}}}"#,
        ),
        (
            "openrouter.csv",
            "created_at,tokens_prompt,native_tokens_prompt,native_tokens_completion,native_tokens_cached,model_permaslug\n2026-09-20 10:11:12.345,690,700,50,600,openai/gpt-oss-120b\n",
        ),
        (
            "helicone.jsonl",
            r#"{"request_created_at": "2026-09-20T10:00:00Z", "request_model": "openai/gpt-oss-120b", "response_body": {"usage": {"prompt_tokens": 700, "completion_tokens": 50, "prompt_tokens_details": {"cached_tokens": 600}}}}"#,
        ),
        (
            "otel.jsonl",
            r#"{"start_time": "2026-09-20T10:00:00Z", "attributes": {"gen_ai.request.model": "openai/gpt-oss-120b", "gen_ai.usage.input_tokens": 700, "gen_ai.usage.output_tokens": 50, "gen_ai.usage.cache_read_input_tokens": 600}}"#,
        ),
        (
            "otlp.json",
            r#"{"resourceSpans": [{"scopeSpans": [{"spans": [{"startTimeUnixNano": "1789898400000000000", "attributes": [{"key": "gen_ai.response.model", "value": {"stringValue": "openai/gpt-oss-120b"}}, {"key": "gen_ai.usage.input_tokens", "value": {"intValue": "700"}}, {"key": "gen_ai.usage.output_tokens", "value": {"intValue": "50"}}, {"key": "gen_ai.usage.cache_read.input_tokens", "value": {"intValue": "600"}}]}]}]}]}"#,
        ),
        (
            "ccusage.json",
            "{\n \"daily\": [\n  {\"date\": \"2026-09-20\", \"inputTokens\": 100, \"outputTokens\": 50, \"modelBreakdowns\": [{\"modelName\": \"openai/gpt-oss-120b\", \"inputTokens\": 100, \"outputTokens\": 50, \"cacheCreationTokens\": 0, \"cacheReadTokens\": 600}]}\n ],\n \"totals\": {\"inputTokens\": 100}\n}\n",
        ),
        (
            "table.csv",
            "startTime,model,prompt_tokens,completion_tokens,metadata\n2026-09-20 10:00:00,openai/gpt-oss-120b,700,50,\"{\"\"usage_object\"\": {\"\"prompt_tokens\"\": 700, \"\"completion_tokens\"\": 50, \"\"prompt_tokens_details\"\": {\"\"cached_tokens\"\": 600}}}\"\n",
        ),
        (
            "flat.csv",
            "created,model,usage.prompt_tokens,usage.completion_tokens,usage.prompt_tokens_details.cached_tokens\n1789898400,openai/gpt-oss-120b,700,50,600\n",
        ),
        (
            "separate.csv",
            "Date,Model,Input Tokens,Output Tokens,Cache Read Tokens,Total Tokens\n2026-09-20,openai/gpt-oss-120b,100,50,600,750\n",
        ),
        (
            "events.txt",
            "data: {\"id\":\"a\",\"object\":\"chat.completion.chunk\",\"created\":1789898400,\"model\":\"openai/gpt-oss-120b\",\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\ndata: {\"id\":\"a\",\"object\":\"chat.completion.chunk\",\"created\":1789898400,\"model\":\"openai/gpt-oss-120b\",\"choices\":[],\"usage\":{\"prompt_tokens\":700,\"completion_tokens\":50,\"prompt_tokens_details\":{\"cached_tokens\":600}}}\n\ndata: [DONE]\n\n",
        ),
    ] {
        one(name, log);
    }
}

#[test]
fn one_table_in_every_spelling_costs_the_same() {
    let rows = ["2026-09-20", "openai/gpt-oss-120b", "700", "600", "50"];
    let names = ["date", "model", "prompt tokens", "cached tokens", "completion tokens"];
    let spell = |style: usize| {
        names.map(|name| {
            let words: Vec<String> = name.split(' ').map(str::to_owned).collect();
            let title = |word: &String| word[..1].to_uppercase() + &word[1..];
            match style {
                0 => words.join("_"),
                1 => words.join(" "),
                2 => words.join("-").to_uppercase(),
                3 => words.iter().map(title).collect::<Vec<_>>().join(" "),
                4 => words[0].clone() + &words[1..].iter().map(title).collect::<String>(),
                _ => words.iter().map(title).collect::<String>(),
            }
        })
    };
    for style in 0..6 {
        for (ending, delimiter) in [("csv", ","), ("csv", ";"), ("tsv", "\t"), ("csv", "|")] {
            let log = format!("{}\r\n{}\r\n", spell(style).join(delimiter), rows.join(delimiter));
            one(&format!("spelled-{style}.{ending}"), &log);
        }
        let mut object = json!({});
        for (name, value) in spell(style).iter().zip(rows) {
            object[name] = value.parse::<u64>().map_or(json!(value), Value::from);
        }
        one(&format!("spelled-{style}.jsonl"), &format!("{object}\n"));
        one(&format!("spelled-{style}.json"), &format!("[{object}]"));
        let pretty = serde_json::to_string_pretty(&object).expect("JSON");
        one(&format!("pretty-{style}.json"), &pretty);
    }
}

#[test]
fn cached_tokens_that_may_be_a_part_or_not_are_asked_for() {
    let log = file(
        "unclear.csv",
        "date,model,input_tokens,output_tokens,cache_read_tokens\n2026-09-20,openai/gpt-oss-120b,700,50,600\n",
    );
    refused(&["cost", &log], &["600 cached tokens", "700", "--input-includes-cached yes or no"]);
    refused(&["cost", &log, "--skip-bad-rows"], &["--input-includes-cached"]);
    let told = |answer: &str| {
        let answer = json(&["cost", &log, "--input-includes-cached", answer, "--json"], 0);
        answer["total"]["input_tokens"].clone()
    };
    assert_eq!((told("yes"), told("no")), (json!("700"), json!("1300")));
}

#[test]
fn names_of_models_are_understood_and_said_so() {
    let names = [
        "openai/gpt-oss-120b",
        "groq/openai/gpt-oss-120b",
        "groq:openai/gpt-oss-120b",
        "GPT-OSS-120B",
        "openrouter/openai/gpt-oss-120b",
        "openai/gpt-oss-120b:free",
        "GPT OSS 120B",
        "groq/gpt_oss_120b",
    ];
    let rows: String = names.iter().map(|name| format!("2026-09-20,{name},700,50,600\n")).collect();
    let log = format!(
        "date,model,input,output,cached\n{rows}2026-09-20,openai/gpt-oss-120,1,1,0\n2026-09-20,together_ai/openai/gpt-oss-120b,1,1,0\n"
    );
    let path = file("names.csv", log);
    let answer = json(&["cost", &path, "--json"], 0);
    assert_eq!(answer["total"]["unpriced_rows"], 2);
    assert_eq!(answer["total"]["usd"], "0.00072");
    let models = answer["models"].as_array().expect("a list");
    let spelled = models.iter().filter(|model| model["priced_as"] == "openai/gpt-oss-120b").count();
    assert_eq!(spelled, names.len() - 1);
    for unknown in answer["unknown_models"].as_array().expect("a list") {
        assert_eq!(unknown["nearest"], "openai/gpt-oss-120b", "{unknown}");
    }
    let words = text(&["cost", &path], 0);
    assert!(words.starts_with("8 of 10 rows could be priced; they cost $0.00072."), "{words}");
    assert!(words.contains("GPT-OSS-120B as openai/gpt-oss-120b"), "{words}");
    let none = file(
        "none.csv",
        "date,model,input,output\n2026-09-20,mistral-large,1,1\n2026-09-20,command-r,1,1\n",
    );
    let words = text(&["cost", &none], 0);
    assert!(words.starts_with("None of 2 rows could be priced"), "{words}");
    assert!(!words.contains("$0.00"), "{words}");
}

#[test]
fn audio_is_billed_by_its_length() {
    let log = "time,model,duration\n2026-09-20,whisper-large-v3,9.85\n2026-09-20,groq/whisper-large-v3-turbo,40.5\n";
    let answer = cost("audio.csv", log);
    assert_eq!(answer["total"]["usd"], "0.000758333333");
    assert_eq!(answer["total"]["audio_seconds"], "50.35");
    // Beside tokens a duration is that of the request.
    let chat = "time,model,input,output,duration\n2026-09-20,openai/gpt-oss-120b,700,50,0.8\n";
    assert_eq!(cost("latency.csv", chat)["total"]["usd"], "0.000135");
    let other = "time,model,input,output,duration\n2026-09-20,openai/gpt-oss-120b,700,50,00:00:03\n2026-09-20,openai/gpt-oss-120b,0,0,1.2 s\n";
    assert_eq!(cost("latency-text.csv", other)["total"]["usd"], "0.000135");
    let unknown =
        cost("no-length.csv", "time,model,input,output\n2026-09-20,whisper-large-v3,0,0\n");
    assert_eq!(
        (&unknown["total"]["usd"], &unknown["total"]["unpriced_rows"]),
        (&Value::Null, &json!(1))
    );
}

#[test]
fn batches_are_half_price_and_their_failures_counted_apart() {
    let good = r#"{"custom_id": "a", "response": {"status_code": 200, "body": {"model": "openai/gpt-oss-120b", "created": 1789898400, "usage": {"prompt_tokens": 700, "completion_tokens": 50, "prompt_tokens_details": {"cached_tokens": 600}}}}, "error": null}"#;
    let bad = r#"{"custom_id": "b", "response": {"status_code": 400, "body": {"error": {"message": "no"}}}, "error": null}"#;
    let expired = r#"{"custom_id": "c", "response": null, "error": {"code": "batch_expired"}}"#;
    let answer = cost("output.jsonl", &[good, bad, expired].join("\n"));
    assert_eq!((&answer["rows"], &answer["failed_rows"]), (&json!(1), &json!(2)));
    assert_eq!(answer["total"]["usd"], "0.0000675", "half, whatever was cached");
    let failed = text(&["cost", &file("failed.jsonl", format!("{bad}\n{expired}\n"))], 0);
    assert!(failed.starts_with("No request of it was answered"), "{failed}");
    let plain = file(
        "all-batch.csv",
        "date,model,input,output,cached\n2026-09-20,openai/gpt-oss-120b,700,50,600\n",
    );
    let answer = json(&["cost", &plain, "--all-batch", "--json"], 0);
    assert_eq!(
        (&answer["total"]["batch_rows"], &answer["total"]["usd"]),
        (&json!(1), &json!("0.0000675"))
    );
}

#[test]
fn compound_costs_what_its_models_and_tools_cost() {
    let log = r#"{"model": "groq/compound", "created": 1789898400,
        "choices": [{"message": {"executed_tools": [{"type": "search"}, {"type": "visit"}, {"type": "python"}]}}],
        "usage": {"prompt_tokens": 900, "completion_tokens": 90},
        "usage_breakdown": {"models": [
            {"model": "openai/gpt-oss-120b", "usage": {"prompt_tokens": 800, "completion_tokens": 80}},
            {"model": "openai/gpt-oss-20b", "usage": {"prompt_tokens": 100, "completion_tokens": 10}}]}}"#;
    let answer = cost("compound.json", log);
    // 0.000168 + 0.0000105 of tokens, 0.005 of the search and 0.001 of the visit.
    assert_eq!(answer["total"]["usd"], "0.0061785");
    let tools = answer["tools"].as_array().expect("a list");
    let search = tools.iter().find(|tool| tool["tool"] == "search").expect("it was called");
    assert_eq!(
        (&search["basis"], &search["usd_at_most_more"]),
        (&json!("assumed"), &json!("0.003"))
    );
    let words = text(&["cost", &file("compound.json", log)], 0);
    for remark in [
        "1 call of the tool visit: $0.001, in the total.",
        "if each was basic",
        "python: not in the total",
    ] {
        assert!(words.contains(remark), "{remark:?} is not in {words}");
    }
}

#[test]
fn a_cut_stream_is_the_same_or_incomplete() {
    let chunk = |usage: &str| {
        format!(
            "data: {{\"id\":\"a\",\"object\":\"chat.completion.chunk\",\"created\":1789898400,\"model\":\"openai/gpt-oss-120b\",\"choices\":[]{usage}}}\n\n"
        )
    };
    let usage = ",\"usage\":{\"prompt_tokens\":700,\"completion_tokens\":50}";
    let whole = [chunk(""), chunk(usage), chunk(usage), "data: [DONE]\n\n".to_owned()].concat();
    let usd = cost("whole.txt", &whole)["total"]["usd"].clone();
    for cut in (1..whole.len()).step_by(17) {
        let path = file("cut.txt", &whole[..cut]);
        let output = crate::binary::run(&["cost", &path, "--json"], b"");
        if output.status.success() {
            let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
            assert_eq!(
                (&answer["rows"], &answer["total"]["usd"]),
                (&json!(1), &usd),
                "cut at {cut}"
            );
        } else {
            let error = String::from_utf8_lossy(&output.stderr);
            let known = ["incomplete", "empty", "first line", "no column", "no row"];
            assert!(known.iter().any(|word| error.contains(word)), "cut at {cut}: {error}");
        }
    }
}

#[test]
fn a_log_priced_as_other_models_is_an_estimate() {
    let log = file(
        "other.csv",
        "date,model,input,output,cached\n2026-09-20,openai/gpt-oss-120b,700,50,600\n",
    );
    let answer = json(
        &["cost", &log, "--compare", "openai/gpt-oss-120b,gpt-oss-20b,qwen/qwen3-32b", "--json"],
        0,
    );
    let others = answer["compare"].as_array().expect("a list");
    assert_eq!((&others[0]["usd"], &others[0]["low_usd"]), (&json!(USD), &json!(USD)), "itself");
    assert_eq!(others[1]["low_usd"], others[1]["high_usd"], "one tokenizer");
    assert!(others.iter().all(|other| other["basis"] == "estimated"));
    let dollars = |value: &Value| value.as_str().and_then(|usd| usd.parse::<f64>().ok());
    let range = [&others[2]["low_usd"], &others[2]["usd"], &others[2]["high_usd"]].map(dollars);
    assert!(range[0] < range[1] && range[1] < range[2], "{range:?}");
    let bare = file("bare.json", r#"{"prompt_tokens": 700, "completion_tokens": 50}"#);
    let as_one =
        ["cost", &bare, "--as-model", "openai/gpt-oss-120b", "--as-of", "2026-09-20", "--json"];
    let answer = json(&as_one, 0);
    assert_eq!(
        (&answer["compare"][0]["usd"], &answer["compare"][0]["low_usd"]),
        (&json!("0.000135"), &Value::Null)
    );
    refused(&["cost", &bare], &["model is missing", "--as-model"]);
    refused(
        &["cost", &log, "--as-model", "gpt-oss-12b"],
        &["as_model is `gpt-oss-12b`", "nearest"],
    );
}

#[test]
fn numbers_in_doubt_are_not_guessed() {
    let log = |number: &str| {
        file(
            "doubt.csv",
            format!("date,model,input,output\n2026-09-20,openai/gpt-oss-120b,\"{number}\",50\n"),
        )
    };
    for (number, tokens) in [("1,700", "1700"), ("1700.0", "1700"), ("1 700", "1700")] {
        assert_eq!(json(&["cost", &log(number), "--json"], 0)["total"]["input_tokens"], tokens);
    }
    refused(&["cost", &log("1.700.000,5")], &["input is `1.700.000,5`"]);
    refused(&["cost", &log("2.000")], &["input is `2.000`", "ones or thousands"]);
    refused(&["cost", &log("1.5")], &["input is `1.5`", "whole number"]);
    let german =
        file("german.csv", "date;model;input;output\n2026-09-20;openai/gpt-oss-120b;2.000;50\n");
    assert_eq!(json(&["cost", &german, "--json"], 0)["total"]["input_tokens"], "2000");
    let no_time = file("no-time.csv", "model,input,output\nopenai/gpt-oss-120b,1,1\n");
    refused(&["cost", &no_time], &["--time", "--as-of"]);
}
