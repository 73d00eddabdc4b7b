use std::time::Duration;

use fantoccini::Locator;
use groq_calc::{Limit, catalog::Admission};
use groq_mock::Config;
use serde_json::json;

use super::visit::{ask, click, enter, help, is_there, live, sped};
use crate::session::{pause, tries};

#[test]
fn a_429_counts_down_and_ends_in_success() {
    // A minute is fifteen seconds: longer than the page takes to say that it waits.
    live(sped(4, &[(Limit::RPM, 1)]), |page, api| async move {
        enter(&page, &api, "#view=live").await?;
        ask(&page, "First.").await?;
        page.until_text("live-state", "The answer is complete").await?;
        click(&page, "live-run").await?;
        assert_eq!(help(&page).await?, "429");
        let countdown = page.text("live-countdown").await?;
        assert!(countdown.starts_with("The wait ends in "), "{countdown}");
        let told = page.client.find(Locator::Css(".help")).await?.text().await?;
        assert!(told.contains("RPM (requests per minute): limit 1, used 1"), "{told}");
        page.until_text("live-meter", "of 1 left").await?;
        assert_eq!(api.prompts(), 2, "nothing is sent again before it is asked for");
        click(&page, "live-again").await?;
        page.until_text("live-state", "Waiting, then it is sent again").await?;
        page.until_text("live-state", "The answer is complete").await?;
        assert!(page.client.find_all(Locator::Css(".help")).await?.is_empty(), "no error is left");
        assert_eq!(api.prompts(), 3, "one was refused, and sent once more");
        page.until_text("live-spent", "3 calls in this visit").await?;
        page.screenshot("live-429-done").await
    });
}

#[test]
fn a_wait_can_be_ended() {
    live(sped(1, &[(Limit::RPM, 1)]), |page, api| async move {
        enter(&page, &api, "#view=live").await?;
        ask(&page, "First.").await?;
        page.until_text("live-state", "The answer is complete").await?;
        click(&page, "live-run").await?;
        assert_eq!(help(&page).await?, "429");
        click(&page, "live-again").await?;
        page.until_text("live-state", "Waiting").await?;
        page.screenshot("live-429-waits").await?;
        click(&page, "live-cancel").await?;
        page.until_text("live-state", "It ended before").await?;
        assert_eq!(api.prompts(), 2);
        Ok(())
    });
}

#[test]
fn a_413_is_never_sent_again() {
    let reserved = Config { admission: Some(Admission::Reserved), ..sped(60, &[]) };
    live(reserved, |page, api| async move {
        enter(&page, &api, "#view=live").await?;
        page.write("live-max", "9000").await?;
        ask(&page, "Too much.").await?;
        assert_eq!(help(&page).await?, "413");
        let text = page.client.find(Locator::Css(".help")).await?.text().await?;
        assert!(
            text.contains("TPM (tokens per minute): limit 8,000, this request asked for 9,0"),
            "{text}"
        );
        page.until_text("live-never", "Waiting never helps").await?;
        assert!(!is_there(&page, "live-again").await? && !is_there(&page, "live-countdown").await?);
        // A series ends at the first.
        page.write("live-rate", "600").await?;
        page.write("live-usd", "1").await?;
        click(&page, "live-confirm").await?;
        click(&page, "live-start").await?;
        page.until_text("live-ending", "Ended by an error").await?;
        // More than a minute of the server's time.
        tokio::time::sleep(Duration::from_millis(1500)).await;
        assert_eq!(api.prompts(), 2, "one by itself and one of the series");
        page.until_text("live-spent", "2 calls in this visit: $0.00").await?;
        page.screenshot("live-413").await
    });
}

#[test]
fn a_cut_stream_keeps_what_arrived() {
    live(sped(1, &[]), |page, api| async move {
        enter(&page, &api, "#view=live").await?;
        api.fault("cut=12").await?;
        ask(&page, "Cut me off.").await?;
        assert_eq!(help(&page).await?, "cut");
        page.until_text("live-state", "It ended before it was complete").await?;
        // The first event carries the role, the twelfth the eleventh word. What a
        // broken connection still held when it broke, a browser does not hand on, so
        // the last words may be missing; nothing may stand there that was not sent.
        page.until_text("live-answer", "This answer comes from").await?;
        let text = page.text("live-answer").await?;
        let sent = "This answer comes from a local stand-in for the API,";
        assert!(sent.starts_with(&text), "{text}");
        page.until_text("live-kept", "What arrived before that is kept above").await?;
        assert_eq!(page.text("live-output").await?, "not reported");
        page.until_text("live-spent", "and 1 whose cost is not known").await?;
        assert!(!is_there(&page, "live-use").await?, "half an answer measures nothing");
        page.screenshot("live-cut").await
    });
}

