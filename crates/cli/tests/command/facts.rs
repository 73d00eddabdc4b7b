//! Every figure of the second reading of October 2026 comes out on its day, and
//! not on the day before.

use serde_json::{Value, json as object};

use crate::binary::{json, refused, text};

/// A model, the last day on which it is offered (where its beginning is known),
/// its end, what Groq names instead, and when the end was announced.
type End = (
    &'static str,
    Option<&'static str>,
    &'static str,
    &'static [&'static str],
    Option<&'static str>,
);

const ENDS: [End; 21] = [
    (
        "llama-guard-3-8b",
        Some("2025-06-05"),
        "2025-06-06",
        &["meta-llama/llama-guard-4-12b"],
        Some("2025-05-09"),
    ),
    ("qwen-qwq-32b", None, "2025-07-14", &["qwen/qwen3-32b"], None),
    ("mistral-saba-24b", None, "2025-07-30", &["qwen/qwen3-32b"], None),
    ("distil-whisper-large-v3-en", None, "2025-08-23", &["whisper-large-v3-turbo"], None),
    ("llama3-70b-8192", None, "2025-08-30", &["llama-3.3-70b-versatile"], Some("2025-05-31")),
    ("llama3-8b-8192", None, "2025-08-30", &["llama-3.1-8b-instant"], Some("2025-05-31")),
    (
        "deepseek-r1-distill-llama-70b",
        None,
        "2025-10-02",
        &["llama-3.3-70b-versatile", "openai/gpt-oss-120b"],
        Some("2025-09-02"),
    ),
    (
        "gemma2-9b-it",
        Some("2025-10-07"),
        "2025-10-08",
        &["llama-3.1-8b-instant"],
        Some("2025-08-08"),
    ),
    (
        "moonshotai/kimi-k2-instruct",
        Some("2025-10-09"),
        "2025-10-10",
        &["openai/gpt-oss-120b"],
        Some("2025-09-10"),
    ),
    (
        "playai-tts",
        Some("2025-12-30"),
        "2025-12-31",
        &["canopylabs/orpheus-v1-english"],
        Some("2025-12-23"),
    ),
    (
        "playai-tts-arabic",
        Some("2025-12-30"),
        "2025-12-31",
        &["canopylabs/orpheus-arabic-saudi"],
        Some("2025-12-23"),
    ),
    (
        "meta-llama/llama-guard-4-12b",
        Some("2026-03-04"),
        "2026-03-05",
        &["openai/gpt-oss-safeguard-20b"],
        Some("2026-02-10"),
    ),
    (
        "meta-llama/llama-4-maverick-17b-128e-instruct",
        Some("2026-03-08"),
        "2026-03-09",
        &["openai/gpt-oss-120b"],
        Some("2026-02-20"),
    ),
    (
        "moonshotai/kimi-k2-instruct-0905",
        Some("2026-04-14"),
        "2026-04-15",
        &["openai/gpt-oss-120b"],
        Some("2026-03-23"),
    ),
    (
        "meta-llama/llama-4-scout-17b-16e-instruct",
        Some("2026-07-16"),
        "2026-07-17",
        &["openai/gpt-oss-120b", "qwen/qwen3.6-27b"],
        Some("2026-06-17"),
    ),
    (
        "qwen/qwen3-32b",
        Some("2026-07-16"),
        "2026-07-17",
        &["openai/gpt-oss-120b"],
        Some("2026-06-17"),
    ),
    (
        "llama-3.1-8b-instant",
        Some("2026-08-15"),
        "2026-08-16",
        &["openai/gpt-oss-20b"],
        Some("2026-06-17"),
    ),
    (
        "llama-3.3-70b-versatile",
        Some("2026-08-15"),
        "2026-08-16",
        &["openai/gpt-oss-120b", "qwen/qwen3.6-27b"],
        Some("2026-06-17"),
    ),
    ("qwen/qwen3.6-27b", Some("2026-09-13"), "2026-09-14", &["qwen/qwen3.8-27b"], None),
    ("groq/compound", Some("2026-09-20"), "2026-09-21", &[], Some("2026-08-24")),
    ("groq/compound-mini", Some("2026-09-20"), "2026-09-21", &[], Some("2026-08-24")),
];

