//! The words of the engine: names in JSON and reasons, each to the letter.

use groq_calc::{
    Caps, Kind, Limit, Plan, Tier,
    answer::PassedOver,
    capacity::Blocked,
    catalog::{Cap, Capability, Item, Lifecycle, LimitSet, Points, Status, Tool},
    outlook::Lever,
};
use groq_catalog::CATALOG;
use serde_json::json;

#[test]
fn names() {
    let kinds = [Kind::Chat, Kind::Transcription, Kind::Speech, Kind::Moderation, Kind::System];
    let names = kinds.map(Kind::name);
    assert_eq!(names, ["chat", "transcription", "speech", "moderation", "system"]);
    let statuses = [Status::Confirmed, Status::Likely, Status::Speculation].map(Status::name);
    assert_eq!(statuses, ["confirmed", "likely", "speculation"]);
    let gone = Lifecycle::RETIRED;
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
        pairs.each_ref().map(|(name, title)| (*name, title.as_str())),
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
    let mut set: LimitSet = [Limit::TPD, Limit::RPD].into_iter().collect();
    assert_eq!(set.to_string(), "RPD and TPD");
    set.insert(Limit::RPM);
    assert_eq!(set.to_string(), "RPM and RPD and TPD");
    assert!(set.contains(Limit::TPD) && !set.contains(Limit::ASD) && !set.is_empty());
    assert_eq!(serde_json::to_value(set).expect("a list"), json!(["RPM", "RPD", "TPD"]));
    assert!(LimitSet::EMPTY.is_empty());
    assert_eq!(LimitSet::EMPTY.to_string(), "");
    let caps = Caps::NONE.with(Limit::TPM, u64::MAX / 2).with_unknown(Limit::ASD);
    assert_eq!(caps.get(Limit::RPM), Cap::Absent);
    assert_eq!(caps.figure(Limit::ASD), None);
    assert_eq!(caps.unknown(), [Limit::ASD].into_iter().collect());
    let flex = caps.with(Limit::RPM, 30).times(10);
    assert_eq!((flex.figure(Limit::RPM), flex.figure(Limit::TPM)), (Some(300), Some(u64::MAX)));
    assert_eq!(flex.get(Limit::ASD), Cap::Unknown);
}

#[test]
fn reasons_to_pass_over() {
    let reasons = [
        (PassedOver::Blocked, "blocked", "no request of this size can pass"),
        (PassedOver::DoesNotFit, "does_not_fit", "it does not fit a limit"),
        (PassedOver::UnknownPrice, "unknown_price", "its price is not known"),
        (PassedOver::FreePlan, "free_plan", "the free plan is not for production"),
        (PassedOver::NotProduction, "not_production", "the model is not listed for production"),
        (PassedOver::Context, "context", "its context window is too small or not known"),
        (
            PassedOver::MissingCapability { capability: Capability::Vision },
            "missing_capability",
            "the model has no vision",
        ),
        (
            PassedOver::UnknownCapability { capability: Capability::Mcp },
            "unknown_capability",
            "no source says whether the model has remote MCP",
        ),
        (
            PassedOver::DisputedCapability { capability: Capability::ParallelTools },
            "disputed_capability",
            "sources disagree whether the model has parallel tool calls",
        ),
        (
            PassedOver::LowScore {
                score: Points::from_thousandths(66_000),
                at_least: Points::from_thousandths(70_500),
            },
            "low_score",
            "its score of 66 does not reach 70.5",
        ),
        (PassedOver::NoScore, "no_score", "no score is published at this setting"),
        (PassedOver::Budget, "budget", "it costs more than the budget"),
        (PassedOver::UnknownLimits, "unknown_limits", "some of its limits are not known"),
        (PassedOver::MoreExpensive, "more_expensive", "another option costs less"),
        (PassedOver::AtRisk, "at_risk", "same cost, but its requests may be refused"),
        (
            PassedOver::LowerPreference,
            "lower_preference",
            "same cost, but a simpler plan or tier is enough",
        ),
        (PassedOver::LessHeadroom, "less_headroom", "same cost, but less headroom"),
        (PassedOver::Tie, "tie", "equal in cost and headroom"),
    ];
    for (reason, code, words) in reasons {
        assert_eq!(reason.to_string(), words);
        let json = serde_json::to_value(reason).expect("a code");
        assert_eq!(json["code"], code);
        assert_eq!(serde_json::from_value::<PassedOver>(json).expect("it is read"), reason);
    }
}

#[test]
fn reasons_to_block() {
    let reasons = [
        (
            Blocked::TooLarge { limit: Limit::TPM, requested: 9000, cap: 8000 },
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
        (
            Blocked::Tool { tool: Tool::VisitWebsite },
            "the model does not offer visit_website",
            None,
        ),
    ];
    for (reason, words, status) in reasons {
        assert_eq!(reason.to_string(), words);
        let code = serde_json::to_value(reason).expect("a code");
        assert_eq!(serde_json::from_value::<Blocked>(code).expect("it is read"), reason);
        assert_eq!(reason.status(), status);
    }
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
