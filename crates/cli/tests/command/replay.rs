//! Logs through the command: the figures, every form and packing, and one
//! clear error for each that is bad.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};

use crate::binary::{file, refused_with, run};

const FREE: [&str; 6] =
    ["--model", "openai/gpt-oss-120b", "--plan", "free", "--as-of", "2026-06-04"];

#[track_caller]
fn replay(args: &[&str], log: &[u8]) -> Value {
    let output = run(&[&["replay", "-", "--json"], args].concat(), log);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "no bar where there is no terminal");
    serde_json::from_slice(&output.stdout).expect("it prints JSON")
}

#[track_caller]
fn refused(args: &[&str], log: &[u8], words: &[&str]) {
    refused_with(&[&["replay"], args].concat(), log, words);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(bytes).expect("memory takes it");
    packer.finish().expect("memory takes it")
}

fn sample() -> Vec<u8> {
    run(&["sample-log", "--requests", "600", "--seed", "5"], b"").stdout
}

/// 8,000 tokens a minute: two requests of 3,500 pass, the third is 2,500
/// short, and 133.3 tokens come back each second.
const LOG: &[u8] =
    b"t_us,input,cached,output\n1000,3000,1000,500\n1000,3000,0,500\n1000,4000,0,1000\n\
                     2000,7000,0,1001\n31001000,100,0,0\n";

#[test]
fn the_fields_of_a_drop() {
    let answer = replay(&FREE, LOG);
    for (field, expected) in [
        ("model", json!("openai/gpt-oss-120b")),
        ("plan", json!("free")),
        ("tier", json!("on_demand")),
        ("as_of", json!("2026-06-04")),
        ("limiter", json!("bucket")),
        ("policy", json!("drop")),
        ("charge", json!("uncached")),
        ("format", json!("rows")),
        ("rows", json!(5)),
        ("requests", json!(5)),
        ("admitted", json!(3)),
        ("rejected", json!(1)),
        ("oversize", json!(1)),
        ("tokens_charged", json!(2500 + 3500 + 100)),
        ("failed_by", json!({"RPM": 0, "RPD": 0, "TPM": 1, "TPD": 0})),
        ("longest_wait_by", json!({"RPM": 0, "RPD": 0, "TPM": 1, "TPD": 0})),
        ("first", json!({"row": 2, "t_us": 0, "limit": "TPM", "retry_after_us": 22_500_000})),
        // 5,100 in at 0.15, 1,000 cached at 0.075, 1,000 out at 0.60.
        ("cost_admitted_usd", json!("0.00144")),
        ("cost_offered_usd", json!("0.0042906")),
        ("paid_usd", json!("0")),
    ] {
        assert_eq!(answer[field], expected, "{field}");
    }
    assert_eq!(answer.get("wait_p50_us"), None);
    let series = answer["series"].as_array().expect("a list");
    assert!(series.len() <= 1000 && series[0]["requests"] == 4 && series[0]["t_us"] == 0);
    assert_eq!(series[0]["left"]["TPM"], 2000);
}

#[test]
fn the_fields_of_a_queue() {
    let answer = replay(&[&FREE[..], &["--policy", "queue", "--charge", "total"]].concat(), LOG);
    for (field, expected) in [
        ("policy", json!("queue")),
        ("charge", json!("total")),
        ("admitted", json!(4)),
        ("delayed", json!(1)),
        ("abandoned", json!(0)),
        ("oversize", json!(1)),
        ("wait_p50_us", json!(0)),
        ("wait_p99_us", json!(30_000_000)),
        ("wait_max_us", json!(30_000_000)),
        ("waits_exact", json!(true)),
        ("last_start_us", json!(31_000_000)),
        ("tokens_charged", json!(3500 + 3500 + 5000 + 100)),
    ] {
        assert_eq!(answer[field], expected, "{field}");
    }
    assert_eq!(answer.get("rejected"), None);
    let patience = ["--policy", "queue", "--charge", "total", "--patience", "29.999999"];
    let answer = replay(&[&FREE[..], &patience].concat(), LOG);
    assert_eq!((&answer["abandoned"], &answer["patience_us"]), (&json!(1), &json!(29_999_999)));
}

