use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail, ensure};
use groq_calc::Usd;
use serde::{Deserialize, de::DeserializeOwned};

use crate::{
    bench::engine::Measured,
    bench::report::{circumstances, fill, grouped, ratio, time},
    process::{cargo, output, run},
};

const PYTHON: &str = "genai-prices 0.2.3";
const REQUIREMENTS: &str = include_str!("peers/requirements.txt");
const NPM: &str = "@pydantic/genai-prices 0.1.8";
const NPM_PACKAGE: &str = "@pydantic/genai-prices@0.1.8";
/// The model at which requests are timed.
const MODEL: &str = "openai/gpt-oss-120b";
/// Every program is timed so often, in turn; the median counts.
const ROUNDS: usize = 3;

/// Installs the other calculators, holds their answers against ours, and only
/// then times all of them; writes the tables of docs/bench.md and README.md.
pub(crate) fn run_all(root: &Path) -> Result<()> {
    let folder = root.join("target/peers");
    let (python, node) = (Peer::python(&folder)?, Peer::node(&folder)?);
    let job = folder.join("job.json");
    let example = ["run", "--quiet", "--package", "groq-calc-tests", "--example", "peers"];
    let text = output(cargo(&example).arg("--locked").current_dir(root))
        .context("the example `peers` of groq-calc-tests failed")?;
    fs::write(&job, &text)?;
    let ours: Answers = serde_json::from_str(&text)?;

    let mut report = String::new();
    for peer in [&python, &node] {
        let theirs: Answers = peer.ask(&["costs", &job.to_string_lossy()])?;
        report.push_str(&compare(peer, &ours, &theirs)?);
    }
    println!("\nequal answers; now timing");
    let mut rows = Timings::default();
    for _ in 0..ROUNDS {
        let measured = Measured::take(root, &["--bench", "usage"], "request")?;
        rows.add("groq-calc, known model", measured.of("request/known model")?);
        rows.add("groq-calc, model by id", measured.of("request/model by id")?);
        for peer in [&python, &node] {
            let times: Times = peer.ask(&["time", &job.to_string_lossy(), MODEL])?;
            rows.add(&format!("{} on {}, model by id", peer.name, times.runtime), times.by_id);
            if let Some(known) = times.known {
                rows.add(&format!("{}, known model", peer.name), known);
            }
        }
    }
    let (table, when) = (rows.table()?, circumstances());
    println!("\n{when}\n\n{table}\n{report}");
    fill(&root.join("docs/bench.md"), "peers", &format!("{when}\n\n{table}\n{report}"))?;
    fill(&root.join("README.md"), "peers", &format!("{table}\n{when}"))
}

/// Another price calculator, installed, with the script that drives it.
struct Peer {
    name: &'static str,
    program: PathBuf,
    script: PathBuf,
    /// Whether it reckons in binary floating point.
    floating: bool,
}

impl Peer {
    fn python(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let requirements = folder.join("requirements.txt");
        let venv = folder.join("venv");
        let program = venv.join("bin/python");
        if fs::read_to_string(&requirements).is_ok_and(|old| old == REQUIREMENTS) {
            println!("{PYTHON}: already there");
        } else {
            run(Command::new("python3").args(["-m", "venv"]).arg(&venv))
                .context("Python 3 with venv is needed")?;
            let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"];
            let wanted = folder.join("wanted.txt");
            fs::write(&wanted, REQUIREMENTS)?;
            run(Command::new(&program).args(pip).arg(&wanted))?;
            fs::rename(&wanted, &requirements)?;
        }
        let script = folder.join("peer.py");
        fs::write(&script, include_str!("peers/peer.py"))?;
        Ok(Self { name: PYTHON, program, script, floating: false })
    }

    fn node(folder: &Path) -> Result<Self> {
        let installed = folder.join("node_modules/@pydantic/genai-prices/package.json");
        let version = NPM.rsplit(' ').next().unwrap_or_default();
        let line = format!("\"version\": \"{version}\"");
        if fs::read_to_string(&installed).is_ok_and(|package| package.contains(&line)) {
            println!("{NPM}: already there");
        } else {
            let args = ["install", "--no-audit", "--no-fund", "--prefix"];
            run(Command::new("npm").args(args).arg(folder).arg(NPM_PACKAGE))
                .context("Node with npm is needed")?;
        }
        let script = folder.join("peer.mjs");
        fs::write(&script, include_str!("peers/peer.mjs"))?;
        Ok(Self { name: NPM, program: "node".into(), script, floating: true })
    }

