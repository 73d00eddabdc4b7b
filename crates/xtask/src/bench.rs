use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::{
    report::{circumstances, fill, ratio, time},
    step::{cargo, run},
};

/// What everything else is compared with.
const REQUEST: &str = "request/known model";
const SUM: &str = "column/sum of the same bytes";
const COLUMN: &str = "column/cost, any order";
const CATALOG: &str = "whole catalog/newest";

/// Measures everything and writes the tables of docs/bench.md and README.md.
pub(crate) fn run_all(root: &Path) -> Result<()> {
    let measured = Measured::take(root, &["--benches"], "")?;
    let when = circumstances();
    let table = table(&measured)?;
    println!("\n{when}\n\n{table}");
    fill(&root.join("docs/bench.md"), "bench", &format!("{when}\n\n{table}"))?;
    fill(&root.join("README.md"), "bench", &format!("{}\n{when}", summary(&measured)?))
}

/// Criterion's results, by the name of the bench.
pub(crate) struct Measured(Vec<(String, f64)>);

impl Measured {
    /// Runs the benches whose name contains `filter`; no earlier result is used.
    pub(crate) fn take(root: &Path, benches: &[&str], filter: &str) -> Result<Self> {
        let home = root.join("target/criterion");
        if home.exists() {
            fs::remove_dir_all(&home)
                .with_context(|| format!("{} can't be removed", home.display()))?;
        }
        let mut command = cargo(&["bench", "--package", "groq-calc-tests", "--locked"]);
        command.args(benches).args(["--", "--noplot", "--quiet"]);
        if !filter.is_empty() {
            command.arg(filter);
        }
        run(command.env("CRITERION_HOME", &home).current_dir(root))?;
        let mut measured = Self(Vec::new());
        measured.read(&home)?;
        measured.0.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(measured)
    }

    /// Nanoseconds for one: the median, by the number of elements if there is one.
    pub(crate) fn of(&self, name: &str) -> Result<f64> {
        let found = self.0.iter().find(|(other, _)| other == name);
        found.map(|(_, nanoseconds)| *nanoseconds).with_context(|| format!("no bench `{name}`"))
    }

    fn read(&mut self, folder: &Path) -> Result<()> {
        let estimates = folder.join("estimates.json");
        if folder.ends_with("new") && estimates.is_file() {
            let bench: Bench = json(&folder.join("benchmark.json"))?;
            let Estimates { median } = json(&estimates)?;
            let elements = bench.throughput.map_or(1, |throughput| throughput.elements);
            self.0.push((bench.full_id, median.point_estimate / elements as f64));
            return Ok(());
        }
        for entry in fs::read_dir(folder)? {
            let path: PathBuf = entry?.path();
            if path.is_dir() {
                self.read(&path)?;
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct Bench {
    full_id: String,
    throughput: Option<Throughput>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Throughput {
    elements: u64,
}

#[derive(Deserialize)]
struct Estimates {
    median: Estimate,
}

#[derive(Deserialize)]
struct Estimate {
    point_estimate: f64,
}

fn json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T> {
    let text = fs::read_to_string(path)?;
    serde_json::from_str(&text).with_context(|| format!("{} is not Criterion's", path.display()))
}

fn table(measured: &Measured) -> Result<String> {
    let (request, sum) = (measured.of(REQUEST)?, measured.of(SUM)?);
    let mut table = "| what | time for one | of a request | speed beside the sum |\n".to_string();
    table.push_str("|---|---|---|---|\n");
    for (name, nanoseconds) in &measured.0 {
        let beside = match name.starts_with("column/") {
            true => ratio(sum / nanoseconds),
            false => String::new(),
        };
        let (took, times) = (time(*nanoseconds), ratio(nanoseconds / request));
        writeln!(table, "| {name} | {took} | {times} | {beside} |")?;
    }
    Ok(table)
}

fn summary(measured: &Measured) -> Result<String> {
    let request = measured.of(REQUEST)?;
    let column = ratio(measured.of(SUM)? / measured.of(COLUMN)?);
    let catalog = measured.of(CATALOG)?;
    Ok(format!(
        "- One request at a known model: {}.\n\
         - A column of ten million requests, totalled: {column} of the speed at which the same \
         core sums the same bytes.\n\
         - The whole catalog, every option judged and ranked: {}, as long as {} such requests.\n",
        time(request),
        time(catalog),
        ratio(catalog / request),
    ))
}
