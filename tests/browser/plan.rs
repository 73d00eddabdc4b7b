//! The form and the answer: units, kinds of work, examples, choices, own limits.

use fantoccini::Locator;
use serde_json::json;

use crate::{
    in_browser,
    run::E2_VERDICT,
    session::{Session, pause, tries},
};

#[test]
fn above_the_fold_stand_the_answer_the_limit_and_the_cost() {
    in_browser(|page| async move {
        page.look(1366, 768, "light").await?;
        page.go("").await?;
        page.until_text("verdict", E2_VERDICT).await?;
        page.until_text("binding", "Tokens per minute, 1.6% used").await?;
        page.until_text("per-day", "180,000").await?;
        page.until_text("because", "The daily token limit covers only 100 of your 2,000 requests")
            .await?;
        let low = "return Math.max(...['verdict', 'binding', 'monthly', 'because'].map((id) => document.getElementById(id).getBoundingClientRect().bottom))";
        let low = page.script(low, vec![]).await?.as_f64().unwrap_or(f64::MAX);
        assert!(low < 480.0, "{low}");
        // On a phone the answer comes first, and stays in sight while the form is filled in.
        page.look(390, 740, "light").await?;
        let top = "return document.getElementById('monthly').getBoundingClientRect().bottom";
        assert!(page.script(top, vec![]).await?.as_f64().is_some_and(|low| low <= 300.0));
        assert!(page.client.find(Locator::Css(".strip")).await.is_err(), "the hero is in sight");
        page.screenshot("phone-first-look").await?;
        page.script("document.getElementById('options-title').scrollIntoView()", vec![]).await?;
        let strip = page.wait().for_element(Locator::Css(".strip")).await?;
        assert!(strip.text().await?.contains("$15.75"));
        page.screenshot("phone-strip").await?;
        // It never shows a figure that is not of the form as it stands.
        let middle =
            "document.getElementById('requests_per_day').scrollIntoView({ block: 'center' })";
        page.script(middle, vec![]).await?;
        page.write("requests_per_day", "x").await?;
        page.script("document.getElementById('options-title').scrollIntoView()", vec![]).await?;
        for _ in tries() {
            if page.client.find(Locator::Css(".strip")).await.is_err() {
                return Ok(());
            }
            pause().await;
        }
        Err("the strip stays".into())
    });
}

#[test]
fn the_same_workload_by_the_month_by_tasks_and_by_users() {
    in_browser(|page| async move {
        page.go("").await?;
        page.until_text("monthly", "$15.75").await?;
        unit(&page, "month").await?;
        assert_eq!(page.value("input_tokens_per_month").await?, "90000000");
        page.until_text("monthly", "$15.75").await?;
        page.write("requests_per_month", "120k").await?;
        page.until_text("comes-to", "4,000 requests a day of 750 input").await?;
        page.until_text("monthly", "$15.75").await?;
        unit(&page, "tasks").await?;
        page.write("calls_per_task", "2").await?;
        page.until_text("comes-to", "8,000 requests a day").await?;
        unit(&page, "users").await?;
        // Nothing is wrong with a field that nobody has been in.
        let error = "return document.getElementById('concurrent_users-error').textContent";
        assert_eq!(page.script(error, vec![]).await?, "");
        page.write("concurrent_users", "100").await?;
        page.until_text("comes-to", "144,000 requests a day").await?;
        page.screenshot("users").await?;
        unit(&page, "day").await?;
        assert_eq!(page.value("requests_per_day").await?, "144000");
        Ok(())
    });
}

/// Counts in another unit.
async fn unit(page: &Session, unit: &str) -> crate::Outcome {
    page.wait().for_element(Locator::Id("unit")).await?.select_by_value(unit).await?;
    let asked = "return document.getElementById('unit').value === arguments[0]";
    for _ in tries() {
        if page.script(asked, vec![json!(unit)]).await? == json!(true) {
            return Ok(());
        }
        pause().await;
    }
    Err(format!("requests are not counted by {unit}").into())
}

