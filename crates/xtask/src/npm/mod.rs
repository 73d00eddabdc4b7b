//! The npm package: built, packed, and tried as those who install it would.

mod bench;
mod tried;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::{
    page::site::brotli,
    process::{cargo, output, run},
    setup::tools,
};

/// Everything that a program loads, after brotli; texts and types are for people.
/// The goal is 200,000; published results, the plan of several services and
/// the checks of requests took it above.
const BUDGET: usize = 356_000;
const LOADED: [&str; 5] = ["api.js", "groq_calc.js", "groq_calc_bg.wasm", "node.js", "web.js"];
/// Written by hand, beside the crate.
const WRITTEN: [&str; 6] =
    ["README.md", "api.js", "index.d.ts", "node.js", "package.json", "web.js"];

/// Builds the package into `target/npm`, packs it and tries the packed file.
pub(crate) fn run_all(root: &Path) -> Result<()> {
    let packed = pack(root)?;
    tried::all(root, &packed)
}

/// Builds the package and measures the packed file.
pub(crate) fn bench(root: &Path) -> Result<()> {
    bench::measure(root, &pack(root)?)
}

/// Builds and packs it; the packed file.
fn pack(root: &Path) -> Result<PathBuf> {
    for program in ["node", "npm"] {
        ensure!(
            output(Command::new(program).arg("--version")).is_some(),
            "{program} is missing: the npm package is built and tried with Node 20.19 or newer"
        );
    }
    let folder = root.join("target/npm");
    build(root, &folder)?;
    print_size(&folder)?;
    let args = ["pack", "--json", "--silent", "--pack-destination"];
    let said = output(Command::new("npm").args(args).arg(root.join("target")).current_dir(&folder))
        .context("`npm pack` failed")?;
    let said: Value = serde_json::from_str(&said).context("`npm pack` says no JSON")?;
    // A list, or since npm 11 an object by the package's name.
    let entry = said.get(0).or_else(|| said.as_object()?.values().next());
    let name = entry.and_then(|entry| entry["filename"].as_str()).context("nothing was packed")?;
    let packed = root.join("target").join(name);
    println!("packed: {}", packed.display());
    Ok(packed)
}

fn build(root: &Path, folder: &Path) -> Result<()> {
    let tools = tools::for_page()?;
    println!("building the npm package into target/npm");
    let target = "wasm32-unknown-unknown";
    let args = ["build", "--package", "groq-calc-npm", "--target", target, "--profile"];
    run(cargo(&args).args(["wasm-npm", "--locked"]).current_dir(root))?;
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let module = root.join("target").join(target).join("wasm-npm/groq_calc_npm.wasm");
    let tool = |name: &str| {
        let mut command = Command::new(name);
        command.env("PATH", &tools.path).current_dir(folder);
        command
    };
    let args = ["--target", "web", "--no-typescript", "--remove-name-section"];
    run(tool("wasm-bindgen")
        .args(args)
        .args(["--remove-producers-section", "--out-name", "groq_calc", "--out-dir", "."])
        .arg(&module))?;
    // The features are read from the module, whose section on them comes off with the rest.
    let wasm = "groq_calc_bg.wasm";
    let args = ["-O3", "--zero-filled-memory"];
    run(tool("wasm-opt").args(args).args(["--strip-target-features", wasm, "-o", wasm]))?;
    let glue = folder.join("groq_calc.js");
    fs::write(&glue, bare(&fs::read_to_string(&glue)?))?;
    for name in WRITTEN {
        let from = root.join("crates/npm/package").join(name);
        let mut text = fs::read_to_string(&from)
            .with_context(|| format!("{} can't be read", from.display()))?;
        if name == "package.json" {
            let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
            ensure!(text.contains("\"version\": \"0.0.0\""), "package.json states a version");
            text = text.replace("\"version\": \"0.0.0\"", &version);
        }
        if name.ends_with(".js") {
            text = bare(&text);
        }
        fs::write(folder.join(name), text)?;
    }
    for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
        fs::copy(root.join(name), folder.join(name))?;
    }
    Ok(())
}

/// Code without the lines that are a comment and nothing else, and without the
/// space before the others: what the glue says of itself is in the types, and was
/// a kilobyte.
fn bare(code: &str) -> String {
    let mut out = String::with_capacity(code.len());
    let (mut inside, mut quoted) = (false, false);
    for line in code.lines() {
        let text = line.trim_start();
        let opens = !quoted && text.starts_with("/*");
        if !inside && !opens && (quoted || !text.starts_with("//")) {
            // Within a template of several lines every space counts.
            out.push_str(if quoted { line } else { text });
            out.push('\n');
            quoted ^= line.matches('`').count() % 2 == 1;
        }
        inside = (inside || opens) && !text.trim_end().ends_with("*/");
    }
    out
}

fn print_size(folder: &Path) -> Result<()> {
    println!("{:>10} {:>10}  file", "bytes", "brotli");
    let (mut raw, mut packed) = (0, 0);
    for name in LOADED {
        let bytes = fs::read(folder.join(name))?;
        let small = brotli(&bytes)?;
        println!("{:>10} {small:>10}  {name}", bytes.len());
        raw += bytes.len();
        packed += small;
    }
    println!("{raw:>10} {packed:>10}  what is loaded; the budget is {BUDGET} brotli");
    if packed > BUDGET {
        bail!("the npm package is {} bytes over its budget", packed - BUDGET);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_code_stays() {
        let code = "/**\n * Adds.\n */\nadd() // here\n  // and\n/* one */\n  x = '/*'\n";
        assert_eq!(bare(code), "add() // here\nx = '/*'\n");
        let template = "  x = `a\n  // b\n  c`\n  y\n";
        assert_eq!(bare(template), "x = `a\n  // b\n  c`\ny\n");
    }
}
