//! The words of the engine: names in JSON, reasons, verdicts and errors, each
//! to the letter.

use groq_calc::{
    Blocked, Cap, Caps, Date, Dated, Decimal, Draft, Error, Fraction, Item, Kind, Lever, Lifecycle,
    Limit, LimitSet, PassedOver, Plan, Price, Prices, Status, Tier, Tool, ToolPrices, ToolSet,
    ToolUse, Usd, answer,
};
use groq_catalog::CATALOG;
use serde_json::{Value, json};

fn draft(question: Value) -> Draft {
    serde_json::from_value(question).expect("a question")
}

fn errors(question: Value) -> Vec<Error> {
    draft(question).check().expect_err("it is refused")
}

#[track_caller]
fn refused(question: Value, message: &str) {
    let messages: Vec<_> = errors(question).iter().map(Error::to_string).collect();
    assert_eq!(messages, [message]);
}

fn on_the_articles_day(workload: Value, requirements: Value) -> Draft {
    draft(json!({"as_of": "2026-06-04", "workload": workload, "requirements": requirements}))
}

#[track_caller]
fn verdict(draft: &Draft, expected: &str) {
    let question = draft.check().expect("legal");
    let answer = answer(&CATALOG, &question).expect("the catalog answers");
    assert_eq!(answer.verdict(), expected);
}

#[track_caller]
fn unanswered(draft: &Draft, message: &str) -> Error {
    let question = draft.check().expect("legal");
    let error = answer(&CATALOG, &question).expect_err("it has no answer");
    assert_eq!(error.to_string(), message);
    error
}

#[test]
fn names() {
    let kinds = [Kind::Chat, Kind::Transcription, Kind::Speech, Kind::Moderation, Kind::System];
    let names = kinds.map(Kind::name);
    assert_eq!(names, ["chat", "transcription", "speech", "moderation", "system"]);
    let statuses = [Status::Confirmed, Status::Likely, Status::Speculation].map(Status::name);
    assert_eq!(statuses, ["confirmed", "likely", "speculation"]);
    let gone = Lifecycle::Retired { replacements: &[] };
    let stages = [Lifecycle::Production, Lifecycle::Preview, Lifecycle::Listed, gone];
    let names = stages.map(Lifecycle::name);
    assert_eq!(names, ["production", "preview", "listed", "retired"]);
    assert_eq!(Plan::ALL.map(Plan::name), ["free", "developer"]);
    assert_eq!(Plan::ALL.map(Plan::title), ["Free", "Developer"]);
    assert_eq!([Tier::OnDemand, Tier::Flex].map(Tier::name), ["on_demand", "flex"]);
    let tools = [
        "web_search_basic",
        "web_search_advanced",
        "visit_website",
        "code_execution",
        "browser_automation",
    ];
    assert_eq!(Tool::ALL.map(Tool::name), tools);
    assert_eq!(Tool::ALL.map(|tool| tool.to_string()), tools);
    let items = [
        Item::Input,
        Item::CachedInput,
        Item::Output,
        Item::BatchInput,
        Item::BatchOutput,
        Item::Audio,
        Item::BatchAudio,
        Item::Characters,
        Item::WebSearchBasic,
        Item::WebSearchAdvanced,
        Item::VisitWebsite,
        Item::CodeExecution,
        Item::BrowserAutomation,
    ];
    for item in items {
        assert_eq!(serde_json::to_value(item).expect("a name"), item.name());
    }
    let levers = [
        (Lever::CacheMore, Some("cached_input_tokens")),
        (Lever::Batch, Some("batch_share_percent")),
        (Lever::ReserveLess, Some("max_completion_tokens")),
        (Lever::ShorterPrompt, Some("input_tokens")),
        (Lever::ShorterCompletion, Some("output_tokens")),
        (Lever::AnotherModel, None),
        (Lever::Developer, None),
        (Lever::Flex, None),
    ];
    for (lever, field) in levers {
        assert_eq!(serde_json::to_value(lever).expect("a name"), lever.name());
        assert_eq!(lever.field(), field, "{}", lever.name());
    }
}

