//! The published vectors, through the engine and through the command.

use std::{fs, path::Path, process::Command};

use groq_calc::{Draft, answer, catalog::Listing};
use serde::Deserialize;
use serde_json::Value;

use crate::command::groq_calc;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    id: String,
    source: String,
    #[serde(default)]
    note: String,
    question: Value,
    option: Value,
    expect: Value,
    /// What lies around the option that the answer is about.
    #[serde(default)]
    outlook: Value,
    /// A word that the reason for blocking must contain.
    blocked: Option<String>,
}

fn vectors() -> Vec<Vector> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    let mut paths: Vec<_> = fs::read_dir(&folder)
        .expect("tests/vectors is there")
        .map(|entry| entry.expect("its entries can be read").path())
        .collect();
    paths.sort();
    let read = |path| -> Vec<Vector> {
        let text = fs::read_to_string(path).expect("a vector file can be read");
        serde_json::from_str(&text).expect("a vector file has the vectors' form")
    };
    paths.iter().flat_map(read).collect()
}

/// Every key that is expected must be there and equal; others may be there.
#[track_caller]
fn contains(id: &str, path: &str, actual: &Value, expected: &Value) {
    match expected {
        Value::Object(fields) => {
            for (key, value) in fields {
                contains(id, &format!("{path}.{key}"), &actual[key], value);
            }
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            let actual = actual.as_array().map(Vec::as_slice).unwrap_or_default();
            assert_eq!(actual.len(), items.len(), "{id}: {path} is {actual:#?}");
            for (index, item) in items.iter().enumerate() {
                contains(id, &format!("{path}[{index}]"), &actual[index], item);
            }
        }
        _ => assert_eq!(actual, expected, "{id}: {path}"),
    }
}

#[track_caller]
fn holds(vector: &Vector, answer: &Value) {
    let id = &vector.id;
    assert!(!vector.source.is_empty(), "{id} names no source (note: {})", vector.note);
    let same = |option: &&Value| {
        ["model", "plan", "tier"].iter().all(|key| option[key] == vector.option[key])
    };
    let options = answer["options"].as_array().expect("an answer lists options");
    let option = options.iter().find(same).unwrap_or_else(|| panic!("{id}: no such option"));
    contains(id, "option", option, &vector.expect);
    if !vector.outlook.is_null() {
        contains(id, "outlook", &answer["outlook"], &vector.outlook);
    }
    if let Some(word) = &vector.blocked {
        let reason = option["blocked"].as_str().unwrap_or_default();
        assert!(reason.contains(word), "{id}: blocked is {reason:?}");
    }
    let lines = option["monthly"]["lines"].as_array().expect("a bill has lines");
    let picodollars = |usd: &Value| {
        let usd = usd.as_str().and_then(groq_calc::Usd::parse);
        usd.expect("an amount is a decimal string").picodollars()
    };
    let sum: u128 = lines.iter().map(|line| picodollars(&line["usd"])).sum();
    assert_eq!(
        sum,
        picodollars(&option["monthly"]["list_usd"]),
        "{id}: lines sum to the list price"
    );
}

#[test]
fn through_the_engine() {
    let vectors = vectors();
    assert!(vectors.len() >= 30, "only {} vectors", vectors.len());
    for vector in &vectors {
        let draft: Draft = serde_json::from_value(vector.question.clone())
            .unwrap_or_else(|error| panic!("{}: {error}", vector.id));
        let question = draft.check().unwrap_or_else(|errors| panic!("{}: {errors:?}", vector.id));
        let answer = answer(&groq_catalog::CATALOG, &question)
            .unwrap_or_else(|error| panic!("{}: {error}", vector.id));
        let outlook = answer.outlook();
        let mut json = serde_json::to_value(&answer).expect("an answer is JSON");
        let outlook = outlook.unwrap_or_else(|error| panic!("{}: {error}", vector.id));
        json["outlook"] = serde_json::to_value(outlook).expect("an outlook is JSON");
        holds(vector, &json);
    }
}

#[test]
fn a_listing_is_what_the_command_lists() {
    for (as_of, retired) in [(None, false), (Some("2026-06-04"), true)] {
        let mut command = Command::new(groq_calc());
        command.args(["models", "--json"]);
        command.args(as_of.iter().flat_map(|day| ["--as-of", day]));
        command.args(retired.then_some("--all"));
        let output = command.output().expect("the command runs");
        let printed: Value = serde_json::from_slice(&output.stdout).expect("it prints JSON");
        let listing = Listing::new(&groq_catalog::CATALOG, as_of, retired).expect("a known day");
        assert_eq!(serde_json::to_value(&listing).expect("a listing is JSON"), printed);
        assert!(listing.models.len() > 5 && listing.models.is_sorted_by_key(|model| model.id));
    }
    for day in ["2020-01-01", "soon", "2026-06-31"] {
        let error =
            Listing::new(&groq_catalog::CATALOG, Some(day), false).expect_err("no such day");
        assert!(
            error.field() == "as_of" && error.is_out_of_range() && error.value() == day,
            "{error}"
        );
    }
}

#[test]
fn through_the_command() {
    use std::{io::Write, process::Stdio};
    let command = groq_calc();
    for vector in vectors() {
        let mut child = Command::new(&command)
            .args(["plan", "-", "--json"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the command starts");
        let mut input = child.stdin.take().expect("standard input is a pipe");
        input.write_all(vector.question.to_string().as_bytes()).expect("it reads");
        drop(input);
        let output = child.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{}: {}", vector.id, output.status);
        holds(&vector, &serde_json::from_slice(&output.stdout).expect("it prints JSON"));
    }
}
