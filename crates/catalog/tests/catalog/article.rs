//! The article of 2026-06-04, row by row: a question about that day gets its figures.

use groq_calc::{
    Date, Limit, Model, Price,
    catalog::{Cap, Dated},
};
use groq_catalog::CATALOG;

const DAY: Date = Date::constant(2026, 6, 4);

#[track_caller]
fn offered(id: &str) -> &'static Model<'static> {
    let model = CATALOG.model(id).unwrap_or_else(|| panic!("{id} has no file"));
    assert!(model.is_offered(DAY), "{id} is not offered on {DAY}");
    model
}

#[test]
fn its_eight_free_rows() {
    let rows = [
        ("llama-3.1-8b-instant", 30, 14_400, Some(6_000), Some(500_000)),
        ("llama-3.3-70b-versatile", 30, 1_000, Some(12_000), Some(100_000)),
        ("openai/gpt-oss-120b", 30, 1_000, Some(8_000), Some(200_000)),
        ("openai/gpt-oss-20b", 30, 1_000, Some(8_000), Some(200_000)),
        ("meta-llama/llama-4-scout-17b-16e-instruct", 30, 1_000, Some(30_000), Some(500_000)),
        ("qwen/qwen3-32b", 60, 1_000, Some(6_000), Some(500_000)),
        ("groq/compound", 30, 250, Some(70_000), None),
        ("whisper-large-v3-turbo", 20, 2_000, None, None),
    ];
    for (id, rpm, rpd, tpm, tpd) in rows {
        let caps = Dated::at(offered(id).free, DAY).expect("it has a free plan").value;
        let cap = |figure: Option<u64>| figure.map_or(Cap::Absent, Cap::At);
        assert_eq!(caps.get(Limit::RPM), Cap::At(rpm), "{id} RPM");
        assert_eq!(caps.get(Limit::RPD), Cap::At(rpd), "{id} RPD");
        assert_eq!(caps.get(Limit::TPM), cap(tpm), "{id} TPM");
        assert_eq!(caps.get(Limit::TPD), cap(tpd), "{id} TPD");
    }
}

#[test]
fn its_six_rows_priced_by_the_token() {
    for (id, input, cached, output, speed) in [
        ("openai/gpt-oss-20b", "0.075", Some("0.0375"), "0.30", 1_000),
        ("openai/gpt-oss-120b", "0.15", Some("0.075"), "0.60", 500),
        ("llama-3.1-8b-instant", "0.05", None, "0.08", 840),
        ("llama-3.3-70b-versatile", "0.59", None, "0.79", 394),
        ("meta-llama/llama-4-scout-17b-16e-instruct", "0.11", None, "0.34", 594),
        ("qwen/qwen3-32b", "0.29", None, "0.59", 662),
    ] {
        let model = offered(id);
        let prices = model.prices_at(DAY).expect("it has a price").value;
        assert_eq!(prices.input, Some(Price::per_million(input)), "{id} input");
        assert_eq!(prices.cached_input, cached.map(Price::per_million), "{id} cached input");
        assert_eq!(prices.output, Some(Price::per_million(output)), "{id} output");
        assert_eq!(model.context_at(DAY).window, Some(131_072), "{id} window");
        let reported = Dated::at(model.speeds, DAY).expect("it has a speed").value;
        assert_eq!(reported.figure, speed, "{id} speed");
    }
}

#[test]
fn its_two_rows_priced_by_the_hour() {
    for (id, hour, speed) in
        [("whisper-large-v3", "0.111", 217), ("whisper-large-v3-turbo", "0.04", 228)]
    {
        let model = offered(id);
        let prices = model.prices_at(DAY).expect("it has a price").value;
        assert_eq!(prices.audio_hour, Some(Price::per_hour(hour)), "{id}");
        let reported = Dated::at(model.speeds, DAY).expect("it has a speed").value;
        assert_eq!(reported.figure, speed, "{id} speed");
    }
}

#[test]
fn its_two_rows_of_tools() {
    let tools = Dated::at(CATALOG.tools, DAY).expect("tools have prices").value;
    assert_eq!(tools.web_search_basic, Price::per_thousand("5"));
    assert_eq!(tools.code_execution, Price::per_hour("0.18"));
}

#[test]
fn what_came_after_it_is_known_too() {
    assert_eq!(CATALOG.newest(), Date::constant(2026, 10, 10));
    for (id, last_day, gone) in [
        ("qwen/qwen3-32b", Date::constant(2026, 7, 16), Date::constant(2026, 7, 17)),
        ("llama-3.1-8b-instant", Date::constant(2026, 8, 15), Date::constant(2026, 8, 16)),
    ] {
        let model = offered(id);
        assert!(model.is_offered(last_day), "{id} on {last_day}");
        assert!(!model.is_offered(gone), "{id} on {gone}");
    }
}

#[test]
fn models_are_sorted_and_every_source_exists() {
    assert!(CATALOG.models.is_sorted_by(|a, b| a.id < b.id));
    for model in CATALOG.models {
        for entry in model.prices {
            assert!(CATALOG.source(entry.source).is_some(), "{}: {}", model.id, entry.source);
        }
    }
}
