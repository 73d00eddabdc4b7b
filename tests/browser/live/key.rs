//! Where the key goes, and where it does not.

use fantoccini::Locator;
use serde_json::{Value, json};

use super::{
    api::Api,
    visit::{KEY, ask, click, enter, live, sped},
};
use crate::session::Session;

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Everything of the page that a script, a screenshot or a copied link could give away.
const PAGE: &str = "const fields = [...document.querySelectorAll('input, textarea, select')].map((field) => field.value); \
                    return [document.documentElement.outerHTML, fields, location.href, document.title, document.cookie, \
                    JSON.stringify({ ...localStorage }), history.length, JSON.stringify(history.state), window.name, \
                    performance.getEntries().map((entry) => entry.name)]";
const STORED: &str = "return JSON.stringify({ ...sessionStorage })";

/// The part of the key that no redaction could leave by chance.
fn holds_key(text: &str) -> bool {
    text.contains(&KEY[4..20]) || text.contains(&KEY[KEY.len() - 16..])
}

async fn nowhere_in_the_page(page: &Session, when: &str) -> Outcome {
    let state = page.client.execute(PAGE, vec![]).await?.to_string();
    assert!(!holds_key(&state), "{when}: {state}");
    let lines = page.log("browser").await?;
    let legal = |line: &String| !holds_key(line) && line.contains("/openai/v1/");
    assert!(lines.iter().all(legal), "{when}: {lines:?}");
    Ok(())
}

/// Every header of every request that the browser recorded, as name and value
/// beside the address, and all else that it recorded.
async fn traffic(page: &Session) -> Result<Vec<Value>, Box<dyn std::error::Error>> {
    let lines = page.log("performance").await?;
    let events: Vec<Value> =
        lines.iter().filter_map(|line| serde_json::from_str(line).ok()).collect();
    assert!(events.len() > 10, "the browser's traffic is recorded");
    Ok(events)
}

/// Takes `Authorization` out of an event where it belongs; whether it was there.
fn without_authorization(event: &mut Value, api: &Api) -> bool {
    let params = &mut event["message"]["params"];
    let url = params["request"]["url"].as_str();
    // The event with the raw headers names the address in its pseudo headers or not at all.
    let to_api = url.is_none_or(|url| url.starts_with(&api.origin));
    let mut found = false;
    for path in ["/request/headers", "/headers"] {
        if let Some(headers) = params.pointer_mut(path).and_then(Value::as_object_mut) {
            for name in ["Authorization", "authorization"] {
                if to_api
                    && headers.get(name).and_then(Value::as_str) == Some(&format!("Bearer {KEY}"))
                {
                    headers.remove(name);
                    found = true;
                }
            }
        }
    }
    found
}