#[test]
fn nothing_typed_is_lost_when_the_unit_or_the_kind_of_work_changes() {
    in_browser(|page| async move {
        page.go("").await?;
        page.write("requests_per_day", "2k").await?;
        page.until_text("monthly", "$15.75").await?;
        for back in ["day", "month", "tasks"] {
            unit(&page, back).await?;
            page.until_text("monthly", "$15.75").await?;
            unit(&page, "users").await?;
            unit(&page, back).await?;
            page.until_text("monthly", "$15.75").await?;
        }
        unit(&page, "day").await?;
        assert_eq!(page.value("requests_per_day").await?, "2k");
        for work in ["audio", "speech", "text"] {
            page.click_on(&format!("label[for=work-{work}]")).await?;
        }
        page.until_text("monthly", "$15.75").await?;
        assert_eq!(page.value("input_tokens").await?, "1500");
        Ok(())
    });
}

#[test]
fn a_month_bills_its_own_requests() {
    in_browser(|page| async move {
        // 31 recordings of an hour: not the 60 of two a day.
        page.go("#v=2&unit=month&mn=31&a=1&length=hours&plans=developer").await?;
        page.until_text("monthly", "$1.24").await?;
        page.go("#v=2&unit=month&mn=1000&a=1&length=hours").await?;
        page.until_text("monthly", "$40.00").await?;
        page.until_text("option", "whisper-large-v3-turbo").await
    });
}

#[test]
fn audio_leaves_the_tokens_of_an_example_behind() {
    in_browser(|page| async move {
        page.go("").await?;
        page.until_text("monthly", "$15.75").await?;
        page.click_on("label[for=work-audio]").await?;
        page.write("audio_seconds", "60").await?;
        page.until_text("option", "whisper").await?;
        assert!(page.client.find(Locator::Id("input_tokens")).await.is_err());
        // What lies around the answer follows it.
        page.until_text("limits", "ASH").await?;
        let limits = page.text("limits").await?;
        assert!(
            !limits.contains("1,000,000,000") && !limits.contains("Longest prompt"),
            "{limits}"
        );
        Ok(())
    });
}

#[test]
fn a_load_that_no_checked_option_can_take_is_not_recommended() {
    in_browser(|page| async move {
        page.go("#v=2&n=3M&i=1500&o=500").await?;
        page.until_text("verdict", "No available option can handle this load").await?;
        let text = page.text("options").await?;
        assert!(!text.contains("Works"), "{text}");
        // Of speech some limits are not published: the price is a fact, the rest is not
        // promised.
        page.go("#v=2&n=50&k=250&plans=developer").await?;
        page.until_text("verdict", "Not checked").await?;
        page.until_text("because", "Limits not published, so not checked").await?;
        let text = page.text("options").await?;
        assert!(text.contains("Not checked") && !text.contains("Works"), "{text}");
        Ok(())
    });
}

#[test]
fn nothing_entered_asks_instead_of_answering() {
    in_browser(|page| async move {
        page.go("#v=2&n=2000&i=0&o=0").await?;
        page.wait().for_element(Locator::Id("verdict")).await?;
        let verdict = page.text("verdict").await?;
        assert!(!verdict.contains('$'), "{verdict}");
        page.go("").await?;
        page.until_text("verdict", E2_VERDICT).await?;
        page.click("start-empty").await?;
        page.until_text("verdict", "What would you like to run?").await?;
        let errors =
            "return [...document.querySelectorAll('.msg')].map((one) => one.textContent).join('')";
        assert_eq!(page.script(errors, vec![]).await?, "");
        page.screenshot("start-empty").await?;
        page.client.back().await?;
        page.until_text("verdict", E2_VERDICT).await
    });
}

