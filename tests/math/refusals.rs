//! What is said of a question that is refused, to the letter.

use groq_calc::{
    Date, Draft, Error, Errors, Kind, answer,
    catalog::{Dated, Lifecycle, Status},
};
use groq_catalog::CATALOG;
use serde_json::{Value, json};

use super::asked::{draft, on_the_articles_day};

fn errors(question: Value) -> Errors {
    draft(question).check().expect_err("it is refused")
}

#[track_caller]
fn refused(question: Value, message: &str) {
    let messages: Vec<_> = errors(question).iter().map(Error::to_string).collect();
    assert_eq!(messages, [message]);
}

#[track_caller]
fn unanswered(draft: &Draft, message: &str) -> Error {
    let question = draft.check().expect("legal");
    let error = answer(&CATALOG, &question).expect_err("it has no answer");
    assert_eq!(error.to_string(), message);
    error
}

#[test]
fn bad_fields_are_named_with_their_range() {
    refused(
        json!({"workload": {}}),
        "requests_per_day is missing; it must be a whole number from 0 to 1000000000000",
    );
    refused(
        json!({"workload": {"requests_per_day": 1.5}}),
        "requests_per_day is `1.5`; it must be a whole number from 0 to 1000000000000",
    );
    refused(
        json!({"workload": {"requests_per_day": 1, "audio_seconds": "1.2345"}}),
        "audio_seconds is `1.2345`; it must be a number from 0 to 1000000, with at most 3 decimals",
    );
    refused(
        json!({"workload": {"requests_per_day": 1, "cached_input_tokens": 7}}),
        "cached_input_tokens is `7`; it must be at most input_tokens, which is 0",
    );
    refused(
        json!({"workload": {"requests_per_day": 1, "active_hours_per_day": 25}}),
        "active_hours_per_day is `25`; it must be a whole number from 1 to 24",
    );
    refused(
        json!({"workload": {"requests_per_day": 1, "input_tokens": 1}, "as_of": "soon"}),
        "as_of is `soon`; it must be a date like 2026-06-04",
    );
    refused(
        json!({"workload": {"requests_per_day": 1, "input_tokens": 1}, "plans": ["gold"]}),
        "plans names `gold`, which is unknown; it must be free or developer",
    );
    refused(
        json!({"workload": {"requests_per_day": 1, "input_tokens": 1}, "plans": []}),
        "plans is missing; it must be at least one of free, developer",
    );
    refused(
        json!({"workload": {"requests_per_day": 1, "input_tokens": 1}, "limits": {"m": {"paid": {"RPM": 1}}}}),
        "limits names `paid`, which is unknown; it must be free or developer",
    );
    refused(
        json!({"workload": {"requests_per_day": 1, "input_tokens": 1}, "limits": {"m": {"free": {"XPM": 1}}}}),
        "limits names `XPM`, which is unknown; it must be one of RPM, RPD, TPM, TPD, ITPM, OTPM, \
         ASH, ASD",
    );
    refused(
        json!({"workload": {"requests_per_day": 1, "input_tokens": 1}, "limits": {"m": {"free": {"RPM": 0}}}}),
        "RPM is `0`; it must be a whole number from 1 to 1000000000000000",
    );
    let budget = |usd: &str| json!({"workload": {"requests_per_day": 1, "input_tokens": 1}, "requirements": {"monthly_budget_usd": usd}});
    let words = "dollars from 0 to 1000000000000, with at most 12 decimals";
    refused(budget("-5"), &format!("monthly_budget_usd is `-5`; it must be {words}"));
    refused(
        budget("1000000000000.000000000001"),
        &format!("monthly_budget_usd is `1000000000000.000000000001`; it must be {words}"),
    );
    for (text, usd) in [("$1,000.50", "1000.5"), ("1000000000000", "1000000000000")] {
        let question = draft(budget(text)).check().expect("legal");
        let most = question.requirements.monthly_budget.expect("a budget");
        assert_eq!(most.to_string(), usd);
    }
    assert_eq!(draft(budget(" ")).check().expect("empty").requirements.monthly_budget, None);
}

#[test]
fn a_request_of_nothing_is_refused() {
    let missing = "input_tokens is missing; it must be above 0, or else output_tokens, \
                   audio_seconds or characters";
    refused(json!({"workload": {"requests_per_day": 5}}), missing);
    refused(
        json!({"workload": {
            "requests_per_month": 5, "input_tokens": 0, "max_completion_tokens": 9,
            "tools": {"visit_website": 1}
        }}),
        missing,
    );
    for field in ["input_tokens", "output_tokens", "audio_seconds", "characters"] {
        assert!(draft(json!({"workload": {"requests_per_day": 0, field: 1}})).check().is_ok());
    }
}

#[test]
fn a_month_stands_in_place_of_a_day() {
    refused(
        json!({"workload": {"requests_per_day": 1, "requests_per_month": 31, "input_tokens": 1}}),
        "requests_per_month is `31`; it must be absent where requests_per_day is given",
    );
    refused(
        json!({"workload": {"requests_per_month": "31000000000001", "input_tokens": 1}}),
        "requests_per_month is `31000000000001`; it must be a whole number from 0 to \
         31000000000000",
    );
}

