use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result, bail};

use crate::{
    process::{cargo, output, run},
    ran::Ran,
    setup::nightly,
    setup::tools,
};

/// The targets of `fuzz/`.
const TARGETS: [&str; 13] = [
    "question", "data", "number", "engine", "duration", "error", "headers", "stream", "answer",
    "request", "parquet", "paste", "forms",
];

/// Each target, or one, for the given number of seconds.
pub(crate) fn run_for(root: &Path, seconds: u64, only: Option<&str>) -> Result<Ran> {
    if let Some(name) = only.filter(|name| !TARGETS.contains(name)) {
        bail!("there is no fuzz target `{name}`; it must be one of {}", TARGETS.join(", "));
    }
    let Some(tool) = libfuzzer() else {
        println!(
            "coverage-guided fuzzing is SKIPPED: it needs a nightly compiler, cargo-fuzz and a \
             C++ compiler. The same laws run over the corpus and a seeded stream instead."
        );
        on_stable(root, seconds, only)?;
        return Ok(Ran::Without("coverage-guided input".into()));
    };
    let folder = root.join("fuzz");
    let build = ["fuzz", "build", "--features", "libfuzzer"];
    run(nightly::cargo(Some(&tool))?.args(build).current_dir(&folder))?;
    for target in TARGETS.into_iter().filter(|target| only.is_none_or(|only| only == *target)) {
        // What libFuzzer finds goes into the first folder: not into the
        // committed corpus, which `cargo fuzz cmin` keeps small.
        let (found, corpus) = (format!("target/corpus/{target}"), format!("corpus/{target}"));
        fs::create_dir_all(folder.join(&found))?;
        let args = ["fuzz", "run", "--features", "libfuzzer", target, &found, &corpus, "--"];
        let mut command = nightly::cargo(Some(&tool))?;
        command.args(args).arg(format!("-max_total_time={seconds}"));
        command.args(["-max_len=4096", "-timeout=60", "-verbosity=0", "-print_final_stats=1"]);
        println!("    {target}: {seconds} s");
        summarised(command.current_dir(&folder))?;
    }
    Ok(Ran::Whole)
}

/// libFuzzer says much; its figures are enough unless it finds something.
fn summarised(command: &mut Command) -> Result<()> {
    let output = command.output().context("cargo fuzz cannot be started")?;
    let text = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        bail!("{text}\na law is broken ({}): see above", output.status);
    }
    let figures = text.lines().filter_map(|line| line.strip_prefix("stat::"));
    let count = figures.inspect(|figure| println!("    {figure}")).count();
    if count == 0 {
        bail!("{text}\nlibFuzzer ended without its figures");
    }
    Ok(())
}

/// cargo-fuzz, if all it needs can be had.
fn libfuzzer() -> Option<std::path::PathBuf> {
    output(Command::new("c++").arg("--version"))?;
    if !nightly::ready() {
        return None;
    }
    tools::cargo_fuzz().inspect_err(|error| println!("{error:#}")).ok()
}

fn on_stable(root: &Path, seconds: u64, only: Option<&str>) -> Result<()> {
    let manifest = ["--manifest-path", "fuzz/Cargo.toml", "--target-dir", "target", "--locked"];
    let mut command = cargo(&["test"]);
    command.args(manifest).args(["--test", "corpus", "--"]).args(only);
    run(command
        .args(["--nocapture", "--test-threads=1"])
        .env("FUZZ_SECONDS", seconds.to_string())
        .current_dir(root))
}

/// Formatting of `fuzz/`, which is a workspace of its own.
pub(crate) fn formatting(root: &Path) -> Result<()> {
    run(cargo(&["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"]).current_dir(root))
}

/// Its lints.
pub(crate) fn lints(root: &Path) -> Result<()> {
    let args = ["clippy", "--manifest-path", "fuzz/Cargo.toml", "--target-dir", "target"];
    let rest = ["--lib", "--tests", "--locked", "--", "-Dwarnings"];
    run(cargo(&args).args(rest).current_dir(root))
}
