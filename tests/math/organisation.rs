//! The services of an organisation: questions as a program writes them, and the
//! answers in Groq's own catalog.

use groq_calc::{
    Draft, Fraction, Limit, Organisation, Question, answer::organisation::OrganisationAnswer,
    capacity::Headroom, outlook::ServicesLever,
};
use groq_catalog::CATALOG;
use serde_json::{Value, json};

use super::asked::draft;

fn checked(question: Value) -> Organisation {
    draft(question).check_services().expect("a legal question")
}

fn answered(question: Value) -> OrganisationAnswer<'static> {
    CATALOG.answer_services(&checked(question)).expect("an answer")
}

/// The example of the documentation.
fn support_and_digest() -> Value {
    json!({"as_of": "2026-06-04", "plans": ["free", "developer"],
        "services": [
            {"name": "support", "growth_percent_per_month": 10,
             "requirements": {"models": null, "needs": ["tools"]},
             "calls": [{"requests_per_day": 300, "input_tokens": 900, "output_tokens": 200},
                       {"requests_per_day": 300, "input_tokens": 60, "output_tokens": 5}]},
            {"name": "digest",
             "calls": [{"requests_per_month": 900, "input_tokens": 4000, "output_tokens": 400}]}],
        "requirements": {"production": false, "monthly_budget_usd": "50"}})
}

#[test]
fn two_services_are_answered() {
    let answer = answered(support_and_digest());
    assert!(answer.fits && answer.is_recommended());
}

#[test]
fn an_answer_is_read_back_from_its_json() {
    let answer = answered(support_and_digest());
    let text = serde_json::to_string(&answer).expect("JSON");
    let again: OrganisationAnswer<'_> = serde_json::from_str(&text).expect("an answer");
    assert_eq!(serde_json::to_string(&again).expect("JSON"), text);
    assert_eq!(again.services, answer.services);
}

#[test]
fn a_question_is_printed_as_it_was_read() {
    let asked = draft(support_and_digest());
    let printed = serde_json::to_value(&asked).expect("JSON");
    let again: Draft = serde_json::from_value(printed.clone()).expect("a question");
    assert_eq!((&again, printed.get("workload")), (&asked, None));
    let single = json!({"workload": {"requests_per_day": "2k", "input_tokens": "x"}});
    let asked = draft(single);
    assert_eq!(serde_json::to_value(&asked).expect("JSON")["workload"]["input_tokens"], "x");
}

/// The place, the field and the message of every error of some services.
fn errors(services: Value) -> Vec<(String, String, String)> {
    let asked = draft(json!({"services": services}));
    let errors = asked.check_services().expect_err("it is not legal");
    errors
        .iter()
        .map(|error| (error.place().into(), error.field().into(), error.to_string()))
        .collect()
}

#[test]
fn bad_services_name_field_and_range() {
    let call = json!({"requests_per_day": 1, "output_tokens": 1});
    let service = |name: &str| json!({"name": name, "calls": [call]});
    let of = |place: &str, field: &str, message: &str| {
        vec![(place.to_owned(), field.to_owned(), message.to_owned())]
    };
    assert_eq!(
        errors(json!([])),
        of("", "services", "services is `0`; it must be a list of 1 to 12 services")
    );
    let many: Vec<_> = (0..13).map(|index| service(&index.to_string())).collect();
    assert_eq!(
        errors(json!(many)),
        of("", "services", "services is `13`; it must be a list of 1 to 12 services")
    );
    assert_eq!(
        errors(json!([service("a"), service(" a ")])),
        of(
            "services[1]",
            "name",
            "services[1].name is `a`; it must be a name that no other service has"
        )
    );
    assert_eq!(
        errors(json!([{"name": "a", "calls": []}])),
        of(
            "services[0]",
            "calls",
            "services[0].calls is missing; it must be a list of at least one call"
        )
    );
    assert_eq!(
        errors(
            json!([{"name": "a", "calls": [call, {"requests_per_day": 1, "audio_seconds": 3}]}])
        ),
        of(
            "services[0]",
            "calls",
            "services[0].calls is `chat and transcription`; it must be calls of one kind: split \
             the service in two"
        )
    );
    assert_eq!(
        errors(json!([{"name": "a", "growth_percent_per_month": 1001, "calls": [call]}])),
        of(
            "services[0]",
            "growth_percent_per_month",
            "services[0].growth_percent_per_month is `1001`; it must be a number from 0 to 1000, \
             with at most 2 decimals"
        )
    );
    let many = errors(json!([
        {"calls": [{"requests_per_day": -1}, {"requests_per_day": 1}],
         "requirements": {"min_context": "x"}, "profile": [1, 2]}
    ]));
    let places: Vec<_> =
        many.iter().map(|(place, field, _)| (place.as_str(), field.as_str())).collect();
    assert_eq!(
        places,
        [
            ("services[0]", "name"),
            ("services[0].requirements", "min_context"),
            ("services[0].calls[0]", "requests_per_day"),
            ("services[0].calls[1]", "input_tokens"),
            ("services[0]", "profile"),
        ]
    );
}