#[test]
fn caps_of_ones_own_and_what_if() {
    let own = ["--limit", "openai/gpt-oss-120b:free:TPM=20k", "--limiter", "fixed"];
    let answer = replay(&[&FREE[..], &own].concat(), LOG);
    assert_eq!((&answer["admitted"], &answer["limiter"]), (&json!(5), &json!("fixed")));
    let margin = replay(&[&FREE[..], &["--safety-margin", "60"]].concat(), LOG);
    // 3,200 are left of 8,000.
    assert_eq!((&margin["oversize"], &margin["admitted"]), (&json!(4), &json!(1)));
    let twice = replay(&[&FREE[..], &["--scale", "2", "--stretch", "3"]].concat(), LOG);
    assert_eq!((&twice["requests"], &twice["rows"]), (&json!(10), &json!(5)));
    assert_eq!(twice["last_start_us"], 93_000_000);
    let flex = ["--model", "openai/gpt-oss-120b", "--plan", "developer", "--tier", "flex"];
    assert_eq!(replay(&[&flex[..], &["--as-of", "2026-06-04"]].concat(), LOG)["admitted"], 5);
}

#[test]
fn every_option_in_one_pass() {
    let log = sample();
    let args = ["--all", "--as-of", "2026-06-04", "--max-refused", "1"];
    let answer = replay(&args, &log);
    let options = answer["options"].as_array().expect("a list");
    assert!(options.len() > 15);
    let special = |option: &&Value| option["model"] == "allam-2-7b";
    assert!(
        !options.iter().any(|option| special(&option)),
        "a model for one purpose is not offered"
    );
    let find = |plan: &str| {
        let is =
            |option: &&Value| option["model"] == "openai/gpt-oss-120b" && option["plan"] == plan;
        options.iter().find(is).expect("it is there")
    };
    let alone = replay(&FREE, &log);
    for field in ["admitted", "rejected", "failed_by", "first", "cost_admitted_usd"] {
        assert_eq!(find("free")[field], alone[field], "{field}");
    }
    assert_eq!(answer["recommended"]["plan"], "developer");
    let none = run(&["replay", "-", "--all", "--plan", "free", "--max-refused", "0"], &log);
    assert_eq!(none.status.code(), Some(1), "no option meets that");
    let text = String::from_utf8(none.stdout).expect("text");
    assert!(text.starts_with("No option meets that."), "{text}");
    let slow = ["--all", "--policy", "queue", "--max-p99", "0.5", "--as-of", "2026-06-04"];
    assert_ne!(replay(&slow, &log)["recommended"], Value::Null);
}

#[test]
fn what_would_have_been_enough() {
    let answer = replay(&[&FREE[..], &["--fix"]].concat(), LOG);
    let caps = &answer["fix"]["sufficient_caps"];
    // 19,001 tokens within a millisecond, and five requests over half a minute.
    assert_eq!(caps["RPM"], 4);
    assert_eq!(caps["TPM"], 19_001);
    assert_eq!(answer["fix"]["throttle"]["refused"], 0);
    assert_eq!(answer["fix"]["throttle"]["tokens_per_minute"], 8000);
    let text = run(&[&["replay", "-", "--fix"], &FREE[..]].concat(), LOG).stdout;
    let text = String::from_utf8(text).expect("text");
    assert!(text.contains("would have been enough") && text.contains("A throttle"), "{text}");
}

#[test]
fn rows_that_can_wait() {
    let developer = ["--model", "openai/gpt-oss-120b", "--plan", "developer", "--batch"];
    let log = b"t_us,input,output,batch\n0,1000,100,1\n0,1000,100,0\n";
    let answer = replay(&[&developer[..], &["--as-of", "2026-06-04"]].concat(), log);
    assert_eq!((&answer["batched"], &answer["admitted"]), (&json!(1), &json!(1)));
    assert_eq!(answer["cost_batched_usd"], "0.000105");
    assert_eq!(answer["paid_usd"], "0.000315");
    let free = replay(&[&FREE[..], &["--batch"]].concat(), log);
    assert_eq!((&free["batched"], &free["admitted"]), (&json!(0), &json!(2)), "free has no batch");
}

#[test]
fn packed_files() {
    let log = sample();
    let plain = replay(&FREE, &log);
    let zstd = zstd::encode_all(&log[..], 3).expect("memory takes it");
    // Two members after one another are one file.
    let (head, tail) = log.split_at(1000);
    let twice = [gzip(head), gzip(tail)].concat();
    for (name, bytes) in [("day.csv", log.clone()), ("day.csv.gz", twice), ("day.csv.zst", zstd)] {
        let path = file(name, &bytes);
        let output = run(&[&["replay", &path, "--json"], &FREE[..]].concat(), b"");
        let answer: Value = serde_json::from_slice(&output.stdout).expect("it prints JSON");
        assert_eq!(answer, plain, "{name}");
    }
}

