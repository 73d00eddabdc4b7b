use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::{
    step::{cargo, output},
    tools,
};

/// The share of viable mutants that a test has to notice, in percent.
const LEAST: usize = 95;

/// Tries mutants of the engine, all of them or those of one file, and prints
/// how many the tests noticed.
pub(crate) fn run(root: &Path, file: Option<&str>) -> Result<()> {
    let tool = tools::cargo_mutants()?;
    let out = root.join("target/mutation");
    fs::create_dir_all(&out)?;
    let mut command = std::process::Command::new(&tool);
    command.args(["mutants", "--package", "groq-calc", "--no-shuffle", "--output"]).arg(&out);
    if let Some(file) = file {
        let name = file.trim_start_matches("crates/calc/src/").trim_end_matches(".rs");
        command.args(["--file", &format!("crates/calc/src/{name}.rs")]);
    }
    // Few cases, the same for every mutant, and no search for a smaller one.
    command
        .env("PROPTEST_CASES", "60")
        .env("PROPTEST_RNG_SEED", "1")
        .env("PROPTEST_MAX_SHRINK_ITERS", "0")
        .current_dir(root);
    // Its own exit code says whether any mutant was missed; what counts here is the share.
    let status = command.status().context("cargo-mutants cannot be started")?;
    let results = out.join("mutants.out/outcomes.json");
    let text = fs::read_to_string(&results)
        .with_context(|| format!("cargo-mutants ended with {status} and left no results"))?;
    let outcomes: Outcomes = serde_json::from_str(&text)?;
    let commit = output(std::process::Command::new("git").args(["rev-parse", "--short", "HEAD"]));
    let rustc = output(&mut cargo(&["--version"])).unwrap_or_default();
    println!("\nat {} with {}", commit.unwrap_or_default().trim(), rustc.trim());
    outcomes.judge()
}

#[derive(Deserialize)]
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
        if caught * 100 < viable * LEAST {
            bail!("{caught} of {viable} viable mutants were caught: under {LEAST} %");
        }
        Ok(())
    }
}
