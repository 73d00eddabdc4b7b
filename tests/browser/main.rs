//! The page in a real Chromium: type a workload, read the verdict.

mod access;
mod axe;
mod charts;
mod code;
mod compare;
mod edits;
mod errands;
mod facts;
mod live;
mod offline;
mod paste;
mod plan;
mod reference;
mod replay;
mod report;
mod run;
mod server;
mod services;
mod session;
mod speed;
mod tasks;

use run::{E2_VERDICT, Outcome, in_browser, in_browser_with};
use serde_json::Value;

#[test]
fn a_workload_typed_gives_a_verdict_that_its_address_keeps() {
    in_browser(|page| async move {
        page.go("").await?;
        for (field, text) in
            [("requests_per_day", "2k"), ("input_tokens", "1.5k"), ("output_tokens", "500")]
        {
            page.write(field, text).await?;
        }
        page.until_text("verdict", E2_VERDICT).await?;
        let address = page.until_address("n=2k&i=1.5k&o=500").await?;
        page.client.goto("about:blank").await?;
        page.client.goto(address.as_str()).await?;
        page.until_text("verdict", E2_VERDICT).await?;
        assert_eq!(
            page.value("input_tokens").await?,
            "1.5k",
            "what was typed is kept to the letter"
        );
        page.screenshot("typed").await
    });
}

#[test]
fn an_error_stands_beside_its_field_and_nothing_is_lost() {
    in_browser(|page| async move {
        page.go("").await?;
        page.until_text("verdict", E2_VERDICT).await?;
        for (field, text) in [
            ("active_hours_per_day", "25"),
            ("cached_input_tokens", "9999"),
            ("input_tokens", "-5"),
        ] {
            page.write(field, text).await?;
            // Nothing is wrong before the field is left.
            let error = format!("return document.getElementById('{field}-error').textContent");
            assert_eq!(page.script(&error, vec![]).await?, "");
            page.until_error(field, text).await?;
            page.until_text("stale", "Results below use your last valid input").await?;
            assert_eq!(page.value(field).await?, text);
            page.write(field, if field == "active_hours_per_day" { "24" } else { "0" }).await?;
        }
        page.screenshot("error").await
    });
}

#[test]
fn the_articles_date_gives_the_articles_models() {
    in_browser(|page| async move {
        page.go("#v=1&requests_per_day=1000&input_tokens=400&output_tokens=100&as_of=2026-06-04&plans=free&model=openai%2Fgpt-oss-120b").await?;
        page.until_text("change", "Send fewer or shorter requests").await?;
        page.until_text("because", "Covers 400 of your 1,000 a day").await
    });
}

#[test]
fn the_page_measures_itself_where_it_runs() {
    in_browser(|page| async move {
        page.go("").await?;
        page.click("measure").await?;
        page.until_text("measured-us", "µs").await
    });
}

#[test]
fn nothing_is_fetched_from_elsewhere() {
    in_browser(|page| async move {
        page.go("").await?;
        page.until_text("verdict", E2_VERDICT).await?;
        let names = "return performance.getEntriesByType('resource').map((entry) => entry.name)";
        let names = page.client.execute(names, vec![]).await?;
        let names = names.as_array().cloned().unwrap_or_default();
        assert!(!names.is_empty(), "the page loads files");
        let own = |name: &Value| name.as_str().is_some_and(|name| name.starts_with(&page.base));
        assert!(names.iter().all(own), "{names:?}");
        Ok(())
    });
}
