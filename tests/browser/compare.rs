//! Plans kept, compared, carried off and brought back.

use fantoccini::Locator;
use serde_json::json;

use crate::{
    in_browser,
    session::{pause, tries},
};

#[test]
fn plans_are_kept_compared_and_sent_on() {
    in_browser(|page| async move {
        page.go("#v=2&view=compare&n=2k&i=1.5k&o=500").await?;
        let name = page.wait().for_element(Locator::Id("name")).await?;
        name.send_keys("First").await?;
        page.press("\u{e007}").await?;
        let table = "return document.querySelector('.side-by-side')?.innerText ?? ''";
        for _ in tries() {
            if page.script(table, vec![]).await?.as_str().is_some_and(|text| text.contains("First"))
            {
                break;
            }
            pause().await;
        }
        // The plan changes; the kept one does not.
        page.click_on("nav li:first-child a").await?;
        page.write("batch_share_percent", "100").await?;
        page.until_text("monthly", "$7.88").await?;
        page.click_on("header a[href*='view=compare']").await?;
        page.until_text("view-title", "Compare").await?;
        let text = page.script(table, vec![]).await?;
        let text = text.as_str().unwrap_or_default();
        assert!(text.contains("$15.75") && text.contains("$7.875"), "{text}");
        let differing =
            "return [...document.querySelectorAll('.differs th')].map((one) => one.textContent)";
        let differing = page.script(differing, vec![]).await?.to_string();
        assert!(
            differing.contains("Batch share") && !differing.contains("Input tokens"),
            "{differing}"
        );
        page.screenshot("compare-kept").await?;
        // The address carries the comparison to a browser that has kept nothing.
        let address = page.client.current_url().await?;
        page.script("localStorage.clear()", vec![]).await?;
        page.client.goto("about:blank").await?;
        page.client.goto(address.as_str()).await?;
        page.wait().for_element(Locator::Css(".side-by-side")).await?;
        let text = page.script(table, vec![]).await?;
        assert!(text.as_str().is_some_and(|text| text.contains("First")), "{text}");
        Ok(())
    });
}

#[test]
fn a_question_goes_out_as_json_and_comes_back() {
    in_browser(|page| async move {
        page.go("#v=2&view=share&n=2k&i=1.5k&o=500&y=20&my=openai/gpt-oss-20b,developer,TPM,100K")
            .await?;
        page.wait().for_element(Locator::Id("taken")).await?;
        let take = |kind: &'static str| {
            let page = page.clone();
            async move {
                page.client.find(Locator::Id("take-kind")).await?.select_by_value(kind).await?;
                page.value("taken").await
            }
        };
        let question = take("question").await?;
        assert!(question.contains("\"requests_per_day\": \"2k\""), "{question}");
        let link = take("link").await?;
        assert!(link.starts_with(&page.base) && link.contains("#v=2&n=2k"), "{link}");
        let answer: serde_json::Value = serde_json::from_str(&take("answer").await?)?;
        assert_eq!(answer["recommended"]["monthly_usd"], "15.75");
        assert_eq!(answer["outlook"]["spend"]["budget_usd"], "20");
        for (kind, part) in [
            ("markdown", "| TPM | 4,000 | 100,000 | 4% |"),
            ("csv", "openai/gpt-oss-20b,developer,on_demand,true,TPM,0.04,"),
            ("note", "A spend limit of $20.00 is not reached: the month costs"),
        ] {
            let text = take(kind).await?;
            assert!(text.contains(part), "{part} is not in {text}");
        }
        page.click("copy").await?;
        page.until_text("copied", "").await?;
        page.screenshot("take-away").await?;
        page.go("#v=2&view=compare").await?;
        page.wait().for_element(Locator::Id("import-text")).await?;
        let paste = "const field = document.getElementById('import-text'); field.value = arguments[0]; \
                     field.dispatchEvent(new Event('input', { bubbles: true }))";
        page.script(paste, vec![json!(question)]).await?;
        page.click("import").await?;
        page.until_text("imported", "Imported is saved and pinned").await?;
        let text =
            page.script("return document.querySelector('.side-by-side').innerText", vec![]).await?;
        assert!(
            text.as_str().is_some_and(|text| text.contains("$15.75") && text.contains("TPM 100K")),
            "{text}"
        );
        page.script(paste, vec![json!("{\"workload\": {\"colour\": 1}}")]).await?;
        page.click("import").await?;
        page.until_text("imported", "unknown field `colour`").await
    });
}

#[test]
fn a_link_of_the_first_version_opens_and_a_broken_one_explains_itself() {
    in_browser(|page| async move {
        page.go("#v=1&requests_per_day=1000&input_tokens=400&output_tokens=100&as_of=2026-06-04&plans=free&model=openai%2Fgpt-oss-120b&colour=red&cached_input_tokens=%zz").await?;
        page.until_text("because", "Covers 400 of your 1,000 a day").await?;
        let notice = page.client.find(Locator::Css(".notice")).await?.text().await?;
        assert!(
            notice.contains("colour=red") && notice.contains("cached_input_tokens"),
            "{notice}"
        );
        let address = page.client.current_url().await?;
        assert!(
            address.as_str().contains("colour=red"),
            "the link stays as it is until an edit: {address}"
        );
        page.write("output_tokens", "200").await?;
        page.until_text("because", "333 of your 1,000").await?;
        page.until_address("v=2&n=1000&i=400&o=200").await?;
        Ok(())
    });
}