#[test]
fn an_answer_can_be_ended_while_it_arrives() {
    let config = groq_mock::Config { tokens_per_second: 20, ..sped(1, &[]) };
    live(config, |page, api| async move {
        enter(&page, &api, "#view=live").await?;
        ask(&page, "Take your time.").await?;
        page.until_text("live-answer", "This answer").await?;
        click(&page, "live-cancel").await?;
        assert_eq!(help(&page).await?, "cancelled");
        assert!(page.text("live-answer").await?.starts_with("This answer"));
        assert_eq!(api.prompts(), 1);
        Ok(())
    });
}

#[test]
fn a_retired_model_names_its_replacement() {
    live(sped(1, &[]), |page, api| async move {
        enter(&page, &api, "#view=live").await?;
        page.write("live-model", "llama-3.1-8b-instant").await?;
        ask(&page, "Are you there?").await?;
        assert_eq!(help(&page).await?, "404");
        let off = "llama-3.1-8b-instant is off since 2026-08-16. Use instead:";
        page.until_text("live-retired", off).await?;
        page.until_text("live-retired", "openai/gpt-oss-20b").await?;
        assert!(!is_there(&page, "live-again").await?);
        page.screenshot("live-retired").await?;
        page.click_on(".replacement").await?;
        assert_eq!(page.value("live-model").await?, "openai/gpt-oss-20b");
        click(&page, "live-run").await?;
        page.until_text("live-state", "The answer is complete").await?;
        assert_eq!(api.prompts(), 2);
        Ok(())
    });
}

#[test]
fn every_error_has_its_help_and_its_raw_answer() {
    live(sped(1, &[]), |page, api| async move {
        enter(&page, &api, "#view=live").await?;
        page.write("live-prompt", "Fail.").await?;
        for (fault, kind, may_pass) in [
            ("status=400", "400", false),
            ("status=401", "401", false),
            ("status=403", "403-network", false),
            ("status=422", "422", true),
            ("status=424", "424", true),
            ("status=498", "498", true),
            ("status=499", "499", true),
            ("status=500", "500", true),
            ("status=502", "502", true),
            ("status=503", "503", true),
            ("status=504", "500", true),
            ("spend", "400-spend", true),
            ("garbage", "unreadable", true),
        ] {
            api.fault(fault).await?;
            click(&page, "live-run").await?;
            let mut shown = String::new();
            for _ in tries() {
                shown = help(&page).await?;
                if shown == kind {
                    break;
                }
                pause().await;
            }
            assert_eq!(shown, kind, "{fault}");
            let words = page.client.find(Locator::Css(".help")).await?.text().await?;
            assert!(words.contains("Next step"), "{fault}: {words}");
            assert_eq!(is_there(&page, "live-again").await?, may_pass, "{fault}");
            let raw = "return document.querySelector('.raw pre').textContent";
            let raw = page.client.execute(raw, vec![]).await?;
            assert!(raw.as_str().is_some_and(|raw| raw.contains('{')), "{fault}: {raw}");
        }
        page.screenshot("live-garbage").await
    });
}

#[test]
fn blocked_and_offline_are_not_a_bad_key() {
    live(sped(1, &[]), |page, api| async move {
        enter(&page, &api, "#view=live").await?;
        let network = |offline| json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        page.devtools("Network.enable", json!({})).await?;
        page.devtools("Network.emulateNetworkConditions", network(true)).await?;
        ask(&page, "Is anybody there?").await?;
        assert_eq!(help(&page).await?, "offline");
        page.devtools("Network.emulateNetworkConditions", network(false)).await?;
        click(&page, "live-again").await?;
        page.until_text("live-state", "The answer is complete").await?;
        // Nobody listens there.
        let closed = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        page.write("live-base", &format!("http://{closed}")).await?;
        click(&page, "live-base-use").await?;
        page.until_text("live-base-moved", "the key was forgotten").await?;
        page.write("live-key", super::visit::KEY).await?;
        click(&page, "live-key-use").await?;
        click(&page, "live-run").await?;
        assert_eq!(help(&page).await?, "blocked");
        let words = page.client.find(Locator::Css(".help")).await?.text().await?;
        assert!(
            words.contains("Blocked or offline")
                && words.contains("does not mean that the key is wrong"),
            "{words}"
        );
        page.screenshot("live-blocked").await
    });
}
