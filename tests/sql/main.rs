//! The exported SQL on real engines: every row and the total as the engine has
//! them, to the last digit.
//!
//! `cargo xtask prove` installs DuckDB and Spark and names a Python that has both
//! in `SQL_PYTHON`; `SQL_SPARK` says that Java is there for Spark, and
//! `SQL_POSTGRES` names the folder of PostgreSQL's programs. What is not named
//! is skipped.

#[path = "../command.rs"]
mod command;
mod names;
mod postgres;
mod usages;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

use command::groq_calc;
use groq_calc::{Draft, Usd};
use names::{COSTS, MODEL, TABLE, file};
use serde_json::Value;
use usages::{Row, Time};

const ROWS: usize = 100_000;

/// What an engine says: the totals, and each row's picodollars and dollars.
struct Said {
    totals: [String; 3],
    rows: Vec<(String, String)>,
}

fn read(path: &Path) -> Said {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_path(path)
        .expect("the engine has written its rows");
    let mut records = reader.records().map(|record| record.expect("it is CSV"));
    let totals = records.next().expect("the totals come first");
    let totals = [0, 1, 2].map(|index| totals[index].to_owned());
    let rows = records
        .enumerate()
        .map(|(index, record)| {
            assert_eq!(record[0], index.to_string(), "every row comes once");
            (record[1].to_owned(), record[2].to_owned())
        })
        .collect();
    Said { totals, rows }
}

fn usd(text: &str) -> Usd {
    Usd::parse(text).unwrap_or_else(|| panic!("{text} is no amount of dollars"))
}

/// Compares what an engine says with the engine of this project.
fn compare(engine: &str, rows: &[Row], said: &Said) {
    assert_eq!(said.rows.len(), rows.len(), "{engine}");
    let (mut total, mut known) = (0, 0);
    for (index, (row, (picodollars, dollars))) in rows.iter().zip(&said.rows).enumerate() {
        match row.cost() {
            None => assert_eq!((&**picodollars, &**dollars), ("", ""), "{engine}, row {index}"),
            Some(cost) => {
                assert_eq!(*picodollars, cost.to_string(), "{engine}, row {index}");
                assert_eq!(usd(dollars).picodollars(), cost, "{engine}, row {index}");
                total += cost;
                known += 1;
            }
        }
    }
    assert_eq!(said.totals[0], rows.len().to_string());
    assert_eq!(said.totals[1], total.to_string(), "{engine}: the total");
    assert_eq!(usd(&said.totals[2]).picodollars(), total, "{engine}: the total in dollars");
    println!("{engine}: {} rows, {known} of them priced, together ${}", rows.len(), said.totals[2]);
}

/// The month of every published vector that tokens alone make, as requests; the
/// engine's own price is compared as that of any row, this is the published one.
fn vectors() -> Vec<(Row, u128)> {
    let mut rows = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    for name in ["cost.json", "caching.json", "developer.json", "free-tier.json"] {
        let text = fs::read_to_string(folder.join(name)).expect("the vectors are there");
        let vectors: Vec<Value> = serde_json::from_str(&text).expect("they are JSON");
        for vector in &vectors {
            let draft: Draft = serde_json::from_value(vector["question"].clone()).expect("legal");
            let question = draft.check().expect("legal");
            let (workload, month) = (&question.workload, &vector["expect"]["monthly"]);
            let times = workload.requests_per_month();
            let tokens =
                [workload.input_tokens, workload.cached_input_tokens, workload.output_tokens]
                    .map(|tokens| tokens.get() * times);
            let day = question.as_of.unwrap_or(groq_catalog::CATALOG.newest()).to_string();
            let model = vector["option"]["model"].as_str().expect("a model");
            let plain = workload.batch_share_percent == 0 && tokens[0] + tokens[2] > 0;
            for (field, batch) in [("list_usd", false), ("batch_usd", true)] {
                if let (true, Some(amount)) = (plain, month[field].as_str()) {
                    let published = usd(amount).picodollars();
                    rows.push((Row::month(model, &day, tokens, batch), published));
                }
            }
        }
    }
    rows
}

