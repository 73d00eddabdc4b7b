use std::path::Path;

use anyhow::Result;

use crate::{
    engine::fuzz,
    process::{cargo, run},
    workspace::workspace,
};

pub(super) fn formatting(root: &Path) -> Result<()> {
    run(cargo(&["fmt", "--all", "--check"]).current_dir(root))?;
    fuzz::formatting(root)
}

/// The workspace natively, where the page has the same code, and what only a
/// browser or Node runs.
pub(super) fn clippy(root: &Path) -> Result<()> {
    run(workspace(root, "clippy").args(["--all-targets", "--", "-Dwarnings"]))?;
    let npm = ["clippy", "--package", "groq-calc-npm", "--target", "wasm32-unknown-unknown"];
    run(cargo(&npm).args(["--locked", "--", "-Dwarnings"]).current_dir(root))
}

pub(super) fn documentation(root: &Path) -> Result<()> {
    let mut command = workspace(root, "doc");
    run(command.args(["--no-deps", "--quiet"]).env("RUSTDOCFLAGS", "-Dwarnings"))
}
