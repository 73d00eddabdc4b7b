//! The Reference view: errors, the visitor's own numbers, the checklist.

use groq_catalog::ERRORS;
use serde_json::json;

use crate::{
    axe::{accessible, looks},
    in_browser,
};

#[test]
fn an_error_is_found_by_its_number_its_code_or_a_word() {
    in_browser(|page| async move {
        page.go("#view=reference").await?;
        let all = ERRORS.len();
        page.until_text("errors-shown", &format!("{all} of {all} codes")).await?;
        for (text, shown, id, part) in [
            ("429", 2, "error-429", "retry-after"),
            ("Error code: 429", 2, "error-429", "retry-after"),
            ("capacity_exceeded", 1, "error-498", "flex"),
            ("blocked_api", 1, "error-400-spend", "spend limit"),
            ("mcp", 1, "error-424", "remote"),
        ] {
            page.write("errors-search", text).await?;
            page.until_text("errors-shown", &format!("{shown} of {all} codes")).await?;
            page.until_text(id, part).await?;
        }
        page.write("errors-search", "no such thing").await?;
        page.until_text("errors-shown", &format!("0 of {all}")).await?;
        page.write("errors-search", "too large").await?;
        page.until_text("error-413", "does not help").await?;
        page.write("errors-search", "413").await?;
        page.until_text("error-413", "does not help").await?;
        page.until_text("error-413", "For production").await
    });
}

#[test]
fn the_guide_has_the_visitors_own_numbers() {
    in_browser(|page| async move {
        // C4 of the article: half of the input cached.
        page.go("#v=1&view=reference&plans=developer&model=openai%2Fgpt-oss-120b&requests_per_day=10k&input_tokens=10k&cached_input_tokens=5k&output_tokens=2k&days_per_month=1&monthly_budget_usd=20").await?;
        page.until_text("own-option", "gpt-oss-120b on Developer").await?;
        for figure in ["$27.00", "$23.25", "$19.50", "$13.50"] {
            page.until_text("own-month", figure).await?;
        }
        page.until_text("own-caps", "250,000").await?;
        page.until_text("own-caps", "2,500,000").await?;
        page.until_text("own-spend", "A spend limit of $20.00 is reached on day 1").await?;
        // No caching, no batch.
        page.go("#v=1&view=reference&as_of=2026-06-04&plans=developer&model=qwen%2Fqwen3-32b&requests_per_day=10k&input_tokens=5k&output_tokens=2.5k&days_per_month=1").await?;
        page.until_text("own-month", "$29.25").await?;
        page.until_text("own-month", "not on the batch list").await?;
        page.until_text("own-option", "does not cache").await?;
        page.until_text("own-spend", "Enter a monthly budget").await
    });
}

#[test]
fn every_use_case_has_its_advice() {
    in_browser(|page| async move {
        page.go("#view=guide").await?;
        let cases = groq_catalog::CATALOG.use_cases_on(groq_catalog::CATALOG.newest());
        for case in cases {
            page.until_text(&format!("use-case-{}", case.id), "Avoid").await?;
        }
        Ok(())
    });
}

#[test]
fn ticks_stay_and_the_list_copies_as_markdown() {
    in_browser(|page| async move {
        let origin = page.base.trim_end_matches('/').to_owned();
        let allow = json!({ "origin": origin, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
        page.devtools("Browser.grantPermissions", allow).await?;
        page.go("#view=reference").await?;
        page.until_text("checks-done", "0 of 14").await?;
        page.click_on("#checks li:nth-child(2) input").await?;
        page.until_text("checks-done", "1 of 14").await?;
        page.go("#view=reference").await?;
        page.until_text("checks-done", "1 of 14").await?;
        page.click("checks-copy").await?;
        page.until_text("checks-copied", "Copied.").await?;
        let read = "const done = arguments[0]; navigator.clipboard.readText().then(done, (e) => done(String(e)))";
        let text = page.client.execute_async(read, vec![]).await?;
        let text = text.as_str().unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 16, "{text}");
        assert!(lines[2].starts_with("- [ ] ") && lines[3].starts_with("- [x] "), "{text}");
        page.click("checks-clear").await?;
        page.until_text("checks-done", "0 of 14").await
    });
}

#[test]
fn the_checklist_has_the_figures_of_the_plan() {
    in_browser(|page| async move {
        let origin = page.base.trim_end_matches('/').to_owned();
        let allow = json!({ "origin": origin, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
        page.devtools("Browser.grantPermissions", allow).await?;
        let question = "n=2000&i=1500&c=500&o=500&b=20&s=10&y=20";
        page.go(&format!("#v=2&view=reference&{question}")).await?;
        page.until_text("checks-for", "openai/gpt-oss-20b on Developer (on_demand)").await?;
        for (check, figure) in [
            ("limits-page", "TPM 250,000"),
            ("binding-limit", "with a margin of 10%"),
            ("production-model", "Listed for production"),
            ("model-setting", "Now openai/gpt-oss-20b"),
            ("max-completion", "500 as planned"),
            ("too-large", "at most 250,000"),
            ("queue", "in the busiest minute"),
            ("spend-limit", "to stay within $20.00 though Groq counts up to 15 minutes late"),
            ("batch-share", "20% as planned"),
            ("cache-order", "500 of 1,500 prompt tokens cached as planned"),
        ] {
            page.until_text(&format!("own-{check}"), figure).await?;
        }
        let read = "const done = arguments[0]; navigator.clipboard.readText().then(done, (e) => done(String(e)))";
        page.click("checks-copy").await?;
        page.until_text("checks-copied", "Copied.").await?;
        let text = page.client.execute_async(read, vec![]).await?;
        let text = text.as_str().unwrap_or_default();
        let title =
            "## Before the launch: openai/gpt-oss-20b on Developer (on_demand), 2026-10-10\n";
        assert!(text.starts_with(title), "{text}");
        assert!(text.contains("no larger than needed. **500 as planned.**\n"), "{text}");
        page.click("checks-save").await?;
        page.until_text("checks-copied", "Saved as groq-launch-checklist.md.").await?;
        // It follows the plan, and an entry that is bad takes the figures away.
        page.script("location.hash = location.hash.replace('o=500', 'o=700')", vec![]).await?;
        page.until_text("own-max-completion", "700 as planned").await?;
        page.script("location.hash = location.hash.replace('o=700', 'o=x')", vec![]).await?;
        page.until_text("checks-for", "No figures yet").await?;
        assert_eq!(page.text("own-max-completion").await?, "");
        page.go_as("zh-Hans", "light", &format!("#v=2&view=reference&{question}")).await?;
        page.until_text("checks-for", "开发者版上的 openai/gpt-oss-20b（on_demand）").await?;
        page.until_text("own-max-completion", "按规划为 500").await?;
        page.until_text("own-spend-limit", "支出上限：US$").await?;
        page.click("checks-copy").await?;
        page.until_text("checks-copied", "已复制。").await?;
        let text = page.client.execute_async(read, vec![]).await?;
        let text = text.as_str().unwrap_or_default();
        assert!(
            text.starts_with("## 上线前检查：开发者版上的 openai/gpt-oss-20b（on_demand），"),
            "{text}"
        );
        assert!(text.contains("**按规划为 500。**"), "{text}");
        Ok(())
    });
}

#[test]
fn axe_finds_no_violation_in_reference() {
    in_browser(|page| async move {
        for look in looks() {
            page.wear(look).await?;
            page.go("#view=reference").await?;
            page.until_text("errors-shown", &ERRORS.len().to_string()).await?;
            accessible(&page, "reference", look).await?;
        }
        Ok(())
    });
}
