use groq_calc::Limit;
use serde_json::json;

use super::visit::{click, enter, is_there, live, number, sped};

#[test]
fn a_series_keeps_its_caps_waits_as_told_and_fills_the_plan() {
    // Two requests a minute of two seconds: of five, three are told to wait.
    live(sped(30, &[(Limit::RPM, 2)]), |page, api| async move {
        enter(&page, &api, "#view=live&n=100").await?;
        page.write("live-prompt", "Once more.").await?;
        page.write("live-requests", "5").await?;
        page.write("live-rate", "600").await?;
        let start = "return document.getElementById('live-start').disabled";
        assert_eq!(page.client.execute(start, vec![]).await?, json!(true), "not confirmed yet");
        click(&page, "live-confirm").await?;
        page.write("live-usd", "0.04").await?;
        assert_eq!(
            page.client.execute(start, vec![]).await?,
            json!(true),
            "something else was confirmed"
        );
        click(&page, "live-confirm").await?;
        click(&page, "live-start").await?;
        page.until_text("live-ending", "all requests were sent").await?;
        assert_eq!(api.prompts(), 5, "what was refused counts as well");
        let progress = page.text("live-progress").await?;
        assert!(progress.starts_with("5 sent, "), "{progress}");
        let answered = number(progress.split(", ").nth(1).unwrap_or_default());
        assert!((2..5).contains(&answered), "{progress}");
        page.until_text("live-spread", "Output tokens 64 64 64 64 64").await?;
        let bars = page.text("live-bars").await?;
        assert!(bars.contains(&format!("64 {answered}")), "{bars}");
        page.screenshot("live-series").await?;
        click(&page, "live-use-means").await?;
        click(&page, "live-use-means-plan").await?;
        page.wait().for_element(fantoccini::Locator::Id("output_tokens")).await?;
        assert_eq!(page.value("output_tokens").await?, "64");
        assert_eq!(page.value("requests_per_day").await?, "100");
        Ok(())
    });
}

#[test]
fn a_series_ends_before_it_could_cost_more_than_is_allowed() {
    live(sped(60, &[]), |page, api| async move {
        enter(&page, &api, "#view=live").await?;
        page.write("live-prompt", "Once more.").await?;
        // At most 266 and 512 tokens each at 0.075 and 0.30 a million: 0.00017355.
        page.until_text("live-most-cost", "$0.00017355").await?;
        page.write("live-rate", "600").await?;
        page.write("live-usd", "0.0001").await?;
        click(&page, "live-confirm").await?;
        click(&page, "live-start").await?;
        page.until_text("live-ending", "might cost more than is left").await?;
        assert_eq!(api.prompts(), 0);
        page.write("live-usd", "0.0002").await?;
        click(&page, "live-confirm").await?;
        click(&page, "live-start").await?;
        page.until_text("live-ending", "might cost more than is left").await?;
        // One answer costs about 0.00002: a second one has room, a third has none.
        assert_eq!(api.prompts(), 2);
        // Without a price no cap in dollars can hold.
        page.write("live-model", "no/such-model").await?;
        click(&page, "live-confirm").await?;
        click(&page, "live-start").await?;
        page.until_text("live-ending", "the price of this model is not known").await?;
        assert_eq!(api.prompts(), 2);
        assert!(!is_there(&page, "live-use-means").await?);
        Ok(())
    });
}
