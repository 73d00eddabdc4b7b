use std::path::Path;

use anyhow::Result;
use xtask::catalog;

use super::{browser, lints, native, no_std, run::Run};
use crate::{
    interop::{mcp, tokens},
    page::site,
    setup::tools,
};

/// All that a change is judged by, the cheap steps first.
pub(crate) fn run(root: &Path, fail_fast: bool) -> Result<()> {
    let mut run = Run::new(root, fail_fast);
    run.step("formatting", lints::formatting);
    run.step("the catalog is up to date with data/", |root| catalog::run(root, true));
    let page_tools = run.step("tools for the page", |_| tools::for_page());
    let browser = run.step("tools for its tests", |_| tools::for_tests());
    run.step("lints", lints::clippy);
    run.step("documentation", lints::documentation);
    run.step("no std, no dependency", no_std::check);
    run.step("the math, the command and the examples", native::test);
    run.proof("the server for agents by the official client", mcp::test);
    run.proof("token counts beside tiktoken", tokens::test);
    let page = run.step_with("the page", page_tools, |root, _| site::build(root, "./"));
    run.step_with("the page in Chromium", page.and(browser.as_ref()), browser::page);
    run.end(false)
}
