//! Without a network, at a path below the host's, and when a new version comes.

use std::{fs, path::Path, time::Duration};

use fantoccini::Locator;
use serde_json::{Value, json};

use crate::{
    run::{E2_VERDICT, in_browser},
    server::{Site, dist},
    session::{Session, pause, tries},
};

type Outcome = Result<(), Box<dyn std::error::Error>>;

const SUB_PATH: &str = "/groq-calc/";

/// A copy of the built page that a test may change.
struct Copy(std::path::PathBuf);

impl Copy {
    fn new(name: &str) -> std::io::Result<Self> {
        let folder = std::env::temp_dir().join(format!("{name}-{}", std::process::id()));
        copy(&dist(), &folder)?;
        Ok(Self(folder))
    }

    /// Gives the worker another version, as a new build would.
    fn release(&self, version: &str) -> std::io::Result<()> {
        let place = self.0.join("service-worker.js");
        let text = fs::read_to_string(&place)?;
        let (first, rest) = text.split_once('\n').expect("the first line is the version");
        assert!(first.starts_with("const VERSION = "), "{first}");
        fs::write(place, format!("const VERSION = \"{version}\";\n{rest}"))
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Waits until everything is kept; gives the folder that the worker serves.
async fn kept(page: &Session) -> Result<String, Box<dyn std::error::Error>> {
    let ready =
        "const done = arguments[0]; navigator.serviceWorker.ready.then((kept) => done(kept.scope))";
    Ok(page.client.execute_async(ready, vec![]).await?.as_str().unwrap_or_default().to_owned())
}

/// The names of the kept versions.
async fn versions(page: &Session) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let keys = "const done = arguments[0]; caches.keys().then(done)";
    let keys = page.client.execute_async(keys, vec![]).await?.as_array().cloned();
    let last = |key: &Value| key.as_str()?.split(' ').next_back().map(str::to_owned);
    Ok(keys.unwrap_or_default().iter().filter_map(last).collect())
}

async fn updated(page: &Session) -> Result<String, Box<dyn std::error::Error>> {
    let update = "const done = arguments[0]; navigator.serviceWorker.ready.then((kept) => kept.update())\
                  .then(() => done('looked'), (error) => done(String(error)))";
    Ok(page.client.execute_async(update, vec![]).await?.to_string())
}

#[test]
fn after_one_visit_the_page_answers_without_a_network() {
    in_browser(|page| async move {
        let mut site = Site::start(&dist(), SUB_PATH)?;
        let address = format!("http://{}{SUB_PATH}", site.address);
        page.client.goto(&address).await?;
        page.until_text("verdict", E2_VERDICT).await?;
        assert_eq!(kept(&page).await?, address, "it keeps its own folder, not the host's");
        site.stop();
        page.client.goto("about:blank").await?;
        page.client.goto(&address).await?;
        page.until_text("verdict", E2_VERDICT).await?;
        page.write("requests_per_day", "50").await?;
        page.until_text("verdict", "The Free plan is enough").await?;
        for (view, id, text) in
            [("facts", "facts-shown", "models"), ("reference", "errors-shown", "codes")]
        {
            page.client.goto("about:blank").await?;
            page.client.goto(&format!("{address}?from=a-bookmark#view={view}")).await?;
            page.until_text(id, text).await?;
        }
        page.client.goto(&format!("{address}index.html")).await?;
        page.until_text("verdict", E2_VERDICT).await
    });
}

#[test]
fn a_new_version_is_offered_and_taken_only_when_asked() {
    in_browser(|page| async move {
        let copy = Copy::new("groq-calc-update")?;
        let site = Site::start(&copy.0, "/")?;
        let address = format!("http://{}/", site.address);
        page.client.goto(&address).await?;
        page.until_text("verdict", E2_VERDICT).await?;
        kept(&page).await?;
        // From here on the worker answers for the page.
        page.client
            .goto(&format!("{address}#v=1&requests_per_day=50&input_tokens=2000&output_tokens=500"))
            .await?;
        page.client.refresh().await?;
        page.until_text("verdict", "The Free plan is enough").await?;
        assert!(page.client.find(Locator::Id("update")).await.is_err(), "there is nothing new");
        page.client.execute("window.notReloaded = true", vec![]).await?;
        let before = versions(&page).await?;
        assert_eq!(before.len(), 1);
        copy.release("next")?;
        assert_eq!(updated(&page).await?, "\"looked\"");
        page.until_text("update", "A new version is ready.").await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        let still = page.client.execute("return window.notReloaded === true", vec![]).await?;
        assert_eq!(still, json!(true), "nothing happens unasked");
        page.screenshot("update").await?;
        page.click("update-accept").await?;
        for _ in tries() {
            let gone = "return window.notReloaded === undefined";
            if page.client.execute(gone, vec![]).await.is_ok_and(|gone| gone == json!(true)) {
                break;
            }
            pause().await;
        }
        page.until_text("verdict", "The Free plan is enough").await?;
        assert_eq!(versions(&page).await?, ["next"], "the old one is gone");
        assert!(page.client.find(Locator::Id("update")).await.is_err(), "it is in use");
        Ok(())
    });
}

#[test]
fn a_file_that_is_not_what_was_built_is_not_kept() {
    in_browser(|page| async move {
        let copy = Copy::new("groq-calc-broken")?;
        let site = Site::start(&copy.0, "/")?;
        let address = format!("http://{}/", site.address);
        page.client.goto(&address).await?;
        kept(&page).await?;
        let before = versions(&page).await?;
        page.client.refresh().await?;
        page.until_text("verdict", E2_VERDICT).await?;
        // Half of a deployment: the list is new, and one file is another.
        copy.release("broken")?;
        fs::write(copy.0.join("favicon.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")?;
        updated(&page).await?;
        for _ in 0..20 {
            pause().await;
            assert!(page.client.find(Locator::Id("update")).await.is_err(), "it is not offered");
        }
        assert!(versions(&page).await?.contains(&before[0]), "the old version stays");
        page.client.refresh().await?;
        page.until_text("verdict", E2_VERDICT).await?;
        // Chromium reports the refused file, which is what is wanted here.
        let errors = page.console_errors().await?;
        assert!(errors.iter().all(|error| error.contains("favicon.svg")), "{errors:?}");
        Ok(())
    });
}

#[test]
fn the_manifest_and_its_icons_are_there() -> Outcome {
    let text = fs::read_to_string(dist().join("manifest.webmanifest"))?;
    let manifest: Value = serde_json::from_str(&text)?;
    assert_eq!((&manifest["start_url"], &manifest["scope"]), (&json!("./"), &json!("./")));
    let icons = manifest["icons"].as_array().cloned().unwrap_or_default();
    for (size, purpose) in [("192x192", None), ("512x512", None), ("512x512", Some("maskable"))] {
        let found = icons
            .iter()
            .find(|icon| icon["sizes"] == size && icon["purpose"].as_str() == purpose)
            .unwrap_or_else(|| panic!("{size} {purpose:?} is missing"));
        let bytes = fs::read(dist().join(found["src"].as_str().unwrap_or_default()))?;
        assert_eq!(&bytes[1..4], b"PNG");
        let side = u32::from_be_bytes([bytes[16], bytes[17], bytes[18], bytes[19]]);
        assert_eq!(format!("{side}x{side}"), size);
    }
    Ok(())
}

#[test]
fn every_view_asks_for_its_own_files_only() {
    in_browser(|page| async move {
        for view in ["estimate", "compare", "models", "guide"] {
            page.go(&format!("#view={view}")).await?;
            page.until_text("view-title", "").await?;
            kept(&page).await?;
            let names =
                "return performance.getEntriesByType('resource').map((entry) => entry.name)";
            let names = page.client.execute(names, vec![]).await?;
            let names = names.as_array().cloned().unwrap_or_default();
            assert!(!names.is_empty(), "{view} loads files");
            let own = |name: &Value| name.as_str().is_some_and(|name| name.starts_with(&page.base));
            assert!(names.iter().all(own), "{view}: {names:?}");
        }
        let policy =
            "return document.querySelector('[http-equiv=Content-Security-Policy]').content";
        let policy = page.client.execute(policy, vec![]).await?;
        let policy = policy.as_str().unwrap_or_default();
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        // Groq, and a stand-in for it on this machine.
        let reached =
            "connect-src 'self' https://api.groq.com http://127.0.0.1:* http://localhost:*;";
        assert!(policy.contains(reached), "{policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
        Ok(())
    });
}