#[test]
fn limits() {
    let pairs = Limit::ALL.map(|limit| (limit.name(), limit.title()));
    assert_eq!(
        pairs,
        [
            ("RPM", "requests per minute"),
            ("RPD", "requests per day"),
            ("TPM", "tokens per minute"),
            ("TPD", "tokens per day"),
            ("ITPM", "input tokens per minute"),
            ("OTPM", "output tokens per minute"),
            ("ASH", "audio seconds per hour"),
            ("ASD", "audio seconds per day"),
        ]
    );
    let mut set: LimitSet = [Limit::Tpd, Limit::Rpd].into_iter().collect();
    assert_eq!(set.to_string(), "RPD and TPD");
    set.insert(Limit::Rpm);
    assert_eq!(set.to_string(), "RPM and RPD and TPD");
    assert!(set.contains(Limit::Tpd) && !set.contains(Limit::Asd) && !set.is_empty());
    assert_eq!(serde_json::to_value(set).expect("a list"), json!(["RPM", "RPD", "TPD"]));
    assert!(LimitSet::EMPTY.is_empty());
    assert_eq!(LimitSet::EMPTY.to_string(), "");
    let caps = Caps::NONE.with(Limit::Tpm, u64::MAX / 2).with_unknown(Limit::Asd);
    assert_eq!(caps.get(Limit::Rpm), Cap::Absent);
    assert_eq!(caps.figure(Limit::Asd), None);
    assert_eq!(caps.unknown(), [Limit::Asd].into_iter().collect());
    let flex = caps.with(Limit::Rpm, 30).times(10);
    assert_eq!((flex.figure(Limit::Rpm), flex.figure(Limit::Tpm)), (Some(300), Some(u64::MAX)));
    assert_eq!(flex.get(Limit::Asd), Cap::Unknown);
}

#[test]
fn prices() {
    let picodollars = |price: Price| price.picodollars();
    assert_eq!(picodollars(Price::per_million("0.0375")), 37_500);
    assert_eq!(picodollars(Price::per_million("12")), 12_000_000);
    assert_eq!(picodollars(Price::per_million(".5")), 500_000);
    assert_eq!(picodollars(Price::per_million("0.000001")), 1);
    assert_eq!(picodollars(Price::per_thousand("5")), 5_000_000_000);
    assert_eq!(picodollars(Price::per_thousand("0.000000001")), 1);
    assert_eq!(picodollars(Price::per_hour("0.18")), 180_000_000_000);
    assert_eq!(Price::per_million("22").listed_per_million().to_string(), "22");
    assert_eq!(Price::per_thousand("5").listed_per_thousand().to_string(), "5");
    assert_eq!(Price::per_hour("0.18").listed().to_string(), "0.18");
    for text in ["", "-1", "1e3", "1.2.3", "1,000", "0.1234567"] {
        let read = std::panic::catch_unwind(|| Price::per_million(text));
        assert!(read.is_err(), "{text:?} is no price");
    }
    assert_eq!(Prices::NONE, Prices::default());
    let all = ToolPrices {
        web_search_basic: Price::from_picodollars(1),
        web_search_advanced: Price::from_picodollars(2),
        visit_website: Price::from_picodollars(3),
        code_execution: Price::from_picodollars(4),
        browser_automation: Price::from_picodollars(5),
    };
    assert_eq!(Tool::ALL.map(|tool| all.get(tool).picodollars()), [1, 2, 3, 4, 5]);
    let used = ToolUse {
        web_search_basic: 1,
        web_search_advanced: 2,
        visit_website: 3,
        code_execution_millis: 4,
        browser_automation_millis: 5,
    };
    assert_eq!(Tool::ALL.map(|tool| used.get(tool)), [1, 2, 3, 4, 5]);
    for tool in Tool::ALL {
        let set = ToolSet::NONE.with(tool).with(tool);
        assert_eq!(
            Tool::ALL.map(|other| set.contains(other)),
            Tool::ALL.map(|other| other == tool)
        );
    }
}

