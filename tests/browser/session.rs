use std::{
    error::Error,
    path::PathBuf,
    process::Stdio,
    sync::Arc,
    time::{Duration, Instant},
};

use fantoccini::{
    Client, ClientBuilder, Locator,
    actions::{InputSource, KeyAction, KeyActions},
    wait::Wait,
    wd::{Capabilities, WebDriverCompatibleCommand},
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    sync::Mutex,
};

use crate::server::{self, Site};

/// How the page is shown: width, height, theme, language.
pub(crate) type Look = (u32, u32, &'static str, &'static str);

const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// How long a condition may take to come true, on a machine that does much besides.
const PATIENCE: Duration = Duration::from_secs(60);

/// Tries for as long as that, with a [`pause`] after each.
pub(crate) fn tries() -> impl Iterator {
    let end = Instant::now() + PATIENCE;
    std::iter::from_fn(move || (Instant::now() < end).then_some(()))
}

pub(crate) async fn pause() {
    tokio::time::sleep(Duration::from_millis(50)).await;
}

/// Where pictures of the page are put, if any are to be taken.
pub(crate) fn pictures() -> Option<PathBuf> {
    std::env::var_os("GROQ_CALC_PICTURES").map(PathBuf::from)
}

/// A browser with its driver.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) client: Client,
    pub(crate) base: String,
    _site: Arc<Site>,
    driver: Arc<Mutex<Child>>,
}

/// A command of chromedriver's own.
#[derive(Debug)]
struct Vendor {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Vendor {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}

fn program(variable: &str, usual: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| usual.to_owned())
}

/// Starts chromedriver; the port that it listens on.
async fn start_driver() -> Result<(Child, String), Box<dyn Error>> {
    let mut driver = Command::new(program("CHROMEDRIVER", "chromedriver"))
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let mut lines = BufReader::new(driver.stdout.take().ok_or("no output")?).lines();
    let port = loop {
        let line = lines.next_line().await?.ok_or("chromedriver ended early")?;
        if let Some((_, port)) = line.split_once("successfully on port ") {
            break port.trim_end_matches('.').to_owned();
        }
    };
    // Its pipe must not fill up.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    Ok((driver, port))
}

impl Session {
    pub(crate) async fn open(more: &[&str]) -> Result<Self, Box<dyn Error>> {
        let site = Site::start(&server::dist(), "/")?;
        // Another process may take its port at the same moment.
        let (driver, port) = match start_driver().await {
            Ok(started) => started,
            Err(_) => start_driver().await?,
        };
        let mut wanted = Capabilities::new();
        let binary = program("CHROMIUM", "/usr/bin/chromium");
        let args = [&FLAGS, more].concat();
        wanted.insert("goog:chromeOptions".into(), json!({ "args": args, "binary": binary }));
        wanted.insert("timeouts".into(), json!({ "script": PATIENCE.as_millis() as u64 * 2 }));
        let logs = json!({ "browser": "ALL", "performance": "ALL" });
        wanted.insert("goog:loggingPrefs".into(), logs);
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await?;
        Ok(Self {
            client,
            base: format!("http://{}/", site.address),
            _site: Arc::new(site),
            driver: Arc::new(Mutex::new(driver)),
        })
    }

    pub(crate) async fn close(self) {
        self.client.close().await.ok();
        self.driver.lock().await.kill().await.ok();
    }

