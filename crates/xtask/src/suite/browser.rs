use std::{path::Path, process::Command};

use anyhow::Result;

use crate::{
    page::site,
    process::run,
    setup::tools::{self, BrowserTools},
    workspace,
};

/// The built page in Chromium.
pub(super) fn page(root: &Path, browser: &BrowserTools) -> Result<()> {
    run(&mut in_browser(root, browser, "browser"))
}

/// Builds the page and has Lighthouse judge it; then prints what is timed in it.
pub(crate) fn lighthouse(root: &Path) -> Result<()> {
    let browser = tools::for_tests()?;
    site::build(root, "./")?;
    let mut judged = in_browser(root, &browser, "lighthouse");
    run(judged.env("LIGHTHOUSE", tools::lighthouse()?).args(["--", "--nocapture"]))?;
    let mut timed = in_browser(root, &browser, "browser");
    run(timed.args(["--", "--ignored", "--nocapture", "--test-threads=1"]))
}

/// A test that drives Chromium over the built page.
fn in_browser(root: &Path, browser: &BrowserTools, name: &str) -> Command {
    let mut command = workspace::test(root, name);
    browser.tell(&mut command, root);
    command
}
