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

/// The built page by Lighthouse.
pub(super) fn lighthouse(root: &Path) -> Result<()> {
    let browser = tools::for_tests()?;
    site::build(root, "./")?;
    run(judged(root, &browser)?.args(["--", "--nocapture"]))
}

/// Builds the page and holds it to its goals of speed, which a proof only prints:
/// Lighthouse's performance, and the time from key press to answer.
pub(super) fn goals(root: &Path) -> Result<()> {
    let browser = tools::for_tests()?;
    site::build(root, "./")?;
    let hold = |mut command: Command, filter| {
        run(command.args(["--", "--nocapture", filter]).env("GROQ_CALC_GOALS", "1"))
    };
    hold(in_browser(root, &browser, "browser"), "key_presses")?;
    hold(judged(root, &browser)?, "median")
}

fn judged(root: &Path, browser: &BrowserTools) -> Result<Command> {
    let mut command = in_browser(root, browser, "lighthouse");
    command.env("LIGHTHOUSE", tools::lighthouse()?);
    Ok(command)
}

/// A test that drives Chromium over the built page.
fn in_browser(root: &Path, browser: &BrowserTools, name: &str) -> Command {
    let mut command = workspace::test(root, name);
    browser.tell(&mut command, root);
    command
}
