use std::path::Path;

use anyhow::{Result, bail};

use crate::process::{cargo, output, run};

/// Machines that have no std at all.
const TARGETS: [&str; 2] = ["thumbv7em-none-eabi", "wasm32v1-none"];
/// What runs on them.
const PACKAGES: [&str; 4] = ["groq-calc", "groq-catalog", "groq-protocol", "groq-codegen"];
/// The engine's features, which bring no std either.
const FEATURES: [&str; 3] = ["serde", "arrivals", "serde,arrivals"];

/// The engine, the catalog, the protocol and what reads a paste on machines that
/// have no std at all. One program is built for each; the rest is checked.
pub(super) fn check(root: &Path) -> Result<()> {
    let on = |target, verb, packages: &[&str], more: &[&str]| {
        let mut command = cargo(&[verb, "--locked", "--target", target]);
        command.args(packages.iter().flat_map(|package| ["--package", package]));
        run(command.args(more).current_dir(root))
    };
    for target in TARGETS {
        on(target, "check", &PACKAGES, &[])?;
        on(target, "build", &["groq-calc"], &["--example", "bare"])?;
        for features in FEATURES {
            on(target, "check", &["groq-calc"], &["--features", features])?;
        }
    }
    on("wasm32v1-none", "check", &["groq-tokens"], &[])?;
    on("wasm32v1-none", "check", &["groq-paste"], &[])?;
    independent(root)
}

/// The engine depends on nothing, not even for its tests.
fn independent(root: &Path) -> Result<()> {
    for edges in ["normal", "normal,build,dev"] {
        let args = ["tree", "--package", "groq-calc", "--edges", edges, "--locked"];
        let tree = output(cargo(&args).current_dir(root)).unwrap_or_default();
        if tree.lines().count() != 1 {
            bail!("groq-calc without features must depend on nothing, but:\n{tree}");
        }
    }
    Ok(())
}
