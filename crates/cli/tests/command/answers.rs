//! The answers around a plan: explained, judged in CI, compared between days,
//! and in every form.

use crate::binary::{command, file, json, refused, run, text};
use serde_json::json;

const E2: [&str; 8] =
    ["--requests-per-day", "2k", "--input", "1500", "--output", "500", "--as-of", "2026-06-04"];
const FREE: [&str; 4] = ["--plan", "free", "--model", "openai/gpt-oss-120b"];

#[test]
fn why_step_by_step() {
    let why = json(&[&["explain", "--json"][..], &E2, &FREE].concat(), 0);
    let explanation = &why["explanation"];
    assert_eq!(explanation["request"]["counted_tokens"], 2000);
    assert_eq!(explanation["peak_requests_per_minute"], 2);
    let tpd =
        explanation["limits"].as_array().expect("a list").iter().find(|l| l["limit"] == "TPD");
    let tpd = tpd.expect("it is known");
    for (field, expected) in [
        ("cap", json!(200_000)),
        ("requests", json!("2000")),
        ("each", json!("2000")),
        ("demand", json!("4000000")),
        ("utilization", json!("20")),
        ("per_day", json!(100)),
        ("binds", json!(true)),
    ] {
        assert_eq!(tpd[field], expected, "{field}");
    }
    let input = &explanation["lines"][0];
    assert_eq!((&input["price_usd"], &input["per"]), (&json!("0.15"), &json!(1_000_000)));
    assert_eq!((&input["quantity"], &input["usd"]), (&json!("90000000"), &json!("13.5")));
    assert_eq!(
        (&explanation["list_usd"], &explanation["total_usd"]),
        (&json!("31.5"), &json!("0"))
    );

    let words = text(&[&["explain"][..], &E2, &FREE].concat(), 0);
    for line in [
        "2,000 requests x 2,000 = 4,000,000 tokens / 200,000",
        "2000 %, binds, too much",
        "200,000 / 2,000, rounded down",
        "90,000,000 tokens x $0.15 by 1,000,000 tokens",
        "the Free plan bills nothing",
        "it does not fit a limit: TPD at 2000 %",
    ] {
        assert!(words.contains(line), "{line:?} is not in:\n{words}");
    }
}

#[test]
fn one_is_singular() {
    let one = [
        &["--requests-per-day", "1", "--input", "1", "--output", "1", "--request-seconds", "1"][..],
        &["--model", "openai/gpt-oss-120b", "--as-of", "2026-06-04"],
    ]
    .concat();
    let plan = text(&[&["plan"][..], &one].concat(), 0);
    let why = text(&[&["explain"][..], &one, &["--active-hours", "1"]].concat(), 0);
    for (words, line) in [
        (&plan, "If 1 request a minute comes at random"),
        (&plan, "1 worker at most"),
        (&why, "1 request x 2 = 2 tokens"),
        (&why, "(60 minutes x 1 hour)"),
    ] {
        assert!(words.contains(line), "{line:?} is not in:\n{words}");
    }
}

