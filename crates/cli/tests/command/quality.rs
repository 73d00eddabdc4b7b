//! What a model has to be able to do, and how good it is.

use serde_json::{Value, json as object};

use crate::binary::{file, json, refused, text};

const DAY: [&str; 6] = ["--requests-per-day", "2k", "--input", "1500", "--output", "500"];

fn plan(args: &[&str]) -> Value {
    json(&[&["plan", "--json"][..], &DAY, args].concat(), 0)
}

#[test]
fn only_models_that_can_what_is_needed_are_recommended() {
    let answer = plan(&["--needs", "vision,tools"]);
    assert_eq!(answer["recommended"]["model"], "qwen/qwen3.8-27b");
    for option in answer["options"].as_array().expect("a list") {
        let code = &option["passed_over_code"];
        if option["model"] != "qwen/qwen3.8-27b" && option["fits"] == true {
            assert_eq!(code["code"], "missing_capability", "{option}");
            assert_eq!(code["capability"], "vision");
            assert_eq!(option["passed_over"], "the model has no vision");
        }
    }
    let disputed = plan(&["--needs", "structured_outputs", "--model", "qwen/qwen3.8-27b"]);
    assert_ne!(disputed["recommended"], Value::Null, "sources disagree, and it is no production");
    let none = plan(&["--needs", "parallel_tools", "--model", "openai/gpt-oss-20b"]);
    assert_eq!(none["nearest"]["change_code"]["code"], "missing_capability");
    let words = [&["plan"][..], &DAY, &["--needs", "telepathy"]].concat();
    refused(&words, &["needs", "telepathy", "structured_outputs"]);
}

#[test]
fn a_request_with_an_image_gets_a_model_that_sees() {
    let body = object!({
        "model": "qwen/qwen3.8-27b",
        "max_completion_tokens": 300,
        "messages": [{"role": "user", "content": [
            {"type": "text", "text": "What is this?"},
            {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}},
        ]}],
    });
    let seen = file("image.json", body.to_string());
    let args = ["plan", "--json", "--paste", &seen, "--requests-per-day", "2k"];
    assert_eq!(json(&args, 0)["recommended"]["model"], "qwen/qwen3.8-27b");
    assert_eq!(json(&["paste", &seen, "--json"], 0)["needs"], object!(["vision"]));
    let blind = ["check-request", &seen, "--model", "openai/gpt-oss-20b", "--json"];
    let found = json(&blind, 1);
    assert_eq!(found[0]["needs"], object!(["vision"]));
    assert_eq!(found[0]["findings"][0]["reason"], "the model has no vision; qwen/qwen3.8-27b has");
}

#[test]
fn a_model_for_something_special_is_offered_by_its_id_alone() {
    let small = ["plan", "--json", "--requests-per-day", "10", "--input", "100", "--output", "10"];
    let has = |answer: &Value| {
        let options = answer["options"].as_array().expect("a list");
        options.iter().any(|option| option["model"] == "allam-2-7b")
    };
    assert!(!has(&json(&small, 0)));
    assert!(has(&json(&[&small[..], &["--model", "allam-2-7b"]].concat(), 0)));
}

#[test]
fn models_are_listed_with_what_they_can() {
    let listing = json(&["models", "--json"], 0);
    let models = listing["models"].as_array().expect("a list");
    let of = |id: &str| models.iter().find(|model| model["id"] == id).expect("it is listed");
    let qwen = of("qwen/qwen3.8-27b");
    assert_eq!(qwen["capabilities"]["vision"]["ability"], "yes");
    let disputed = &qwen["capabilities"]["structured_outputs"];
    assert_eq!(disputed["ability"], "disputed");
    assert_ne!(disputed["source"], disputed["against"]);
    assert_eq!(qwen["details"]["images_per_request"]["value"], "3");
    assert_eq!(qwen["default_effort"], "none");
    let big = of("openai/gpt-oss-120b");
    assert_eq!(big["capabilities"]["parallel_tools"]["ability"], "no");
    assert_eq!(big["capabilities"]["structured_outputs"]["strict"], true);
    assert_eq!(big["capabilities"]["caching"]["ability"], "yes");
    assert_eq!(big["reasoning_efforts"], object!(["low", "medium", "high"]));
    assert!(text(&["models"], 0).contains("What they can do"));
}

#[test]
fn the_next_better_model_is_said_with_its_price_and_score() {
    let answer = plan(&[]);
    let next = &answer["quality"]["next"];
    assert_eq!(
        (&next["model"], &next["more_usd"]),
        (&object!("openai/gpt-oss-120b"), &object!("15.75"))
    );
    assert_eq!((&next["score"], &next["instead_of"]), (&object!("73.1"), &object!("66")));
    let frontier = answer["frontier"].as_array().expect("a list");
    assert_eq!(frontier.len(), 2, "{frontier:?}");
    let words = text(&[&["plan"][..], &DAY].concat(), 0);
    let line = "The next better model, openai/gpt-oss-120b on Developer, costs $15.75 more a month \
                and scores 73.1 instead of 66 on GPQA Diamond (no tools), measured by OpenAI, the \
                maker, 2025-08-31, openai-gpt-oss-card.";
    assert!(words.contains(line), "{words}");
    assert!(words.contains("qwen/qwen3.8-27b: no published score at this setting"), "{words}");
    let floor = plan(&["--quality", "gpqa-diamond>=70"]);
    assert_eq!(floor["recommended"]["model"], "openai/gpt-oss-120b");
    let other = plan(&["--quality", "mmlu"]);
    assert_eq!(other["quality"]["benchmark"], "mmlu");
}

#[test]
fn your_own_results_are_taken_first() {
    let own = object!([
        {"model": "openai/gpt-oss-20b", "score": 0.91},
        {"model": "qwen/qwen3.8-27b", "score": "0.97", "low": 0.95, "high": 0.99},
    ]);
    let own = file("own-scores.json", own.to_string());
    let answer = plan(&["--scores", &own]);
    assert_eq!(answer["quality"]["measurer"], "you");
    assert_eq!(answer["quality"]["next"]["model"], "qwen/qwen3.8-27b");
    let bad = file("bad-scores.json", "[{\"model\": \"x\"}]");
    refused(&[&["plan"][..], &DAY, &["--scores", &bad]].concat(), &["bad-scores.json", "score"]);
}
