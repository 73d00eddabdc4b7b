//! What an answer and a listing say of the real catalog.

use groq_calc::{
    Date, Draft, Number, Plan, Question, Spread, Tier, answer,
    catalog::{Item, Listing},
};
use groq_catalog::CATALOG;
use serde_json::{Value, json};

fn question(question: Value) -> Question {
    let draft: Draft = serde_json::from_value(question).expect("a question");
    draft.check().expect("legal")
}

#[test]
fn names_and_counts_are_read_as_they_are() {
    assert_eq!(
        [Tier::parse("flex"), Tier::parse("on_demand")],
        [Some(Tier::Flex), Some(Tier::OnDemand)]
    );
    assert_eq!(Tier::parse("priority"), None);
    assert_eq!(Spread::new([7, 1, 7]).unwrap().size(), 3);
    let mut draft = Draft::default();
    draft.workload.requests_per_day = Some(Number::from("many"));
    assert_eq!(draft.check().unwrap_err()[0].value(), "many");
    let model = CATALOG.model("llama-3.1-8b-instant").unwrap();
    assert_eq!(model.replacements_at(Date::constant(2026, 6, 4)), None);
    assert_eq!(model.replacements_at(CATALOG.newest()).unwrap(), ["openai/gpt-oss-20b"]);
    let batch: Vec<_> = [Item::Input, Item::BatchInput, Item::BatchOutput, Item::BatchAudio]
        .into_iter()
        .filter(|item| item.is_batch())
        .collect();
    assert_eq!(batch.len(), 3);
}

#[test]
fn the_only_option_that_fits_says_so_and_has_an_outlook() {
    let asked = question(json!({
        "as_of": "2026-06-04", "plans": ["developer"],
        "workload": {"requests_per_day": 10, "input_tokens": 100, "output_tokens": 50},
        "requirements": {"models": ["openai/gpt-oss-120b"], "production": true},
    }));
    let answer = answer(&CATALOG, &asked).unwrap();
    let because = &answer.recommended.as_ref().unwrap().because;
    assert_eq!(because, "of the 2 options that fit, none costs less");
    let outlook = answer.outlook().unwrap().unwrap();
    assert_eq!((outlook.model, outlook.plan), ("openai/gpt-oss-120b", Plan::Developer));
    let only = question(json!({
        "as_of": "2026-06-04", "plans": ["free"],
        "workload": {"requests_per_day": 10, "input_tokens": 100, "output_tokens": 50},
        "requirements": {"models": ["openai/gpt-oss-120b"]},
    }));
    let answer = self::answer(&CATALOG, &only).unwrap();
    let because = &answer.recommended.as_ref().unwrap().because;
    assert_eq!(because, "it is the only option that fits and meets the requirements");
}

#[test]
fn a_listing_as_json() {
    let listed = |day: &str, retired| {
        let listing = Listing::new(&CATALOG, Some(day), retired).unwrap();
        serde_json::to_value(&listing).unwrap()
    };
    let id = "llama-3.1-8b-instant";
    let find = |listing: &Value| {
        listing["models"].as_array().unwrap().iter().find(|model| model["id"] == id).cloned()
    };
    let june = find(&listed("2026-06-04", false)).unwrap();
    assert_eq!(june["lifecycle"]["stage"], "production");
    let model = CATALOG.model(id).unwrap();
    let entry = model.prices_at(Date::constant(2026, 6, 4)).unwrap();
    assert_eq!(june["prices"]["from"], entry.from.to_string());
    assert_eq!(june["prices"]["source"], entry.source);
    assert_eq!(june["prices"]["status"], entry.status.name());
    let newest = CATALOG.newest().to_string();
    assert_eq!(find(&listed(&newest, false)), None, "it is gone");
    assert_eq!(find(&listed(&newest, true)).unwrap()["retired_on"], "2026-08-16");
    let day = Date::constant(2026, 6, 4);
    let (listing, mut compared) = (listed("2026-06-04", true), 0);
    for listed in listing["models"].as_array().unwrap() {
        let model = CATALOG.model(listed["id"].as_str().unwrap()).unwrap();
        let known = model.speeds.iter().filter(|entry| entry.from <= day).count();
        assert_eq!(listed["speeds"].as_array().unwrap().len(), known, "{}", model.id);
        compared += known;
    }
    assert!(compared > 0);
}
