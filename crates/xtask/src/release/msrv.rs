use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result};

use crate::{
    process::{cargo, output, run},
    ran::Ran,
};

/// Builds the crates to embed with the oldest compiler that they promise; says
/// so where rustup can't bring it.
pub(crate) fn check(root: &Path) -> Result<Ran> {
    let manifest = fs::read_to_string(root.join("Cargo.toml"))?;
    let oldest = manifest
        .lines()
        .find_map(|line| line.strip_prefix("rust-version = \"")?.strip_suffix('"'))
        .context("Cargo.toml states no rust-version")?;
    let which = || output(Command::new("rustup").args(["which", "rustc", "--toolchain", oldest]));
    let install = || {
        println!("Rust {oldest}: asking rustup");
        let args = ["toolchain", "install", oldest, "--profile", "minimal", "--no-self-update"];
        output(Command::new("rustup").args(args))
    };
    let Some(rustc) = which().or_else(|| install().and_then(|_| which())) else {
        println!("Rust {oldest} is SKIPPED: rustup can't bring it");
        return Ok(Ran::Without(format!("Rust {oldest}")));
    };
    let packages = ["groq-calc", "groq-catalog", "groq-protocol"];
    let mut command = cargo(&["check", "--locked"]);
    command.args(["--features", "groq-calc/serde,groq-calc/arrivals"]);
    command.args(packages.iter().flat_map(|package| ["--package", package]));
    // Apart, so that the next build starts where the last one ended.
    command.arg("--target-dir").arg(root.join("target/msrv"));
    run(command.env("RUSTC", rustc.trim()).current_dir(root))?;
    Ok(Ran::Whole)
}
