use std::{fs, io::Write, path::Path, process::Command};

use anyhow::{Context, Result, bail};

use crate::{
    page::files::collect,
    process::{cargo, run},
    setup::tools::{self, PageTools},
};

/// The first load, all its files together, after brotli.
const BUDGET: usize = 200_000;

/// Each module of views, after brotli.
const PART_BUDGET: usize = 350_000;

/// Asked for after the first load, or not by the page at all.
const LATER: [&str; 20] = [
    "actions",
    "catalog.json",
    "changes.",
    "charts.css",
    "code.css",
    "diagnose",
    "favicon.ico",
    "icons/",
    "live.css",
    "manifest.webmanifest",
    "paste-worker",
    "paste.css",
    "planning",
    "replay",
    "robots.txt",
    "service-worker.js",
    "tokenizer",
    "tools",
    "views.css",
    "vocabulary.js",
];

/// Builds the page into `dist` and prints its size.
pub(crate) fn build(root: &Path, public_url: &str) -> Result<()> {
    let tools = ready(root)?;
    println!("building the page into dist/");
    run(trunk(root, &tools, "build").args(["--release", "--public-url", public_url]))?;
    print_size(&root.join("dist"))
}

/// Builds the page in the profile for development and serves it until it is interrupted.
pub(crate) fn serve(root: &Path, port: u16, open: bool, public_url: &str) -> Result<()> {
    let tools = ready(root)?;
    // Served at the root of its own port, the page is looked for at `/`.
    let public_url = if public_url == "./" { "/" } else { public_url };
    println!("groq-calc: http://127.0.0.1:{port}{public_url}");
    println!(
        "this page is built fast: it is larger and slower than the published one, which \
         `cargo xtask serve --once` builds"
    );
    let port = port.to_string();
    let mut command = trunk(root, &tools, "serve");
    command.args(["--port", &port, "--public-url", public_url]);
    if open {
        command.arg("--open");
    }
    run(&mut command)
}

fn ready(root: &Path) -> Result<PageTools> {
    let tools = tools::for_page()?;
    // Trunk runs cargo offline, so everything has to be fetched before.
    run(cargo(&["fetch", "--locked"]).current_dir(root))?;
    Ok(tools)
}

fn trunk(root: &Path, tools: &PageTools, verb: &str) -> Command {
    let mut command = Command::new(&tools.trunk);
    // Trunk takes NO_COLOR for a flag with a value and refuses `1`.
    command.arg(verb).current_dir(root).env("PATH", &tools.path).env_remove("NO_COLOR");
    command
}

fn print_size(dist: &Path) -> Result<()> {
    let mut paths = Vec::new();
    collect(dist, &mut paths)?;
    paths.sort();
    println!("{:>10} {:>10}  file", "bytes", "brotli");
    let (mut raw, mut packed) = (0, 0);
    for path in paths {
        let bytes =
            fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        let name = path.strip_prefix(dist)?.to_string_lossy().replace('\\', "/");
        let later = LATER.iter().any(|later| name.starts_with(later));
        let is_part = ["actions_bg", "diagnose_bg", "planning_bg", "tools_bg"]
            .iter()
            .any(|part| name.starts_with(part));
        // The best takes most of a minute for what has no budget.
        let small = brotli(&bytes, if later && !is_part { 9 } else { 11 })?;
        let note = if later { "  (later)" } else { "" };
        println!("{:>10} {small:>10}  {name}{note}", bytes.len());
        if is_part && small > PART_BUDGET {
            bail!("{name} is {} bytes over its budget", small - PART_BUDGET);
        }
        if !later {
            raw += bytes.len();
            packed += small;
        }
    }
    println!("{raw:>10} {packed:>10}  the first load; the budget is {BUDGET} brotli");
    if packed > BUDGET {
        bail!("the page is {} bytes over its budget", packed - BUDGET);
    }
    Ok(())
}

/// How many bytes brotli packs them into, at a quality of at most 11.
pub(crate) fn brotli(bytes: &[u8], quality: u32) -> Result<usize> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 4096, quality, 22);
    writer.write_all(bytes)?;
    Ok(writer.into_inner().len())
}