#[test]
fn reasons_to_pass_over() {
    let reasons = [
        (PassedOver::Blocked, "no request of this size can pass"),
        (PassedOver::DoesNotFit, "it does not fit a limit"),
        (PassedOver::UnknownPrice, "its price is not known"),
        (PassedOver::FreePlan, "the free plan is not for production"),
        (PassedOver::NotProduction, "the model is not listed for production"),
        (PassedOver::Context, "its context window is too small or not known"),
        (PassedOver::Budget, "it costs more than the budget"),
        (PassedOver::UnknownLimits, "some of its limits are not known"),
        (PassedOver::Dearer, "another one costs less"),
        (PassedOver::LaterTier, "same cost, but plainer service does"),
        (PassedOver::Fuller, "same cost, but less headroom"),
        (PassedOver::Tie, "equal in cost and headroom"),
    ];
    for (reason, words) in reasons {
        assert_eq!(reason.to_string(), words);
        assert_eq!(serde_json::to_value(reason).expect("words"), words);
    }
}

#[test]
fn reasons_to_block() {
    let reasons = [
        (
            Blocked::TooLarge { limit: Limit::Tpm, requested: 9000, cap: 8000 },
            "one request asks for 9,000 at once, above the TPM of 8,000: HTTP 413, and waiting \
             never helps",
            Some(413),
        ),
        (
            Blocked::Context { requested: 200_000, window: 131_072 },
            "one request asks for 200,000 tokens, above the context window of 131,072",
            Some(400),
        ),
        (
            Blocked::Completion { requested: 70_000, cap: 65_536 },
            "one request reserves 70,000 completion tokens, above the model's cap of 65,536",
            Some(400),
        ),
        (Blocked::Tool(Tool::VisitWebsite), "the model does not offer visit_website", None),
    ];
    for (reason, words, status) in reasons {
        assert_eq!(reason.to_string(), words);
        assert_eq!(serde_json::to_value(reason).expect("words"), words);
        assert_eq!(reason.status(), status);
    }
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
        json!({"workload": {"requests_per_day": 1}, "as_of": "soon"}),
        "as_of is `soon`; it must be a date like 2026-06-04",
    );
    refused(
        json!({"workload": {"requests_per_day": 1}, "plans": ["gold"]}),
        "plans names `gold`, which is unknown; it must be free or developer",
    );
    refused(
        json!({"workload": {"requests_per_day": 1}, "plans": []}),
        "plans is missing; it must be at least one of free, developer",
    );
    refused(
        json!({"workload": {"requests_per_day": 1}, "limits": {"m": {"paid": {"RPM": 1}}}}),
        "limits names `paid`, which is unknown; it must be free or developer",
    );
    refused(
        json!({"workload": {"requests_per_day": 1}, "limits": {"m": {"free": {"XPM": 1}}}}),
        "limits names `XPM`, which is unknown; it must be one of RPM, RPD, TPM, TPD, ITPM, OTPM, \
         ASH, ASD",
    );
    refused(
        json!({"workload": {"requests_per_day": 1}, "limits": {"m": {"free": {"RPM": 0}}}}),
        "RPM is `0`; it must be a whole number from 1 to 1000000000000000",
    );
    let budget = |usd: &str| json!({"workload": {"requests_per_day": 1}, "requirements": {"monthly_budget_usd": usd}});
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
    let one = |question| errors(question).remove(0);
    let missing = one(json!({"workload": {}}));
    assert_eq!(kinds(&missing), [true, false, false, false, false]);
    let range = one(json!({"workload": {"requests_per_day": "x"}}));
    assert_eq!(kinds(&range), [false, true, false, false, false]);
    let unknown = one(json!({"workload": {"requests_per_day": 1}, "plans": ["gold"]}));
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
    let case = on_the_articles_day(json!({"requests_per_day": 1}), json!({"use_case": "nothing"}));
    let question = case.check().expect("legal");
    let error = answer(&CATALOG, &question).expect_err("no such use case");
    assert_eq!(error.field(), "use_case");
    let first = CATALOG.use_cases[0].id;
    assert!(error.to_string().contains(&format!("it must be one of {first}, ")), "{error}");
    let own = draft(json!({
        "as_of": "2026-06-04", "workload": {"requests_per_day": 1},
        "limits": {"nobody/nothing": {"free": {"RPM": 1}}}
    }));
    unanswered(
        &own,
        "limits names `nobody/nothing`, which is unknown; it must be a model id of the catalog",
    );
    let none = on_the_articles_day(json!({"requests_per_day": 1}), json!({"models": []}));
    unanswered(&none, "models is missing; it must be null or at least one model id");
    let oldest = CATALOG.oldest();
    let before = draft(json!({"as_of": "2000-01-01", "workload": {"requests_per_day": 1}}));
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
        [dated(day, Lifecycle::Listed), dated(later, Lifecycle::Retired { replacements })]
    };
    let (one, two) = (stages(&[]), stages(&["a", "b"]));
    let model = |id, lifecycle| groq_calc::Model {
        id,
        name: id,
        kind: Kind::Chat,
        lifecycle,
        context: &[],
        free: &[],
        developer: &[],
        prices: &[],
        batch: &[],
        tools: &[],
        speeds: &[],
    };
    let models = [model("x", &one), model("y", &two)];
    let catalog = groq_calc::Catalog { models: &models, tools: &[], use_cases: &[], sources: &[] };
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
    let empty = groq_calc::Catalog { models: &[], tools: &[], use_cases: &[], sources: &[] };
    assert_eq!(
        (empty.oldest(), empty.newest()),
        (Date::constant(1970, 1, 1), Date::constant(1970, 1, 1))
    );
    assert_eq!(empty.source("s"), None);
}

