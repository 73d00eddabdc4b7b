use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::{
    bench::report::{circumstances, fill, grouped, ratio},
    process::{cargo, output, run},
    setup::tools,
};

const DUCKDB: &str = "2.0.1";
const POLARS: &str = "2.1.0";
const REQUIREMENTS: &str = include_str!("engines/requirements.txt");
const SCRIPT: &str = include_str!("engines/engines.py");

/// Of the log: several of each kind, whose prices are known on its days.
const MODELS: &str = "openai/gpt-oss-120b,openai/gpt-oss-20b,llama-3.1-8b-instant,\
                      llama-3.3-70b-versatile,qwen/qwen3-32b";
const FORMATS: [(&str, &str); 4] =
    [("CSV", "csv"), ("CSV, gzip", "csv.gz"), ("JSON lines", "jsonl"), ("Parquet", "parquet")];
const THREADS: [u8; 2] = [1, 2];
/// Every engine is timed so often, in turn; the median counts.
const ROUNDS: usize = 3;

/// What one engine says of a log.
#[derive(Deserialize)]
struct Timed {
    seconds: f64,
    /// Rows, tokens of prompts, of the cache, of completions, and picodollars.
    sums: Vec<String>,
    /// Of the command.
    peak_mb: Option<f64>,
}

/// Prices one log with the command, DuckDB and Polars, all of which have to come to the
/// same sums; writes the tables of docs/bench.md and README.md.
pub(crate) fn run_all(root: &Path, rows: u64) -> Result<()> {
    let build = ["build", "--release", "--package", "groq-calc-cli", "--bin", "groq-calc"];
    run(cargo(&build).arg("--locked").current_dir(root))?;
    let folder = root.join("target/engines");
    let engines = Engines::set_up(root, &folder)?;
    println!("a log of {} rows: being made in {}", grouped(rows as usize), folder.display());
    engines.ask::<Option<()>>(&["make", &folder.to_string_lossy(), &rows.to_string(), MODELS])?;
    let measured = FORMATS.map(|format| engines.measure(&folder, format));
    for (_, ending) in FORMATS {
        fs::remove_file(folder.join("log").with_extension(ending))?;
    }
    let when = format!("A log of {} rows. {}", grouped(rows as usize), circumstances());
    let measured = measured.into_iter().collect::<Result<Vec<_>>>()?;
    let text = format!("{}\n{when}", table(&measured.concat())?);
    println!("\n{text}");
    fill(&root.join("docs/bench.md"), "engines", &text)?;
    fill(&root.join("README.md"), "engines", &text)
}

/// One line of the table.
#[derive(Clone)]
struct Line {
    format: &'static str,
    threads: u8,
    /// Ours, that of DuckDB and of Polars.
    seconds: [f64; 3],
    peak_mb: f64,
}

struct Engines {
    command: PathBuf,
    python: PathBuf,
    script: PathBuf,
}

impl Engines {
    fn set_up(root: &Path, folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let (script, requirements) = (folder.join("engines.py"), folder.join("requirements.txt"));
        fs::write(&script, SCRIPT)?;
        fs::write(&requirements, REQUIREMENTS)?;
        let versions = "import duckdb, polars; print(duckdb.__version__, polars.__version__)";
        let python = tools::python(
            &format!("duckdb {DUCKDB} and polars {POLARS}"),
            &format!("python-duckdb-{DUCKDB}-polars-{POLARS}"),
            (versions, &format!("{DUCKDB} {POLARS}")),
            &["--requirement".as_ref(), requirements.as_ref()],
        )?;
        let target =
            std::env::var_os("CARGO_TARGET_DIR").map_or(root.join("target"), PathBuf::from);
        let command =
            target.join("release/groq-calc").with_extension(std::env::consts::EXE_EXTENSION);
        Ok(Self { command, python, script })
    }

    fn ask<T: serde::de::DeserializeOwned>(&self, args: &[&str]) -> Result<T> {
        let said = output(Command::new(&self.python).arg(&self.script).args(args))
            .with_context(|| format!("engines.py {} failed", args.join(" ")))?;
        let said = if said.trim().is_empty() { "null" } else { &said };
        serde_json::from_str(said).with_context(|| format!("engines.py printed `{said}`"))
    }

    fn measure(&self, folder: &Path, (format, ending): (&'static str, &str)) -> Result<Vec<Line>> {
        let path = folder.join("log").with_extension(ending);
        let (path, command) = (path.to_string_lossy(), self.command.to_string_lossy());
        let mut lines = Vec::new();
        for threads in THREADS {
            let (mut rounds, mut peak_mb) = ([const { Vec::new() }; 3], 0.0_f64);
            for _ in 0..ROUNDS {
                let mut sums = None;
                for (engine, seconds) in ["ours", "duckdb", "polars"].into_iter().zip(&mut rounds) {
                    let timed: Timed =
                        self.ask(&[engine, &command, &path, &threads.to_string()])?;
                    let expected = sums.get_or_insert_with(|| timed.sums.clone());
                    ensure!(
                        *expected == timed.sums,
                        "{format}: {engine} comes to {:?}, ours to {expected:?}",
                        timed.sums
                    );
                    seconds.push(timed.seconds);
                    peak_mb = peak_mb.max(timed.peak_mb.unwrap_or(0.0));
                }
            }
            let seconds = rounds.map(|mut rounds| {
                rounds.sort_by(f64::total_cmp);
                rounds[rounds.len() / 2]
            });
            println!("{format}, threads {threads}: {seconds:.2?} s, {peak_mb:.0} MB");
            lines.push(Line { format, threads, seconds, peak_mb });
        }
        Ok(lines)
    }
}

fn table(lines: &[Line]) -> Result<String> {
    let mut table = format!(
        "| log | threads | `groq-calc cost` | its memory | DuckDB {DUCKDB} | of ours | Polars {POLARS} \
         | of ours |\n|---|---|---|---|---|---|---|---|\n"
    );
    for Line { format, threads, seconds: [ours, duckdb, polars], peak_mb } in lines {
        let (by_duckdb, by_polars) = (ratio(duckdb / ours), ratio(polars / ours));
        writeln!(
            table,
            "| {format} | {threads} | {ours:.2} s | {peak_mb:.0} MB | {duckdb:.2} s | {by_duckdb} \
             | {polars:.2} s | {by_polars} |"
        )?;
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_how_many_times_ours_the_others_take() {
        let line = Line { format: "CSV", threads: 2, seconds: [2.0, 5.0, 1.0], peak_mb: 41.3 };
        let text = table(&[line]).expect("it can be written");
        let last = text.lines().last();
        assert_eq!(last, Some("| CSV | 2 | 2.00 s | 41 MB | 5.00 s | 2.50 | 1.00 s | 0.50 |"));
    }

    #[test]
    fn the_requirements_name_the_versions_that_are_looked_for() {
        for pinned in [format!("duckdb=={DUCKDB}"), format!("polars=={POLARS}")] {
            assert!(REQUIREMENTS.lines().any(|line| line == pinned), "{pinned}");
        }
    }
}
