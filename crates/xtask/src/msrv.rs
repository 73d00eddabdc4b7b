use std::{path::Path, process::Command};

use anyhow::Result;

use crate::step::{cargo, output, run};

/// The oldest compiler that the crates to embed promise, as their `rust-version`
/// says: it is the first of their edition, so it can't be older.
const MSRV: &str = "1.85";

/// Builds the crates to embed with the oldest compiler that they promise; says
/// so where rustup can't bring it.
pub(crate) fn check(root: &Path) -> Result<()> {
    let which = || output(Command::new("rustup").args(["which", "rustc", "--toolchain", MSRV]));
    let install = || {
        println!("Rust {MSRV}: asking rustup");
        let args = ["toolchain", "install", MSRV, "--profile", "minimal", "--no-self-update"];
        output(Command::new("rustup").args(args))
    };
    let Some(rustc) = which().or_else(|| install().and_then(|_| which())) else {
        println!("Rust {MSRV} is SKIPPED: rustup can't bring it");
        return Ok(());
    };
    let packages = ["groq-calc", "groq-catalog", "groq-protocol"];
    let mut command = cargo(&["check", "--locked"]);
    command.args(["--features", "groq-calc/serde,groq-calc/arrivals"]);
    command.args(packages.iter().flat_map(|package| ["--package", package]));
    // Apart, so that the next build starts where the last one ended.
    command.arg("--target-dir").arg(root.join("target/msrv"));
    run(command.env("RUSTC", rustc.trim()).current_dir(root))
}
