//! Usage logs and catalogs of one's own through the command.

use std::{fs::File, io::Write};

use crate::binary::{file, json, refused, run, text};
use flate2::{Compression, write::GzEncoder};
use serde_json::json;

const LOG: &str = "time,model,input,cached,output,batch,team\n\
    2026-06-04T10:00:00Z,openai/gpt-oss-120b,4641,4608,1817,false,a\n\
    2026-06-04T10:00:01Z,openai/gpt-oss-120b,4641,4608,1817,true,b\n\
    2026-06-05T10:00:00Z,gpt-5,10,0,5,false,a\n";

#[test]
fn a_log_in_every_packing() {
    let plain = file("usage.csv", LOG);
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(LOG.as_bytes()).expect("memory takes it");
    let gzip = file("usage.csv.gz", gzip.finish().expect("memory takes it"));
    let zstd = file("usage.csv.zst", zstd::encode_all(LOG.as_bytes(), 3).expect("it packs"));
    for path in [&plain, &gzip, &zstd] {
        let answer = json(&["cost", path, "--json", "--by", "team"], 0);
        // 33 and 4,608 cached and 1,817 out, then half of the uncached price.
        let rows = 33 * 150_000 + 4608 * 75_000 + 1817 * 600_000;
        let batch = (4641 * 150_000 + 1817 * 600_000) / 2;
        let usd = groq_calc::Usd::from_picodollars(rows + batch).to_string();
        assert_eq!(answer["total"]["usd"], usd);
        assert_eq!(answer["rows"], 3);
        assert_eq!(answer["unknown_models"], json!([{ "model": "gpt-5", "rows": 1 }]));
        assert_eq!(answer["days"].as_array().map(Vec::len), Some(2));
        assert_eq!(answer["by"]["team"][0]["value"], "a", "the dearest first");
    }
    let stdin = run(&["cost", "-", "--json"], LOG.as_bytes());
    assert!(stdin.status.success() && stdin.stderr.is_empty(), "no bar where there is no terminal");
    let words = text(&["cost", &plain], 0);
    assert!(words.starts_with("2 of 3 rows could be priced; they cost $0.0"), "{words}");
    assert!(words.contains("Models that are not known: gpt-5 (1 row)."), "{words}");
    let csv = text(&["cost", &plain, "--by", "team", "--format", "csv"], 0);
    let kinds: Vec<_> = csv.lines().map(|line| line.split(',').next().unwrap_or("")).collect();
    let expected = ["by", "model", "model", "day", "day", "team", "team", "all"];
    assert_eq!(kinds, expected);
}

#[test]
fn bad_rows_are_named() {
    let bad = file("bad.csv", LOG.replace("4608,1817,true", "9999,1817,true"));
    let reason = "bad.csv: line 3: cached_input is `9999`; it must be at most the input, 4641";
    refused(&["cost", &bad], &[reason]);
    let answer = json(&["cost", &bad, "--skip-bad-rows", "--json"], 0);
    assert_eq!((&answer["rows"], &answer["skipped_rows"]), (&json!(2), &json!(1)));
    refused(&["cost", "no-such.csv"], &["no-such.csv", "cannot be read"]);
    refused(&["cost", "no-such.parquet"], &["no-such.parquet", "cannot be read"]);
    let torn = file("torn.parquet", "PAR1 and no more");
    refused(&["cost", &torn], &["torn.parquet"]);
    refused(&["cost", &bad, "--by", "city"], &["`city`"]);
    refused(&["cost", &bad, "--as-of", "soon"], &["as_of", "soon"]);
}

#[test]
fn memory_does_not_grow_with_the_log() {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("long.csv");
    let mut log = File::create(&path).expect("it can be made");
    let rows = LOG.split_once('\n').expect("a head").1.repeat(5000);
    log.write_all(LOG.as_bytes()).expect("it can be written");
    for _ in 0..20 {
        log.write_all(rows.as_bytes()).expect("it can be written");
    }
    let path = path.to_str().expect("a plain name");
    // 60 MB of rows in 48 MB of addresses for data.
    let line = format!("ulimit -d 49152; exec \"$0\" cost {path} --json");
    let output = std::process::Command::new("bash")
        .args(["-c", &line, env!("CARGO_BIN_EXE_groq-calc")])
        .output()
        .expect("bash starts");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(answer["rows"], 300_003);
}

