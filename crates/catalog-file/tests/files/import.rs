//! Price files of other projects: what is kept, to the last digit, and what is
//! listed. The samples are made up in the form that those files have.

use groq_calc::{
    Date, Kind,
    catalog::{Difference, Item, Lifecycle},
};
use groq_catalog_file::{
    Arena,
    import::{Settings, genai_prices, litellm},
};

const DAY: Date = Date::constant(2026, 6, 4);

const LITELLM: &str = r#"{
  "sample_spec": {"input_cost_per_token": 0.0, "mode": "one of: chat, embedding"},
  "groq/chatter": {"litellm_provider": "groq", "mode": "chat", "input_cost_per_token": 7.5e-08,
    "output_cost_per_token": 3e-07, "cache_read_input_token_cost": 3.75e-08, "max_input_tokens": 131072,
    "max_output_tokens": 32768, "input_cost_per_token_batches": 3.75e-08,
    "output_cost_per_token_batches": 1.5e-07, "supports_vision": true, "rpm": 30},
  "groq/listener": {"litellm_provider": "groq", "mode": "audio_transcription",
    "input_cost_per_second": 3.083e-05, "output_cost_per_second": 0.0},
  "groq/speaker": {"litellm_provider": "groq", "mode": "audio_speech", "input_cost_per_character": 5e-05},
  "groq/gone": {"litellm_provider": "groq", "mode": "chat", "input_cost_per_token": 1e-06,
    "output_cost_per_token": 1e-06, "deprecation_date": "2025-01-01"},
  "groq/going": {"litellm_provider": "groq", "mode": "chat", "input_cost_per_token": 1e-06,
    "output_cost_per_token": 1e-06, "deprecation_date": "2026-12-31", "supports_vision": false,
    "input_cost_per_token_batches": 9e-07},
  "groq/fine": {"litellm_provider": "groq", "mode": "chat", "input_cost_per_token": 1.23e-13,
    "output_cost_per_token": 1e-06},
  "groq/vector": {"litellm_provider": "groq", "mode": "embedding", "input_cost_per_token": 1e-08},
  "other/chatter": {"litellm_provider": "other", "mode": "chat", "input_cost_per_token": 1e-06,
    "output_cost_per_token": 2e-06}
}"#;

#[test]
fn keeps_what_litellm_says_to_the_picodollar() {
    let settings = Settings { from: DAY, provider: Some("groq") };
    let imported = litellm("prices.json", LITELLM, settings).expect("a price file");
    let arena = Arena::default();
    let catalog = imported.file.build(&arena).expect("a catalog");
    let ids: Vec<_> = catalog.models.iter().map(|model| model.id).collect();
    assert_eq!(ids, ["chatter", "fine", "going", "listener", "speaker"]);
    let prices = |id: &str| {
        let model = catalog.model(id).expect("it is kept");
        let entry = model.prices_at(DAY).expect("it has a price");
        assert_eq!(entry.source, "litellm");
        entry.value
    };
    let picodollars = |price: Option<groq_calc::Price>| price.map(|price| price.picodollars());
    let chatter = prices("chatter");
    assert_eq!(picodollars(chatter.input), Some(75_000));
    assert_eq!(picodollars(chatter.cached_input), Some(37_500));
    assert_eq!(picodollars(chatter.output), Some(300_000));
    // 30.83 microdollars a second, by the hour.
    assert_eq!(picodollars(prices("listener").audio_hour), Some(110_988_000_000));
    assert_eq!(picodollars(prices("speaker").characters), Some(50_000_000));
    let chatter = catalog.model("chatter").expect("it is kept");
    assert!(chatter.is_batchable(DAY));
    assert_eq!(chatter.context_at(DAY).window, Some(131_072));
    assert_eq!(chatter.developer[0].value.figure(groq_calc::Limit::RPM), Some(30));
    assert_eq!(catalog.model("listener").map(|model| model.kind), Some(Kind::Transcription));
    let going = catalog.model("going").expect("it is kept");
    assert!(going.is_offered(DAY) && !going.is_offered(Date::constant(2026, 12, 31)));
    assert!(matches!(going.lifecycle[1].value, Lifecycle::Retired { .. }));
    assert_eq!(
        imported.left_out,
        [
            "groq/fine: input_cost_per_token is 1.23e-13, not a whole number of picodollars",
            "groq/fine: it has a price of input or of output, but not of both",
            "groq/fine: it has no price that is known here",
            "groq/going: its price of batch is not half of the other",
            "groq/gone: it was retired on 2025-01-01",
            "groq/vector: a model of the mode embedding can't be planned for",
            "supports_vision: of 2 models, like groq/chatter",
        ]
    );
    let all = litellm("prices.json", LITELLM, Settings { from: DAY, provider: None });
    assert!(all.expect("a price file").file.models.contains_key("other/chatter"));
}

