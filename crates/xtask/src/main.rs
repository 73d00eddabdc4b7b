//! `cargo xtask`: set-up, serve, test and generate.
#![forbid(unsafe_code)]

mod bench;
mod engine;
mod facts;
mod interop;
mod npm;
mod page;
mod process;
mod python;
mod ran;
mod readme;
mod release;
mod setup;
mod suite;
mod workspace;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Parser, Subcommand};
use xtask::catalog;

use crate::{
    bench::{engine as speed, engines, peers},
    engine::{coverage, fuzz, miri, mutants},
    facts::propose,
    interop::{sdk, sql},
    page::{finish, site},
    release::{crates, deny, dist},
    setup::tools,
    suite::{
        browser,
        prove::{self, Proof},
        test,
    },
};

/// Everything this project does on a developer's machine and in CI.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Sets up what is missing, builds the page and serves it.
    Serve {
        /// The port on 127.0.0.1.
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// Do not open a browser.
        #[arg(long)]
        no_open: bool,
        /// Build into `dist`, print the size of what is there, and end.
        #[arg(long)]
        once: bool,
        /// Where the page will be found on its host, like `/groq-calc/`.
        #[arg(long, default_value = "./")]
        public_url: String,
    },
    /// Sets up what is missing and runs all that a change is judged by; goes on after
    /// a failure and lists all at the end.
    Test {
        /// Run nothing after the first failure.
        #[arg(long)]
        fail_fast: bool,
    },
    /// Runs what takes long and seldom fails; some of it, or all.
    Prove {
        /// All but those that run only by name, unless some are named.
        #[arg(value_enum)]
        proofs: Vec<Proof>,
        /// Fail where something that a proof needs can't be had.
        #[arg(long)]
        complete: bool,
    },
    /// Builds the page, has Lighthouse judge it three times, and prints what is timed.
    Lighthouse,
    /// Checks `data/` and writes `crates/catalog` from it.
    Catalog {
        /// Write nothing; fail where the result would differ.
        #[arg(long)]
        check: bool,
    },
    /// What someone else says beside `data/`.
    Facts {
        #[command(subcommand)]
        verb: Facts,
    },
    /// Measures the engine; writes docs/bench.md and the figures of README.md.
    Bench {
        #[command(subcommand)]
        beside: Option<Beside>,
    },
    /// Builds the npm package into target/npm, packs it and tries the packed file
    /// in Node, under tsc, in a Vite build and in Chromium.
    Npm,
    /// Builds the wheel of the Python package, and tries it as it is installed.
    Python {
        /// Build without optimisation: sooner, and slower.
        #[arg(long)]
        dev: bool,
    },
    /// Sets up what serve and test need, and ends.
    Setup,
    /// Puts styles into the built page and its files into the worker's list; Trunk calls it.
    #[command(hide = true)]
    Finish,
    /// Throws input at the laws of `fuzz/`: coverage-guided where nightly is.
    Fuzz {
        /// For each target.
        #[arg(long, default_value_t = prove::FUZZ_SECONDS)]
        seconds: u64,
        /// One of question, data, number, engine, duration, error, headers, stream, answer, request, parquet, paste; all by default.
        target: Option<String>,
    },
    /// Breaks the engine in small ways and counts what the tests notice.
    Mutants {
        /// Only this file of `crates/calc/src`, like `cost`.
        #[arg(long)]
        file: Option<String>,
        /// Only one part of them, like `0/10`: every tenth.
        #[arg(long)]
        shard: Option<String>,
    },
    /// Packs the crates to embed, builds them with the oldest compiler that they
    /// promise, and adds them to an empty project with the README's example.
    Crates,
    /// Holds the licences and sources of all dependencies to `deny.toml`, and asks
    /// whether any has a known vulnerability; fails where it can't ask.
    Deny {
        /// Licences and sources only: the database of advisories needs the network.
        #[arg(long)]
        offline: bool,
    },
    /// Builds the command as one static, stripped file into `target/dist-files`.
    Dist,
    /// Counts the engine's lines that its tests reach.
    Coverage,
    /// Runs the engine's unit tests under Miri.
    Miri,
}

