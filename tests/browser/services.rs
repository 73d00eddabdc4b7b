//! Several services on one account: rows, total, shared limits, growth, link.

use fantoccini::Locator;
use groq_calc::Draft;
use groq_catalog::CATALOG;
use serde_json::json;

use crate::{
    axe::{accessible, looks},
    in_browser,
    session::{Session, pause, tries},
};

/// Three services of which one grows.
pub(crate) const THREE: &str = "#v=2&y=350&service=name%3DSupport%2520chat%26n%3D20k%26i%3D1500%26o%3D500%26growth%3D10&service=name%3DDocuments%26n%3D4000%26i%3D6000%26o%3D400&service=name%3DTagging%26n%3D30k%26i%3D400%26o%3D30";

/// The same with two kinds of call in the service that is open.
fn two_kinds() -> String {
    let other = "call%3Dn%253D1000%2526i%253D6000%2526o%253D400";
    THREE.replace("n%3D4000", &format!("n%3D3000%26{other}")).replace("y=350", "y=350&open=1")
}

const ENTER: &str = "\u{e007}";

/// Waits until a script says true.
async fn until(page: &Session, script: &str) -> crate::Outcome {
    for _ in tries() {
        if page.script(script, vec![]).await? == json!(true) {
            return Ok(());
        }
        pause().await;
    }
    Err(format!("never true: {script}").into())
}

#[test]
fn a_service_is_added_named_copied_moved_and_deleted_and_undo_leads_back() {
    in_browser(|page| async move {
        page.look(1440, 900, "light").await?;
        page.go("").await?;
        page.until_text("monthly", "$15.75").await?;
        page.click("add-service").await?;
        page.until_text("view-title", "2 services on one account").await?;
        // Nothing is entered in it yet: the other is answered as before.
        page.until_text("total", "$15.75").await?;
        page.until_text("service-1", "not counted").await?;
        until(&page, "return document.activeElement.id === 'service-name'").await?;
        page.write("service-name", "Tagging").await?;
        for (field, text) in
            [("requests_per_day", "30k"), ("input_tokens", "400"), ("output_tokens", "30")]
        {
            page.write(field, text).await?;
        }
        page.until_text("service-1", "Tagging").await?;
        page.until_text("total", "$50.85").await?;
        page.until_text("monthly", "$50.85").await?;
        page.until_text("option", "2 services, 1 model · Developer plan").await?;
        page.until_address("service=name%3DTagging").await?;
        page.click("service-copy").await?;
        page.until_text("total", "$85.95").await?;
        page.until_text("service-2", "Tagging (copy 1)").await?;
        page.click("service-up").await?;
        page.until_text("service-1", "Tagging (copy 1)").await?;
        page.click("service-delete").await?;
        page.until_text("total", "$50.85").await?;
        // A step of history for each.
        page.click("undo").await?;
        page.until_text("total", "$85.95").await?;
        page.client.back().await?;
        page.until_text("service-2", "Tagging (copy 1)").await?;
        page.client.back().await?;
        page.until_text("total", "$50.85").await?;
        // The other service is as it was, and its fields come back with it.
        page.click("service-0").await?;
        until(&page, "return document.getElementById('requests_per_day').value === '2000'").await?;
        // Of the last one the single plan is left.
        page.click("service-delete").await?;
        page.until_text("monthly", "$35.10").await?;
        page.until_text("view-title", "See which rate limit").await?;
        assert_eq!(page.value("requests_per_day").await?, "30k");
        page.client.back().await?;
        page.until_text("total", "$50.85").await
    });
}

