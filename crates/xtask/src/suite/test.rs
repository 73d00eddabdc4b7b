use std::{path::Path, process::Command, time::Instant};

use anyhow::{Result, bail};
use xtask::catalog;

use crate::{
    engine::fuzz,
    engine::miri,
    interop::mcp,
    interop::sdk,
    interop::snippets,
    interop::sql,
    interop::tokens,
    npm,
    page::site,
    process::{cargo, output, run},
    release::crates,
    setup::tools::{self, BrowserTools},
};

/// Every test; the first failure ends it.
pub(crate) fn run_all(root: &Path) -> Result<()> {
    let mut suite = Suite { root, done: Vec::new() };
    let mut browser = None;
    suite.step("set-up", |_| {
        tools::for_page()?;
        browser = Some(tools::for_tests()?);
        Ok(())
    })?;
    suite.step("formatting", |root| run(cargo(&["fmt", "--all", "--check"]).current_dir(root)))?;
    suite.step("catalog is up to date with data/", |root| catalog::run(root, true))?;
    suite.step("lints", lints)?;
    suite.step("formatting and lints of fuzz/", fuzz::lints)?;
    suite.step("documentation", |root| {
        let features = "groq-calc/serde,groq-calc/arrivals";
        let args =
            ["doc", "--workspace", "--no-deps", "--features", features, "--locked", "--quiet"];
        run(cargo(&args).env("RUSTDOCFLAGS", "-Dwarnings").current_dir(root))
    })?;
    suite.step("no std, no dependency", bare)?;
    suite.step("the math and the command", |root| {
        run(cargo(&["test", "--workspace", "--locked"]).current_dir(root))
    })?;
    suite.step("fuzzing, 30 s for each target", |root| fuzz::run_for(root, 30, None))?;
    suite.step("the engine's unit tests under Miri", miri::unit_tests)?;
    suite.step("the crates as they are embedded", crates::check)?;
    suite.step("the official SDKs against the stand-in", sdk::test)?;
    suite.step("the programs for a plan against the stand-in", snippets::test)?;
    suite.step("the server for agents by the official client", mcp::test)?;
    suite.step("the exported SQL on DuckDB, Spark and PostgreSQL", sql::test)?;
    suite.step("token counts beside tiktoken", tokens::test)?;
    suite.step("the npm package in Node, tsc, Vite and Chromium", npm::run_all)?;
    suite.step("the page", |root| site::build(root, "./"))?;
    suite.step("the page in Chromium", |root| {
        let Some(tools) = &browser else { bail!("the browser was not set up") };
        run(&mut in_browser(root, tools, "browser"))
    })?;
    suite.step("the page by Lighthouse", |root| {
        let Some(tools) = &browser else { bail!("the browser was not set up") };
        run(in_browser(root, tools, "lighthouse").args(["--", "--nocapture"]))
    })?;
    println!("\nall of it passed:");
    for (name, seconds) in suite.done {
        println!("{seconds:>7.1} s  {name}");
    }
    Ok(())
}

/// Builds the page and holds it to its goals of speed, which the suite only
/// prints: Lighthouse's performance, and the time from key press to answer.
pub(crate) fn lighthouse(root: &Path) -> Result<()> {
    let tools = tools::for_tests()?;
    site::build(root, "./")?;
    let goal = |name, filter| {
        let mut command = in_browser(root, &tools, name);
        run(command.args(["--", "--nocapture", filter]).env("GROQ_CALC_GOALS", "1"))
    };
    goal("browser", "key_presses")?;
    goal("lighthouse", "median")
}

/// A test that drives Chromium over the built page.
fn in_browser(root: &Path, tools: &BrowserTools, name: &str) -> Command {
    let package = ["test", "--package", "groq-calc-tests", "--features", "browser", "--locked"];
    let mut command = cargo(&package);
    command.args(["--test", name]);
    tools.tell(&mut command, root);
    command
}

struct Suite<'a> {
    root: &'a Path,
    done: Vec<(&'static str, f64)>,
}

impl Suite<'_> {
    fn step(&mut self, name: &'static str, work: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
        println!("\n== {name}");
        let start = Instant::now();
        work(self.root)?;
        self.done.push((name, start.elapsed().as_secs_f64()));
        Ok(())
    }
}

fn lints(root: &Path) -> Result<()> {
    let native = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--features",
        "groq-calc-tests/browser,groq-calc-tests/sdk,groq-calc-tests/snippets,groq-calc-tests/sql,\
         groq-calc-tests/mcp,groq-calc-tests/tokens",
        "--locked",
        "--",
        "-Dwarnings",
    ];
    run(cargo(&native).current_dir(root))?;
    // One by one: the npm package has no std, the page has.
    let packages =
        [("web", ""), ("reader", "exact,ordered"), ("replayer", ""), ("groq-calc-npm", "")];
    for (package, features) in packages {
        let page = [
            "clippy",
            "--package",
            package,
            "--features",
            features,
            "--target",
            "wasm32-unknown-unknown",
            "--locked",
            "--",
            "-Dwarnings",
        ];
        run(cargo(&page).current_dir(root))?;
    }
    Ok(())
}

/// The engine, the catalog, the protocol and what reads a paste on machines that have no std at all.
fn bare(root: &Path) -> Result<()> {
    for target in ["thumbv7em-none-eabi", "wasm32v1-none"] {
        let args = [
            "build",
            "--package",
            "groq-calc",
            "--package",
            "groq-catalog",
            "--package",
            "groq-protocol",
            "--package",
            "groq-codegen",
            "--locked",
            "--target",
            target,
        ];
        run(cargo(&args).current_dir(root))?;
        let args = ["build", "--package", "groq-calc", "--example", "bare", "--locked", "--target"];
        run(cargo(&args).arg(target).current_dir(root))?;
        for features in ["serde", "arrivals", "serde,arrivals"] {
            let args = [
                "build",
                "--package",
                "groq-calc",
                "--features",
                features,
                "--locked",
                "--target",
                target,
            ];
            run(cargo(&args).current_dir(root))?;
        }
    }
    for package in ["groq-tokens", "groq-paste"] {
        let args = ["build", "--package", package, "--locked", "--target", "wasm32v1-none"];
        run(cargo(&args).current_dir(root))?;
    }
    // With the dependencies of its tests, which it has none of either.
    for edges in ["normal", "normal,build,dev"] {
        let args = ["tree", "--package", "groq-calc", "--edges", edges, "--locked"];
        let tree = output(cargo(&args).current_dir(root)).unwrap_or_default();
        if tree.lines().count() != 1 {
            bail!("groq-calc without features must depend on nothing, but:\n{tree}");
        }
    }
    Ok(())
}
