//! What is made of each form of a pasted text.

use groq_catalog::CATALOG;
use groq_paste::{Basis, Reading, Setting, read};

fn setting() -> Setting<'static> {
    Setting { catalog: &CATALOG, day: CATALOG.newest(), admission: None, model: None, exact: None }
}

#[track_caller]
fn reading(text: &str) -> Reading {
    read(text, &setting()).expect("it is read")
}

/// A committed sample.
#[track_caller]
fn sample(name: &str) -> Reading {
    let place = format!("{}/../../fuzz/corpus/paste/{name}", env!("CARGO_MANIFEST_DIR"));
    reading(&std::fs::read_to_string(place).expect("a sample"))
}

#[track_caller]
fn figure<'a>(reading: &'a Reading, field: &str) -> (&'a str, Basis) {
    let figure = reading.figures.iter().find(|figure| figure.field == field);
    let figure = figure.unwrap_or_else(|| panic!("{field} is not in {reading:?}"));
    (&figure.value, figure.basis)
}

fn notes(reading: &Reading) -> Vec<String> {
    reading.notes.iter().map(ToString::to_string).collect()
}

fn has(reading: &Reading, field: &str) -> bool {
    reading.figures.iter().any(|figure| figure.field == field)
}

#[test]
fn a_prompt_is_counted_as_a_chat() {
    let prompt = reading("Where is my order?");
    assert_eq!(prompt.explained.to_string(), "A prompt, taken as a chat request with 1 message.");
    let (tokens, basis) = figure(&prompt, "input_tokens");
    let tokens: u64 = tokens.parse().expect("a number");
    assert!((60..90).contains(&tokens), "the frame of gpt-oss is in it: {tokens}");
    assert_eq!(basis, Basis::Estimated);
    assert!(notes(&prompt).iter().any(|note| note.contains("can differ")));
    let other = read("Where is my order?", &Setting { model: Some("qwen/qwen3-32b"), ..setting() });
    let other = other.expect("it is read");
    let tokens: u64 = figure(&other, "input_tokens").0.parse().expect("a number");
    assert!(tokens < 20, "{tokens}");
}

#[test]
fn a_request_states_its_output_at_most() {
    let request = sample("request");
    assert_eq!(request.model.as_deref(), Some("openai/gpt-oss-120b"));
    assert_eq!(figure(&request, "max_completion_tokens"), ("70000", Basis::AtMost));
    assert_eq!(figure(&request, "output_tokens"), ("70000", Basis::AtMost));
    assert_eq!(request.workload.output_tokens, Some(70_000.into()));
    assert_eq!(request.workload.requests_per_day, None);
    let responses = sample("responses");
    assert_eq!(figure(&responses, "output_tokens"), ("50", Basis::AtMost));
    let tools = sample("tools");
    assert!(notes(&tools).iter().any(|note| note.contains("1 image counts as 2,048")), "{tools:?}");
    assert!(notes(&tools).iter().any(|note| note.contains("tools is not known")), "{tools:?}");
    assert_eq!(figure(&tools, "input_tokens").1, Basis::AtLeast);
}

#[test]
fn measured_figures_win_over_counted_ones() {
    let reply = sample("response");
    assert_eq!(figure(&reply, "input_tokens"), ("4641", Basis::Measured));
    assert_eq!(figure(&reply, "cached_input_tokens"), ("4608", Basis::Measured));
    assert_eq!(figure(&reply, "output_tokens"), ("1817", Basis::Measured));
    let log = sample("log");
    assert_eq!((log.requests, log.responses), (2, 2));
    assert_eq!(figure(&log, "input_tokens"), ("4641", Basis::Measured));
    assert_eq!(figure(&log, "max_completion_tokens"), ("400", Basis::AtMost));
    assert!(notes(&log).iter().any(|note| note == "1 line is not valid JSON and is left out"));
    let stream = sample("stream");
    assert_eq!(figure(&stream, "output_tokens"), ("439", Basis::Measured));
}

#[test]
fn a_shared_start_is_cached_where_the_model_caches() {
    let lines = sample("lines");
    assert_eq!(lines.explained.to_string(), "JSON lines with 3 requests and 0 answers.");
    let (cached, basis) = figure(&lines, "cached_input_tokens");
    let cached: u64 = cached.parse().expect("a number");
    let input: u64 = figure(&lines, "input_tokens").0.parse().expect("a number");
    assert!(cached > 200 && cached < input, "{cached} of {input}");
    assert_eq!(basis, Basis::Estimated);
    // A model without a price for it caches nothing.
    let text = r#"{"model":"qwen/qwen3.8-27b","messages":[{"role":"user","content":"Hi"}]}"#;
    let other = reading(&format!("{text}\n{text}"));
    assert!(!has(&other, "cached_input_tokens"));
    assert!(notes(&other).iter().any(|note| note.contains("nothing is cached")), "{other:?}");
    let short = text.replace("qwen/qwen3.8-27b", "openai/gpt-oss-20b");
    let short = reading(&format!("[{short},{}]", short.replace("Hi", "Ho")));
    assert!(!has(&short, "cached_input_tokens"));
    assert!(notes(&short).iter().any(|note| note.contains("fewer than 128")), "{short:?}");
}

#[test]
fn reads_curl_commands_without_their_keys() {
    let curl = sample("curl");
    assert_eq!(
        curl.explained.to_string(),
        "A curl command: a chat request for llama-3.3-70b-versatile with 1 message."
    );
    for name in ["curl", "curl-windows", "curl-copied"] {
        let curl = sample(name);
        assert_eq!(curl.requests, 1, "{name}: {curl:?}");
        assert!(!format!("{curl:?}").contains("gsk_"), "{name}");
    }
    let audio = sample("curl-audio");
    assert!(notes(&audio)[0].contains("`./a.mp3` can't be read"), "{audio:?}");
    assert_eq!(audio.model.as_deref(), Some("whisper-large-v3"));
    let file = sample("curl-file");
    assert!(notes(&file)[0].contains("`body.json` can't be read"), "{file:?}");
    assert_eq!(file.figures, []);
    assert_eq!(notes(&reading("curl https://example.com")), ["the command sends no data"]);
    let broken = reading("curl -d '{\"messages' -H 'Authorization: Bearer gsk_1'");
    assert!(
        notes(&broken)[0].contains("is not valid JSON") && !format!("{broken:?}").contains("gsk_")
    );
}

#[test]
fn reads_speech_transcriptions_batches_and_lists() {
    assert_eq!(figure(&sample("speech"), "characters"), ("33", Basis::Counted));
    assert_eq!(figure(&sample("transcription"), "audio_seconds"), ("61.096", Basis::Measured));
    assert_eq!(sample("batch").requests, 3);
    assert!(sample("batch").bodies.iter().all(|body| body.batch));
    assert_eq!(sample("messages").bodies.len(), 1);
    let list = sample("list");
    assert!(notes(&list).iter().any(|note| note.contains("1 answer is an error")), "{list:?}");
    let scalar = sample("scalar");
    assert_eq!(scalar.explained.to_string(), "A JSON list: no request and no answer in it.");
    let deep = sample("deep");
    assert!(notes(&deep)[0].contains("recursion limit"), "{deep:?}");
    assert_eq!(deep.requests, 0, "it is meant as a request, and is no prompt");
}

#[test]
fn rejects_empty_and_too_long_texts() {
    assert!(read(" \n\u{feff}", &setting()).is_err_and(|error| error.is_empty()));
    let long = "a".repeat(groq_paste::MAX_BYTES + 1);
    assert!(read(&long, &setting()).is_err_and(|error| error.is_too_long()));
}
