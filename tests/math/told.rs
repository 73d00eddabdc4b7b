//! What an answer and a listing say of the real catalog.

use groq_calc::{
    Date, Draft, Number, Plan, Question, Tier, answer,
    answer::Because,
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
    let because = answer.recommended.as_ref().unwrap().because;
    assert_eq!(because, Because::CheapestOf { options: 2 });
    assert_eq!(because.to_string(), "of the 2 options that fit, none costs less");
    let outlook = answer.outlook().unwrap().unwrap();
    assert_eq!((outlook.id.model, outlook.id.plan), ("openai/gpt-oss-120b", Plan::Developer));
    let only = question(json!({
        "as_of": "2026-06-04", "plans": ["free"],
        "workload": {"requests_per_day": 10, "input_tokens": 100, "output_tokens": 50},
        "requirements": {"models": ["openai/gpt-oss-120b"]},
    }));
    let answer = self::answer(&CATALOG, &only).unwrap();
    let because = answer.recommended.as_ref().unwrap().because;
    assert_eq!(because, Because::OnlyOne);
    assert_eq!(because.to_string(), "it is the only option that fits and meets the requirements");
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

/// What is read back from the JSON of an answer is written as the same JSON.
fn read_back<'a, T: serde::Serialize + serde::Deserialize<'a>>(text: &'a str) {
    let read: T = serde_json::from_str(text).expect("it is read back");
    let again = serde_json::to_string(&read).expect("it is written again");
    assert_eq!(again, text);
}

#[test]
fn results_are_read_back_from_their_json() {
    for (requests, prompt, budget) in
        [(10, 100, None), (2000, 1500, None), (100, 200_000, None), (20_000, 1500, Some("3"))]
    {
        let asked = question(json!({
            "as_of": "2026-06-04",
            "workload": {"requests_per_day": requests, "input_tokens": prompt, "output_tokens": 50,
                "request_seconds": 3},
            "requirements": {"monthly_budget_usd": budget},
        }));
        let answer = CATALOG.answer(&asked).unwrap();
        let text = serde_json::to_string(&answer).unwrap();
        read_back::<groq_calc::Answer<'_>>(&text);
        let read: groq_calc::Answer<'_> = serde_json::from_str(&text).unwrap();
        assert_eq!(read.to_string(), answer.to_string());
        let error = read.outlook().unwrap_err();
        assert!(error.is_missing() && error.field() == "question");
        let outlook = serde_json::to_string(&answer.outlook().unwrap()).unwrap();
        read_back::<Option<groq_calc::Outlook<'_>>>(&outlook);
        let offer = asked.on(&CATALOG).unwrap().offer(answer.best().unwrap().id).unwrap();
        let why = serde_json::to_string(&offer.explain(&asked.workload).unwrap()).unwrap();
        read_back::<groq_calc::answer::Explanation<'_>>(&why);
        let profile = groq_calc::question::Profile::of(&asked.workload);
        let day = serde_json::to_string(&offer.timeline(&asked.workload, &profile).unwrap());
        read_back::<groq_calc::capacity::Timeline>(&day.unwrap());
    }
}

#[test]
fn codes_stand_beside_texts() {
    let json = |workload: Value, requirements: Value| {
        let asked = question(json!({
            "as_of": "2026-06-04", "plans": ["free"],
            "workload": workload, "requirements": requirements,
        }));
        serde_json::to_value(CATALOG.answer(&asked).unwrap()).unwrap()
    };
    let only = json!(["openai/gpt-oss-120b"]);
    let fits = json(json!({"requests_per_day": 10, "input_tokens": 100}), json!({"models": only}));
    assert_eq!(fits["recommended"]["because_code"], json!({"code": "only_one"}));
    assert_eq!(fits["options"][0]["blocked_code"], Value::Null);
    assert_eq!(fits["options"][0]["passed_over"], Value::Null);
    let large = json(json!({"requests_per_day": 1, "input_tokens": 9000}), json!({"models": only}));
    let code = json!({"code": "too_large", "limit": "TPM", "requested": 9000, "cap": 8000});
    assert_eq!(large["options"][0]["blocked_code"], code);
    assert_eq!(large["options"][0]["passed_over_code"], json!({"code": "blocked"}));
    assert_eq!(large["options"][0]["passed_over"], "no request of this size can pass");
    assert_eq!(large["nearest"]["change_code"], code);
    let many = json(
        json!({"requests_per_day": 2000, "input_tokens": 1500, "output_tokens": 500}),
        json!({"models": only}),
    );
    assert_eq!(
        many["nearest"]["change_code"],
        json!({"code": "volume", "requests_per_day_max": 100, "requests_per_day": 2000,
            "requests_per_minute_max": 4, "binding": ["TPD"]})
    );
    let barred = json(
        json!({"requests_per_day": 10, "input_tokens": 100}),
        json!({"models": only, "production": true}),
    );
    assert_eq!(barred["nearest"]["change_code"], json!({"code": "free_plan"}));
    assert_eq!(barred["nearest"]["change"], "it fits, but the free plan is not for production");
}