/// The steps are the plan's own figures, whatever is asked.
#[test]
fn an_explanation_is_of_the_plans_option() {
    for rest in [
        &["--cached-input", "700", "--batch-share", "35", "--safety-margin", "7"][..],
        &["--peak-rpm", "11", "--active-hours", "9", "--max-completion", "3k"],
        &["--plan", "free", "--model", "openai/gpt-oss-120b", "--web-search-basic", "2"],
    ] {
        let ask = [&E2[..], rest].concat();
        let plan = json(&[&["plan", "--json"][..], &ask].concat(), 0);
        let why = json(&[&["explain", "--json"][..], &ask].concat(), 0);
        let why = &why["explanation"];
        let same = |option: &&serde_json::Value| {
            ["model", "plan", "tier"].iter().all(|key| option[key] == why[key])
        };
        let option = plan["options"].as_array().expect("a list").iter().find(same);
        let option = option.expect("the option explained is one of the plan's");
        for field in ["requests_per_day_max", "requests_per_minute_max", "binding", "fits"] {
            assert_eq!(option[field], why[field], "{field}");
        }
        assert_eq!(option["monthly"]["list_usd"], why["list_usd"]);
        let (lines, steps) = (&option["monthly"]["lines"], why["lines"].as_array());
        let (lines, steps) = (lines.as_array().expect("a list"), steps.expect("a list"));
        assert_eq!(lines.len(), steps.len(), "every line has a price");
        for (line, step) in lines.iter().zip(steps) {
            assert_eq!((&line["item"], &line["usd"]), (&step["item"], &step["usd"]));
        }
        for (used, step) in option["limits"]
            .as_array()
            .expect("a list")
            .iter()
            .zip(why["limits"].as_array().expect("a list"))
        {
            assert_eq!(
                (&used["demand"], &used["utilization"]),
                (&step["demand"], &step["utilization"])
            );
        }
    }
}

#[test]
fn ci_sees_what_no_longer_fits() {
    let question = |rest: &str| {
        format!(
            "{{\"as_of\":\"2026-06-04\",\"workload\":{{\"requests_per_day\":2000,\
             \"input_tokens\":1500,\"output_tokens\":500}}{rest}}}"
        )
    };
    let good = file("good.json", question(""));
    let budget = question(",\"requirements\":{\"monthly_budget_usd\":\"7\"}");
    let budget = file("budget.json", budget);
    let gone = question(",\"requirements\":{\"models\":[\"llama-3.1-8b-instant\"]}");
    let gone = file("gone.json", gone);
    let free = file("free.json", question(",\"plans\":[\"free\"]"));

    assert_eq!(json(&["check", &good, "--json"], 0)["fits"], true);
    let then = ["check", &good, &budget, &gone, "--as-of", "2026-06-04"];
    assert!(text(&then, 0).starts_with("All 3 fit as of 2026-06-04."));

    let judged = json(&["check", &good, &budget, &gone, &free, "--json"], 1);
    let questions = judged["questions"].as_array().expect("a list");
    let fits: Vec<_> = questions.iter().map(|one| one["fits"].as_bool()).collect();
    assert_eq!(fits, [Some(true), Some(false), Some(false), Some(false)]);
    let verdict = |index: usize| questions[index]["verdict"].as_str().expect("words");
    assert!(verdict(1).contains("costs $15.75: raise the budget"), "{}", verdict(1));
    assert!(verdict(2).contains("retired on 2026-08-16"), "{}", verdict(2));
    assert!(verdict(3).contains("TPD binds"), "{}", verdict(3));
    let retired = "llama-3.1-8b-instant: retired, use openai/gpt-oss-20b, since 2026-08-16";
    assert_eq!(questions[1]["changes"], json!([retired]));
    assert_eq!(
        questions[1]["before"],
        "on 2026-06-04: llama-3.1-8b-instant on Developer, $6.90 a month"
    );
    assert!(text(&["check", &gone], 1).contains(retired));

    let bad = file("bad-question.json", "{\"workload\":{}}");
    refused(&["check", &good, &bad], &["bad-question.json", "requests_per_day is missing"]);
    refused(&["check", &good, "no-such-file.json"], &["no-such-file.json"]);
    assert_eq!(run(&["check"], b"").status.code(), Some(2), "a file is needed");
}

