//! The known end of a model is said wherever it is chosen.

use serde_json::json as object;

use crate::binary::{file, json, text};

const JUNE: [&str; 8] =
    ["--requests-per-day", "2k", "--input", "1500", "--output", "500", "--as-of", "2026-06-04"];
const NOTE: &str = "Mind the model llama-3.1-8b-instant: Groq retires it on 2026-08-16; \
                    use openai/gpt-oss-20b instead.";

#[test]
fn a_plan_and_its_explanation_say_when_the_model_ends() {
    for verb in ["plan", "explain"] {
        let words = text(&[&[verb][..], &JUNE].concat(), 0);
        assert!(words.lines().any(|line| line == NOTE), "{verb}: {words}");
        let answer = json(&[&[verb, "--json"][..], &JUNE].concat(), 0);
        let end = object!({ "on": "2026-08-16", "replacements": ["openai/gpt-oss-20b"], "announced": "2026-06-17" });
        assert_eq!(answer["recommended"]["retires"], end, "{verb}");
    }
}

#[test]
fn the_nearest_option_says_when_its_model_ends() {
    let args = ["--plan", "free", "--model", "llama-3.1-8b-instant"];
    let answer = json(&[&["plan", "--json"][..], &JUNE, &args].concat(), 0);
    assert_eq!(answer["recommended"], object!(null));
    assert_eq!(answer["nearest"]["retires"]["on"], "2026-08-16");
}

#[test]
fn a_model_without_a_known_end_has_no_note() {
    let args = [&JUNE[..], &["--model", "openai/gpt-oss-20b"]].concat();
    let words = text(&[&["plan"][..], &args].concat(), 0);
    assert!(!words.contains("Mind the model"), "{words}");
    let answer = json(&[&["plan", "--json"][..], &args].concat(), 0);
    assert_eq!(answer["recommended"]["retires"], object!(null));
}

#[test]
fn the_list_of_models_says_when_they_end() {
    let words = text(&["models", "--as-of", "2026-06-04"], 0);
    let line =
        " mind llama-3.1-8b-instant: Groq retires it on 2026-08-16; use openai/gpt-oss-20b instead";
    assert!(words.lines().any(|found| found == line), "{words}");
    let listing = json(&["models", "--as-of", "2026-06-04", "--json"], 0);
    let models = listing["models"].as_array().expect("a list");
    let end = |id: &str| {
        let found = models.iter().find(|model| model["id"] == id);
        found.expect("it is listed")["retires"]["on"].clone()
    };
    assert_eq!(end("llama-3.1-8b-instant"), "2026-08-16");
    assert_eq!(end("openai/gpt-oss-20b"), object!(null));
}

#[test]
fn a_check_says_when_the_model_ends() {
    let question = object!({ "workload": {
        "requests_per_day": 2000, "input_tokens": 1500, "output_tokens": 500,
    } });
    let file = file("ending.json", question.to_string());
    let answer = json(&["check", &file, "--as-of", "2026-06-04", "--json"], 0);
    assert_eq!(answer["questions"][0]["retires"]["on"], "2026-08-16");
    let words = text(&["check", &file, "--as-of", "2026-06-04"], 0);
    assert!(words.contains(": mind the model llama-3.1-8b-instant: Groq retires it on"), "{words}");
    let answer = json(&["check", &file, "--json"], 0);
    assert_eq!(answer["questions"][0]["retires"], object!(null), "on the newest day");
}