#[test]
fn numbers_are_read_as_they_are_written_and_asked_about_where_they_are_not_clear() {
    in_browser(|page| async move {
        page.go("").await?;
        for text in ["2 000", "２０００", "2,000", "0.2万", "2e3"] {
            page.write("requests_per_day", "7").await?;
            page.until_text("per-day", "").await?;
            page.write("requests_per_day", text).await?;
            page.until_text("monthly", "$15.75").await?;
            assert_eq!(page.value("requests_per_day").await?, text);
        }
        page.write("requests_per_day", "2.000").await?;
        page.until_error("requests_per_day", "Did you mean").await?;
        let asked = page.text("requests_per_day-error").await?;
        let asked = asked.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(asked.trim_end_matches('?').trim_end(), "Did you mean 2,000 or 2");
        page.screenshot("two-readings").await?;
        page.click_on("#requests_per_day-error button").await?;
        page.until_text("monthly", "$15.75").await?;
        assert_eq!(page.value("requests_per_day").await?, "2000");
        Ok(())
    });
}

#[test]
fn a_choice_is_of_the_whole_page_stands_in_the_link_and_can_be_undone() {
    in_browser(|page| async move {
        page.go("").await?;
        page.until_text("verdict", E2_VERDICT).await?;
        let radio = "#options input[value='openai/gpt-oss-120b,developer,on_demand']";
        page.click_on(radio).await?;
        page.until_text("monthly", "$31.50").await?;
        page.until_text("option", "gpt-oss-120b").await?;
        let address = page.until_address("pick=openai/gpt-oss-120b,developer,on_demand").await?;
        page.client.goto("about:blank").await?;
        page.client.goto(address.as_str()).await?;
        page.until_text("monthly", "$31.50").await?;
        page.wait().for_element(Locator::Id("bill")).await?;
        page.until_text("bill", "$31.50").await?;
        page.click_on(".acts a[href*='view=code']").await?;
        page.until_text("code-for", "gpt-oss-120b").await?;
        page.client.back().await?;
        page.until_text("monthly", "$31.50").await?;
        // From the first answer: the choice is one step.
        page.go("").await?;
        page.click_on(radio).await?;
        page.until_text("monthly", "$31.50").await?;
        page.client.back().await?;
        page.until_text("monthly", "$15.75").await?;
        let checked = "return document.querySelector('#options input:checked').value";
        for _ in tries() {
            if page.script(checked, vec![]).await? == "openai/gpt-oss-20b,developer,on_demand" {
                return Ok(());
            }
            pause().await;
        }
        Err("the table does not follow".into())
    });
}

#[test]
fn a_step_back_counts_while_the_page_is_busy() {
    in_browser(|page| async move {
        let radio = "#options input[value='openai/gpt-oss-120b,developer,on_demand']";
        page.go("").await?;
        page.until_text("verdict", E2_VERDICT).await?;
        page.wait().for_element(Locator::Css(radio)).await?;
        // The page is busy from the step until its timers are due, and after that has done
        // whatever was still to be done.
        let hurried = "const [radio, done] = arguments;
            document.querySelector(radio).click();
            setTimeout(() => {
                history.back();
                for (const end = performance.now() + 600; performance.now() < end;);
                setTimeout(done, 600);
            });";
        page.client.execute_async(hurried, vec![json!(radio)]).await?;
        page.until_text("monthly", "$15.75").await?;
        assert!(!page.client.current_url().await?.as_str().contains("pick="));
        page.client.forward().await?;
        page.until_text("monthly", "$31.50").await
    });
}

#[test]
fn what_a_model_must_support_decides() {
    in_browser(|page| async move {
        page.go("").await?;
        page.until_text("verdict", E2_VERDICT).await?;
        page.click_on("label[for=needs-vision]").await?;
        page.until_address("needs=vision").await?;
        for _ in tries() {
            if !page.text("option").await?.contains("gpt-oss-20b") {
                break;
            }
            pause().await;
        }
        assert!(!page.text("option").await?.contains("gpt-oss"));
        page.client.back().await?;
        page.until_text("verdict", E2_VERDICT).await
    });
}