#[derive(Subcommand)]
enum Facts {
    /// Compares a response of GET /models with `data/`, and prints the entries that it would add;
    /// what stands there is never changed.
    Propose {
        /// The response, as saved: `curl -H "Authorization: Bearer $GROQ_API_KEY"
        /// https://api.groq.com/openai/v1/models`.
        #[arg(long, value_name = "FILE")]
        models_api: PathBuf,
        /// The day of the response; today (UTC) by default.
        #[arg(long, value_name = "DATE")]
        from: Option<String>,
        /// Append the entries to `data/` and write `crates/catalog` anew.
        #[arg(long)]
        write: bool,
    },
}

#[derive(Subcommand)]
enum Beside {
    /// The replay in Chromium beside the same natively.
    Chromium,
    /// The npm package beside @pydantic/genai-prices, in one process.
    Npm,
    /// The Python package beside genai-prices and aiolimiter, in one process.
    Python,
    /// Another checkout and this one, in one table.
    Checkout {
        /// Its folder.
        folder: PathBuf,
    },
    /// A usage log priced by the command beside DuckDB and Polars, which have to come to the same
    /// sums; it takes up to 6 GB of the disk for the while.
    Engines {
        /// How long the log is.
        #[arg(long, default_value_t = 20_000_000, value_parser = clap::value_parser!(u64).range(1_000..))]
        rows: u64,
    },
    /// Beside other price calculators (genai-prices for Python and for Node),
    /// which are installed into target/peers.
    Peers,
}

fn main() -> ExitCode {
    let root = root();
    let result = match Args::parse().verb {
        Verb::Serve { port, no_open, once, public_url } => match once {
            true => site::build(&root, &public_url),
            false => site::serve(&root, port, !no_open, &public_url),
        },
        Verb::Test { fail_fast } => test::run(&root, fail_fast),
        Verb::Prove { proofs, complete } => prove::run(&root, &proofs, complete),
        Verb::Lighthouse => browser::lighthouse(&root),
        Verb::Catalog { check } => catalog::run(&root, check),
        Verb::Facts { verb: Facts::Propose { models_api, from, write } } => {
            propose::run(&root, &models_api, from.as_deref(), write)
        }
        Verb::Bench { beside: None } => speed::run_all(&root),
        Verb::Bench { beside: Some(Beside::Peers) } => peers::run_all(&root),
        Verb::Bench { beside: Some(Beside::Engines { rows }) } => engines::run_all(&root, rows),
        Verb::Bench { beside: Some(Beside::Checkout { folder }) } => {
            speed::run_beside(&root, &folder)
        }
        Verb::Bench { beside: Some(Beside::Npm) } => npm::bench(&root),
        Verb::Bench { beside: Some(Beside::Python) } => python::bench(&root),
        Verb::Bench { beside: Some(Beside::Chromium) } => speed::run_in_chromium(&root),
        Verb::Npm => npm::run_all(&root),
        Verb::Python { dev } => python::run_all(&root, dev),
        Verb::Setup => setup(),
        Verb::Fuzz { seconds, target } => {
            fuzz::run_for(&root, seconds, target.as_deref()).map(drop)
        }
        Verb::Mutants { file, shard } => mutants::run(&root, file.as_deref(), shard.as_deref()),
        Verb::Crates => crates::check(&root).map(drop),
        Verb::Deny { offline } => deny::check(&root, offline),
        Verb::Dist => dist::build(&root),
        Verb::Coverage => coverage::lines(&root),
        Verb::Miri => miri::unit_tests(&root).map(drop),
        Verb::Finish => finish::run(&root),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn setup() -> anyhow::Result<()> {
    let page = tools::for_page()?;
    let browser = tools::for_tests()?;
    println!("trunk: {}", page.trunk.display());
    println!("chromium: {}", browser.chromium.display());
    println!("chromedriver: {}", browser.chromedriver.display());
    println!("axe: {}", browser.axe.display());
    let sdks = sdk::set_up()?;
    println!("python with the SDKs: {}", sdks.python.display());
    println!("node modules with the SDK: {}", sdks.node_modules.display());
    println!("lighthouse: {}", tools::lighthouse()?.display());
    let engines = sql::set_up(&root());
    for (name, place) in
        [("python with DuckDB and Spark", engines.python), ("postgresql", engines.postgres)]
    {
        println!("{name}: {}", place.map_or("none".into(), |place| place.display().to_string()));
    }
    Ok(())
}

/// The workspace, two folders above this package.
fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).unwrap_or(package).to_path_buf()
}