    fn ask<T: DeserializeOwned>(&self, args: &[&str]) -> Result<T> {
        let text = output(Command::new(&self.program).arg(&self.script).args(args))
            .with_context(|| format!("{}: `{}` failed", self.name, args.join(" ")))?;
        serde_json::from_str(&text).with_context(|| format!("{}: no answer", self.name))
    }
}

/// What a calculator knows and what it says of the usages.
#[derive(Deserialize)]
struct Answers {
    models: Vec<Model>,
    /// Every model it knows, however it is billed.
    all: Vec<String>,
}

/// One model, in decimals of a dollar.
#[derive(Deserialize)]
struct Model {
    id: String,
    /// A million prompt tokens, cached ones, completion tokens.
    prices: [String; 3],
    /// Every usage.
    costs: Vec<String>,
}

#[derive(Deserialize)]
struct Times {
    runtime: String,
    by_id: f64,
    known: Option<f64>,
}

/// Fails where the same prices give another cost; tells where the data differ.
fn compare(peer: &Peer, ours: &Answers, theirs: &Answers) -> Result<String> {
    let mut differences = String::new();
    let (mut models, mut costs, mut nearest) = (0, 0, 0);
    for our in &ours.models {
        let Some(their) = theirs.models.iter().find(|their| their.id == our.id) else {
            writeln!(differences, "- {}: not known there", our.id)?;
            continue;
        };
        let prices: Vec<Usd> =
            their.prices.iter().map(|text| peer.read(text)).collect::<Result<_>>()?;
        if prices != our.prices.iter().map(|text| usd(text)).collect::<Result<Vec<_>>>()? {
            let (there, here) = (their.prices.join(" / "), our.prices.join(" / "));
            writeln!(
                differences,
                "- {}: {there} there, {here} here (input, cached, output)",
                our.id
            )?;
            continue;
        }
        ensure!(our.costs.len() == their.costs.len(), "{}: usages are missing", peer.name);
        for (row, (our_cost, their_cost)) in our.costs.iter().zip(&their.costs).enumerate() {
            let (cost, other) = (usd(our_cost)?, peer.read(their_cost)?);
            if cost != other {
                bail!("usage {row} at {} costs {cost}; {} says {other}", our.id, peer.name);
            }
            // Whether a double could not have been nearer.
            nearest += usize::from(our_cost.parse::<f64>() == their_cost.parse::<f64>());
        }
        costs += our.costs.len();
        models += 1;
    }
    ensure!(costs > 0, "{} prices no model as we do", peer.name);
    let alone: Vec<&str> =
        theirs.all.iter().filter(|id| !ours.all.contains(id)).map(String::as_str).collect();
    if !alone.is_empty() {
        writeln!(differences, "- not known here: {}", alone.join(", "))?;
    }
    let how = match peer.floating {
        false => "as exact decimals".to_string(),
        true => format!(
            "once rounded to the picodollar: it reckons in doubles, and {} of its answers are \
             not the double nearest to the exact one",
            grouped(costs - nearest)
        ),
    };
    let (all, per_model) = (grouped(costs), grouped(costs / models));
    Ok(format!(
        "{}: {models} models have the same prices there and here; all {all} answers \
         ({per_model} usages each) are equal {how}. Where the data differ:\n\n{differences}\n",
        peer.name
    ))
}

impl Peer {
    /// A cost that it printed: exact, or from a double and rounded to 12 places.
    fn read(&self, text: &str) -> Result<Usd> {
        if !self.floating {
            return usd(text);
        }
        let double: f64 = text.parse().with_context(|| format!("`{text}` is no number"))?;
        usd(&format!("{double:.12}"))
    }
}

fn usd(text: &str) -> Result<Usd> {
    Usd::parse(text).with_context(|| format!("`{text}` is no amount in picodollars"))
}

/// Nanoseconds of every round, by who took them, in the order of the first.
#[derive(Default)]
struct Timings(Vec<(String, Vec<f64>)>);

impl Timings {
    fn add(&mut self, name: &str, nanoseconds: f64) {
        match self.0.iter_mut().find(|(other, _)| other == name) {
            Some((_, rounds)) => rounds.push(nanoseconds),
            None => self.0.push((name.to_string(), vec![nanoseconds])),
        }
    }

    fn table(&self) -> Result<String> {
        let median = |rounds: &[f64]| {
            let mut rounds = rounds.to_vec();
            rounds.sort_by(f64::total_cmp);
            rounds[rounds.len() / 2]
        };
        let (_, first) = self.0.first().context("nothing was timed")?;
        let known = median(first);
        let mut table = "| cost of one request | time | of ours |\n|---|---|---|\n".to_string();
        for (name, rounds) in &self.0 {
            let took = median(rounds);
            writeln!(table, "| {name} | {} | {} |", time(took), ratio(took / known))?;
        }
        Ok(table)
    }
}