#[test]
fn every_source_is_found_by_its_id() {
    for source in CATALOG.sources {
        assert_eq!(CATALOG.source(source.id), Some(source));
    }
    for model in CATALOG.models {
        assert_eq!(CATALOG.model(model.id).map(|found| found.id), Some(model.id));
    }
    assert!(CATALOG.model("nobody/nothing").is_none());
}

#[test]
fn fractions_and_money() {
    for (numerator, denominator, text) in [
        (0, 7, "0"),
        (1, 1, "1"),
        (3, 2, "1.5"),
        (2, 3, "0.666667"),
        (1, 1_000_000, "0.000001"),
        (5, 10_000_000, "0"),
        (15, 10_000_000, "0.000002"),
        (25, 10_000_000, "0.000002"),
        (19_999_999, 10_000_000, "2"),
        (u128::MAX, 1, "340282366920938463463374607431768211455"),
        (u128::MAX - 1, u128::MAX, "1"),
        (u128::MAX / 4, u128::MAX, "0.25"),
        (u128::MAX, u128::MAX / 3, "3"),
        (u128::MAX / 3 * 2, u128::MAX, "0.666667"),
        (0, 0, "0"),
        (7, 0, "unbounded"),
    ] {
        let fraction = Fraction::new(numerator, denominator);
        assert_eq!(fraction.to_string(), text, "{numerator}/{denominator}");
        let json = serde_json::to_value(fraction).expect("a text");
        assert_eq!(json, if text == "unbounded" { Value::Null } else { json!(text) });
    }
    assert!(Fraction::new(1, 0).is_unbounded() && !Fraction::new(0, 0).is_unbounded());
    assert!(!Fraction::new(1, 1).is_unbounded());
    assert!(Fraction::new(2, 1).exceeds_one() && !Fraction::new(1, 1).exceeds_one());
    assert!(Fraction::new(0, 5).is_zero() && !Fraction::new(1, 5).is_zero());
    let most = Usd::from_picodollars(u128::MAX);
    assert_eq!(most.checked_add(Usd::from_picodollars(1)), None);
    assert_eq!(Usd::ZERO.checked_add(most), Some(most));
    assert_eq!(Usd::parse("340282366920938463463374607.431768211456"), None);
    assert_eq!(serde_json::to_value(most).expect("a text"), most.to_string());
    assert_eq!(serde_json::to_value(Date::constant(2026, 1, 2)).expect("a text"), "2026-01-02");
    assert_eq!(Decimal::parse("1e-1").and_then(|number| number.scaled(0)), None);
    assert_eq!(Decimal::parse("1234567,890"), None);
    assert_eq!(Decimal::parse(",123"), None);
    assert_eq!(Decimal::parse("+5").and_then(|number| number.scaled(0)), Some(5));
    for letter in ["b", "B", "g", "G"] {
        let number = Decimal::parse(&format!("2{letter}")).expect("a number");
        assert_eq!(number.scaled(0), Some(2_000_000_000));
    }
}