const GENAI: &str = r#"[
  {"id": "groq", "name": "Groq", "models": [
    {"id": "plain", "name": "Plain", "match": {"equals": "plain"}, "context_window": 8192,
     "prices": {"input_mtok": 0.05, "output_mtok": 0.08, "cache_read_mtok": 0.025, "requests_kcount": 5}},
    {"id": "dated", "match": {"equals": "dated"}, "prices": [
      {"prices": {"input_mtok": 1, "output_mtok": 3}},
      {"constraint": {"start_date": "2026-08-01"}, "prices": {"input_mtok": "0.5", "output_mtok": 1.5}},
      {"constraint": {"start_time": "00:30:00Z", "end_time": "16:30:00Z"}, "prices": {"input_mtok": 9}}]},
    {"id": "tiered", "match": {"equals": "tiered"}, "prices":
      {"input_mtok": {"base": 3, "tiers": [{"start": 200000, "price": 6}]}, "output_mtok": 15}},
    {"id": "old", "match": {"equals": "old"}, "deprecated": true, "prices": {"input_mtok": 1, "output_mtok": 1}}
  ]},
  {"id": "other", "models": [{"id": "plain", "match": {}, "prices": {"input_mtok": 2, "output_mtok": 2}}]}
]"#;

#[test]
fn keeps_what_genai_prices_says_to_the_picodollar() {
    let settings = Settings { from: DAY, provider: Some("groq") };
    let imported = genai_prices("data.json", GENAI, settings).expect("a price file");
    let arena = Arena::default();
    let catalog = imported.file.build(&arena).expect("a catalog");
    let ids: Vec<_> = catalog.models.iter().map(|model| model.id).collect();
    assert_eq!(ids, ["dated", "plain", "tiered"]);
    let changes = catalog.changes(DAY, Date::constant(2026, 8, 1));
    let halved = |change: &&groq_calc::catalog::CatalogChange<'_>| {
        matches!(change.difference, Difference::Price { item: Item::Input, before, after }
            if before.map(|p| p.picodollars()) == Some(1_000_000)
                && after.map(|p| p.picodollars()) == Some(500_000))
    };
    assert_eq!(changes.iter().filter(halved).count(), 1);
    assert!(catalog.model("tiered").is_some_and(|model| model.prices.is_empty()));
    assert_eq!(
        imported.left_out,
        [
            "groq/dated: one of its prices counts for a time of day",
            "groq/tiered: input_mtok depends on the length of the prompt",
            "groq/tiered: it has a price of input or of output, but not of both",
            "groq/old: it is deprecated",
            "requests_kcount: of 1 models, like groq/plain",
        ]
    );
    let all = genai_prices("data.json", GENAI, Settings { from: DAY, provider: None });
    let all = all.expect("a price file").file;
    assert!(all.models.contains_key("groq/plain") && all.models.contains_key("other/plain"));
}

#[test]
fn rejects_what_is_not_a_price_file() {
    let settings = Settings { from: DAY, provider: None };
    for text in ["", "[]", "1", "{\"providers\": 1}", "{}"] {
        assert!(genai_prices("x", text, settings).is_err(), "{text}");
        let error = litellm("x", text, settings).expect_err(text).to_string();
        assert!(error.starts_with("x: "), "{error}");
    }
    let nobody = Settings { from: DAY, provider: Some("nobody") };
    let error = litellm("x", LITELLM, nobody).expect_err("it has no model").to_string();
    assert_eq!(error, "x: no model of the provider `nobody` can be kept");
}

/// Nothing is said of Groq's plans in a price list, and nothing is added.
#[test]
fn a_price_list_without_limits_has_no_plans() {
    let settings = Settings { from: DAY, provider: Some("other") };
    let imported = litellm("prices.json", LITELLM, settings).expect("a price file");
    let arena = Arena::default();
    let catalog = imported.file.build(&arena).expect("a catalog");
    assert!(catalog.models.iter().all(|one| one.free.is_empty() && one.developer.is_empty()));
}
