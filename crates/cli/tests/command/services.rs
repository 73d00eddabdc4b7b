//! Several services on one account: plan, check and report.

use serde_json::{Value, json as object};

use crate::binary::{file, json, refused, text};

fn services(growth: &str, calls: Value) -> Value {
    object!({
        "services": [
            {"name": "support", "growth_percent_per_month": growth, "calls": calls},
            {"name": "digest", "calls": [{"requests_per_month": 900, "input_tokens": 4000, "output_tokens": 400}]}
        ]
    })
}

fn call(requests: u64) -> Value {
    object!({"requests_per_day": requests, "input_tokens": 900, "output_tokens": 200})
}

fn asked(name: &str, question: &Value) -> String {
    file(&format!("services-{name}.json"), question.to_string())
}

#[test]
fn a_plan_in_every_form() {
    let path = asked("forms", &services("10", object!([call(300), call(20)])));
    let answer = json(&["plan", &path, "--json"], 0);
    assert_eq!(answer["fits"], true);
    assert_eq!(answer["services"].as_array().map(Vec::len), Some(2));
    let total = answer["monthly"]["total_usd"].as_str().expect("a price").to_owned();
    let table = text(&["plan", &path], 0);
    for words in ["support", "digest", "Month by month", "sharing", &total] {
        assert!(table.contains(words), "{words} is not in {table}");
    }
    let csv = text(&["plan", &path, "--format", "csv"], 0);
    assert!(csv.starts_with("service,model,tier,") && csv.lines().count() == 4, "{csv}");
    let markdown = text(&["plan", &path, "--format", "markdown"], 0);
    assert!(markdown.contains("| support | "), "{markdown}");
}

#[test]
fn one_service_gives_what_its_workload_gives() {
    let alone = object!({"services": [{"name": "one", "calls": [call(2_000)]}]});
    let answer = json(&["plan", &asked("alone", &alone), "--json"], 0);
    let workload = object!({"workload": call(2_000)});
    let single = json(&["plan", &asked("single", &workload), "--json"], 0);
    assert_eq!(answer["monthly"]["total_usd"], single["recommended"]["monthly_usd"]);
    assert_eq!(answer["services"][0]["model"], single["recommended"]["model"]);
    assert_eq!(answer["plan"], single["recommended"]["plan"]);
}

#[test]
fn two_that_fit_alone_may_not_fit_together() {
    let free = |requests| object!({"plans": ["free"], "workload": call(requests)});
    let (one, two) = (asked("one", &free(120)), asked("two", &free(120)));
    json(&["check", &one, &two, "--json"], 0);
    let only = |requests| {
        let mut question = free(requests);
        question["requirements"] = object!({"models": ["openai/gpt-oss-20b"]});
        question
    };
    let (one, two) = (asked("one", &only(120)), asked("two", &only(120)));
    json(&["check", &one, &two, "--json"], 0);
    let together = json(&["check", &one, &two, "--together", "--json"], 1);
    let [judged] = together["questions"].as_array().expect("a list").as_slice() else {
        panic!("{together}")
    };
    assert_eq!((&judged["file"], &judged["fits"]), (&object!("together"), &object!(false)));
    assert!(judged["verdict"].as_str().is_some_and(|text| text.contains("TPD")), "{judged}");
    let names: Vec<_> = judged["services"].as_array().into_iter().flatten().collect();
    assert_eq!(
        (&names[0]["name"], &names[1]["name"]),
        (&object!("services-one"), &object!("services-two"))
    );
}

#[test]
fn together_refuses_what_contradicts_itself() {
    let one = asked("c1", &object!({"plans": ["free"], "workload": call(1)}));
    let two = asked("c2", &object!({"plans": ["developer"], "workload": call(1)}));
    refused(&["check", &one, &two, "--together"], &["services-c2.json", "plans"]);
    let two = asked("c3", &object!({"as_of": "2026-06-04", "workload": call(1)}));
    let one = asked("c4", &object!({"as_of": "2026-07-04", "workload": call(1)}));
    refused(&["check", &one, &two, "--together"], &["as_of", "2026-06-04"]);
    let many = asked("c5", &services("0", object!([call(1)])));
    refused(&["check", &many, "--together"], &["services-c5.json has services already"]);
    let own = |cap: u64| object!({"workload": call(1), "limits": {"openai/gpt-oss-20b": {"free": {"TPD": cap}}}});
    let (one, two) = (asked("c6", &own(1)), asked("c7", &own(2)));
    refused(&["check", &one, &two, "--together"], &["TPD", "1 and 2"]);
}

