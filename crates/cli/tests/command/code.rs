//! Code and checklist for a plan. That the code runs and keeps to the limits is
//! tested by `cargo xtask test` over `tests/snippets`.

use crate::binary::{json, refused, text};

const LANGUAGES: [&str; 5] = ["python-groq", "python-openai", "javascript", "rust", "curl"];
const SMALL: [&str; 8] =
    ["--requests-per-day", "100", "--input", "1000", "--output", "500", "--as-of", "2026-10-10"];
const FREE: [&str; 4] = ["--plan", "free", "--model", "openai/gpt-oss-20b"];
const FLEX: [&str; 6] = ["--plan", "developer", "--model", "openai/gpt-oss-20b", "--tier", "flex"];

fn code(language: &str, rest: &[&str]) -> String {
    text(&[&["code", "--language", language][..], &SMALL, rest].concat(), 0)
}

#[test]
fn the_plans_own_figures() {
    for language in LANGUAGES {
        let text = code(language, &[&FREE[..], &["--max-completion", "800"]].concat());
        for part in [
            "openai/gpt-oss-20b on the Free plan, on_demand, by the limits and prices of 2026-10-10.",
            "Planned: 100 requests a day of 1000 prompt tokens, at most 800 completion tokens each.",
            "Binding: TPD (tokens per day), 75 % of 200000 at that rate.",
            "none to set; the free plan bills nothing",
            "\"openai/gpt-oss-20b\"",
        ] {
            assert!(text.contains(part), "{language}: {part:?} is not in:\n{text}");
        }
        assert!(!text.contains("498"), "{language}: there is no flex to fall back from");
    }
    let text = code("python-groq", &FREE);
    for row in [
        "(\"RPM\", \"requests\", 30, 60),",
        "(\"RPD\", \"requests\", 1000, 86400),",
        "(\"TPM\", \"tokens\", 8000, 60),",
        "(\"TPD\", \"tokens\", 200000, 86400),",
    ] {
        assert!(text.contains(row), "{row:?} is not in:\n{text}");
    }
}

#[test]
fn in_short_the_limits_are_left_to_the_package() {
    for (language, package) in
        [("python-groq", "groq_calc"), ("javascript", "groq-calc"), ("rust", "groq_limiter")]
    {
        let text = code(language, &[&FREE[..], &["--short"]].concat());
        assert!(text.contains(package) && !text.contains("86400)"), "{language}:\n{text}");
        assert!(text.lines().count() < 80, "{language} is not short:\n{text}");
    }
    let curl = ["code", "--language", "curl", "--short"];
    refused(&[&curl[..], &SMALL, &FREE].concat(), &["curl", "--short"]);
}

#[test]
fn flex_falls_back_to_on_demand_under_its_own_limits() {
    for language in LANGUAGES {
        let text = code(language, &FLEX);
        assert!(text.contains("498") && text.contains("on_demand"), "{language}:\n{text}");
        for cap in ["250000", "2500000"] {
            assert!(text.contains(cap), "{language}: {cap} is not in:\n{text}");
        }
    }
}

#[test]
fn margin_duration_and_budget_count() {
    let rest = ["--safety-margin", "20", "--request-seconds", "90", "--peak-rpm", "5"];
    let text = code("python-groq", &[&FREE[..], &rest].concat());
    let row = "(\"TPM\", \"tokens\", 6400, 60),  # 8000 less the safety margin";
    assert!(text.contains(row), "{text}");
    assert!(text.contains("WORKERS = 8 ") && !text.contains("a guess"), "7.5 at the peak: {text}");
    let paid = ["--plan", "developer", "--model", "openai/gpt-oss-20b"];
    let text = code("rust", &[&paid[..], &["--budget", "20"]].concat());
    assert!(text.contains("to stay within $20.00 though Groq counts up to 15 minutes"), "{text}");
    let text = code("rust", &paid);
    // 3000 x (1000 x 0.075 + 500 x 0.30) / 10^6.
    assert!(text.contains("above $0.675, which the month costs as planned"), "{text}");
}