#[test]
fn every_bad_field_is_reported_in_order() {
    let errors = errors(json!({
        "as_of": "2026-02-30",
        "plans": ["none"],
        "workload": {
            "requests_per_day": "many", "input_tokens": -1, "cached_input_tokens": 7,
            "days_per_month": 0, "tools": {"visit_website": "x"}
        },
        "requirements": {"min_context": -1}
    }));
    let fields: Vec<_> = errors.iter().map(Error::field).collect();
    let expected = [
        "requests_per_day",
        "input_tokens",
        "cached_input_tokens",
        "days_per_month",
        "visit_website",
        "as_of",
        "plans",
        "min_context",
    ];
    assert_eq!(fields, expected);
}

#[test]
fn an_error_is_of_one_kind() {
    let kinds = |error: &Error| {
        [
            error.is_missing(),
            error.is_out_of_range(),
            error.is_unknown(),
            error.is_not_offered(),
            error.is_overflow(),
        ]
    };
    let one = |question| errors(question)[0].clone();
    let missing = one(json!({"workload": {}}));
    assert_eq!(kinds(&missing), [true, false, false, false, false]);
    let range = one(json!({"workload": {"requests_per_day": "x"}}));
    assert_eq!(kinds(&range), [false, true, false, false, false]);
    let unknown =
        one(json!({"workload": {"requests_per_day": 1, "input_tokens": 1}, "plans": ["gold"]}));
    assert_eq!(kinds(&unknown), [false, false, true, false, false]);
    let long = "9".repeat(60);
    let shown = one(json!({"workload": {"requests_per_day": long}}));
    assert!(shown.to_string().contains(&format!("`{}`…; it must be", "9".repeat(40))));
    let exact = one(json!({"workload": {"requests_per_day": "9".repeat(40)}}));
    assert!(exact.to_string().contains(&format!("`{}`; it must be", "9".repeat(40))));
}

#[test]
fn what_is_not_offered_is_explained() {
    let ask = |day: &str, model: &str| {
        draft(json!({
            "as_of": day, "workload": {"requests_per_day": 1, "input_tokens": 1},
            "requirements": {"models": [model]}
        }))
    };
    let error = unanswered(
        &ask("2026-06-04", "gpt-4"),
        "models names `gpt-4`, which is unknown; it must be a model id that `groq-calc models` \
         lists",
    );
    assert!(error.is_unknown());
    let error = unanswered(
        &ask("2026-06-04", "whisper-large-v3"),
        "models is `whisper-large-v3`; it must be a chat model, as the workload counts",
    );
    assert!(error.is_out_of_range());
    let case = on_the_articles_day(
        json!({"requests_per_day": 1, "input_tokens": 1}),
        json!({"use_case": "nothing"}),
    );
    let question = case.check().expect("legal");
    let error = answer(&CATALOG, &question).expect_err("no such use case");
    assert_eq!(error.field(), "use_case");
    let first = CATALOG.use_cases[0].id;
    assert!(error.to_string().contains(&format!("it must be one of {first}, ")), "{error}");
    let own = draft(json!({
        "as_of": "2026-06-04", "workload": {"requests_per_day": 1, "input_tokens": 1},
        "limits": {"nobody/nothing": {"free": {"RPM": 1}}}
    }));
    unanswered(
        &own,
        "limits names `nobody/nothing`, which is unknown; it must be a model id of the catalog",
    );
    let none = on_the_articles_day(
        json!({"requests_per_day": 1, "input_tokens": 1}),
        json!({"models": []}),
    );
    unanswered(&none, "models is missing; it must be null or at least one model id");
    let oldest = CATALOG.oldest();
    let before = draft(
        json!({"as_of": "2000-01-01", "workload": {"requests_per_day": 1, "input_tokens": 1}}),
    );
    unanswered(
        &before,
        &format!("as_of is `2000-01-01`; it must be {oldest} or later: no earlier figure is known"),
    );
}

#[test]
fn stages_are_explained_by_their_dates() {
    let day = Date::constant(2026, 1, 1);
    let dated = |from, value| Dated { from, source: "s", status: Status::Likely, note: "", value };
    let later = Date::constant(2026, 3, 1);
    let stages = |replacements| {
        [
            dated(day, Lifecycle::Listed),
            dated(later, Lifecycle::Retired { replacements, announced: None }),
        ]
    };
    let (one, two) = (stages(&[]), stages(&["a", "b"]));
    let model =
        |id, lifecycle| groq_calc::Model { lifecycle, ..groq_calc::Model::bare(id, Kind::Chat) };
    let models = [model("x", &one), model("y", &two)];
    let catalog = groq_calc::Catalog { models: &models, ..groq_calc::Catalog::EMPTY };
    let message = |id, day| {
        let error = catalog.offered_model("models", id, day).expect_err("not offered");
        assert!(error.is_not_offered() && error.field() == "models");
        error.to_string()
    };
    assert_eq!(
        message("x", Date::constant(2025, 12, 31)),
        "models names `x`, which was first listed on 2026-01-01, after 2025-12-31"
    );
    assert_eq!(
        message("x", later),
        "models names `x`, which was retired on 2026-03-01; no replacement is named"
    );
    assert_eq!(
        message("y", later),
        "models names `y`, which was retired on 2026-03-01; use a or b instead"
    );
    assert!(catalog.offered_model("models", "x", Date::constant(2026, 2, 28)).is_ok());
    assert_eq!((catalog.oldest(), catalog.newest()), (day, later));
    assert_eq!(catalog.offered(day).count(), 2);
    assert_eq!(catalog.offered(later).count(), 0);
    let empty = groq_calc::Catalog::EMPTY;
    assert_eq!(
        (empty.oldest(), empty.newest()),
        (Date::constant(1970, 1, 1), Date::constant(1970, 1, 1))
    );
    assert_eq!(empty.source("s"), None);
}