#[test]
fn a_workload_and_services_exclude_each_other() {
    let call = json!({"requests_per_day": 1, "output_tokens": 1});
    let both = json!({"workload": call, "services": [{"name": "a", "calls": [call]}]});
    let error = serde_json::from_value::<Draft>(both).expect_err("both").to_string();
    assert_eq!(error, "services is `1`; it must be absent where workload is given");
    let error = serde_json::from_value::<Draft>(json!({})).expect_err("none").to_string();
    assert_eq!(error, "missing field `workload`");
    let services = draft(json!({"services": [{"name": "a", "calls": [call]}]}));
    let error = services.check().expect_err("not one workload").to_string();
    assert_eq!(error, "services is `1`; it must be absent here: this answers for one workload");
    let single = draft(json!({"workload": call}));
    let error = single.check_services().expect_err("no services").to_string();
    assert_eq!(error, "services is missing; it must be a list of 1 to 12 services");
    let models = |ids: &[&str]| json!({"models": ids});
    let asked = draft(json!({
        "requirements": models(&["a/b", "c"]),
        "services": [{"name": "a", "calls": [call], "requirements": models(&["d"])}]}));
    let error = asked.check_services().expect_err("no model is left").to_string();
    assert_eq!(
        error,
        "services[0].requirements.models is `d`; it must be at least one of those of the \
         organisation: a/b, c"
    );
}

#[test]
fn one_service_is_answered_as_its_question() {
    let workload = json!({"requests_per_day": 2000, "input_tokens": 1500, "output_tokens": 500});
    let question: Question = draft(json!({"workload": workload})).check().expect("legal");
    let single = CATALOG.answer(&question).expect("an answer");
    let choice = single.chosen().expect("one fits");
    let answer = CATALOG.answer_services(&Organisation::from(question)).expect("an answer");
    let service = &answer.services[0];
    assert_eq!(
        (service.model, answer.plan, service.tier),
        (choice.id.model, choice.id.plan, choice.id.tier)
    );
    assert_eq!(answer.monthly.total_usd, choice.monthly.total_usd);
    assert_eq!(answer.sharing.costs_usd.map(|usd| usd.picodollars()), Some(0));
}

#[test]
fn two_services_share_what_each_alone_would_have() {
    // 200,000 tokens a day on the free plan of each model.
    let models = json!({"models": ["openai/gpt-oss-120b"]});
    let service = |name: &str| {
        json!({"name": name, "requirements": models,
            "calls": [{"requests_per_day": 60, "input_tokens": 1500, "output_tokens": 500}]})
    };
    let answer = answered(json!({"as_of": "2026-06-04",
        "services": [service("support"), service("digest")]}));
    assert_eq!((answer.plan.name(), answer.fits), ("developer", true));
    for service in &answer.services {
        assert_eq!((service.alone.id.plan.name(), service.alone.recommended), ("free", true));
    }
    // 5,400,000 tokens in at 0.15 a million and 1,800,000 out at 0.60; alone each is free.
    let usd = |usd: Option<groq_calc::Usd>| usd.map(|usd| usd.to_string());
    assert_eq!(usd(answer.monthly.total_usd).as_deref(), Some("1.89"));
    assert_eq!(usd(answer.sharing.costs_usd).as_deref(), Some("1.89"));

    let free = answered(json!({"as_of": "2026-06-04", "plans": ["free"],
        "services": [service("support"), service("digest")]}));
    assert!(!free.fits && free.growth.is_none());
    let [change] = &free.changes[..] else { panic!("one change: {:?}", free.changes) };
    assert_eq!(
        change.to_string(),
        "TPD of gpt-oss-120b: 240,000 asked for by support and digest, 200,000 there; send fewer \
         or shorter requests, spread them, run a share as batch, or ask Groq for 240,000"
    );
    assert_eq!(
        free.verdict.to_string(),
        "Nothing that is offered fits. Nearest, on the Free plan: 1 limit exceeded."
    );
    assert_eq!(free.services[0].calls[0].requests_per_day_fit, Headroom::UpTo(40));
    let levers = free.levers().expect("an answer of a catalog");
    let raise =
        levers.iter().find(|change| matches!(change.lever, ServicesLever::RaiseCaps { .. }));
    let raise = raise.expect("a higher cap would do");
    assert!(!raise.before.fits && raise.after.fits);
    assert_eq!(raise.lever.to_string(), "Ask Groq for TPD of gpt-oss-120b of 240,000, 40,000 more");
}

