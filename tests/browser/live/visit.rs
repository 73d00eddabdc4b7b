//! A visit of the live view with a key, against a stand-in of its own.

use fantoccini::Locator;
use groq_calc::Limit;
use groq_mock::Config;

use super::api::Api;
use crate::{Outcome, session::Session};

/// A key that is nowhere else in the page or the tests.
pub(super) const KEY: &str = "gsk_browserTest0123456789abcdefghijklmnopqrstuvwxyzQZ";

/// Runs a check against a stand-in of its own. What a browser writes about
/// answers of the API that are no success is no fault of the page.
pub(super) fn live<F>(config: Config, check: impl FnOnce(Session, Api) -> F)
where
    F: Future<Output = Outcome>,
{
    let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
    runtime.block_on(async {
        let api = Api::start(config).await.expect("the stand-in starts");
        let page = Session::open(&[]).await.expect("a browser opens");
        let result = check(page.clone(), api.clone()).await;
        let console = page.log("browser").await;
        page.close().await;
        result.expect("the page does as it should");
        let console = console.expect("the console can be read");
        let ours = |message: &&String| !message.contains("/openai/v1/");
        assert_eq!(console.iter().filter(ours).collect::<Vec<_>>(), Vec::<&String>::new());
        assert!(console.iter().all(|message| !message.contains(&KEY[8..])), "{console:?}");
    });
}

pub(super) fn sped(speed: u32, limits: &[(Limit, u64)]) -> Config {
    let model = "openai/gpt-oss-20b".to_owned();
    let limits = limits.iter().map(|(limit, cap)| (model.clone(), *limit, *cap)).collect();
    Config { speed, limits, ..Config::default() }
}

pub(super) async fn click(page: &Session, id: &str) -> Outcome {
    page.click(id).await
}

/// Opens the view, names the stand-in and enters the key.
pub(super) async fn enter(page: &Session, api: &Api, fragment: &str) -> Outcome {
    page.go(fragment).await?;
    page.write("live-base", &api.origin).await?;
    click(page, "live-base-use").await?;
    page.write("live-key", KEY).await?;
    click(page, "live-key-use").await?;
    page.wait().for_element(Locator::Id("live-key-clear")).await?;
    Ok(())
}

pub(super) async fn ask(page: &Session, prompt: &str) -> Outcome {
    page.write("live-prompt", prompt).await?;
    click(page, "live-run").await
}

/// The kind of help that is shown, waited for.
pub(super) async fn help(page: &Session) -> Result<String, Box<dyn std::error::Error>> {
    let help = page.wait().for_element(Locator::Css(".help")).await?;
    Ok(help.attr("data-failure").await?.unwrap_or_default())
}

pub(super) async fn is_there(page: &Session, id: &str) -> Result<bool, Box<dyn std::error::Error>> {
    Ok(!page.client.find_all(Locator::Id(id)).await?.is_empty())
}

pub(super) fn number(text: &str) -> u64 {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(u64::MAX)
}
