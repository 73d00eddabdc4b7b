//! The Code view: a program that follows the plan, and why there is none.

use fantoccini::Locator;
use groq_calc::{Draft, Number, OptionId, Plan, Tier, WorkloadDraft, answer};
use groq_catalog::CATALOG;
use groq_codegen::{Language, Settings};
use serde_json::json;

use crate::{
    Outcome,
    axe::{accessible, looks},
    in_browser,
    session::{Session, pause, tries},
};

const EXAMPLE: &str = "n=2000&i=1500&o=500";
const MODEL: &str = "openai/gpt-oss-20b";

/// What the crate makes of the example on a plan and tier.
fn settings(output: u64, plan: Plan, tier: Tier) -> Settings<'static> {
    let workload = WorkloadDraft {
        requests_per_day: Some(Number::from(2000)),
        input_tokens: Some(Number::from(1500)),
        output_tokens: Some(Number::from(output)),
        ..WorkloadDraft::default()
    };
    let question = Draft { workload, ..Draft::default() }.check().expect("it can be asked");
    let answer = answer(&CATALOG, &question).expect("it can be answered");
    let place = OptionId::new(MODEL, plan, tier);
    let option = answer.options.iter().find(|o| o.id == place);
    Settings::new(&CATALOG, &question, option.expect("it is an option")).expect("there is code")
}

/// Waits until the field holds a text.
async fn until_code(page: &Session, expected: &str) -> Outcome {
    let mut text = String::new();
    for _ in tries() {
        text = page.value("code-text").await.unwrap_or_default();
        if text == expected {
            return Ok(());
        }
        pause().await;
    }
    Err(format!("the code is\n{text}\nnot\n{expected}").into())
}

async fn press(page: &Session, id: &str) -> Outcome {
    let click = "document.getElementById(arguments[0]).click()";
    page.wait().for_element(Locator::Id(id)).await?;
    page.script(click, vec![json!(id)]).await?;
    Ok(())
}

async fn is(page: &Session, id: &str, property: &str) -> Result<bool, Box<dyn std::error::Error>> {
    let read = "return document.getElementById(arguments[0])[arguments[1]]";
    Ok(page.script(read, vec![json!(id), json!(property)]).await? == json!(true))
}

async fn shows(page: &Session, id: &str) -> Result<bool, Box<dyn std::error::Error>> {
    let read = "return document.getElementById(arguments[0]) !== null";
    Ok(page.script(read, vec![json!(id)]).await? == json!(true))
}

#[test]
fn the_code_is_the_crates_and_follows_the_plan() {
    in_browser(|page| async move {
        page.go(&format!("#v=2&view=code&{EXAMPLE}")).await?;
        page.until_text("code-for", "gpt-oss-20b on Developer (recommended)").await?;
        page.until_text("code-fit", "Your requests fit. Tightest limit: ").await?;
        page.until_text("code-notes", "above $15.75, which the month costs as planned").await?;
        let planned = settings(500, Plan::Developer, Tier::OnDemand);
        until_code(&page, &planned.code(Language::PythonGroq)).await?;
        // Another address, the same page: what is shown follows.
        let change = "location.hash = location.hash.replace('o=500', 'o=700')";
        page.script(change, vec![]).await?;
        let longer = settings(700, Plan::Developer, Tier::OnDemand).code(Language::PythonGroq);
        assert!(longer.contains("MAX_COMPLETION_TOKENS = 700"), "{longer}");
        until_code(&page, &longer).await?;
        // The plan itself is changed, and an option picked there.
        press(&page, "code-to-plan").await?;
        page.until_text("monthly", "$").await?;
        page.write("output_tokens", "500").await?;
        let pick = "const radio = document.querySelector(`#options input[value='${arguments[0]},free,on_demand']`); \
                    radio?.click(); return radio !== null";
        for _ in tries() {
            if page.script(pick, vec![json!(MODEL)]).await? == json!(true) {
                break;
            }
            pause().await;
        }
        page.until_address("pick=openai/gpt-oss-20b,free,on_demand").await?;
        page.click_on(".acts a[href*='view=code']").await?;
        page.until_text("code-for", "gpt-oss-20b on Free (picked)").await?;
        page.until_text("code-fit", "do not fit").await?;
        let free = settings(500, Plan::Free, Tier::OnDemand);
        until_code(&page, &free.code(Language::PythonGroq)).await?;
        page.until_text("code-notes", "the free plan bills nothing").await
    });
}

#[test]
fn the_language_is_chosen_and_remembered() {
    in_browser(|page| async move {
        let address = format!("#v=2&view=code&{EXAMPLE}");
        let planned = settings(500, Plan::Developer, Tier::OnDemand);
        page.go(&address).await?;
        for language in Language::ALL {
            let select = page.wait().for_element(Locator::Id("code-language")).await?;
            select.select_by_value(language.name()).await?;
            until_code(&page, &planned.code(language)).await?;
            let label = "return document.querySelector('label[for=code-text]').innerText";
            let label = page.script(label, vec![]).await?;
            assert_eq!(label, json!(format!("File groq_calls.{}", language.extension())));
        }
        page.client.find(Locator::Id("code-language")).await?.select_by_value("javascript").await?;
        page.go(&address).await?;
        until_code(&page, &planned.code(Language::JavaScript)).await?;
        assert_eq!(page.value("code-language").await?, "javascript");
        press(&page, "code-stream").await?;
        until_code(&page, &planned.stream(Language::JavaScript)).await?;
        // What is no language is none.
        page.script("localStorage.setItem('groq-calc.code-language', 'cobol')", vec![]).await?;
        page.go(&address).await?;
        until_code(&page, &planned.code(Language::PythonGroq)).await
    });
}

