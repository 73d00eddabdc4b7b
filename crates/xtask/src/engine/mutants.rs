use std::{collections::BTreeMap, fs, path::Path, process::Command};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::{
    process::{cargo, output},
    setup::tools,
};

/// The share of viable mutants that a test has to notice, in percent.
const MIN_PERCENT: usize = 95;

/// Files of the engine with the tests, beside its unit tests, that a mutant of
/// theirs has to pass. Only those are run, for each of a thousand mutants.
const OWN_TESTS: [(&[&str], &[&str]); 5] = [
    (&["replay/*", "limiter/*"], &["math::replay::"]),
    (&["catalog/changes"], &["changes::"]),
    (&["capacity/arrivals"], &["math::arrivals::"]),
    (&["capacity/timeline", "capacity/flow", "question/profile"], &["math::timeline::"]),
    (&["cost/usage", "cost/token_prices", "cost/usage_columns"], &["math::usage::"]),
];
/// The tests of all other files.
const TESTS: [&str; 2] = ["math::oracle::", "math::laws::"];
/// What no file has of its own: what the command reads and writes, and slower ways
/// to the same figures.
const NEVER: [&str; 9] = [
    "article::",
    "cases::",
    "house::",
    "math::vectors::",
    "paste::",
    "peers::",
    "quality::",
    "reference::",
    "wire::",
];

/// Tries mutants of the engine, of all files or of one, all of them or one
/// shard of them (like `0/10`), and prints how many the tests noticed.
pub(crate) fn run(root: &Path, file: Option<&str>, shard: Option<&str>) -> Result<()> {
    let tool = tools::cargo_mutants()?;
    let mut outcomes = Outcomes::default();
    let file = file.map(|file| file.trim_start_matches("crates/calc/src/").trim_end_matches(".rs"));
    let is = |own: &str, name: &str| match own.strip_suffix('*') {
        Some(folder) => name.starts_with(folder),
        None => own == name,
    };
    let own =
        |name: &str| OWN_TESTS.iter().find(|(files, _)| files.iter().any(|file| is(file, name)));
    match file {
        Some(name) => {
            let tests = own(name).map_or(&TESTS[..], |(_, tests)| tests);
            outcomes.add(root, &tool, &["--file", &path(name)], tests, shard)?;
        }
        None => {
            let mut rest = Vec::new();
            for (files, tests) in OWN_TESTS {
                let chosen: Vec<_> = files.iter().map(|name| path(name)).collect();
                let flags = |flag| chosen.iter().flat_map(move |path| [flag, path.as_str()]);
                outcomes.add(root, &tool, &flags("--file").collect::<Vec<_>>(), tests, shard)?;
                rest.extend(flags("--exclude").map(str::to_owned));
            }
            let rest: Vec<_> = rest.iter().map(String::as_str).collect();
            outcomes.add(root, &tool, &rest, &TESTS, shard)?;
        }
    }
    let mut git = Command::new("git");
    let commit = output(git.args(["rev-parse", "--short", "HEAD"]).current_dir(root));
    let cargo = output(&mut cargo(&["--version"])).unwrap_or_default();
    println!("\nat {} with {}", commit.unwrap_or_default().trim(), cargo.trim());
    outcomes.judge()
}

fn path(name: &str) -> String {
    format!("crates/calc/src/{name}.rs")
}

#[derive(Default, Deserialize)]
struct Outcomes {
    outcomes: Vec<Outcome>,
}

#[derive(Deserialize)]
struct Outcome {
    scenario: Scenario,
    summary: String,
}

#[derive(Deserialize)]
enum Scenario {
    Baseline,
    Mutant(Mutant),
}

#[derive(Deserialize)]
struct Mutant {
    name: String,
    file: String,
}

impl Outcomes {
    /// Runs cargo-mutants on a copy of the tree and adds what came of it.
    fn add(
        &mut self,
        root: &Path,
        tool: &Path,
        files: &[&str],
        tests: &[&str],
        shard: Option<&str>,
    ) -> Result<()> {
        let out = root.join("target/mutation");
        fs::create_dir_all(&out)?;
        let results = out.join("mutants.out/outcomes.json");
        fs::remove_file(&results).ok();
        let mut command = Command::new(tool);
        command.args(["mutants", "--package", "groq-calc", "--no-shuffle", "--output"]).arg(&out);
        command.args(files).args(["--cargo-arg=--package=groq-calc-tests", "--cargo-arg=--lib"]);
        command.arg("--cargo-arg=--package=groq-catalog");
        command.args(["native", "catalog"].map(|binary| format!("--cargo-arg=--test={binary}")));
        if let Some(shard) = shard {
            command.args(["--sharding", "round-robin", "--shard", shard]);
        }
        let own = OWN_TESTS.iter().flat_map(|(_, tests)| *tests).chain(&TESTS);
        let others = own.filter(|name| !tests.contains(name)).chain(&NEVER);
        command.args(["--", "--"]).args(others.flat_map(|name| ["--skip", name]));
        // Few cases, the same for every mutant, and no search for a smaller one.
        command
            .env("PROPTEST_CASES", "120")
            .env("PROPTEST_RNG_SEED", "1")
            .env("PROPTEST_MAX_SHRINK_ITERS", "0")
            .current_dir(root);
        // Its exit code says whether any mutant was missed; what counts here is the share.
        let status = command.status().context("cargo-mutants cannot be started")?;
        if status.code() == Some(4) {
            bail!("the tests fail without any mutant");
        }
        // A shard of a small file may hold none.
        if status.success() && !results.exists() {
            return Ok(());
        }
        let text = fs::read_to_string(&results)
            .with_context(|| format!("cargo-mutants ended with {status} and left no results"))?;
        self.outcomes.extend(serde_json::from_str::<Self>(&text)?.outcomes);
        Ok(())
    }

    /// The table, file by file; an error under the least share.
    fn judge(&self) -> Result<()> {
        let (mut files, mut missed) = (BTreeMap::<&str, (usize, usize)>::new(), Vec::new());
        for outcome in &self.outcomes {
            let Scenario::Mutant(mutant) = &outcome.scenario else { continue };
            let (caught, viable) = files.entry(&mutant.file).or_default();
            match outcome.summary.as_str() {
                // A mutant that never ends is noticed.
                "CaughtMutant" | "Timeout" => (*caught, *viable) = (*caught + 1, *viable + 1),
                "MissedMutant" => {
                    *viable += 1;
                    missed.push(&mutant.name);
                }
                // It does not compile.
                _ => {}
            }
        }
        println!("| file | viable | caught |\n|---|---:|---:|");
        for (file, (caught, viable)) in &files {
            println!("| {} | {viable} | {caught} |", file.trim_start_matches("crates/calc/src/"));
        }
        let caught: usize = files.values().map(|(caught, _)| caught).sum();
        let viable: usize = files.values().map(|(_, viable)| viable).sum();
        println!("| all | {viable} | {caught} |");
        missed.iter().for_each(|name| println!("missed: {name}"));
        if viable == 0 {
            bail!("no mutant was tried");
        }
        if caught * 100 < viable * MIN_PERCENT {
            bail!("{caught} of {viable} viable mutants were caught: under {MIN_PERCENT} %");
        }
        Ok(())
    }
}
