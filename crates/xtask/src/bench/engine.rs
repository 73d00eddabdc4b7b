use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::{
    bench::report::{circumstances, fill, ratio, time},
    page::site,
    process::{cargo, run},
    setup::tools,
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

/// Measures another checkout and then this one, and prints both in one table.
pub(crate) fn run_beside(root: &Path, other: &Path) -> Result<()> {
    let other = fs::canonicalize(other)
        .with_context(|| format!("{} is not a checkout", other.display()))?;
    let theirs = Measured::take(&other, &["--benches"], "")?;
    let ours = Measured::take(root, &["--benches"], "")?;
    println!("\n{}\n\n{}", circumstances(), beside(&theirs, &ours)?);
    Ok(())
}

/// What both have measured.
fn beside(theirs: &Measured, ours: &Measured) -> Result<String> {
    let mut table = "| what | there | here | here by there |\n|---|---|---|---|\n".to_string();
    for (name, here) in &ours.0 {
        let Ok(there) = theirs.of(name) else {
            writeln!(table, "| {name} | none | {} | |", time(*here))?;
            continue;
        };
        writeln!(
            table,
            "| {name} | {} | {} | {} |",
            time(there),
            time(*here),
            ratio(here / there)
        )?;
    }
    for (name, there) in &theirs.0 {
        if ours.of(name).is_err() {
            writeln!(table, "| {name} | {} | none | |", time(*there))?;
        }
    }
    Ok(table)
}

/// Measures the replay in Chromium and writes its table of docs/bench.md.
pub(crate) fn run_in_chromium(root: &Path) -> Result<()> {
    let measured = Measured::take_in_chromium(root)?;
    let mut table = "| rows | native | wasm in Chromium | of the native rate |\n".to_string();
    table.push_str("|---|---|---|---|\n");
    for load in ["all pass", "half pass", "none pass"] {
        let native = measured.of(&format!("replay/{load}: native"))?;
        let wasm = measured.of(&format!("replay/{load}: wasm in Chromium"))?;
        let share = native / wasm * 100.0;
        writeln!(table, "| {load} | {} | {} | {share:.0} % |", time(native), time(wasm))?;
    }
    let when = circumstances();
    println!("\n{when}\n\n{table}");
    fill(&root.join("docs/bench.md"), "chromium", &format!("{when}\n\n{table}"))
}

/// Criterion's results, by the name of the bench.
pub(crate) struct Measured(Vec<(String, f64)>);

impl Measured {
    /// Runs the benches whose name contains `filter`; no earlier result is used.
    pub(crate) fn take(root: &Path, benches: &[&str], filter: &str) -> Result<Self> {
        let home = root.join("target/criterion");
        let mut command = cargo(&["bench", "--package", "groq-calc-tests", "--locked"]);
        command.args(benches).args(["--", "--noplot", "--quiet"]);
        Self::run(root, command, &home, filter)
    }

    /// The replay in Chromium beside the same natively; the page is in `dist`.
    fn take_in_chromium(root: &Path) -> Result<Self> {
        let tools = tools::for_tests()?;
        site::build(root, "./")?;
        let home = root.join("target/criterion-chromium");
        let mut command = cargo(&["bench", "--package", "groq-calc-tests", "--locked"]);
        command.args(["--features", "browser", "--bench", "chromium", "--", "--noplot", "--quiet"]);
        tools.tell(&mut command, root);
        Self::run(root, command, &home, "")
    }

    fn run(root: &Path, mut command: Command, home: &Path, filter: &str) -> Result<Self> {
        if home.exists() {
            fs::remove_dir_all(home)
                .with_context(|| format!("{} can't be removed", home.display()))?;
        }
        if !filter.is_empty() {
            command.arg(filter);
        }
        run(command.env("CRITERION_HOME", home).current_dir(root))?;
        let mut measured = Self(Vec::new());
        measured.read(home)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bench_of_one_checkout_alone_has_no_ratio() {
        let measured = |rows: &[(&str, f64)]| {
            Measured(rows.iter().map(|(name, time)| ((*name).to_owned(), *time)).collect())
        };
        let theirs = measured(&[("a", 10.0), ("b", 7.0)]);
        let table = beside(&theirs, &measured(&[("a", 5.0), ("c", 9.0)])).unwrap();
        let rows: Vec<_> = table.lines().skip(2).collect();
        assert_eq!(
            rows,
            [
                "| a | 10.0 ns | 5.00 ns | 0.50 |",
                "| c | none | 9.00 ns | |",
                "| b | 7.00 ns | none | |"
            ]
        );
    }
}
