//! Logs of every clock and form through the replay.

use crate::binary::{file, refused, run};
use serde_json::{Value, json};

const FREE: [&str; 6] =
    ["--model", "openai/gpt-oss-120b", "--plan", "free", "--as-of", "2026-06-04"];

#[track_caller]
fn replay(name: &str, log: &str, more: &[&str]) -> Value {
    let path = file(name, log);
    let output = run(&[&["replay", &path, "--json"], &FREE[..], more].concat(), b"");
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{error}\n{log}");
    serde_json::from_slice(&output.stdout).expect("it prints JSON")
}

/// Requests of nearly a whole minute's tokens each, a good minute apart: all pass
/// if their times are read in the right unit, and too late a last start tells the
/// wrong one.
#[track_caller]
fn a_minute_apart(name: &str, log: &str, more: &[&str]) {
    let answer = replay(name, log, more);
    assert_eq!((&answer["admitted"], &answer["rejected"]), (&json!(3), &json!(0)), "{log}");
    let last = answer["last_start_us"].as_u64().expect("a time");
    assert!((123_000_000..=125_000_000).contains(&last), "{last}: {log}");
}

#[test]
fn every_clock_is_told_by_its_size() {
    let start = 1_790_121_600u64;
    let times = |unit: u64, fraction: &str| {
        [0, 62, 124].map(|second| format!("{}{fraction}", (start + second) * unit))
    };
    let dates = ["10:00:00", "10:01:02", "10:02:04"];
    for times in [
        times(1, ""),
        times(1, ".5"),
        times(1_000, ""),
        times(1_000, ".25"),
        times(1_000_000, ""),
        times(1_000_000_000, ""),
        dates.map(|time| format!("2026-09-20T{time}Z")),
        dates.map(|time| format!("2026-09-20 {time}.123456+02:00")),
        dates.map(|time| format!("2026-09-20 {time} UTC")),
        dates.map(|time| format!("2026-09-20 {time}")),
    ] {
        let rows =
            |form: fn(&str) -> String| times.iter().map(|time| form(time)).collect::<String>();
        let csv = rows(|time| format!("{time};6800;700\n"));
        a_minute_apart(
            "clock.csv",
            &format!("Start Time;Prompt Tokens;Completion Tokens\n{csv}"),
            &[],
        );
        let quoted = |time: &str| match time.parse::<f64>() {
            Ok(_) => time.to_owned(),
            Err(_) => format!("\"{time}\""),
        };
        let lines: String = times
            .iter()
            .map(|time| {
                format!(
                    "{{\"timestamp\": {}, \"input_length\": 6800, \"output_length\": 700}}\n",
                    quoted(time)
                )
            })
            .collect();
        a_minute_apart("clock.jsonl", &lines, &[]);
        let answers: String = times
            .iter()
            .map(|time| format!("{{\"created\": {}, \"usage\": {{\"prompt_tokens\": 6800, \"completion_tokens\": 700}}}}\n", quoted(time)))
            .collect();
        a_minute_apart("clock-answers.jsonl", &answers, &[]);
    }
}

#[test]
fn a_clock_in_doubt_names_the_flag() {
    let csv = "time,input,output\n0,6800,700\n62,6800,700\n124,6800,700\n";
    refused(
        &[&["replay", &file("doubt.csv", csv)], &FREE[..]].concat(),
        &["time is `0`", "--time-unit"],
    );
    a_minute_apart("doubt.csv", csv, &["--time-unit", "s"]);
    a_minute_apart(
        "doubt-ms.csv",
        &csv.replace("62,", "62000,").replace("124,", "124000,"),
        &["--time-unit", "ms"],
    );
    let mixed = "{\"timestamp\": 0, \"input_length\": 1, \"output_length\": 1}\n{\"timestamp\": 61.5, \"input_length\": 1, \"output_length\": 1}\n";
    refused(
        &[&["replay", &file("mixed.jsonl", mixed)], &FREE[..]].concat(),
        &["line 2", "--time-unit"],
    );
}

#[test]
fn traces_answers_and_named_columns() {
    a_minute_apart(
        "burst.csv",
        "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n5,ChatGPT,6800,700,7500,API log\n67,ChatGPT,6800,700,7500,API log\n129,ChatGPT,6800,700,7500,API log\n",
        &[],
    );
    a_minute_apart(
        "named.csv",
        "at,in,out\n1790121600,6800,700\n1790121662,6800,700\n1790121724,6800,700\n",
        &["--time", "at", "--input", "in", "--output", "out"],
    );
    let each = |form: &dyn Fn(u64) -> Value| -> String {
        [0, 62, 124].map(|second| form(1_790_121_600 + second).to_string() + "\n").concat()
    };
    let usage = json!({"prompt_tokens": 6800, "completion_tokens": 700});
    for (name, log) in [
        (
            "litellm.jsonl",
            each(
                &|second| json!({"startTime": second as f64 + 0.25, "prompt_tokens": 6800, "completion_tokens": 700}),
            ),
        ),
        (
            "batch.jsonl",
            each(
                &|second| json!({"custom_id": "a", "error": null, "response": {"status_code": 200, "body": {"created": second, "usage": usage}}}),
            ),
        ),
        (
            "otel.jsonl",
            each(
                &|second| json!({"startTimeUnixNano": format!("{second}000000000"), "attributes": {"gen_ai.usage.input_tokens": 6800, "gen_ai.usage.output_tokens": 700}}),
            ),
        ),
        (
            "chunks.jsonl",
            each(
                &|second| json!({"id": second.to_string(), "object": "chat.completion.chunk", "created": second, "choices": [], "x_groq": {"usage": usage}}),
            ),
        ),
        (
            "list.json",
            format!(
                "[{}]",
                each(&|second| json!({"created": second, "usage": usage}))
                    .trim()
                    .replace('\n', ",")
            ),
        ),
    ] {
        a_minute_apart(name, &log, &[]);
    }
}