#[test]
fn the_whole_organisation_is_answered_and_a_link_carries_it() {
    in_browser(|page| async move {
        page.look(1440, 1200, "light").await?;
        page.go(THREE).await?;
        page.until_text("monthly", "$261.00").await?;
        page.until_text("verdict", "Everything fits").await?;
        page.until_text("binding", "Tokens per minute on gpt-oss-20b, 22.5% used").await?;
        page.until_text("budget", "$89.00 left of $350.00").await?;
        page.until_text("sharing", "Costs nothing extra").await?;
        page.until_text("room", "Fits until").await?;
        page.until_text("shared-limits", "Support chat 28,000").await?;
        page.until_text("shared-limits", "56,230 of 250,000").await?;
        page.until_text("services-cost", "$157.50").await?;
        page.until_text("services-cost", "60.3%").await?;
        page.until_text("growth", "gpt-oss-20b needs").await?;
        let months = "return document.querySelectorAll('#months tbody tr').length >= 13 && document.getElementById('months').textContent.includes('$276.75')";
        page.script("document.getElementById('growth-title').scrollIntoView()", vec![]).await?;
        until(&page, "return document.querySelector('#months svg path') !== null").await?;
        page.script("document.querySelector('#months details').open = true", vec![]).await?;
        until(&page, months).await?;
        page.screenshot("services-three").await?;
        // Another model for one of them is a step that leads back.
        let select = page.wait().for_element(Locator::Id("model-1")).await?;
        select.select_by_value("openai/gpt-oss-120b").await?;
        page.until_text("monthly", "$329.40").await?;
        page.until_text("services-cost", "gpt-oss-120b").await?;
        page.until_address("gpt-oss-120b").await?;
        page.client.back().await?;
        page.until_text("monthly", "$261.00").await?;
        // From the address alone, in a page that knows nothing.
        let address = page.client.current_url().await?;
        page.client.goto("about:blank").await?;
        page.client.goto(address.as_str()).await?;
        page.until_text("monthly", "$261.00").await?;
        assert_eq!(page.value("service-name").await?, "Support chat");
        assert_eq!(page.value("service-growth").await?, "10");
        assert_eq!(page.value("monthly_budget_usd").await?, "350");
        Ok(())
    });
}

#[test]
fn what_is_wrong_with_a_service_stands_beside_it_and_nothing_is_lost() {
    in_browser(|page| async move {
        page.look(1440, 900, "light").await?;
        page.go(THREE).await?;
        page.until_text("monthly", "$261.00").await?;
        page.write("input_tokens", "much").await?;
        page.until_error("input_tokens", "much").await?;
        page.until_text("stale", "last valid input").await?;
        page.until_text("monthly", "$261.00").await?;
        page.until_text("total", "–").await?;
        // It stays where it is while another is looked at, and says so in its row.
        page.click("service-2").await?;
        page.until_text("service-0", "much").await?;
        page.write("service-name", "Documents").await?;
        page.leave("service-name").await?;
        page.until_text("service-name-error", "Another service is called").await?;
        // The other one says so too: either may be the one to rename.
        page.until_text("service-1", "Another service is called").await?;
        page.write("service-name", "Tagging").await?;
        page.write("service-growth", "1001").await?;
        page.leave("service-growth").await?;
        page.until_text("service-growth-error", "from 0 to 1,000").await?;
        page.write("service-growth", "5").await?;
        page.click("service-0").await?;
        until(&page, "return document.getElementById('input_tokens').value === 'much'").await?;
        page.until_text("input_tokens-error", "much").await?;
        page.write("input_tokens", "1500").await?;
        page.until_text("total", "$261.00").await
    });
}

/// What a month of a question costs, as the page shows it.
fn month(question: &str) -> Result<String, Box<dyn std::error::Error>> {
    let asked = serde_json::from_str::<Draft>(question)?.check_services()?;
    let answer = CATALOG.answer_services(&asked)?;
    let usd = answer.monthly.total_usd.expect("prices are known").to_string();
    Ok(format!("${:.2}", usd.parse::<f64>()?))
}

