//! Rows of JSON lines whose figures stand side by side are read by a way of their own.
//! It must not show: each log is read a second time with a list in every row, which
//! leaves its rows to the reader of any JSON.

use groq_catalog::CATALOG;
use groq_log::usage::{Assumptions, Days, Ledger, Names, Reader};

use crate::{damage::Stream, threads::sums};

/// What a log comes to, the error, and how many rows it has.
fn read(log: &str, skip: bool, all_batch: bool) -> (String, Option<String>, u64) {
    let names = Names { by: vec!["team".to_owned()], ..Names::default() };
    let mut ledger = Ledger::new(&CATALOG, &names.by);
    let assumptions = Assumptions { all_batch, ..Assumptions::default() };
    let mut reader = Reader::new(names, Days::OfTheRow, skip).with_assumptions(assumptions);
    let end = reader.feed(log.as_bytes(), &mut ledger).and_then(|()| reader.finish(&mut ledger));
    let error = end.err().map(|error| error.to_string());
    (sums(&reader, &ledger), error, reader.rows())
}

const USUAL: [(&str, &[&str]); 7] = [
    ("timestamp", &["\"2026-06-04T10:00:00Z\"", "\"2026-06-05 11:00:00\"", "1780567200"]),
    ("model", &["\"llama-3.1-8b-instant\"", "\"openai/gpt-oss-120b\"", "\"other\""]),
    ("prompt_tokens", &["100", "0", "1234567", "17"]),
    ("completion_tokens", &["100", "7", "0"]),
    ("cached_tokens", &["0", "10", "17", "null"]),
    ("total_tokens", &["117", "134", "200", "0", "null"]),
    ("team", &["\"a\"", "\"b c\"", "3", "true", "null", "\"\""]),
];

const ODD: &[(&str, &[&str])] = &[
    ("created", &["1780567200", "\"\"", "1780567200.5", "\" 2026-06-04 \"", "\"soon\""]),
    ("Model Name", &["\"qwen/qwen3-32b\"", "\"\"", "5"]),
    ("input", &["5", "\"hello\"", "\"7\""]),
    ("output", &["5", "\"world\""]),
    ("input_tokens", &["5", "-1", "1.0", "\"1,000\"", "18446744073709551615"]),
    ("cache_read_tokens", &["5", "1000"]),
    ("cache_creation_tokens", &["5"]),
    ("batch", &["true", "false", "null", "\"yes\"", "\"maybe\"", "1", "2", "0.5"]),
    ("is_batch", &["true", "\"no\""]),
    ("type", &["\"chat\"", "\"response.done\"", "\"message_start\""]),
    ("object", &["\"chat.completion\"", "\"chat.completion.chunk\""]),
    ("id", &["\"x\"", "7"]),
    ("status", &["\"failed\"", "\"ok\"", "500"]),
    ("error", &["\"no\"", "null", "\"\""]),
    ("duration", &["1.5", "60", "\"2\"", "\"long\""]),
    ("audio_seconds", &["60", "0"]),
    ("service_tier", &["\"batch\"", "\"on_demand\""]),
    ("custom_id", &["\"r1\""]),
    ("response", &["\"text\"", "\"{}\""]),
    ("usage", &["\"{\\\"prompt_tokens\\\":3,\\\"completion_tokens\\\":4}\"", "5"]),
    ("usage.prompt_tokens", &["9"]),
    ("metadata", &["\"m\""]),
    ("gen_ai", &["\"x\""]),
    ("num_model_requests", &["3"]),
    ("text", &["\"hi\"", "\"\\n\"", "\"ä\""]),
    ("latency", &["0.52", "1e-3", "-1", "1e999", "00", "nul"]),
    ("model", &["\"whisper-large-v3\"", "\"\"", "null"]),
    ("team", &["[1]", "{\"a\":1}", "1.50"]),
];

#[test]
fn flat_rows_are_read_as_any_json_is() {
    let mut random = Stream::new(11);
    let mut good = 0;
    for round in 0..6_000 {
        let mut log = String::new();
        let mut whole = String::new();
        // Most logs repeat one form; in some a form comes and goes.
        let mut form: Vec<(&str, &[&str])> = USUAL.to_vec();
        for _ in 0..random.below(6) {
            let odd = ODD[random.below(ODD.len())];
            form.insert(random.below(form.len() + 1), odd);
        }
        for _ in 0..1 + random.below(8) {
            let mut row = form.clone();
            if random.below(4) == 0 {
                row.remove(random.below(row.len()));
            }
            let fields: Vec<String> = row
                .iter()
                .map(|(name, values)| {
                    let first = if random.below(3) == 0 { values.len() } else { 1 };
                    format!("\"{name}\": {}", values[random.below(first)])
                })
                .collect();
            let row = fields.join(",");
            log += &format!("{{{row}}}\n");
            whole += &format!("{{{row},\"zz\":[]}}\n");
        }
        let (skip, all_batch) = (round % 3 > 0, round % 5 == 0);
        let (sums, error, rows) = read(&log, skip, all_batch);
        let (any_sums, any_error, _) = read(&whole, skip, all_batch);
        assert_eq!(sums, any_sums, "{log}");
        // Where a parser stopped is not the same place in both.
        let plain = |error: Option<String>| {
            let error = error?.replace(",\"zz\":[]", "");
            Some(error.split("column").next().unwrap_or_default().to_owned())
        };
        assert_eq!(plain(error), plain(any_error), "{log}");
        good += rows;
    }
    assert!(good > 10_000, "{good} rows were good");
}