#[test]
fn rows_out_of_order() {
    let log = b"t_us,input,cached,output\n5,1,0,1\n3,2,0,2\n";
    refused(&[&["-"], &FREE[..]].concat(), log, &["-: line 3", "sorted by time"]);
    let answer = replay(&[&FREE[..], &["--sort"]].concat(), log);
    assert_eq!((&answer["admitted"], &answer["last_start_us"]), (&json!(2), &json!(2)));
}

#[test]
fn bad_rows() {
    let log = b"t_us,input,cached,output\n5,1,0,1\n6,NaN,0,1\n7,-1,0,1\n8,1,0,1\n";
    refused(&[&["-"], &FREE[..]].concat(), log, &["line 3: input is `NaN`", "whole number"]);
    let answer = replay(&[&FREE[..], &["--skip-bad-rows"]].concat(), log);
    assert_eq!((&answer["rows"], &answer["skipped_rows"]), (&json!(2), &json!(2)));
}

#[test]
fn bad_files() {
    let free = |file: &str, log: &[u8], words: &[&str]| {
        refused(&[&[file], &FREE[..]].concat(), log, words);
    };
    free("-", b"", &["-: it is empty"]);
    free("-", b"t_us,input,cached,output\n", &["no row"]);
    free("-", b"\x7fELF\0\0", &["line 1", "text"]);
    free("-", b"hello\nworld\n", &["`hello`", "t_us,input,cached,output"]);
    let mixed =
        "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03,1,1\n16/11/2023,1,1\n";
    free("-", mixed.as_bytes(), &["line 3", "TIMESTAMP is `16/11/2023`"]);
    let endless = [b"t_us,input,cached,output\n".as_slice(), &vec![b'1'; 50_000_000]].concat();
    free("-", &endless, &["line 2", "longer than"]);
    free("no-such.csv", b"", &["no-such.csv cannot be read"]);
    free(".", b"", &[". cannot be read"]);
    let packed = gzip(&sample());
    let cut = file("cut.csv.gz", &packed[..packed.len() / 2]);
    free(&cut, b"", &["cut.csv.gz is damaged: it breaks off after", "rows"]);
    let spoilt = file("spoilt.csv.gz", b"t_us,input\n");
    free(&spoilt, b"", &["spoilt.csv.gz is damaged"]);
    let zstd = zstd::encode_all(&sample()[..], 3).expect("memory takes it");
    let cut = file("cut.csv.zst", &zstd[..zstd.len() / 2]);
    free(&cut, b"", &["cut.csv.zst"]);
}

#[test]
fn bad_arguments() {
    let log = b"t_us,input,output\n0,1,1\n";
    let free = |args: &[&str], words: &[&str]| {
        refused(&[&["-"], &FREE[..], args].concat(), log, words);
    };
    refused(&["-"], log, &["--model and --plan, or --all"]);
    refused(&["-", "--model", "gpt-5", "--plan", "free"], log, &["gpt-5", "unknown"]);
    refused(&["-", "--model", "openai/gpt-oss-20b", "--plan", "gold"], log, &["plan is `gold`"]);
    free(&["--tier", "flex"], &["tier", "flex"]);
    free(&["--tier", "fast"], &["tier is `fast`"]);
    free(&["--patience", "5"], &["patience", "queue"]);
    free(&["--policy", "queue", "--patience", "-1"], &["patience_seconds is `-1`"]);
    free(&["--stretch", "0"], &["stretch is `0`", "0.000001"]);
    free(&["--scale", "0"], &["scale is `0`"]);
    free(&["--safety-margin", "100"], &["safety_margin_percent", "100"]);
    free(&["--limit", "x"], &["--limit is `x`"]);
    refused(&["-", "--all", "--max-refused", "101"], log, &["max_refused_percent", "101"]);
    refused(&["-", "--all", "--max-p99", "soon"], log, &["max_p99_seconds is `soon`"]);
    refused(&["-", "--all", "--model", "gpt-5"], log, &["gpt-5", "unknown"]);
    let output = run(&["sample-log", "--requests", "1000000001"], b"");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn the_report_for_people() {
    let output = run(&[&["replay", "-"], &FREE[..]].concat(), LOG);
    let text = String::from_utf8(output.stdout).expect("text");
    for line in [
        "openai/gpt-oss-120b on Free (on_demand)",
        "5 requests: 3 admitted, 1 rejected, 1 too large to ever pass.",
        "The first refusal: row 2 after 0s, by TPM; 22.5s later it would have passed.",
        "Cost at list price: $0.00144 for the admitted, $0.0042906 for all that came; to pay: $0.00.",
    ] {
        assert!(text.lines().any(|found| found == line), "{line:?} is not in:\n{text}");
    }
}