#[test]
fn every_example_has_an_answer_and_can_be_undone() {
    in_browser(|page| async move {
        page.go("").await?;
        page.until_text("verdict", E2_VERDICT).await?;
        let ids = "return [...document.querySelectorAll('.chip')].map((one) => one.id)";
        let ids: Vec<String> = serde_json::from_value(page.script(ids, vec![]).await?)?;
        assert!(ids.len() >= 7, "{ids:?}");
        for id in &ids[1..] {
            page.click(id).await?;
            let pressed =
                format!("return document.getElementById('{id}').getAttribute('aria-pressed')");
            for _ in tries() {
                if page.script(&pressed, vec![]).await? == "true" {
                    break;
                }
                pause().await;
            }
            let state = "return [document.querySelectorAll('.eg.warn').length, document.getElementById('verdict').innerText]";
            let state = page.script(state, vec![]).await?;
            assert_eq!(state[0], 0, "{id}: {state}");
            assert!(
                state[1].as_str().is_some_and(|verdict| verdict.contains('$')),
                "{id}: {state}"
            );
            page.wait().for_element(Locator::Id("undo")).await?;
        }
        page.click("coding_agent").await?;
        page.until_text("comes-to", "1,000 requests a day of 40,000 input (36,000 cached)").await?;
        page.screenshot("coding-agent").await?;
        page.click("undo").await?;
        page.until_text("option", "orpheus").await
    });
}

#[test]
fn my_own_limits_take_the_place_of_the_published_ones() {
    in_browser(|page| async move {
        page.go("#v=2&n=2k&i=1.5k&o=500&plans=free&model=openai/gpt-oss-120b").await?;
        page.until_text("per-day", "100").await?;
        page.write("limits-text", "openai/gpt-oss-120b 30 10K 8K 4.5M").await?;
        page.client.find(Locator::Id("limits-plan")).await?.select_by_value("free").await?;
        page.click("limits-use").await?;
        page.until_text("verdict", "The Free plan is enough").await?;
        page.until_address("my=openai/gpt-oss-120b,free,RPD,10K").await?;
        page.script("document.getElementById('own-limits').scrollIntoView()", vec![]).await?;
        page.screenshot("my-limits").await?;
        page.write("limits-text", "nothing of use").await?;
        page.click("limits-use").await?;
        page.until_text("limits-note", "no model with a limit").await
    });
}

#[test]
fn a_lever_can_be_tried() {
    in_browser(|page| async move {
        page.go("").await?;
        page.until_text("monthly", "$15.75").await?;
        page.click_on(".levers button").await?;
        page.until_text("monthly", "$7.88").await?;
        assert_eq!(page.value("batch_share_percent").await?, "100");
        page.client.back().await?;
        page.until_text("monthly", "$15.75").await
    });
}

#[test]
fn a_model_with_a_known_end_is_named_beside_the_answer() {
    in_browser(|page| async move {
        let question = "#v=1&requests_per_day=100&input_tokens=400&output_tokens=100&plans=free";
        let ending = format!("{question}&as_of=2026-06-04&model=llama-3.3-70b-versatile");
        page.go(&ending).await?;
        let end = "Groq retires this model on 2026-08-16; use openai/gpt-oss-120b";
        page.until_text("retires", end).await?;
        page.go_as("zh-Hans", "light", &ending).await?;
        page.until_text("retires", "将于 2026-08-16 停用").await?;
        page.go_as("en", "light", &format!("{question}&model=openai%2Fgpt-oss-20b")).await?;
        page.until_text("verdict", "The Free plan is enough").await?;
        assert!(page.client.find(Locator::Id("retires")).await.is_err(), "its end is not known");
        Ok(())
    });
}
