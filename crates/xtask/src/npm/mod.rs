//! The npm package: built, packed, and tried as those who install it would.

mod bench;
mod tried;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::{
    page::site::brotli,
    process::{cargo, output, run},
    setup::tools::{self, PageTools},
};

/// A module of the package, and the files beside it.
struct Part {
    /// How its names begin.
    stem: &'static str,
    /// Of `crates/npm`.
    features: &'static str,
    profile: &'static str,
    /// The files that bring it in.
    scripts: &'static [&'static str],
    /// The most bytes that it loads, after brotli; texts and types are for people.
    budget: usize,
}

const PARTS: [Part; 4] = [
    Part {
        stem: "groq_calc",
        features: "plan",
        profile: "wasm-release",
        scripts: &["handles.js", "index.js", "parts.js", "plan.js", "values.js"],
        budget: 200_000,
    },
    Part {
        stem: "groq_calc_catalog",
        features: "catalog,plan,replay",
        profile: "wasm-release",
        scripts: &["catalog.js"],
        budget: 290_000,
    },
    Part {
        stem: "groq_calc_replay",
        features: "replay",
        profile: "wasm-fast",
        scripts: &["replay.js"],
        budget: 200_000,
    },
    Part {
        stem: "groq_calc_request",
        features: "request",
        profile: "wasm-release",
        scripts: &["check.js", "limiter.js", "line.js", "request.js"],
        budget: 200_000,
    },
];
/// Written by hand, beside the scripts of the parts.
const WRITTEN: [&str; 9] = [
    "README.md",
    "catalog.d.ts",
    "check.d.ts",
    "index.d.ts",
    "limiter.d.ts",
    "package.json",
    "plan.d.ts",
    "replay.d.ts",
    "web.js",
];

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
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    for part in &PARTS {
        compile(root, folder, &tools, part)?;
    }
    let scripts = PARTS.iter().flat_map(|part| part.scripts);
    for name in scripts.chain(&WRITTEN) {
        let from = root.join("crates/npm/package").join(name);
        let mut text = fs::read_to_string(&from)
            .with_context(|| format!("{} can't be read", from.display()))?;
        if *name == "package.json" {
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

/// Builds the module of a part, with its glue.
fn compile(root: &Path, folder: &Path, tools: &PageTools, part: &Part) -> Result<()> {
    let target = "wasm32-unknown-unknown";
    let args = ["build", "--package", "groq-calc-npm", "--target", target, "--locked"];
    let chosen = ["--profile", part.profile, "--no-default-features", "--features", part.features];
    run(cargo(&args).args(chosen).current_dir(root))?;
    let module = root.join("target").join(target).join(part.profile).join("groq_calc_npm.wasm");
    let tool = |name: &str| {
        let mut command = Command::new(name);
        command.env("PATH", &tools.path).current_dir(folder);
        command
    };
    let args = ["--target", "web", "--no-typescript", "--remove-name-section"];
    run(tool("wasm-bindgen")
        .args(args)
        .args(["--remove-producers-section", "--out-name", part.stem, "--out-dir", "."])
        .arg(&module))?;
    // The features are read from the module, whose section on them comes off with the rest.
    let wasm = format!("{}_bg.wasm", part.stem);
    let args = ["-O3", "--zero-filled-memory", "--strip-target-features"];
    run(tool("wasm-opt").args(args).args([wasm.as_str(), "-o", &wasm]))?;
    let glue = folder.join(part.stem).with_extension("js");
    fs::write(&glue, bare(&fs::read_to_string(&glue)?))?;
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
    let mut over = Vec::new();
    for part in &PARTS {
        let stem = part.stem;
        let built = [format!("{stem}.js"), format!("{stem}_bg.wasm")];
        let names = part.scripts.iter().copied().chain(built.iter().map(String::as_str));
        let (mut raw, mut packed) = (0, 0);
        for name in names {
            let bytes = fs::read(folder.join(name))?;
            let small = brotli(&bytes, 11)?;
            println!("{:>10} {small:>10}  {name}", bytes.len());
            raw += bytes.len();
            packed += small;
        }
        let budget = part.budget;
        println!("{raw:>10} {packed:>10}  what {stem} loads; the budget is {budget} brotli");
        if packed > budget {
            over.push(format!("{stem} by {} bytes", packed - budget));
        }
    }
    ensure!(over.is_empty(), "the npm package is over its budget: {}", over.join(", "));
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