#[test]
fn the_key_goes_to_the_server_in_one_header_and_nowhere_else() {
    live(sped(1, &[]), |page, api| async move {
        enter(&page, &api, "#view=live&n=2000&i=1500&o=500").await?;
        nowhere_in_the_page(&page, "after entry").await?;
        assert_eq!(page.client.execute(STORED, vec![]).await?, json!("{}"), "memory only");
        let state = page.text("live-key-state").await?;
        assert!(state.contains(&api.origin) && state.contains("••••"), "{state}");

        click(&page, "live-list").await?;
        page.until_text("live-models", "openai/gpt-oss-20b").await?;
        ask(&page, "Do you keep secrets?").await?;
        page.until_text("live-state", "The answer is complete").await?;
        click(&page, "live-use").await?;
        nowhere_in_the_page(&page, "after an answer").await?;
        api.fault("status=401").await?;
        click(&page, "live-run").await?;
        page.wait().for_element(Locator::Css("[data-failure='401']")).await?;
        nowhere_in_the_page(&page, "after an error").await?;
        // What the page can hand out as text and as links.
        for view in ["estimate", "compare", "models", "guide"] {
            let link = match view {
                "estimate" => "nav li:first-child a".to_owned(),
                _ => format!("header a[href*='view={view}']"),
            };
            page.click_on(&link).await?;
            nowhere_in_the_page(&page, view).await?;
        }
        page.click_on("header a[href*='view=live']").await?;
        click(&page, "live-key-clear").await?;
        page.wait().for_element(Locator::Id("live-key")).await?;
        nowhere_in_the_page(&page, "after clearing").await?;

        // All that the browser sent, by its own record.
        let (mut with, mut asked) = (0, 0);
        for mut event in traffic(&page).await? {
            with += usize::from(without_authorization(&mut event, &api));
            let text = event.to_string();
            assert!(!holds_key(&text), "{text}");
            if event["message"]["method"] == "Network.requestWillBeSent" {
                let url = event["message"]["params"]["request"]["url"].as_str().unwrap_or_default();
                asked += usize::from(url.starts_with(&api.origin));
                let known = [page.base.as_str(), api.origin.as_str(), "about:", "data:", "blob:"];
                assert!(known.iter().any(|start| url.starts_with(start)), "{url}");
            }
        }
        assert!(with >= 3 && asked >= 3, "{with} with the key, {asked} to the server");

        // And by the record of the server: the key in `authorization`, no other header of the page's own.
        let sent = api.sent();
        let calls: Vec<_> = sent
            .iter()
            .filter(|sent| sent.method != "OPTIONS" && sent.uri.starts_with("/openai"))
            .collect();
        assert_eq!(calls.len(), 3, "{calls:?}");
        for call in calls {
            let value = |name: &str| {
                call.headers
                    .iter()
                    .find(|(known, _)| known == name)
                    .map(|(_, value)| value.as_str())
            };
            assert_eq!(value("authorization"), Some(&*format!("Bearer {KEY}")));
            assert_eq!(value("cookie"), None);
            assert_eq!(value("referer"), None);
            let others = call.headers.iter().filter(|(name, _)| name != "authorization");
            assert!(
                others.clone().all(|(_, value)| !holds_key(value)) && !holds_key(&call.uri),
                "{call:?}"
            );
            let own = others.filter(|(name, _)| name.starts_with("x-"));
            assert_eq!(own.count(), 0, "{call:?}");
        }
        let asked: Vec<_> = sent.iter().filter(|sent| sent.method == "OPTIONS").collect();
        assert!(asked.iter().all(|sent| sent.headers.iter().all(|(_, value)| !holds_key(value))));
        let wanted = asked
            .iter()
            .flat_map(|sent| &sent.headers)
            .filter(|(name, _)| name == "access-control-request-headers");
        for (_, names) in wanted {
            assert!(
                names
                    .split(',')
                    .all(|name| matches!(name.trim(), "authorization" | "content-type")),
                "{names}"
            );
        }
        Ok(())
    });
}

#[test]
fn the_key_is_kept_for_the_tab_only_where_that_is_asked_for() {
    live(sped(1, &[]), |page, api| async move {
        page.go("#view=live").await?;
        page.write("live-base", &api.origin).await?;
        click(&page, "live-base-use").await?;
        page.write("live-key", KEY).await?;
        click(&page, "live-key-keep").await?;
        click(&page, "live-key-use").await?;
        page.until_text("live-key-state", "Kept in session storage").await?;
        nowhere_in_the_page(&page, "kept").await?;
        page.go("#view=live").await?;
        page.until_text("live-key-state", &api.origin).await?;
        nowhere_in_the_page(&page, "after a reload").await?;
        // Another server gets no key that was not entered for it.
        page.write("live-base", "https://api.groq.com").await?;
        click(&page, "live-base-use").await?;
        page.until_text("live-base-moved", "the key was forgotten").await?;
        assert_eq!(page.client.execute(STORED, vec![]).await?, json!("{}"));
        assert!(page.value("live-key").await?.is_empty());
        assert!(api.sent().is_empty(), "nothing was sent at all");
        Ok(())
    });
}

#[test]
fn no_other_host_can_be_named_or_reached() {
    live(sped(1, &[]), |page, _api| async move {
        page.go("#view=live").await?;
        for host in [
            "https://example.org",
            "http://api.groq.com",
            "https://api.groq.com.example.org",
            "http://192.168.0.1:80",
        ] {
            page.write("live-base", host).await?;
            click(&page, "live-base-use").await?;
            page.until_text("live-base-error", "Only https://api.groq.com").await?;
        }
        page.write("live-key", "with space in it").await?;
        click(&page, "live-key-use").await?;
        page.until_text("live-key-error", "can't be a key").await?;
        assert!(
            page.value("live-key").await?.is_empty(),
            "what was typed is not left in the field"
        );
        // Were the page to try all the same, its policy would stop it.
        let policy = "const done = arguments[0]; addEventListener('securitypolicyviolation', (event) => done(event.blockedURI)); \
                      fetch('https://example.org/').catch(() => {}); setTimeout(() => done('nothing'), 3000);";
        let blocked = page.client.execute_async(policy, vec![]).await?;
        assert!(
            blocked.as_str().is_some_and(|uri| uri.starts_with("https://example.org")),
            "{blocked}"
        );
        let console = page.log("browser").await?;
        assert!(console.iter().any(|line| line.contains("Content Security Policy")), "{console:?}");
        Ok(())
    });
}