/// A model of the listing of a day; nothing where it is not in it.
fn listed(id: &str, day: &str, all: bool) -> Value {
    let mut args = vec!["models", "--json", "--as-of", day];
    args.extend(all.then_some("--all"));
    let listing = json(&args, 0);
    let models = listing["models"].as_array().expect("a list");
    models.iter().find(|model| model["id"] == id).cloned().unwrap_or(Value::Null)
}

#[test]
fn a_model_is_offered_until_the_day_before_its_end() {
    for (id, before, end, replacements, announced) in ENDS {
        if let Some(before) = before {
            let last = listed(id, before, false);
            assert_eq!(
                last["retires"],
                object!({
                    "on": end, "replacements": replacements, "announced": announced,
                }),
                "{id} on {before}"
            );
            let changes = json(&["diff", "--from", before, "--to", end, "--json"], 0);
            let changes = changes["changes"].as_array().expect("a list").clone();
            let said = changes.iter().filter(|change| change["model"] == id);
            let said: Vec<_> = said.map(|change| change["what"].clone()).collect();
            assert_eq!(said, ["retired"], "{id}");
        }
        assert_eq!(listed(id, end, false), Value::Null, "{id} on {end}");
        let gone = listed(id, end, true);
        assert_eq!(gone["retired_on"], end, "{id}");
        assert_eq!(gone["lifecycle"]["replacements"], object!(replacements), "{id}");
        assert_eq!(gone["lifecycle"]["announced"], object!(announced), "{id}");
        let asked = [
            "plan",
            "--requests-per-day",
            "10",
            "--input",
            "100",
            "--output",
            "10",
            "--as-of",
            end,
        ];
        let asked = [&asked[..], &["--model", id]].concat();
        refused(
            &asked,
            &[&[format!("which was retired on {end}").as_str()][..], replacements].concat(),
        );
    }
}

#[test]
fn a_model_for_enterprises_is_named_but_never_offered() {
    let ids = ["minimaxai/minimax-m2.7", "minimaxai/minimax-m2.5", "qwen/qwen3-vl-32b-instruct"];
    for id in ids.into_iter().chain(["llama-3.1-8b-instant", "llama-3.3-70b-versatile"]) {
        assert_eq!(listed(id, "2026-10-10", false), Value::Null, "{id}");
        let model = listed(id, "2026-10-10", true);
        assert_eq!(model["lifecycle"]["stage"], "enterprise", "{id}");
        let asked = ["plan", "--requests-per-day", "10", "--input", "100", "--model", id];
        refused(&asked, &[id, "Contact Sales"]);
    }
    let minimax = listed(ids[0], "2026-10-10", true);
    assert_eq!(minimax["retired_on"], Value::Null);
    assert_eq!(minimax["context_window"], 196_608);
    assert_eq!(minimax["max_completion_tokens"], 131_072);
    assert_eq!(listed(ids[0], "2026-07-15", true), Value::Null);
    assert_eq!(listed(ids[0], "2026-07-16", true)["lifecycle"]["stage"], "enterprise");
    let words = text(&["models", "--all"], 0);
    assert!(words.contains("mind minimaxai/minimax-m2.7: enterprise only since"), "{words}");
}