#[test]
fn what_changed_between_two_days() {
    let diff = json(&["diff", "--from", "2026-06-04", "--to", "2026-08-16", "--json"], 0);
    let changes = diff["changes"].as_array().expect("a list");
    let gone = changes.iter().find(|change| change["model"] == "llama-3.1-8b-instant");
    let gone = gone.expect("it went");
    assert_eq!(gone["what"], "retired");
    assert_eq!(gone["after"], "use openai/gpt-oss-20b");
    assert_eq!(gone["after_from"]["from"], "2026-08-16");
    let prices = "openai/gpt-oss-safeguard-20b,\"price of input, USD per million\",not known,0.075";
    let csv = text(&["diff", "--from", "2026-06-04", "--format", "csv"], 0);
    assert!(csv.contains(prices), "{csv}");
    let one = ["diff", "--from", "2026-06-04", "--model", "openai/gpt-oss-20b", "--json"];
    assert!(json(&one, 0)["changes"].as_array().expect("a list").len() < changes.len());
    refused(&["diff", "--from", "2026-06-04", "--to", "2026-06-04"], &["from", "before"]);
    refused(&["diff", "--from", "soon"], &["from", "soon"]);
    refused(&["diff", "--from", "2026-06-04", "--model", "gpt-5"], &["model", "gpt-5"]);
}

#[test]
fn every_form_of_output() {
    let plan = [&["plan"][..], &E2].concat();
    let csv = text(&[&plan[..], &["--format", "csv"]].concat(), 0);
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    assert_eq!(rows.headers().expect("a head").get(1), Some("model"));
    let options = json(&[&plan[..], &["--format", "json"]].concat(), 0)["options"].clone();
    assert_eq!(rows.records().count(), options.as_array().expect("a list").len());
    let markdown = text(&[&plan[..], &["--format", "markdown"]].concat(), 0);
    assert!(markdown.contains("\n### ") && markdown.contains("|---"), "{markdown}");
    for args in
        [&["models"][..], &["diff", "--from", "2026-06-04"], &[&["explain"][..], &E2].concat()]
    {
        for form in ["table", "json", "csv", "markdown"] {
            let text = text(&[args, &["--format", form]].concat(), 0);
            assert!(
                text.len() > 100 && !text.contains('\u{1b}'),
                "{args:?} {form}: no colours in a pipe"
            );
        }
    }
    assert_eq!(run(&["models", "--json", "--format", "csv"], b"").status.code(), Some(2));
    assert_eq!(run(&["models", "--format", "pdf"], b"").status.code(), Some(2));
}

/// What a terminal gets: `script` gives the command one.
#[test]
#[cfg(target_os = "linux")]
fn colours_are_for_terminals() {
    let on_terminal = |name: &str, value: &str| {
        let line = format!("{} models", command(&[]).get_program().to_string_lossy());
        let output = std::process::Command::new("script")
            .args(["--quiet", "--return", "--command", &line, "/dev/null"])
            .env("TERM", "xterm-256color")
            .env_remove("NO_COLOR")
            .env(name, value)
            .stdin(std::process::Stdio::null())
            .output();
        output.ok().map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let Some(plain) = on_terminal("NO_COLOR", "1") else {
        println!("skipped: the program `script` (util-linux) is not there to give a terminal");
        return;
    };
    assert!(plain.contains("openai/gpt-oss-120b") && !plain.contains("\u{1b}["), "{plain}");
    let coloured = on_terminal("LANG", "C").expect("it ran before");
    assert!(coloured.contains("\u{1b}[1mModels as of"), "{coloured}");
}

#[test]
fn an_exported_catalog_is_read_again() {
    let exported = file("exported.json", text(&["export", "json"], 0));
    let again = ["export", "json", "--catalog", &exported];
    assert_eq!(text(&again, 0), text(&["export", "json"], 0));
    for args in [
        &[&["plan", "--json"][..], &E2].concat()[..],
        &["models", "--json", "--all"],
        &["diff", "--from", "2026-06-04", "--json"],
        &[&["explain", "--json"][..], &E2].concat(),
    ] {
        let (custom, mut groqs) =
            (json(&[args, &["--catalog", &exported]].concat(), 0), json(args, 0));
        // A catalog of your own has no published results.
        if args[0] == "plan" {
            groqs["quality"] = serde_json::Value::Null;
            groqs["frontier"] = serde_json::Value::Array(Vec::new());
        }
        assert_eq!(custom, groqs, "{args:?}");
    }
}
