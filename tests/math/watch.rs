//! What is known of questions on days gone by, no sooner than it was said.

use groq_calc::{
    Date, Draft, Question,
    catalog::Lifecycle,
    outlook::{Notice, watch},
};
use groq_catalog::CATALOG;
use serde_json::{Value, json};

use super::asked::draft;

const LLAMA: &str = "llama-3.3-70b-versatile";

fn question(extra: Value) -> Question {
    let mut question = json!({
        "as_of": "2026-06-04", "plans": ["developer"],
        "workload": {"requests_per_day": 2000, "input_tokens": 1500, "output_tokens": 500},
        "requirements": {"models": [LLAMA]}
    });
    for (field, value) in extra.as_object().expect("fields") {
        question[field] = value.clone();
    }
    let draft: Draft = draft(question);
    draft.check().expect("legal")
}

fn texts(question: &Question, day: Date) -> Vec<String> {
    let watch = watch(&CATALOG, question, day, 60).expect("it can be watched");
    watch.notices.iter().map(ToString::to_string).collect()
}

const fn june(day: u8) -> Date {
    Date::constant(2026, 6, day)
}

#[test]
fn an_end_is_told_from_the_day_of_its_announcement() {
    let asked = question(json!({}));
    let quiet = watch(&CATALOG, &asked, june(16), 60).expect("it can be watched");
    assert!(quiet.is_quiet(), "{quiet:?}");
    let told = texts(&asked, june(20));
    assert_eq!(
        told,
        [format!(
            "{LLAMA} retires on 2026-08-16, in 57 days; in its place openai/gpt-oss-120b costs \
             $45.30 a month less, qwen/qwen3.6-27b is not known to fit"
        )]
    );
    // Too far ahead to be told yet.
    let month = watch(&CATALOG, &asked, june(20), 30).expect("it can be watched");
    assert!(month.is_quiet(), "{month:?}");
}

#[test]
fn a_model_that_is_gone_is_told_with_what_it_cost() {
    let gone = watch(&CATALOG, &question(json!({})), Date::constant(2026, 8, 16), 60).unwrap();
    assert_eq!((gone.recommended, gone.monthly_usd), (None, None));
    let Some(Notice::Gone { model, on, monthly_usd, instead }) = gone.notices.first() else {
        panic!("{:?}", gone.notices)
    };
    assert_eq!((*model, on.to_string().as_str()), (LLAMA, "2026-08-16"));
    assert_eq!(monthly_usd.map(|usd| usd.to_string()).as_deref(), Some("76.8"));
    let first = instead.first().expect("a replacement");
    assert_eq!((first.model, first.fits), ("openai/gpt-oss-120b", true));
    assert_eq!(first.saves_usd.map(|usd| usd.to_string()).as_deref(), Some("45.3"));
    assert!(gone.notices[0].to_string().starts_with(&format!("{LLAMA} is gone since 2026-08-16")));
}

#[test]
fn what_was_recommended_then_is_compared_with_now() {
    // No model is named: the cheapest of June is gone in August.
    let asked = question(json!({"requirements": {}}));
    let told = texts(&asked, Date::constant(2026, 8, 20));
    let has = |part: &str| told.iter().any(|text| text.contains(part));
    assert!(has("llama-3.1-8b-instant is gone since 2026-08-16"), "{told:?}");
    assert!(
        has("on 2026-06-04 llama-3.1-8b-instant on Developer was recommended, now"),
        "{told:?}"
    );
    assert!(has("on 2026-06-04 it was $6.90"), "{told:?}");
    // Without a day of its own there is nothing to compare with.
    let alone = question(json!({"as_of": null, "requirements": {}}));
    assert_eq!(texts(&alone, Date::constant(2026, 8, 20)), Vec::<String>::new());
}

#[test]
fn a_model_that_never_was_is_refused() {
    let unknown = question(json!({"requirements": {"models": ["gpt-4"]}}));
    assert!(watch(&CATALOG, &unknown, june(20), 60).unwrap_err().is_unknown());
    let early = question(json!({"requirements": {"models": ["qwen/qwen3.8-27b"]}}));
    assert!(watch(&CATALOG, &early, june(4), 60).unwrap_err().is_not_offered());
}

/// Every announced end of a model is told on each day from its announcement to
/// its eve, on none before, and from then on the model is gone.
#[test]
fn no_end_is_missed_and_none_is_told_too_soon() {
    let mut announced = 0;
    for model in CATALOG.models {
        let Some(end) = model.lifecycle.iter().find(|stage| !stage.value.is_offered()) else {
            continue;
        };
        let Some(first) = model.lifecycle.first().filter(|stage| stage.value.is_offered()) else {
            continue;
        };
        let workload = match model.kind {
            groq_calc::Kind::Transcription => json!({"requests_per_day": 1, "audio_seconds": 9}),
            groq_calc::Kind::Speech => json!({"requests_per_day": 1, "characters": 9}),
            _ => json!({"requests_per_day": 1, "input_tokens": 9}),
        };
        let asked = question(json!({
            "as_of": null, "workload": workload, "requirements": {"models": [model.id]}
        }));
        let days = (first.from.days_since_epoch() - 1)..(end.from.days_since_epoch() + 2);
        for day in days.filter_map(Date::from_days_since_epoch) {
            let Ok(seen) = watch(&CATALOG, &asked, day, u64::MAX) else { continue };
            let said = end.value.announced();
            for notice in &seen.notices {
                match notice {
                    Notice::Retires { model: told, on, .. } => {
                        assert_eq!((*told, *on), (model.id, end.from));
                        assert!(said.is_some_and(|said| said <= day) && day < end.from, "{day}");
                        announced += 1;
                    }
                    Notice::Gone { model: told, on, .. } => {
                        assert_eq!((*told, *on), (model.id, end.from));
                        assert!(day >= end.from, "{day}");
                    }
                    other => panic!("{other}"),
                }
            }
            let expected = said.is_some_and(|said| said <= day) || day >= end.from;
            assert_eq!(!seen.notices.is_empty(), expected, "{} on {day}", model.id);
        }
        assert!(!matches!(end.value, Lifecycle::Production));
    }
    assert!(announced > 50, "only {announced} days");
}