#[test]
fn limits_come_out_on_their_day_and_not_before() {
    let developer = |id: &str, day: &str| listed(id, day, false)["limits"]["developer"].clone();
    for (id, rpm, rpd, tpm) in [
        ("qwen/qwen3.8-27b", 1000, 500_000, 250_000),
        ("openai/gpt-oss-safeguard-20b", 1000, 500_000, 150_000),
        ("canopylabs/orpheus-v1-english", 250, 100_000, 50_000),
        ("canopylabs/orpheus-arabic-saudi", 250, 100_000, 50_000),
    ] {
        let before = developer(id, "2026-09-22");
        assert!(before["unknown"].as_array().unwrap().contains(&object!("RPD")), "{id}");
        let now = developer(id, "2026-09-23");
        assert_eq!(
            (&now["RPM"], &now["RPD"], &now["TPM"]),
            (&object!(rpm), &object!(rpd), &object!(tpm)),
            "{id}"
        );
        assert_eq!((&now["TPD"], &now["unknown"]), (&Value::Null, &object!([])), "{id}");
    }
    let guard = developer("meta-llama/llama-prompt-guard-2-86m", "2026-09-23");
    assert_eq!((&guard["RPD"], &guard["TPD"]), (&object!(50_000), &Value::Null));
    let free = |day| listed("qwen/qwen3.8-27b", day, false)["limits"]["free"].clone();
    assert_eq!(free("2026-09-23")["ITPM"], Value::Null);
    for day in ["2026-09-24", "2026-10-01"] {
        let caps = free(day);
        let named = ["RPM", "RPD", "TPM", "TPD", "ITPM", "OTPM"].map(|name| caps[name].clone());
        assert_eq!(named, [30, 1000, 8000, 200_000, 7000, 1000].map(|cap| object!(cap)), "{day}");
    }
}

#[test]
fn windows_and_completions_come_out_on_their_day_and_not_before() {
    for (id, day, window, completion) in [
        ("moonshotai/kimi-k2-instruct", "2025-10-09", 131_072, 16_384),
        ("moonshotai/kimi-k2-instruct-0905", "2026-04-14", 262_144, 16_384),
        ("meta-llama/llama-4-maverick-17b-128e-instruct", "2026-03-08", 131_072, 8192),
        ("meta-llama/llama-4-scout-17b-16e-instruct", "2026-06-04", 131_072, 8192),
        ("qwen/qwen3-32b", "2026-07-16", 131_072, 40_960),
        ("qwen/qwen3.6-27b", "2026-07-27", 131_072, 16_384),
        ("groq/compound", "2026-09-20", 131_072, 8192),
        ("groq/compound-mini", "2026-09-20", 131_072, 8192),
        ("qwen/qwen3.8-27b", "2026-08-26", 131_072, 16_384),
        ("qwen/qwen3.8-27b", "2026-08-27", 131_042, 16_384),
        ("qwen/qwen3.8-27b", "2026-09-25", 131_042, 16_384),
        ("qwen/qwen3.8-27b", "2026-09-26", 131_072, 16_384),
        ("canopylabs/orpheus-v1-english", "2026-09-26", 4000, 50_000),
        ("canopylabs/orpheus-arabic-saudi", "2026-09-26", 4000, 50_000),
        ("meta-llama/llama-prompt-guard-2-22m", "2026-09-26", 512, 512),
    ] {
        let model = listed(id, day, false);
        assert_eq!(model["context_window"], window, "{id} on {day}");
        assert_eq!(model["max_completion_tokens"], completion, "{id} on {day}");
    }
    for (id, day) in [
        ("qwen/qwen3.6-27b", "2026-07-26"),
        ("canopylabs/orpheus-arabic-saudi", "2026-09-25"),
        ("meta-llama/llama-prompt-guard-2-22m", "2026-09-25"),
    ] {
        assert_eq!(listed(id, day, false)["context_window"], Value::Null, "{id} on {day}");
    }
}

#[test]
fn prices_begin_when_they_began() {
    let price = |id, day| {
        let prices = listed(id, day, false)["prices"].clone();
        let names = ["input", "cached_input", "output"];
        names.map(|name| prices[format!("{name}_per_million_usd")].clone())
    };
    let (large, small) = ("openai/gpt-oss-120b", "openai/gpt-oss-20b");
    assert_eq!(listed(large, "2025-08-06", false)["prices"], Value::Null);
    assert_eq!(price(large, "2025-08-07"), [object!("0.15"), Value::Null, object!("0.75")]);
    assert_eq!(price(small, "2026-01-03"), [object!("0.1"), Value::Null, object!("0.5")]);
    assert_eq!(price(small, "2026-01-04"), [object!("0.075"), Value::Null, object!("0.3")]);
    assert_eq!(price(large, "2026-01-18"), [object!("0.15"), object!("0.075"), object!("0.6")]);
    assert_eq!(price(small, "2026-01-18"), [object!("0.075"), object!("0.0375"), object!("0.3")]);
}