#[test]
fn batch_where_there_is_batch() {
    for language in LANGUAGES {
        let text = code(language, &[&FLEX[..4], &["--batch", "--batch-share", "40"]].concat());
        for part in ["/v1/chat/completions", "completion_window", "24h", "request-", "batch-"] {
            assert!(text.contains(part), "{language}: {part:?} is not in:\n{text}");
        }
        let text = code(language, &[&FLEX[..4], &["--batch-share", "40"]].concat());
        assert!(text.contains("40 % of the requests are planned as batch"), "{language}:\n{text}");
    }
    let free = [&["code", "--language", "curl", "--batch"][..], &SMALL, &FREE].concat();
    refused(&free, &["openai/gpt-oss-20b has no batch on the Free plan"]);
}

#[test]
fn what_has_no_code() {
    let asked = |rest: &[&'static str]| [&["code", "--language", "rust"][..], rest].concat();
    let small = |rest: &[&'static str]| [&asked(&SMALL)[..], rest].concat();
    refused(&[&["code", "--language", "cobol"][..], &SMALL].concat(), &["`cobol`", "python-groq"]);
    refused(&asked(&["--requests-per-day", "5", "--audio-seconds", "30"]), &["transcription"]);
    refused(&asked(&["--requests-per-day", "5", "--input", "30"]), &["output_tokens is 0"]);
    refused(&small(&[&FREE[..], &["--tier", "flex"]].concat()), &["`flex`", "Free", "on_demand"]);
    let large = [&FREE[..], &["--max-completion", "9k", "--admission", "reserved"]].concat();
    refused(&small(&large), &["HTTP 413"]);
}

#[test]
fn a_reserve_that_may_be_refused_is_lowered_to_what_is_safe() {
    for language in LANGUAGES {
        let text = code(language, &[&FREE[..], &["--max-completion", "9k"]].concat());
        assert!(
            text.contains("Reserves 7000 completion tokens at most, not the 9000 of the plan"),
            "{language}:\n{text}"
        );
        assert_eq!(text.matches("9000").count(), 1, "{language}:\n{text}");
    }
}

#[test]
fn a_checklist_with_the_plans_figures() {
    let args = [&["checklist"][..], &SMALL, &FREE, &["--cached-input", "600"]].concat();
    let markdown = text(&[&args[..], &["--format", "markdown"]].concat(), 0);
    for part in [
        "## Launch checklist\n\nPlanned: openai/gpt-oss-20b on Free (on_demand)",
        "**Planned with RPM 30, RPD 1000, TPM 8000, TPD 200000, as published.**",
        "**TPD, used to 45 %, with a margin of 0 %.**",
        "**500 as planned.**",
        "at most 8000.**",
        "**90000 of 200000 as planned.**",
        "**600 of 1000 prompt tokens cached as planned.**",
        "**This plan or model has no batch.**",
        "**Spend limit: none to set; the free plan bills nothing.**",
    ] {
        assert!(markdown.contains(part), "{part:?} is not in:\n{markdown}");
    }
    assert_eq!(markdown.matches("\n- [ ] ").count(), groq_catalog::CHECKS.len());
    let list = json(&[&args[..], &["--json"]].concat(), 0);
    assert_eq!(list["checks"].as_array().map(Vec::len), Some(groq_catalog::CHECKS.len()));
    assert_eq!(list["checks"][4]["figure"], "500 as planned");
    let table = text(&args, 0);
    assert!(table.contains("as planned") && table.contains("600 of 1000"), "{table}");
    let flex = text(&[&["checklist"][..], &SMALL, &FLEX].concat(), 0);
    assert!(flex.contains("498 leads to on demand"), "{flex}");
}

#[test]
fn a_known_end_of_the_model_is_said() {
    let args = [
        "--requests-per-day",
        "100",
        "--input",
        "1000",
        "--output",
        "500",
        "--as-of",
        "2026-06-04",
        "--plan",
        "free",
        "--model",
        "llama-3.1-8b-instant",
    ];
    let said = "Groq retires it on 2026-08-16; use openai/gpt-oss-20b instead";
    for language in LANGUAGES {
        let text = text(&[&["code", "--language", language][..], &args].concat(), 0);
        assert!(text.contains(&format!("Mind the model: {said}.")), "{language}:\n{text}");
    }
    let list = text(&[&["checklist"][..], &args, &["--format", "markdown"]].concat(), 0);
    assert!(list.contains(&format!("**Now llama-3.1-8b-instant; {said}.**")), "{list}");
}

#[test]
fn a_stream_is_printed_as_it_is_generated() {
    for language in LANGUAGES {
        let text = code(language, &[&FREE[..], &["--stream"]].concat());
        assert!(text.contains("as it is generated") && text.contains("stream"), "{language}");
    }
}
