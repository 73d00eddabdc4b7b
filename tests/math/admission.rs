//! The rule by which requests are admitted, through the engine: what it blocks,
//! what it puts at risk, and what is said of it.

use groq_calc::{
    Answer, Date, Plan, answer,
    answer::PassedOver,
    catalog::{Admission, Status},
    outlook::Lever,
};
use groq_catalog::CATALOG;
use serde_json::{Value, json};

use super::asked::draft;

/// 1,200 + 500 tokens pass a TPM of 8,000; 1,200 + 8,000 do not.
fn asked(extra: Value) -> Answer<'static> {
    let mut question = json!({
        "as_of": "2026-09-29", "plans": ["free"],
        "workload": {
            "requests_per_day": 5, "input_tokens": 1200, "output_tokens": 500,
            "max_completion_tokens": 8000
        },
        "requirements": {"models": ["openai/gpt-oss-120b", "openai/gpt-oss-20b"]}
    });
    for (field, value) in extra.as_object().expect("fields") {
        question[field] = value.clone();
    }
    answer(&CATALOG, &draft(question).check().expect("legal")).expect("an answer")
}

#[test]
fn the_rule_is_that_of_the_day() {
    let rule = |month, day| CATALOG.admission_at(Date::constant(2026, month, day)).expect("known");
    assert_eq!(rule(9, 28).value, Admission::Reserved);
    let now = rule(9, 29);
    assert_eq!((now.value, now.status), (Admission::Expected, Status::Likely));
    assert!(now.note.starts_with("contested"), "{}", now.note);
    assert!(CATALOG.source(now.source).is_some());

    let today = asked(json!({}));
    assert_eq!((today.admission, today.admission_from.unwrap().source), (now.value, now.source));
    assert!(today.options.iter().all(|option| option.fits && option.at_risk.len() == 1));
    let before = asked(json!({"as_of": "2026-09-28"}));
    assert_eq!(before.admission, Admission::Reserved);
    assert!(before.options.iter().all(|option| option.blocked.is_some()));
    let chosen = asked(json!({"admission": "reserved"}));
    assert_eq!((chosen.admission, chosen.admission_from), (Admission::Reserved, None));
    assert!(chosen.recommended.is_none());
}

#[test]
fn a_risk_is_said_and_has_its_lever() {
    let answer = asked(json!({"requirements": {"models": ["openai/gpt-oss-120b"]}}));
    assert_eq!(
        answer.to_string(),
        "Fits the Free plan: gpt-oss-120b, where TPM binds and 117 requests a day fit. $0.00 a \
         month (list price $0.072). But with all that it reserves one request asks for 9,200, \
         above the TPM of 8,000: Groq may refuse it."
    );
    let outlook = answer.outlook().unwrap().expect("an option");
    let lever = outlook.levers.iter().find(|change| change.lever == Lever::ReserveLess);
    let lever = lever.expect("it is worth it");
    assert_eq!((lever.from, lever.to), (Some(8000), Some(6800)));
    assert_eq!(
        lever.to_string(),
        "Reserve at most 6,800 completion tokens, to be safe under either reading of Groq's rule"
    );
    assert!(lever.before.at_risk && !lever.after.at_risk);
    // The other plan holds more: there it is no risk.
    let developer = outlook.levers.iter().find(|change| change.lever == Lever::Developer);
    assert!(developer.is_some_and(|change| !change.after.at_risk));
    let option = answer.chosen().expect("it fits");
    assert_eq!(
        serde_json::to_value(option).expect("JSON")["at_risk"],
        json!([{"limit": "TPM", "requested": 9200, "cap": 8000}])
    );
}

#[test]
fn of_two_that_cost_the_same_the_one_without_a_risk_comes_first() {
    let limits = json!({"openai/gpt-oss-20b": {"free": {"TPM": 20_000, "TPD": 20_000}}});
    let answer = asked(json!({"limits": limits}));
    let chosen = answer.chosen().expect("it fits");
    // Its limits are used more, and still it comes first.
    assert_eq!((chosen.id.model, chosen.id.plan), ("openai/gpt-oss-20b", Plan::Free));
    let other = answer.options.iter().find(|option| option.id.model != chosen.id.model);
    assert!(other.is_some_and(|other| other.utilization < chosen.utilization));
    assert_eq!(other.unwrap().passed_over, Some(PassedOver::AtRisk));
}

#[test]
fn a_rule_that_is_unknown_is_refused() {
    let question = draft(json!({
        "admission": "perhaps", "workload": {"requests_per_day": 1, "input_tokens": 1}
    }));
    assert_eq!(
        question.check().unwrap_err().to_string(),
        "admission names `perhaps`, which is unknown; it must be reserved or expected"
    );
    for absent in [json!(null), json!(" ")] {
        let question = draft(json!({
            "admission": absent, "workload": {"requests_per_day": 1, "input_tokens": 1}
        }));
        assert_eq!(question.check().expect("legal").admission, None);
    }
}