#[test]
fn a_service_of_two_kinds_of_call_is_imported_edited_and_carried_by_its_link() {
    const QUESTION: &str = r#"{"plans": ["developer"], "services": [{"name": "Support",
        "profile": [0,0,0,0,0,0,0,0,1,2,3,3,2,3,3,2,1,1,0,0,0,0,0,0],
        "calls": [{"requests_per_day": 2000, "input_tokens": 1500, "output_tokens": 500},
                  {"requests_per_day": 1000, "input_tokens": 200, "output_tokens": 100}]}]}"#;
    in_browser(|page| async move {
        page.look(1440, 900, "light").await?;
        page.go("#v=2&view=compare").await?;
        page.wait().for_element(Locator::Id("import-text")).await?;
        let paste = "const field = document.getElementById('import-text'); field.value = arguments[0]; \
                     field.dispatchEvent(new Event('input', { bubbles: true }))";
        page.script(paste, vec![json!(QUESTION)]).await?;
        page.click("import").await?;
        page.until_text("imported", "Imported is saved and pinned").await?;
        page.click_on(".kept a.button").await?;
        page.until_text("total", &month(QUESTION)?).await?;
        page.until_text("view-title", "1 service on one account").await?;
        page.until_text("service-0", "1,500 in, 500 out, and 1 more kind of call").await?;
        // The other one is edited in the fields.
        page.click("call-edit-1").await?;
        until(&page, "return document.getElementById('requests_per_day').value === '1000'").await?;
        until(&page, "return document.activeElement.id === 'requests_per_day'").await?;
        page.write("requests_per_day", "4000").await?;
        let edited = month(&QUESTION.replace("1000", "4000"))?;
        page.until_text("total", &edited).await?;
        let address = page.until_address("4000").await?;
        page.client.goto("about:blank").await?;
        page.client.goto(address.as_str()).await?;
        page.until_text("total", &edited).await?;
        assert_eq!(page.value("requests_per_day").await?, "4000");
        // What is wrong with it is said there once another one is in the fields.
        page.write("requests_per_day", "many").await?;
        page.until_error("requests_per_day", "many").await?;
        page.click("call-edit-0").await?;
        until(&page, "return document.querySelector('.calls li').textContent.includes('many')")
            .await?;
        page.click("call-edit-1").await?;
        page.until_text("requests_per_day-error", "many").await?;
        page.write("requests_per_day", "4000").await?;
        page.until_text("total", &edited).await?;
        page.until_address("4000").await?;
        page.screenshot("services-calls").await?;
        // A third one is counted once something is entered; a step of history for each.
        page.click("add-call").await?;
        until(&page, "return document.querySelectorAll('.calls li').length === 2").await?;
        page.until_text("total", &edited).await?;
        page.click("call-remove-0").await?;
        until(&page, "return document.querySelectorAll('.calls li').length === 1").await?;
        page.click("undo").await?;
        until(&page, "return document.querySelectorAll('.calls li').length === 2").await?;
        page.until_text("total", &edited).await?;
        page.click("profile-remove").await?;
        until(&page, "return document.getElementById('profile-remove') === null").await
    });
}

#[test]
fn where_nothing_fits_it_says_what_would_have_to_change() {
    in_browser(|page| async move {
        page.go("#v=2&plans=free&service=name%3DA%26n%3D900%26i%3D1500%26o%3D500&service=name%3DB%26n%3D900%26i%3D1500%26o%3D500").await?;
        page.until_text("verdict", "Too much for one account").await?;
        page.until_text("verdict", "No assignment of models can handle all services").await?;
        page.until_text("change", "needed by").await?;
        page.until_text("option", "Closest").await
    });
}

#[test]
fn services_are_used_by_keys_alone() {
    in_browser(|page| async move {
        page.look(1440, 900, "light").await?;
        page.go(THREE).await?;
        page.until_text("monthly", "$261.00").await?;
        page.script("document.getElementById('service-2').focus()", vec![]).await?;
        page.press(ENTER).await?;
        until(&page, "return document.activeElement.id === 'service-2' && document.activeElement.getAttribute('aria-expanded') === 'true'").await?;
        page.script("document.getElementById('service-up').focus()", vec![]).await?;
        page.press(ENTER).await?;
        page.until_text("service-1", "Tagging").await?;
        until(&page, "return document.activeElement.id === 'service-up'").await?;
        page.press(ENTER).await?;
        page.until_text("service-0", "Tagging").await?;
        page.script("document.getElementById('add-service').focus()", vec![]).await?;
        page.press(ENTER).await?;
        until(&page, "return document.activeElement.id === 'service-name'").await?;
        // An example fills it.
        page.click("support_bot").await?;
        page.until_text("total", "$276.75").await
    });
}

#[test]
fn services_and_their_report_are_accessible_in_every_look() {
    in_browser(|page| async move {
        for look in looks() {
            let (_, _, theme, locale) = look;
            for (view, fragment, id) in [
                ("services", THREE.to_owned(), "monthly"),
                ("calls", two_kinds(), "monthly"),
                ("report", THREE.replace("v=2", "v=2&view=report"), "report-price"),
            ] {
                page.wear(look).await?;
                page.go_as(locale, theme, &fragment).await?;
                page.until_text(id, "$261.00").await?;
                let unfold =
                    "document.querySelectorAll('details').forEach((fold) => { fold.open = true })";
                page.script(unfold, vec![]).await?;
                accessible(&page, view, look).await?;
            }
        }
        Ok(())
    });
}