#[test]
fn volumes_are_ten_to_a_decade() {
    let volumes = |most| groq_calc::volumes(most).collect::<Vec<_>>();
    assert!(volumes(0).is_empty());
    assert_eq!(volumes(1), [1]);
    assert_eq!(volumes(40), [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 25, 31, 40]);
    assert_eq!(volumes(41).last(), Some(&41));
    let all = volumes(u64::MAX);
    assert_eq!((all.len(), all.last()), (118, Some(&1_000_000_000_000)));
    assert!(all.is_sorted_by(|a, b| a < b));
}

#[test]
fn verdicts() {
    let chat = |requests: u64, input: u64, output: u64| json!({"requests_per_day": requests, "input_tokens": input, "output_tokens": output});
    let oss = json!({"models": ["openai/gpt-oss-120b"]});
    verdict(
        &on_the_articles_day(chat(2000, 1500, 500), oss.clone()),
        "Does not fit the Free plan: TPD binds, 100 of your 2,000 requests a day fit. Cheapest \
         that fits: gpt-oss-120b on Developer, $31.50 a month.",
    );
    verdict(
        &on_the_articles_day(chat(50, 1500, 500), oss.clone()),
        "Fits the Free plan: gpt-oss-120b, where TPD binds and 100 requests a day fit. $0.00 a \
         month (list price $0.7875).",
    );
    verdict(
        &on_the_articles_day(chat(50, 9000, 500), oss.clone()),
        "Does not fit the Free plan: one request asks for 9,500 at once, above the TPM of 8,000: \
         HTTP 413, and waiting never helps. Cheapest that fits: gpt-oss-120b on Developer, $2.475 \
         a month.",
    );
    verdict(
        &on_the_articles_day(
            chat(50, 1500, 500),
            json!({"models": ["openai/gpt-oss-120b"], "production": true}),
        ),
        "The Free plan would do, but is passed over: the free plan is not for production. \
         Cheapest that fits: gpt-oss-120b on Developer, $0.7875 a month.",
    );
    verdict(
        &on_the_articles_day(
            json!({
                "requests_per_day": 10, "input_tokens": 1500, "output_tokens": 500,
                "peak_requests_per_minute": 100
            }),
            oss.clone(),
        ),
        "Does not fit the Free plan: TPM binds, the busiest minute takes 4 requests at most. \
         Cheapest that fits: gpt-oss-120b on Developer, $0.1575 a month.",
    );
    verdict(
        &on_the_articles_day(chat(2_000_000_000, 1500, 500), json!({})),
        "Does not fit the Free plan: TPD binds, 250 of your 2,000,000,000 requests a day fit. \
         Nothing that is offered fits. Nearest: llama-4-scout-17b-16e-instruct on Developer with \
         flex: at most 2,160,000 of 2,000,000,000 requests a day and 1,500 a minute fit (TPM \
         binds): send fewer or shorter requests, spread them, run a share as batch, or ask Groq \
         for enterprise limits.",
    );
    verdict(
        &on_the_articles_day(
            chat(2000, 1500, 500),
            json!({"models": ["openai/gpt-oss-120b"], "monthly_budget_usd": 10}),
        ),
        "Does not fit the Free plan: TPD binds, 100 of your 2,000 requests a day fit. Nothing \
         that fits meets the conditions. Nearest: gpt-oss-120b on Developer: it fits, but a month \
         costs $31.50: raise the budget.",
    );
    verdict(
        &on_the_articles_day(chat(10, 200_000, 500), oss.clone()),
        "Does not fit the Free plan: one request asks for 200,500 tokens, above the context \
         window of 131,072. Nothing that is offered fits. Nearest: gpt-oss-120b on Free: one \
         request asks for 200,500 tokens, above the context window of 131,072.",
    );
    verdict(
        &on_the_articles_day(chat(1_000_000, 300, 0), oss.clone()),
        "Does not fit the Free plan: TPD binds, 666 of your 1,000,000 requests a day fit. \
         Cheapest that fits: gpt-oss-120b on Developer with flex, $1,350.00 a month.",
    );
    verdict(
        &on_the_articles_day(
            chat(2000, 1500, 500),
            json!({"models": ["openai/gpt-oss-120b"], "min_context": 1_000_000}),
        ),
        "Does not fit the Free plan: TPD binds, 100 of your 2,000 requests a day fit. Nothing \
         that fits meets the conditions. Nearest: gpt-oss-120b on Developer: it fits, but its \
         context window is too small or not known.",
    );
    verdict(
        &draft(json!({
                "as_of": "2026-06-04", "plans": ["developer"],
                "workload": {"requests_per_day": 0},
                "requirements": {"models": ["openai/gpt-oss-120b"]}})),
        "Cheapest that fits: gpt-oss-120b on Developer, $0.00 a month.",
    );
    verdict(
        &draft(json!({
                "as_of": "2026-06-04", "plans": ["free"],
                "workload": {"requests_per_day": 5000, "input_tokens": 1},
                "requirements": {"models": ["openai/gpt-oss-120b"]}})),
        "Does not fit the Free plan: RPD binds, 1,000 of your 5,000 requests a day fit. Nothing \
         that is offered fits. Nearest: gpt-oss-120b on Free: at most 1,000 of 5,000 requests a \
         day and 30 a minute fit (RPD binds): send fewer or shorter requests, spread them, run a \
         share as batch, or ask Groq for enterprise limits.",
    );
    verdict(
        &on_the_articles_day(json!({"requests_per_day": 1, "audio_seconds": 30}), json!({})),
        "Fits the Free plan: whisper-large-v3, where RPM binds and 960 requests a day fit. $0.00 \
         a month (list price $0.02775).",
    );
    verdict(
        &on_the_articles_day(
            json!({"requests_per_day": 1, "input_tokens": 30, "tools": {"visit_website": 1}}),
            json!({"models": ["llama-3.3-70b-versatile"]}),
        ),
        "Does not fit the Free plan: the model does not offer visit_website. Nothing that is \
         offered fits. Nearest: llama-3.3-70b-versatile on Free: the model does not offer \
         visit_website.",
    );
    verdict(
        &draft(json!({
                "as_of": "2026-06-04", "plans": ["developer"],
                "workload": {"requests_per_day": 10, "input_tokens": 120_000, "output_tokens": 500},
                "requirements": {"models": ["openai/gpt-oss-120b"]},
                "limits": {"openai/gpt-oss-120b": {"developer": {"TPM": 5000}}}})),
        "Nothing that is offered fits. Nearest: gpt-oss-120b on Developer with flex: one request \
         may ask for 50,000 at most (TPM): shorten the prompt, reserve a smaller completion, run \
         it as batch, or ask Groq for enterprise limits.",
    );
    verdict(
        &on_the_articles_day(
            json!({
                "requests_per_day": 100, "input_tokens": 1500, "output_tokens": 500,
                "peak_requests_per_minute": 100
            }),
            json!({"models": ["openai/gpt-oss-120b"]}),
        ),
        "Does not fit the Free plan: TPM binds, the busiest minute takes 4 requests at most. \
         Cheapest that fits: gpt-oss-120b on Developer, $1.575 a month.",
    );
    // Of free options that take equally many, the one of the chosen model speaks.
    verdict(
        &draft(json!({
            "as_of": "2026-06-04",
            "workload": {"requests_per_day": 2000, "input_tokens": 1500, "output_tokens": 500},
            "requirements": {"models": ["openai/gpt-oss-120b", "openai/gpt-oss-20b"]},
            "limits": {"openai/gpt-oss-20b": {"free": {"RPD": 100}}}
        })),
        "Does not fit the Free plan: RPD and TPD bind, 100 of your 2,000 requests a day fit. \
         Cheapest that fits: gpt-oss-20b on Developer, $15.75 a month.",
    );
}
