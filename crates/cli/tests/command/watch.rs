//! Questions watched over archived days.

use serde_json::json;

use crate::binary::{file, json, refused, run, text};

fn questions() -> [String; 2] {
    let llama = json!({
        "as_of": "2026-06-04", "plans": ["developer"],
        "workload": {"requests_per_day": 2000, "input_tokens": 1500, "output_tokens": 500},
        "requirements": {"models": ["llama-3.3-70b-versatile"]}
    });
    let hours = json!({
        "as_of": "2026-06-04", "plans": ["developer"],
        "workload": {"requests_per_month": 31, "audio_seconds": 3600}
    });
    [
        file("watch-llama.json", llama.to_string().as_bytes()),
        file("watch-hours.json", hours.to_string().as_bytes()),
    ]
}

#[test]
fn nothing_is_said_before_the_announcement() {
    let [llama, hours] = questions();
    let quiet = text(&["watch", &llama, &hours, "--as-of", "2026-06-16"], 0);
    assert_eq!(quiet.matches("nothing changes").count(), 2, "{quiet}");
}

#[test]
fn an_announced_end_is_told_with_its_replacement_and_the_difference() {
    let [llama, hours] = questions();
    let told = json(&["watch", &llama, &hours, "--as-of", "2026-06-20", "--json"], 1);
    assert_eq!((&told["quiet"], &told["stale"]), (&json!(false), &json!(null)));
    let [first, second] = [&told["questions"][0], &told["questions"][1]];
    assert_eq!(second["notices"], json!([]));
    let notice = &first["notices"][0];
    for (field, expected) in [
        ("code", json!("retires")),
        ("model", json!("llama-3.3-70b-versatile")),
        ("on", json!("2026-08-16")),
        ("in_days", json!(57)),
        ("announced", json!("2026-06-17")),
        ("monthly_usd", json!("76.8")),
    ] {
        assert_eq!(notice[field], expected, "{field}");
    }
    let instead = &notice["instead"][0];
    assert_eq!(instead["model"], "openai/gpt-oss-120b");
    assert_eq!((&instead["saves_usd"], &instead["costs_usd"]), (&json!("45.3"), &json!(null)));
    let words = text(&["watch", &llama, "--as-of", "2026-06-20"], 1);
    assert!(words.contains("retires on 2026-08-16, in 57 days"), "{words}");
    assert_eq!(
        run(&["watch", &llama, "--as-of", "2026-06-20", "--days", "56"], b"").status.code(),
        Some(0)
    );
}

#[test]
fn a_model_that_is_gone_and_figures_that_are_old_are_told() {
    let [llama, hours] = questions();
    let gone = text(&["watch", &llama, "--as-of", "2026-08-16"], 1);
    assert!(gone.contains("llama-3.3-70b-versatile is gone since 2026-08-16"), "{gone}");
    let stale = json(&["watch", &hours, "--as-of", "2031-01-01", "--json"], 1);
    assert!(stale["stale"].as_str().is_some_and(|text| text.starts_with("the newest figure is ")));
    assert!(stale["newest_age_days"].as_u64().is_some_and(|days| days > 1000));
    refused(&["watch", "no-such-question.json"], &["no-such-question.json"]);
    refused(&["watch", &hours, "--as-of", "soon"], &["as_of", "soon"]);
}