#[test]
fn batch_is_offered_where_there_is_batch() {
    in_browser(|page| async move {
        page.go(&format!("#v=2&view=code&{EXAMPLE}&b=20")).await?;
        page.until_text("code-notes", "20% of the requests are planned as batch").await?;
        assert!(!is(&page, "code-batch", "disabled").await?);
        press(&page, "code-batch").await?;
        page.until_text("code-fit", "cost half").await?;
        assert!(!shows(&page, "code-on-demand").await?, "batch has no tier");
        let text = page.value("code-text").await?;
        assert!(text.contains("as batch") && text.contains(MODEL), "{text}");
        // The free plan has none: calls are shown, and it is said why.
        let change = "location.hash += '&plans=free'";
        page.script(change, vec![]).await?;
        page.until_text("code-part-note", "The Free plan has no batch.").await?;
        assert!(is(&page, "code-batch", "disabled").await?);
        assert!(is(&page, "code-calls", "checked").await?);
        let text = page.value("code-text").await?;
        assert!(text.contains("on the Free plan, on_demand"), "{text}");
        // Nor has this model.
        page.go("#v=2&view=code&n=10&i=100&o=10&plans=developer&model=qwen/qwen3.8-27b").await?;
        page.until_text("code-part-note", "not on the batch list").await
    });
}

#[test]
fn the_tier_can_be_chosen_on_the_developer_plan() {
    in_browser(|page| async move {
        page.go(&format!("#v=2&view=code&{EXAMPLE}")).await?;
        page.until_text("code-tier-note", "On demand: ").await?;
        assert!(is(&page, "code-on-demand", "checked").await?);
        press(&page, "code-flex").await?;
        page.until_text("code-for", "Developer, Flex (on the service tier chosen here)").await?;
        page.until_text("code-tier-note", "498").await?;
        let flex = settings(500, Plan::Developer, Tier::Flex);
        until_code(&page, &flex.code(Language::PythonGroq)).await?;
        press(&page, "code-on-demand").await?;
        page.until_text("code-for", "Developer (recommended)").await?;
        page.go(&format!("#v=2&view=code&{EXAMPLE}&plans=free")).await?;
        page.until_text("code-for", "on Free").await?;
        assert!(!shows(&page, "code-flex").await?, "the free plan has one tier");
        Ok(())
    });
}

#[test]
fn where_there_is_no_code_it_is_said_why_and_what_to_change() {
    in_browser(|page| async move {
        for (fragment, parts) in [
            ("v=2", ["once Estimate has an answer", "Enter your requests per day"]),
            ("n=2k&i=x", ["once Estimate has an answer", "Input tokens can't be `x`"]),
            ("n=10&a=60", ["this is transcription", "count tokens instead"]),
            ("n=10&k=60", ["this is speech", "count tokens instead"]),
            ("n=10&i=500k&o=10", ["no such request can pass", "Shorten the prompt"]),
            ("n=10&i=100&o=0", ["it has no output tokens", "Enter 1 or more"]),
        ] {
            page.go(&format!("#view=code&{fragment}")).await?;
            for part in parts {
                page.until_text("code-none", part).await?;
            }
            for id in ["code-text", "code-copy", "code-language"] {
                assert!(!shows(&page, id).await?, "{fragment}: nothing to do with no code");
            }
        }
        // In another language too, and back to code once it is mended.
        page.go_as("zh-Hans", "light", "#view=code&n=10&i=100&o=0").await?;
        page.until_text("code-none", "请填写 1 个或更多输出 token。").await?;
        page.script("location.hash = location.hash.replace('o=0', 'o=9')", vec![]).await?;
        page.until_text("code-for", "推荐").await?;
        page.wait().for_element(Locator::Id("code-text")).await?;
        assert!(page.value("code-text").await?.contains("MAX_COMPLETION_TOKENS = 9"));
        assert_eq!(page.text("code-none").await?, "");
        Ok(())
    });
}

#[test]
fn the_code_is_copied_and_leads_to_the_checklist() {
    in_browser(|page| async move {
        let origin = page.base.trim_end_matches('/').to_owned();
        let allow = json!({ "origin": origin, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
        page.devtools("Browser.grantPermissions", allow).await?;
        page.go(&format!("#v=2&view=code&{EXAMPLE}")).await?;
        press(&page, "code-copy").await?;
        page.until_text("code-said", "Copied.").await?;
        let read = "const done = arguments[0]; navigator.clipboard.readText().then(done, (e) => done(String(e)))";
        let text = page.client.execute_async(read, vec![]).await?;
        let planned = settings(500, Plan::Developer, Tier::OnDemand);
        assert_eq!(text, json!(planned.code(Language::PythonGroq)));
        // What was copied is not what is shown any more.
        press(&page, "code-flex").await?;
        page.until_text("code-tier-note", "498").await?;
        assert_eq!(page.text("code-said").await?, "");
        press(&page, "code-save").await?;
        page.until_text("code-said", "Saved as groq_calls.py.").await?;
        press(&page, "code-to-checklist").await?;
        page.until_text("checks-for", MODEL).await?;
        page.until_address("view=guide&n=2000").await?;
        Ok(())
    });
}

#[test]
fn axe_finds_no_violation_in_code() {
    in_browser(|page| async move {
        for look in looks() {
            for (name, fragment) in [("code", EXAMPLE), ("code-none", "n=10&a=60")] {
                page.wear(look).await?;
                page.go(&format!("#v=2&view=code&{fragment}")).await?;
                page.wait().for_element(Locator::Id("code-to-plan")).await?;
                accessible(&page, name, look).await?;
            }
        }
        Ok(())
    });
}