/// Every row: random ones, then the published vectors.
fn rows() -> Vec<Row> {
    let mut rows = usages::random(ROWS);
    let vectors = vectors();
    assert!(vectors.len() >= 10, "only {} published amounts", vectors.len());
    for (row, published) in vectors {
        assert_eq!(row.cost(), Some(published), "a published vector");
        rows.push(row);
    }
    rows
}

static COMMAND: LazyLock<PathBuf> = LazyLock::new(groq_calc);

/// The script for a dialect.
fn script(dialect: &str, time: Time) -> PathBuf {
    let kind = match time {
        Time::Date => "date",
        Time::Timestamp => "timestamp",
        Time::Timestamptz => "timestamptz",
    };
    let output = Command::new(&*COMMAND)
        .args(["export", "sql", "--dialect", dialect, "--time-kind", kind, "--batch", "batch"])
        .args(["--table", TABLE, "--model", MODEL, "--costs", COSTS])
        .output()
        .expect("the command starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let path = file(&format!("{dialect}-{kind}.sql"));
    fs::write(&path, output.stdout).expect("it can be written");
    path
}

/// The usages as CSV, with the names of table and columns beside them.
fn written(engine: &str, rows: &[Row], time: Time) -> PathBuf {
    let path = file(&format!("{engine}-usages.csv"));
    fs::write(&path, usages::csv(rows, time)).expect("it can be written");
    let kind = match time {
        Time::Date => "DATE",
        Time::Timestamp => "TIMESTAMP",
        Time::Timestamptz => "TIMESTAMPTZ",
    };
    let names = format!("table={TABLE}\nmodel={MODEL}\ncosts={COSTS}\ntime_type={kind}\n");
    fs::write(path.with_extension("csv.names"), names).expect("it can be written");
    path
}

/// Runs a Python script over the usages.
fn python(engine: &str, rows: &[Row], time: Time) {
    let Some(python) = env::var_os("SQL_PYTHON") else {
        println!("skipped {engine}: SQL_PYTHON names no Python that has it");
        return;
    };
    let (script, usages) = (script(engine, time), written(engine, rows, time));
    let out = file(&format!("{engine}-costs.csv"));
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("sql");
    let output = Command::new(python)
        .arg(place.join(format!("{engine}_run.py")))
        .args([&script, &usages, &out])
        // Far from UTC: a moment there is of another day.
        .arg("America/Los_Angeles")
        .output()
        .expect("Python starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    compare(text.trim(), rows, &read(&out));
}

#[test]
fn duckdb() {
    let rows = rows();
    python("duckdb", &rows, Time::Timestamp);
    python("duckdb", &rows[..2000], Time::Timestamptz);
    python("duckdb", &rows[..2000], Time::Date);
}

#[test]
fn spark() {
    if env::var_os("SQL_SPARK").is_none() {
        println!("skipped spark: SQL_SPARK does not say that Java is there");
        return;
    }
    let rows = rows();
    python("spark", &rows, Time::Timestamp);
    python("spark", &rows[..2000], Time::Timestamptz);
}

#[test]
fn postgres() {
    let Some(programs) = env::var_os("SQL_POSTGRES") else {
        println!("skipped postgres: SQL_POSTGRES names no folder of its programs");
        return;
    };
    let server = postgres::Server::start(Path::new(&programs));
    let rows = rows();
    for (rows, time) in [
        (&rows[..], Time::Timestamp),
        (&rows[..2000], Time::Timestamptz),
        (&rows[..2000], Time::Date),
    ] {
        let (script, usages) = (script("postgres", time), written("postgres", rows, time));
        let out = file("postgres-costs.csv");
        let kind = match time {
            Time::Date => "date",
            Time::Timestamp => "timestamp",
            Time::Timestamptz => "timestamptz",
        };
        server.price(&script, &usages, &out, kind);
        compare("postgres", rows, &read(&out));
    }
}
