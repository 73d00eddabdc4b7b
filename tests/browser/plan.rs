//! The form: units, sliders, presets, own limits.

use fantoccini::Locator;

use crate::in_browser;

#[test]
fn above_the_fold_stand_the_verdict_the_limit_and_the_cost() {
    in_browser(|page| async move {
        page.look(1366, 768, "light").await?;
        page.go("").await?;
        page.until_text("verdict", "Does not fit").await?;
        let low = "return Math.max(...['verdict', 'binding', 'monthly'].map((id) => document.getElementById(id).getBoundingClientRect().bottom))";
        let low = page.script(low, vec![]).await?.as_f64().unwrap_or(f64::MAX);
        assert!(low < 768.0, "{low}");
        // On a phone the answer stays in sight while the form is filled in.
        page.look(360, 740, "light").await?;
        let strip = page.client.find(Locator::Css(".strip")).await?;
        assert!(strip.text().await?.contains("$15.75"));
        let low = "return document.querySelector('.strip').getBoundingClientRect().bottom";
        assert!(page.script(low, vec![]).await?.as_f64().is_some_and(|low| low <= 740.0));
        page.screenshot("phone-first-look").await
    });
}

#[test]
fn the_same_workload_by_the_month_by_tasks_and_by_users() {
    in_browser(|page| async move {
        page.go("").await?;
        page.until_text("monthly", "$15.75").await?;
        let unit = |unit: &'static str| {
            let page = page.clone();
            async move {
                page.client
                    .find(Locator::Css(&format!("label[for=unit-{unit}]")))
                    .await?
                    .click()
                    .await?;
                page.wait().for_element(Locator::Id("comes-to")).await?;
                Ok::<(), Box<dyn std::error::Error>>(())
            }
        };
        unit("month").await?;
        assert_eq!(page.value("input_tokens_per_month").await?, "90000000");
        page.until_text("monthly", "$15.75").await?;
        page.write("requests_per_month", "120k").await?;
        page.until_text("comes-to", "4,000 requests a day of 750 input").await?;
        page.until_text("monthly", "$15.75").await?;
        unit("tasks").await?;
        page.write("calls_per_task", "2").await?;
        page.until_text("comes-to", "8,000 requests a day").await?;
        unit("users").await?;
        page.until_text("concurrent_users-error", "missing").await?;
        page.write("concurrent_users", "100").await?;
        page.until_text("comes-to", "144,000 requests a day").await?;
        page.screenshot("users").await?;
        page.client.find(Locator::Css("label[for=unit-day]")).await?.click().await?;
        assert_eq!(page.value("requests_per_day").await?, "144000");
        Ok(())
    });
}

#[test]
fn every_example_has_an_answer_and_a_use_case_its_guide() {
    in_browser(|page| async move {
        page.go("").await?;
        page.until_text("verdict", "Does not fit").await?;
        let ids = "return [...document.querySelectorAll('#preset option')].map((one) => one.value).filter((id) => id)";
        let ids = page.script(ids, vec![]).await?;
        let ids: Vec<String> = serde_json::from_value(ids)?;
        assert!(ids.len() > 30, "{ids:?}");
        for id in ids {
            page.client.find(Locator::Id("preset")).await?.select_by_value(&id).await?;
            let state = "return [document.querySelectorAll('.problems').length, document.getElementById('verdict').innerText, document.getElementById('guide')?.innerText ?? '']";
            let state = page.script(state, vec![]).await?;
            assert_eq!(state[0], 0, "{id}: {state}");
            assert!(state[1].as_str().is_some_and(|verdict| verdict.len() > 20), "{id}: {state}");
            if id.contains('-') {
                assert!(
                    state[2].as_str().is_some_and(|guide| guide.contains("Avoid")),
                    "{id}: {state}"
                );
            }
        }
        page.client.find(Locator::Id("preset")).await?.select_by_value("coding_agent").await?;
        page.until_text("comes-to", "1,000 requests a day of 40,000 input (36,000 cached)").await?;
        page.screenshot("coding-agent").await
    });
}

#[test]
fn my_own_limits_take_the_place_of_the_published_ones() {
    in_browser(|page| async move {
        page.go("#v=2&n=2k&i=1.5k&o=500&plans=free&model=openai/gpt-oss-120b").await?;
        page.until_text("per-day", "100").await?;
        page.write("limits-text", "openai/gpt-oss-120b 30 10K 8K 4.5M").await?;
        page.client.find(Locator::Id("limits-plan")).await?.select_by_value("free").await?;
        page.client.find(Locator::Id("limits-use")).await?.click().await?;
        page.until_text("verdict", "Fits the Free plan").await?;
        page.until_address("my=openai/gpt-oss-120b,free,RPD,10K").await?;
        page.script("document.getElementById('own-limits').scrollIntoView()", vec![]).await?;
        page.screenshot("my-limits").await?;
        page.write("limits-text", "nothing of use").await?;
        page.client.find(Locator::Id("limits-use")).await?.click().await?;
        page.until_text("limits-note", "No model with a limit").await
    });
}

#[test]
fn a_lever_can_be_tried() {
    in_browser(|page| async move {
        page.go("").await?;
        page.until_text("monthly", "$15.75").await?;
        page.client.find(Locator::Css(".levers button")).await?.click().await?;
        page.until_text("monthly", "$7.875").await?;
        assert_eq!(page.value("batch_share_percent").await?, "100");
        Ok(())
    });
}

#[test]
fn a_model_with_a_known_end_is_named_beside_the_answer() {
    in_browser(|page| async move {
        let question = "#v=1&requests_per_day=100&input_tokens=400&output_tokens=100&plans=free";
        let ending = format!("{question}&as_of=2026-06-04&model=llama-3.3-70b-versatile");
        page.go(&ending).await?;
        let end = "Groq retires it on 2026-08-16; use openai/gpt-oss-120b";
        page.until_text("retires", end).await?;
        page.go_as("zh-Hans", "light", &ending).await?;
        page.until_text("retires", "将于 2026-08-16 停用").await?;
        page.go_as("en", "light", &format!("{question}&model=openai%2Fgpt-oss-20b")).await?;
        page.until_text("verdict", "Fits the Free plan").await?;
        let text = page.script("return document.getElementById('retires').textContent", vec![]);
        assert_eq!(text.await?, "", "its end is not known");
        Ok(())
    });
}
