use std::{path::Path, process::Command};

use anyhow::Result;

use crate::{
    page::site,
    process::run,
    setup::tools::{self, BrowserTools},
    workspace,
};

/// Tests that take minutes, or ask for a machine that does nothing else.
const LONG: [&str; 6] = [
    "access::at_400_percent",
    "access::the_keyboard",
    "axe_finds",
    "charts_are_accessible",
    "edits::",
    "tasks::",
];

/// The built page in Chromium, but for what takes long.
pub(super) fn page(root: &Path, browser: &BrowserTools) -> Result<()> {
    let mut command = in_browser(root, browser, "browser");
    command.arg("--");
    for name in LONG {
        command.args(["--skip", name]);
    }
    run(&mut command)
}

/// All of it in every look, with pictures for people in `target/screenshots`.
pub(super) fn pictures(root: &Path, browser: &BrowserTools) -> Result<()> {
    let folder = root.join("target/screenshots");
    run(in_browser(root, browser, "browser").env("GROQ_CALC_PICTURES", folder))
}

/// Builds the page and has Lighthouse judge it; then prints what is timed in it.
pub(crate) fn lighthouse(root: &Path) -> Result<()> {
    let browser = tools::for_tests()?;
    site::build(root, "./")?;
    let mut judged = in_browser(root, &browser, "lighthouse");
    run(judged.env("LIGHTHOUSE", tools::lighthouse()?).args(["--", "--nocapture"]))?;
    let mut timed = in_browser(root, &browser, "browser");
    run(timed.args(["--", "speed::", "--ignored", "--nocapture", "--test-threads=1"]))
}

/// A test that drives Chromium over the built page.
fn in_browser(root: &Path, browser: &BrowserTools, name: &str) -> Command {
    let mut command = workspace::test(root, name);
    browser.tell(&mut command, root);
    command
}
