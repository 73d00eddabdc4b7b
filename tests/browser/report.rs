//! The page to hand on: its figures, the margin, and that it prints on one page.

use serde_json::json;

use crate::{in_browser, services::THREE, session::Session};

/// How many pages of A4 the page prints on.
async fn pages(page: &Session) -> Result<usize, Box<dyn std::error::Error>> {
    let paper = json!({ "paperWidth": 8.27, "paperHeight": 11.69, "preferCSSPageSize": true, "printBackground": true });
    let pdf = page.devtools("Page.printToPDF", paper).await?;
    let pdf = pdf["data"].as_str().ok_or("no PDF")?;
    let count = "return atob(arguments[0]).split(/\\/Type\\s*\\/Page[^s]/).length - 1";
    let count = page.script(count, vec![json!(pdf)]).await?;
    Ok(count.as_u64().and_then(|count| usize::try_from(count).ok()).unwrap_or(0))
}

#[test]
fn a_report_has_every_figure_with_the_margin_of_the_readers_choice() {
    in_browser(|page| async move {
        page.look(1440, 1000, "light").await?;
        page.go(&THREE.replace("v=2", "v=2&view=report")).await?;
        page.until_text("report-price", "$261.00").await?;
        page.until_text("report-margin", "$313.20").await?;
        for part in [
            "3 services on one account",
            "Requests 20k per day",
            "Input tokens 1500",
            "grows 10% a month",
            "900,000,000 input tokens at $0.075 per 1,000,000",
            "56,230",
            "250,000",
            "22.5%",
            "Monthly budget 350",
            "unconfirmed",
            "Not an offer by Groq",
        ] {
            page.until_text("report", part).await?;
        }
        page.until_text("report-months", "$276.75").await?;
        page.write("margin", "50").await?;
        page.until_text("report-margin", "$391.50").await?;
        page.write("margin", "-1").await?;
        page.until_text("margin-error", "from 0 to 1,000").await?;
        page.until_text("report-margin", "$391.50").await
    });
}

#[test]
fn a_report_of_one_workload_is_about_the_option_that_was_chosen() {
    in_browser(|page| async move {
        page.go("#v=2&view=report&n=2000&i=1500&o=500").await?;
        page.until_text("report-price", "$15.75").await?;
        page.until_text("report", "One workload on one account").await?;
        page.go(
            "#v=2&view=report&n=2000&i=1500&o=500&pick=openai/gpt-oss-120b,developer,on_demand",
        )
        .await?;
        page.until_text("report-price", "$31.50").await?;
        page.until_text("report", "gpt-oss-120b").await
    });
}

#[test]
fn five_services_print_on_one_page_in_both_themes() {
    in_browser(|page| async move {
        let service = |index: usize| {
            format!(
                "&service=name%3DService%2520number%2520{index}%26n%3D{index}000%26i%3D2000%26c%3D500%26o%3D300%26p%3D40%26growth%3D8"
            )
        };
        let services: String = (1..=5).map(service).collect();
        for (locale, theme) in [("en", "light"), ("en", "dark"), ("zh-Hans", "light")] {
            page.go_as(locale, theme, &format!("#v=2&view=report{services}")).await?;
            page.until_text("report-price", "$").await?;
            assert_eq!(pages(&page).await?, 1, "{locale} {theme}");
            page.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await?;
            let shown = "return ['#report', '.bar', '#margin', '#view-title'].map((one) => document.querySelector(one).getClientRects().length > 0)";
            assert_eq!(page.script(shown, vec![]).await?, json!([true, false, false, false]));
            let ground =
                page.script("return getComputedStyle(document.body).backgroundColor", vec![]);
            assert_eq!(ground.await?, "rgb(255, 255, 255)", "paper is white in the dark theme too");
            page.devtools("Emulation.setEmulatedMedia", json!({ "media": "" })).await?;
        }
        Ok(())
    });
}