#[test]
fn growth_names_the_month_the_limit_and_what_follows() {
    let answer = answered(json!({"as_of": "2026-06-04", "plans": ["free", "developer"],
        "services": [{"name": "support", "growth_percent_per_month": 10,
            "requirements": {"models": ["openai/gpt-oss-120b"]},
            "calls": [{"requests_per_day": 50, "input_tokens": 1500, "output_tokens": 500}]}]}));
    let growth = answer.growth.as_ref().expect("it fits");
    // 100 requests a day fit; 50 · 1.1^7 is 97.4, and 50 · 1.1^8 is 107.2.
    assert_eq!(growth.fits_months, Some(7));
    let over = growth.first_over.expect("it is exceeded");
    assert_eq!((over.month, over.limit, over.demand), (8, Limit::TPD, Fraction::new(216_000, 1)));
    let next = growth.next.as_ref().expect("the developer plan holds");
    // 108 requests of 1,500 and 500 tokens for 30 days.
    assert_eq!((next.plan.name(), next.monthly_usd.to_string()), ("developer", "1.701".into()));
    assert_eq!(next.costs_usd, next.monthly_usd);
    assert_eq!(growth.months.len(), 61);
    assert_eq!(
        growth.to_string(),
        "It fits for 7 months more; in month 8 TPD of gpt-oss-120b is exceeded. Then the \
         Developer plan holds at $1.701 a month, $1.701 more."
    );
    let still = answered(json!({"as_of": "2026-06-04",
        "services": [{"name": "support", "calls": [{"requests_per_day": 5, "output_tokens": 5}]}]}));
    let growth = still.growth.expect("it fits");
    assert_eq!((growth.grows, growth.fits_months, growth.first_over), (false, None, None));
}

/// A batch meets no limit: what ends it is the range of a question.
#[test]
fn growth_beyond_every_question_ends_the_list_and_is_no_error() {
    let answer = answered(json!({"as_of": "2026-06-04", "plans": ["developer"],
        "services": [{"name": "nightly", "growth_percent_per_month": 1000,
            "requirements": {"models": ["openai/gpt-oss-120b"]},
            "calls": [{"requests_per_day": 5, "output_tokens": 5, "batch_share_percent": 100}]}]}));
    let growth = answer.growth.expect("it fits");
    // 5 · 11^10 is 1.3 · 10^11 requests a day; a month later it would be above 10^12.
    assert_eq!((growth.fits_months, growth.first_over, growth.months.len()), (Some(10), None, 11));
    assert_eq!(
        growth.to_string(),
        "It fits for 10 months more; then a service grows beyond what can be planned."
    );
}

#[test]
fn services_that_peak_at_other_hours_need_less_at_once() {
    let models = json!({"models": ["openai/gpt-oss-120b"]});
    let hours = |from: usize| (0..24).map(|hour| u64::from(hour / 12 == from)).collect::<Vec<_>>();
    let service = |name: &str, from: usize| {
        json!({"name": name, "requirements": models, "profile": hours(from),
            "calls": [{"requests_per_day": 40, "input_tokens": 1500, "output_tokens": 500,
                       "peak_requests_per_minute": 3}]})
    };
    let answer = answered(json!({"as_of": "2026-06-04", "plans": ["free"],
        "services": [service("day", 0), service("night", 1)]}));
    // Six requests of 2,000 tokens at once are above 8,000 a minute; three are not.
    assert!(!answer.fits);
    let levers = answer.levers().expect("an answer of a catalog");
    let spread = levers.iter().find(|change| change.lever == ServicesLever::Spread);
    let spread = spread.expect("they do not peak at once");
    assert!(spread.after.fits);
    assert_eq!(spread.after.utilization, Fraction::new(4, 5));
}

#[test]
fn models_of_the_organisation_serve_each_kind_of_work() {
    let chat = json!({"name": "chat", "calls": [{"requests_per_day": 9, "output_tokens": 5}]});
    let audio = json!({"name": "calls", "calls": [{"requests_per_day": 9, "audio_seconds": 30}]});
    let asked = |models: Value, services: Value| {
        checked(json!({"as_of": "2026-06-04", "requirements": {"models": models},
            "services": services}))
    };
    let both = json!(["openai/gpt-oss-20b", "whisper-large-v3"]);
    let answer = CATALOG.answer_services(&asked(both, json!([chat, audio]))).expect("an answer");
    let models: Vec<_> = answer.services.iter().map(|service| service.model).collect();
    assert_eq!(models, ["openai/gpt-oss-20b", "whisper-large-v3"]);
    let one = asked(json!(["openai/gpt-oss-20b"]), json!([chat, audio]));
    assert_eq!(
        CATALOG.answer_services(&one).expect_err("nothing transcribes").to_string(),
        "models is `openai/gpt-oss-20b`; it must be at least one transcription model, for `calls`"
    );
    let unknown = json!([{"name": "chat", "requirements": {"models": ["gpt-5"]},
        "calls": [{"requests_per_day": 9, "output_tokens": 5}]}]);
    let error = CATALOG.answer_services(&checked(json!({"services": unknown})));
    let error = error.expect_err("no such model");
    assert_eq!((error.place(), error.field()), ("services[0].requirements", "models"));
}