    /// Waits for what is looked for next.
    pub(crate) fn wait(&self) -> Wait<'_> {
        self.client.wait().at_most(PATIENCE)
    }

    /// Opens the page afresh at a fragment.
    pub(crate) async fn go(&self, fragment: &str) -> Result<(), Box<dyn Error>> {
        self.client.goto("about:blank").await?;
        Ok(self.client.goto(&format!("{}{fragment}", self.base)).await?)
    }

    pub(crate) async fn write(&self, id: &str, text: &str) -> Result<(), Box<dyn Error>> {
        // A field may be inside a section that is folded.
        let open = "for (let fold = document.getElementById(arguments[0]); fold; fold = fold.parentElement) \
                    if (fold.tagName === 'DETAILS') fold.open = true";
        self.wait().for_element(Locator::Id(id)).await?;
        self.client.execute(open, vec![json!(id)]).await?;
        self.click(id).await?;
        let field = self.client.find(Locator::Id(id)).await?;
        // What is typed takes the place of what is selected, as by hand.
        field.send_keys("\u{e009}a\u{e000}").await?;
        Ok(field.send_keys(if text.is_empty() { "\u{e003}" } else { text }).await?)
    }

    /// Clicks an element, scrolled to where no bar is over it, as a visitor does.
    pub(crate) async fn click(&self, id: &str) -> Result<(), Box<dyn Error>> {
        self.click_on(&format!("[id='{id}']")).await
    }

    /// The same by a selector; again where the page has just drawn it anew, or moved it.
    pub(crate) async fn click_on(&self, css: &str) -> Result<(), Box<dyn Error>> {
        let middle = "document.querySelector(arguments[0])?.scrollIntoView({ block: 'center' })";
        let mut why = None;
        for _ in tries() {
            let element = self.wait().for_element(Locator::Css(css)).await?;
            self.client.execute(middle, vec![json!(css)]).await?;
            match element.click().await {
                Ok(()) => return Ok(()),
                Err(error) => why = Some(error),
            }
            pause().await;
        }
        Err(format!("{css} can't be clicked: {why:?}").into())
    }

    /// Leaves a field, as a visitor does who goes on.
    pub(crate) async fn leave(&self, id: &str) -> Result<(), Box<dyn Error>> {
        self.script("document.getElementById(arguments[0])?.blur()", vec![json!(id)]).await?;
        Ok(())
    }

    pub(crate) async fn value(&self, id: &str) -> Result<String, Box<dyn Error>> {
        let value = self.client.find(Locator::Id(id)).await?.prop("value").await?;
        Ok(value.unwrap_or_default())
    }

    pub(crate) async fn text(&self, id: &str) -> Result<String, Box<dyn Error>> {
        Ok(self.client.find(Locator::Id(id)).await?.text().await?)
    }

    /// Waits until an element says something.
    pub(crate) async fn until_text(&self, id: &str, expected: &str) -> Result<(), Box<dyn Error>> {
        let mut text = String::new();
        for _ in tries() {
            text = self.text(id).await.unwrap_or_default();
            if text.contains(expected) {
                return Ok(());
            }
            pause().await;
        }
        Err(format!("#{id} says {text:?}, not {expected:?}").into())
    }

    /// Waits until the address holds something: it follows once typing pauses.
    pub(crate) async fn until_address(&self, part: &str) -> Result<url::Url, Box<dyn Error>> {
        let mut address = self.client.current_url().await?;
        for _ in tries() {
            if address.as_str().contains(part) {
                return Ok(address);
            }
            pause().await;
            address = self.client.current_url().await?;
        }
        Err(format!("{address} does not hold {part}").into())
    }

    /// Waits for the error beside a field, which is there once the field is left.
    pub(crate) async fn until_error(&self, field: &str, value: &str) -> Result<(), Box<dyn Error>> {
        self.leave(field).await?;
        self.until_text(&format!("{field}-error"), value).await
    }

    /// A window of that size (the page's own area) and that theme.
    pub(crate) async fn look(
        &self,
        width: u32,
        height: u32,
        scheme: &str,
    ) -> Result<(), Box<dyn Error>> {
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await?;
        let theme = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.devtools("Emulation.setEmulatedMedia", theme).await?;
        Ok(())
    }

    /// The same in a language, which the page remembers.
    pub(crate) async fn wear(
        &self,
        (width, height, scheme, language): Look,
    ) -> Result<(), Box<dyn Error>> {
        self.look(width, height, scheme).await?;
        self.client.goto(&self.base).await?;
        let speak = "localStorage.setItem('groq-calc.locale', arguments[0])";
        self.client.execute(speak, vec![json!(language)]).await?;
        Ok(())
    }

    /// What the visitor's system prefers.
    pub(crate) async fn prefer(&self, feature: &str, value: &str) -> Result<(), Box<dyn Error>> {
        let media = json!({ "features": [{ "name": feature, "value": value }] });
        self.devtools("Emulation.setEmulatedMedia", media).await?;
        Ok(())
    }

    /// Runs a script and gives what it returns.
    pub(crate) async fn script(
        &self,
        script: &str,
        args: Vec<Value>,
    ) -> Result<Value, Box<dyn Error>> {
        Ok(self.client.execute(script, args).await?)
    }

    /// Remembers a language and a theme, as the page itself does, and opens a
    /// fragment with them.
    pub(crate) async fn go_as(
        &self,
        locale: &str,
        theme: &str,
        fragment: &str,
    ) -> Result<(), Box<dyn Error>> {
        let keep = "for (const [key, value] of [['locale', arguments[0]], ['theme', arguments[1]]]) \
                    localStorage.setItem('groq-calc.' + key, value)";
        if !self.client.current_url().await?.as_str().starts_with(&self.base) {
            self.client.goto(&format!("{}favicon.svg", self.base)).await?;
        }
        self.script(keep, vec![json!(locale), json!(theme)]).await?;
        self.go(fragment).await?;
        // Some views come as a module of their own.
        self.wait().for_element(Locator::Css("main section, main form")).await?;
        Ok(())
    }

    /// Presses a key, or types, wherever the focus is.
    pub(crate) async fn press(&self, keys: &str) -> Result<(), Box<dyn Error>> {
        // Not sent to the element: a field for a file would take keys for its path.
        let keys = keys.chars().fold(KeyActions::new("keys".to_owned()), |keys, value| {
            keys.then(KeyAction::Down { value }).then(KeyAction::Up { value })
        });
        Ok(self.client.perform_actions(keys).await?)
    }

    /// The id of what has the focus.
    pub(crate) async fn focused(&self) -> Result<String, Box<dyn Error>> {
        Ok(self.client.active_element().await?.attr("id").await?.unwrap_or_default())
    }

    /// Runs a script before every page's own; gives the name to end it by.
    pub(crate) async fn before_load(&self, script: &str) -> Result<String, Box<dyn Error>> {
        let command = "Page.addScriptToEvaluateOnNewDocument";
        let answer = self.devtools(command, json!({ "source": script })).await?;
        Ok(answer["identifier"].as_str().unwrap_or_default().to_owned())
    }

    pub(crate) async fn not_before_load(&self, name: &str) -> Result<(), Box<dyn Error>> {
        let command = "Page.removeScriptToEvaluateOnNewDocument";
        self.devtools(command, json!({ "identifier": name })).await?;
        Ok(())
    }

    /// A command of the DevTools protocol, with its answer.
    pub(crate) async fn devtools(
        &self,
        command: &str,
        params: Value,
    ) -> Result<Value, Box<dyn Error>> {
        let body = json!({ "cmd": command, "params": params });
        Ok(self.client.issue_cmd(Vendor { path: "goog/cdp/execute", body }).await?)
    }

    /// What the console holds against the page.
    pub(crate) async fn console_errors(&self) -> Result<Vec<String>, Box<dyn Error>> {
        let log = self
            .client
            .issue_cmd(Vendor { path: "se/log", body: json!({ "type": "browser" }) })
            .await?;
        let entries = log.as_array().cloned().unwrap_or_default();
        Ok(entries
            .iter()
            .filter(|entry| entry["level"] == "SEVERE")
            .map(|entry| entry["message"].to_string())
            .collect())
    }

    /// The whole page, however long, at its present width.
    pub(crate) async fn whole_screenshot(&self, name: &str) -> Result<(), Box<dyn Error>> {
        let size = "const root = document.documentElement; return [innerWidth, innerHeight, Math.min(root.scrollHeight, 8000)]";
        let size = self.script(size, vec![]).await?;
        let (width, height) = (size[0].clone(), size[1].clone());
        let tall =
            json!({ "width": width, "height": size[2], "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", tall).await?;
        self.screenshot(name).await?;
        let back =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", back).await?;
        Ok(())
    }

    /// Every line of a log since it was last read: `browser` is the console,
    /// `performance` what the DevTools protocol saw of the network.
    pub(crate) async fn log(&self, name: &str) -> Result<Vec<String>, Box<dyn Error>> {
        let command = Vendor { path: "se/log", body: json!({ "type": name }) };
        let log = self.client.issue_cmd(command).await?;
        let entries = log.as_array().cloned().unwrap_or_default();
        let text = |entry: &Value| entry["message"].as_str().unwrap_or_default().to_owned();
        Ok(entries.iter().map(text).collect())
    }

    pub(crate) async fn screenshot(&self, name: &str) -> Result<(), Box<dyn Error>> {
        let Some(folder) = pictures() else { return Ok(()) };
        std::fs::create_dir_all(&folder)?;
        Ok(std::fs::write(folder.join(format!("{name}.png")), self.client.screenshot().await?)?)
    }
}