#[test]
fn a_contested_price_is_shown_and_never_billed() {
    for (id, before, from, usd) in [
        ("qwen/qwen3.8-27b", "2026-09-25", "2026-09-26", "0.4"),
        ("qwen/qwen3.6-27b", "2026-07-26", "2026-07-27", "0.3"),
    ] {
        assert_eq!(listed(id, before, false)["contested"], Value::Null, "{id}");
        let model = listed(id, from, false);
        assert_eq!(model["contested"]["cached_input_per_million_usd"], usd, "{id}");
        let sources = ["source", "against"].map(|name| model["contested"][name].as_str());
        assert!(sources[0].is_some() && sources[1].is_some() && sources[0] != sources[1], "{id}");
        assert_eq!(model["prices"]["cached_input_per_million_usd"], Value::Null, "{id}");
    }
    let bill = |cached| {
        let asked = [
            "--requests-per-day",
            "10",
            "--input",
            "1000",
            "--cached-input",
            cached,
            "--output",
            "10",
        ];
        let asked = [&["plan", "--json", "--model", "qwen/qwen3.8-27b"][..], &asked].concat();
        json(&asked, 0)["options"][1]["monthly"]["list_usd"].clone()
    };
    assert_eq!(bill("1000"), bill("0"));
    assert!(text(&["models"], 0).contains("a cached price of 0.4 is contested"));
}

#[test]
fn tools_that_were_taken_out_are_refused() {
    let plan = |id, tool, day| {
        let asked = [
            "--requests-per-day",
            "10",
            "--input",
            "100",
            "--output",
            "10",
            tool,
            "1",
            "--as-of",
            day,
        ];
        let answer = json(&[&["plan", "--json", "--model", id][..], &asked].concat(), 0);
        answer["options"][0]["blocked_code"]["code"].clone()
    };
    let browser = "--browser-automation-seconds";
    assert_ne!(plan("groq/compound", browser, "2026-06-05"), "tool");
    assert_eq!(plan("groq/compound", browser, "2026-06-06"), "tool");
    assert_ne!(plan("groq/compound", "--web-search-advanced", "2026-09-20"), "tool");
    // Since then no model has either.
    for tool in ["--web-search-advanced", browser] {
        let asked =
            ["plan", "--json", "--requests-per-day", "10", "--input", "100", tool, "1", "--as-of"];
        let answer = json(&[&asked[..], &["2026-09-21"]].concat(), 0);
        let options = answer["options"].as_array().expect("a list");
        assert!(options.iter().all(|option| option["blocked_code"]["code"] == "tool"), "{tool}");
    }
}

#[test]
fn the_advice_for_a_use_case_is_that_of_the_day() {
    let models = |case, day| {
        let asked =
            ["--requests-per-day", "10", "--input", "100", "--output", "10", "--use-case", case];
        let answer = json(&[&["plan", "--json", "--as-of", day][..], &asked].concat(), 0);
        let options = answer["options"].as_array().expect("a list").clone();
        let mut ids: Vec<_> =
            options.iter().map(|o| o["model"].as_str().unwrap().to_owned()).collect();
        ids.dedup();
        ids
    };
    let extraction = "cheapest-extraction";
    assert_eq!(models(extraction, "2026-08-15"), ["llama-3.1-8b-instant", "openai/gpt-oss-20b"]);
    assert_eq!(models(extraction, "2026-08-16"), ["openai/gpt-oss-20b"]);
    let coding = "short-coding-helper";
    assert_eq!(models(coding, "2026-06-04"), ["qwen/qwen3-32b"]);
    assert_eq!(models(coding, "2026-07-16"), ["qwen/qwen3-32b", "qwen/qwen3.6-27b"]);
    assert_eq!(models(coding, "2026-07-17"), ["openai/gpt-oss-120b", "qwen/qwen3.6-27b"]);
    assert_eq!(models(coding, "2026-10-10"), ["openai/gpt-oss-120b", "qwen/qwen3.8-27b"]);
    let early = [
        "plan",
        "--requests-per-day",
        "10",
        "--input",
        "1",
        "--as-of",
        "2026-06-03",
        "--use-case",
        coding,
    ];
    refused(&early, &[coding, "of which nothing is known before 2026-06-04"]);
}