const CATALOG: &str = r#"
[[sources]]
id = "contract"
title = "Our contract"
publisher = "Example Ltd"
accessed = 2026-06-01

[models.house-model]
name = "House model"
kind = "chat"
[[models.house-model.lifecycle]]
from = 2026-06-01
source = "contract"
status = "confirmed"
state = "production"
[[models.house-model.limits.developer]]
from = 2026-06-01
source = "contract"
status = "confirmed"
RPM = 100
[[models.house-model.prices]]
from = 2026-06-01
source = "contract"
status = "confirmed"
input = "0.10"
output = "0.40"
"#;

#[test]
fn a_catalog_of_ones_own() {
    let own = file("own.toml", CATALOG);
    let plan = [
        "plan",
        "--requests-per-day",
        "1000",
        "--input",
        "1k",
        "--output",
        "1k",
        "--catalog",
        &own,
        "--json",
    ];
    let answer = json(&plan, 0);
    assert_eq!(answer["recommended"]["model"], "house-model");
    assert_eq!(answer["recommended"]["monthly_usd"], "15");
    let log = file("own.csv", "time,model,input,output\n2026-06-04,house-model,1000,1000\n");
    let cost = json(&["cost", &log, "--catalog", &own, "--json"], 0);
    assert_eq!(cost["total"]["usd"], "0.0005");
    let requests = file("own-requests.csv", "t_us,input,cached,output\n0,1000,0,1000\n");
    let option = ["--model", "house-model", "--plan", "developer", "--catalog", &own, "--json"];
    let replayed = json(&[&["replay", &requests], &option[..]].concat(), 0);
    assert_eq!(replayed["cost_admitted_usd"], "0.0005");
    let sql = text(&["export", "sql", "--dialect", "duckdb", "--catalog", &own], 0);
    assert!(
        sql.contains(
            "('house-model', DATE '2026-06-01', CAST(NULL AS DATE), 100000, 100000, 400000)"
        ),
        "{sql}"
    );
    assert!(!sql.contains("gpt-oss"), "nothing of Groq's is left in it");
    let json_form = file("own.json", text(&["export", "json", "--catalog", &own], 0));
    let again = plan.map(|word| if word == own { json_form.as_str() } else { word });
    assert_eq!(json(&again, 0), answer, "TOML and JSON say the same");

    let bad = |text: &str, words: &[&str]| {
        let path = file("bad.toml", text);
        refused(&["models", "--catalog", &path], words);
    };
    bad(&CATALOG.replace("\"0.10\"", "0.10"), &["bad.toml", "must be a string"]);
    bad(&CATALOG.replace("\"0.10\"", "\"1e-1\""), &["house-model", "prices[0].input", "1e-1"]);
    bad(&CATALOG.replace("source = \"contract\"", "source = \"hearsay\""), &["hearsay", "more)"]);
    bad(&CATALOG.replace("kind =", "sort ="), &["sort"]);
    refused(&["models", "--catalog", "no-such.toml"], &["no-such.toml", "cannot be read"]);
    refused(&["models", "--catalog", "prices.yaml"], &["prices.yaml", ".toml or .json"]);
}

#[test]
fn a_price_file_of_another_project() {
    let prices = file(
        "litellm.json",
        r#"{"groq/m": {"litellm_provider": "groq", "mode": "chat", "input_cost_per_token": 1.5e-07,
            "output_cost_per_token": 6e-07, "supports_vision": true}}"#,
    );
    let import = ["import", "litellm", &prices, "--provider", "groq", "--from", "2026-06-04"];
    let output = run(&import, b"");
    assert!(output.status.success());
    let left_out = String::from_utf8_lossy(&output.stderr);
    assert_eq!(left_out, "left out: supports_vision: of 1 models, like groq/m\n");
    let own = file("imported.json", output.stdout);
    let cost = run(
        &["cost", "-", "--catalog", &own, "--json"],
        b"time,model,input,output\n2026-06-04,m,10,1\n",
    );
    let cost: serde_json::Value = serde_json::from_slice(&cost.stdout).expect("JSON");
    assert_eq!(cost["total"]["usd"], "0.0000021");
    refused(&["import", "litellm", &prices, "--from", "soon"], &["from", "soon"]);
    refused(&["import", "genai-prices", &prices, "--from", "2026-06-04"], &["litellm.json"]);
}