#[test]
fn bad_services_name_the_field_and_the_range() {
    let refuse = |name: &str, question: Value, words: &[&str]| {
        refused(&["plan", &asked(name, &question)], words);
    };
    refuse(
        "b1",
        services("1001", object!([call(1)])),
        &["services[0].growth_percent_per_month", "1001", "1000"],
    );
    refuse("b2", services("0", object!([])), &["services[0].calls"]);
    let audio = object!({"requests_per_day": 1, "audio_seconds": 60});
    refuse("b3", services("0", object!([call(1), audio])), &["services[0].calls", "split"]);
    let mut twice = services("0", object!([call(1)]));
    twice["services"][1]["name"] = object!("support");
    refuse("b4", twice, &["services[1].name", "support"]);
    let many: Vec<_> =
        (0..13).map(|index| object!({"name": index.to_string(), "calls": [call(1)]})).collect();
    refuse("b5", object!({"services": many}), &["services", "13", "12"]);
    let path = asked("b6", &services("0", object!([call(1)])));
    refused(&["plan", &path, "--input", "5"], &["input_tokens", "services"]);
    refused(&["plan", &path, "--hours"], &["--hours"]);
    refused(&["explain", &path], &["services"]);
}

#[test]
fn a_report_has_every_figure_and_escapes_what_it_is_given() {
    let mut question = services("10", object!([call(300)]));
    question["services"][0]["name"] = object!("<script>alert(1)</script>");
    question["limits"] = object!({"openai/gpt-oss-20b": {"developer": {"TPM": 123456}}});
    let path = asked("report", &question);
    let answer = json(&["plan", &path, "--json"], 0);
    let html = text(&["report", &path, "--margin", "20"], 0);
    assert!(html.starts_with("<!DOCTYPE html>") && !html.contains("<script"), "{html}");
    let markdown = text(&["report", &path, "--margin", "20", "--format", "markdown"], 0);
    let total = answer["monthly"]["total_usd"].as_str().expect("a price");
    for text in [&html, &markdown] {
        for words in [total, "123456", "900", "with 20 % margin", "Sources", "growth", "0.075"] {
            assert!(text.contains(words), "{words} is not in {text}");
        }
    }
    let workload =
        text(&["report", "--requests-per-day", "2k", "--input", "1500", "--output", "500"], 0);
    assert!(workload.contains("15.75"), "{workload}");
    let refused = crate::binary::run(&["report", &path, "--margin", "1001"], b"");
    assert_eq!(refused.status.code(), Some(2));
}

/// A log of two services: each sends `rows` requests, one in each of `step_us`.
fn log(rows: u64, step_us: u64) -> String {
    let mut text = "t_us,service,input,cached,output\n".to_owned();
    for row in 0..rows {
        let t = row * step_us;
        text += &format!("{t},support,900,0,200\n{t},digest,4000,0,400\n");
    }
    text
}

#[test]
fn a_log_of_services_shares_their_buckets() {
    let mut question = services("0", object!([call(300)]));
    question["plans"] = object!(["free"]);
    question["requirements"] = object!({"models": ["openai/gpt-oss-20b"]});
    let path = asked("replay", &question);
    // 5,500 tokens a minute are below the 8,000 of the free plan; ten times as many are not.
    let slow = file("services-slow.csv", log(20, 60_000_000));
    let passes = json(&["replay", &slow, "--services", &path, "--format", "json"], 0);
    for service in passes["services"].as_array().expect("a list") {
        assert_eq!(
            (&service["admitted"], &service["rejected"]),
            (&object!(20), &object!(0)),
            "{service}"
        );
    }
    let fast = file("services-fast.csv", log(20, 6_000_000));
    let refuses = json(&["replay", &fast, "--services", &path, "--json"], 0);
    let refused: u64 = refuses["services"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|service| service["rejected"].as_u64().expect("a count"))
        .sum();
    assert!(refused > 0, "{refuses}");
    let waited = |order: &str| {
        let args =
            ["replay", &fast, "--services", &path, "--policy", "queue", "--order", order, "--json"];
        json(&args, 0)["services"][0]["waited_us"].as_u64().expect("a time")
    };
    assert!(waited("fair") < waited("first-come"), "the digest asks for more");
    let table = text(&["replay", &fast, "--services", &path, "--policy", "queue"], 0);
    assert!(table.contains("Who kept whom waiting") && table.contains("support"), "{table}");
}

#[test]
fn a_log_of_services_names_what_is_wrong_with_it() {
    let path = asked("wrong", &services("0", object!([call(300)])));
    let stranger = file("services-stranger.csv", log(1, 1).replace("digest", "report"));
    refused(
        &["replay", &stranger, "--services", &path],
        &["line 3", "service is `report`", "support, digest"],
    );
    let none = file("services-none.csv", "t_us,input,cached,output\n1,2,0,3\n");
    refused(&["replay", &none, "--services", &path], &["no column `service`"]);
    let named = file("services-named.csv", log(1, 1).replace("service", "team"));
    json(&["replay", &named, "--services", &path, "--service", "team", "--json"], 0);
    let lines =
        file("services.jsonl", "{\"timestamp\": 1, \"input_length\": 1, \"output_length\": 1}\n");
    refused(&["replay", &lines, "--services", &path], &["CSV"]);
}
