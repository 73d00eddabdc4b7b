use std::{fmt::Write as _, path::Path, process::Command};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::{
    bench::report::{circumstances, fill, ratio, time},
    process::output,
};

const PEER: &str = "@pydantic/genai-prices";

/// What `tests/npm/bench.mjs` prints, in nanoseconds.
#[derive(Deserialize)]
struct Measured {
    node: String,
    /// From the import to the first answer, of a new process.
    start: f64,
    plan: f64,
    plan_with_outlook: f64,
    peer: f64,
    peer_version: String,
    cost: f64,
    column: f64,
    column_each: f64,
}

/// Measures the packed package beside its peer, in one run, and writes the
/// table of docs/bench.md.
pub(super) fn measure(root: &Path, packed: &Path) -> Result<()> {
    let folder = super::tried::project(root, packed)?;
    let said = output(Command::new("node").arg("bench.mjs").current_dir(&folder))
        .context("tests/npm/bench.mjs failed")?;
    let measured: Measured = serde_json::from_str(&said).context("bench.mjs printed no figures")?;
    ensure!(measured.peer > 0.0 && measured.column > 0.0, "nothing was timed");
    let (table, when) = (table(&measured)?, circumstances());
    println!("\n{when}\n\n{table}");
    fill(&root.join("docs/bench.md"), "npm", &format!("{when}\n\n{table}"))
}

fn table(measured: &Measured) -> Result<String> {
    let peer = format!("{PEER} {}", measured.peer_version);
    let mut table = format!("| {} | time | goal | {PEER} by it |\n", measured.node);
    table.push_str("|---|---|---|---|\n");
    let beside = |nanoseconds: f64| ratio(measured.peer / nanoseconds);
    for (what, nanoseconds, goal, times) in [
        ("import, to the first answer of `cost`", measured.start, "20 ms", String::new()),
        ("`plan`", measured.plan, "200 µs", String::new()),
        ("`plan` with its outlook", measured.plan_with_outlook, "", String::new()),
        (peer.as_str(), measured.peer, "", "1.00".into()),
        ("`cost`, one call with plain objects", measured.cost, "2 times", beside(measured.cost)),
        ("`costs`, a row of typed arrays", measured.column, "100 times", beside(measured.column)),
        ("`costs`, each row priced", measured.column_each, "", beside(measured.column_each)),
    ] {
        writeln!(table, "| {what} | {} | {goal} | {times} |", time(nanoseconds))?;
    }
    Ok(table)
}
