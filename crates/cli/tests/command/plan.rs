//! The command as people run it: answers, exit codes and one clear error.

use serde_json::Value;

use crate::binary::{refused_with as refused, run};

fn answer(args: &[&str], input: &str) -> Value {
    let output = run(args, input.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("it prints JSON")
}

fn workload(fields: &str) -> String {
    format!("{{\"workload\":{{\"requests_per_day\":10,{fields}}}}}")
}

const E2: &str = r#"{"as_of":"2026-06-04","workload":{"requests_per_day":2000,"input_tokens":1500,"output_tokens":500}}"#;

#[test]
fn file_and_flags_ask_the_same() {
    let by_file = answer(&["plan", "-", "--json"], E2);
    let flags =
        ["--requests-per-day", "2k", "--input", "1.5k", "--output", "500", "--as-of", "2026-06-04"];
    let by_flags = answer(&[&["plan", "--json"][..], &flags].concat(), "");
    assert_eq!(by_file, by_flags);
    assert_eq!(by_file["recommended"]["model"], "llama-3.1-8b-instant");
    assert_eq!(by_file["recommended"]["monthly_usd"], "6.9");
    let dearer = answer(&["plan", "-", "--json", "--output", "1k"], E2);
    assert_eq!(dearer["recommended"]["monthly_usd"], "9.3", "a flag overrides the file");
}

#[test]
fn a_month_of_requests_is_billed_as_that_many() {
    let hours = ["--audio-seconds", "3600", "--model", "whisper-large-v3-turbo"];
    let plan = ["plan", "--json", "--plan", "developer", "--requests-per-month", "31"];
    let month = answer(&[&plan[..], &hours].concat(), "");
    assert_eq!(month["recommended"]["monthly_usd"], "1.24");
    let both = [&plan[..], &["--requests-per-day", "2"], &hours].concat();
    refused(&both, b"", &["requests_per_month", "31", "absent where requests_per_day is given"]);
    // A flag stands in place of the file's figure.
    let month = answer(&["plan", "-", "--json", "--requests-per-month", "60000"], E2);
    assert_eq!(month["recommended"]["monthly_usd"], "6.9");
}

#[test]
fn the_verdict_comes_first() {
    let output =
        run(&["plan", "--requests-per-day", "2000", "--input", "1500", "--output", "500"], b"");
    let text = String::from_utf8(output.stdout).expect("text");
    assert_eq!(
        text.lines().next(),
        Some(
            "Does not fit the Free plan: TPD binds, 100 of your 2,000 requests a day fit. \
             Cheapest that fits: gpt-oss-20b on Developer, $15.75 a month."
        )
    );
    assert!(text.contains("Sources of these limits and prices"));
}

#[test]
fn too_large_a_request_is_blocked_and_not_slow() {
    let args =
        ["plan", "--requests-per-day", "100", "--input", "20k", "--output", "4k", "--plan", "free"];
    let output = run(&[&args[..], &["--check"]].concat(), b"");
    assert_eq!(output.status.code(), Some(1), "nothing fits");
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(text.contains("HTTP 413") && text.contains("Nothing that is offered fits"), "{text}");
    assert_eq!(run(&args, b"").status.code(), Some(0), "without --check an answer is an answer");
}

#[test]
fn what_lies_around_an_answer() {
    let free = ["plan", "-", "--plan", "free", "--model", "openai/gpt-oss-120b"];
    let json = answer(&[&free[..], &["--json", "--hours"]].concat(), E2);
    let outlook = &json["outlook"];
    assert_eq!(outlook["requests_per_day_fit"], 100);
    assert_eq!(outlook["bursts"]["refused"], "0.007684247");
    assert_eq!(outlook["bursts"]["rate_losing_a_permille"], "1.284");
    assert_eq!(outlook["levers"][0]["lever"], "developer");
    let day = &json["timeline"];
    assert_eq!(day["binding"], serde_json::json!(["TPD"]));
    assert_eq!(
        (&day["first"]["admitted"], &day["settled"]["admitted"]),
        (&"200".into(), &"100".into())
    );
    assert_eq!(day["midnight"]["used_up"], serde_json::json!({ "hour": 1, "minute": "12" }));
    assert_eq!(answer(&[&free[..], &["--json"]].concat(), E2)["timeline"], Value::Null);

    let budget =
        run(&["plan", "-", "--model", "openai/gpt-oss-120b", "--budget", "20"], E2.as_bytes());
    let text = String::from_utf8(budget.stdout).expect("text");
    assert!(text.contains("Nothing that fits meets the conditions"), "{text}");
    assert!(text.contains("A spend limit of $20.00 is reached on day 20 of the month."), "{text}");
    assert!(text.contains("Run 100% as batch"), "{text}");
    let evening = format!("{}1,1,1,1", "0,".repeat(20));
    let text = run(&[&free[..], &["--profile", &evening]].concat(), E2.as_bytes());
    let text = String::from_utf8(text.stdout).expect("text");
    assert!(text.contains("on the first day 20:12"), "{text}");
    refused(
        &["plan", "-", "--profile", "1,2"],
        E2.as_bytes(),
        &["profile", "1,2", "24 whole numbers"],
    );
    let idle = vec!["0"; 24].join(",");
    refused(&["plan", "-", "--profile", &idle], E2.as_bytes(), &["profile", "not all 0"]);
}

#[test]
fn bad_numbers() {
    let plan = ["plan", "-"];
    let both = |fields: &str, words: &[&str]| refused(&plan, workload(fields).as_bytes(), words);
    both("\"input_tokens\":-5", &["input_tokens", "-5", "from 0 to 1000000000"]);
    both("\"input_tokens\":1e400", &["input_tokens", "1e400", "from 0 to 1000000000"]);
    both("\"input_tokens\":1.5", &["input_tokens", "1.5", "whole number"]);
    both(
        "\"input_tokens\":10,\"cached_input_tokens\":11",
        &["cached_input_tokens", "11", "at most input_tokens"],
    );
    both("\"active_hours_per_day\":25", &["active_hours_per_day", "25", "from 1 to 24"]);
    both("\"days_per_month\":0", &["days_per_month", "0", "from 1 to 31"]);
    both("\"batch_share_percent\":101", &["batch_share_percent", "101", "from 0 to 100"]);
    both("\"safety_margin_percent\":100", &["safety_margin_percent", "100", "from 0 to 99"]);
    both("\"input_tokens\":\"many\"", &["input_tokens", "many"]);
    both("\"input_tokens\":true", &["input_tokens", "boolean"]);
    both("\"input_token\":1", &["workload", "unknown field `input_token`"]);
    refused(&["plan", "--requests-per-day", "10", "--input", "-5"], b"", &["input_tokens", "-5"]);
    refused(&plan, br#"{"workload":{}}"#, &["requests_per_day is missing"]);
    let nothing = br#"{"workload":{"requests_per_day":5}}"#;
    refused(&plan, nothing, &["input_tokens is missing", "output_tokens, audio_seconds"]);
}

#[test]
fn bad_names() {
    let ask = |rest: &str| {
        format!("{{\"workload\":{{\"requests_per_day\":1,\"input_tokens\":1}},{rest}}}")
    };
    let both = |rest: &str, words: &[&str]| refused(&["plan", "-"], ask(rest).as_bytes(), words);
    both("\"requirements\":{\"models\":[\"gpt-5\"]}", &["models", "gpt-5", "unknown"]);
    both(
        "\"requirements\":{\"models\":[\"llama-3.1-8b-instant\"]}",
        &["llama-3.1-8b-instant", "2026-08-16", "openai/gpt-oss-20b"],
    );
    both("\"requirements\":{\"use_case\":\"war\"}", &["use_case", "war"]);
    both("\"plans\":[\"gold\"]", &["plans", "gold", "free or developer"]);
    both("\"as_of\":\"yesterday\"", &["as_of", "yesterday"]);
    both("\"as_of\":\"2001-01-01\"", &["as_of", "2001-01-01", "or later"]);
    both("\"limits\":{\"openai/gpt-oss-120b\":{\"free\":{\"TPX\":1}}}", &["limits", "TPX"]);
    both("\"limits\":{\"openai/gpt-oss-120b\":{\"free\":{\"TPD\":0}}}", &["TPD", "0", "from 1"]);
    both("\"colour\":1", &["unknown field `colour`"]);
}

#[test]
fn rejects_a_list_where_an_object_belongs() {
    let ask = |rest: &str| {
        format!("{{\"workload\":{{\"requests_per_day\":1,\"input_tokens\":1}},{rest}}}")
    };
    let plan = ["plan", "-"];
    refused(&plan, b"[{}]", &["not valid", "expected an object"]);
    refused(&plan, br#"{"workload":[1]}"#, &["workload: ", "expected an object"]);
    refused(&plan, workload("\"tools\":[1]").as_bytes(), &["workload.tools: ", "an object"]);
    refused(&plan, ask("\"requirements\":[1]").as_bytes(), &["requirements: ", "an object"]);
    refused(&plan, ask("\"limits\":[]").as_bytes(), &["limits: ", "expected a map"]);
}

#[test]
fn takes_null_as_absent() {
    let nulls = "{\"workload\":{\"requests_per_day\":1,\"output_tokens\":1,\"input_tokens\":null,\"tools\":null},\
                 \"as_of\":null,\"plans\":null,\"requirements\":null,\"limits\":null}";
    let absent = "{\"workload\":{\"requests_per_day\":1,\"output_tokens\":1}}";
    let answer = |question: &str| run(&["plan", "-", "--json"], question.as_bytes()).stdout;
    assert_eq!(answer(nulls), answer(absent));
    let production = absent.replace("}}", "},\"requirements\":{\"production\":null}}");
    assert_eq!(answer(&production), answer(absent));
}

#[test]
fn bad_files() {
    refused(&["plan", "-"], b"", &["empty"]);
    refused(&["plan", "-"], b"hello", &["not valid", "line 1"]);
    refused(&["plan", "-"], b"{}", &["workload"]);
    refused(&["plan", "-"], b"a\xff", &["UTF-8"]);
    refused(&["plan", "-"], format!("{E2}{E2}").as_bytes(), &["trailing"]);
    refused(&["plan", "-"], "[".repeat(100_000).as_bytes(), &["not valid"]);
    refused(&["plan", "-"], &vec![b' '; 100_000_000], &["larger than 1 MiB"]);
    refused(&["plan", "no-such-file.json"], b"", &["no-such-file.json", "cannot be read"]);
    refused(&["plan", "."], b"", &["cannot be read"]);
    refused(&["plan"], b"", &["no question"]);
}

#[test]
fn models_by_date() {
    let listing = answer(&["models", "--as-of", "2026-06-04", "--json"], "");
    let models = listing["models"].as_array().expect("a list");
    let find = |id: &str| models.iter().find(|model| model["id"] == id).expect("it is offered");
    for (id, caps) in [
        ("llama-3.1-8b-instant", [30, 14_400, 6_000, 500_000]),
        ("llama-3.3-70b-versatile", [30, 1_000, 12_000, 100_000]),
        ("openai/gpt-oss-120b", [30, 1_000, 8_000, 200_000]),
        ("openai/gpt-oss-20b", [30, 1_000, 8_000, 200_000]),
        ("meta-llama/llama-4-scout-17b-16e-instruct", [30, 1_000, 30_000, 500_000]),
        ("qwen/qwen3-32b", [60, 1_000, 6_000, 500_000]),
    ] {
        for (limit, cap) in ["RPM", "RPD", "TPM", "TPD"].iter().zip(caps) {
            assert_eq!(find(id)["limits"]["free"][limit], cap, "{id} {limit}");
        }
    }
    let compound = &find("groq/compound")["limits"]["free"];
    assert_eq!((&compound["RPD"], &compound["TPM"]), (&250.into(), &70_000.into()));
    assert_eq!(compound["TPD"], Value::Null);
    assert_eq!(find("whisper-large-v3-turbo")["limits"]["free"]["ASD"], 28_800);
    for (id, input, cached, output) in [
        ("openai/gpt-oss-20b", "0.075", Some("0.0375"), "0.3"),
        ("openai/gpt-oss-120b", "0.15", Some("0.075"), "0.6"),
        ("llama-3.1-8b-instant", "0.05", None, "0.08"),
        ("llama-3.3-70b-versatile", "0.59", None, "0.79"),
        ("meta-llama/llama-4-scout-17b-16e-instruct", "0.11", None, "0.34"),
        ("qwen/qwen3-32b", "0.29", None, "0.59"),
    ] {
        let prices = &find(id)["prices"];
        assert_eq!(prices["input_per_million_usd"], input, "{id}");
        assert_eq!(prices["cached_input_per_million_usd"].as_str(), cached, "{id}");
        assert_eq!(prices["output_per_million_usd"], output, "{id}");
    }
    assert_eq!(find("whisper-large-v3")["prices"]["audio_per_hour_usd"], "0.111");
    assert_eq!(find("whisper-large-v3-turbo")["prices"]["audio_per_hour_usd"], "0.04");
    assert_eq!(listing["tools"]["web_search_basic_per_1000_usd"], "5");
    assert_eq!(listing["tools"]["code_execution_per_hour_usd"], "0.18");

    let newest = answer(&["models", "--json"], "").to_string();
    assert!(newest.contains("qwen/qwen3.8-27b") && !newest.contains("\"qwen/qwen3-32b\""));
}
