use std::{path::Path, process::Command};

use anyhow::{Context, Result};

use crate::{
    process::{cargo, run},
    setup::tools,
};

/// The share of the engine's lines that the unit tests and the math have to
/// reach, in percent.
const MIN_PERCENT: &str = "98";
/// What stands beside the engine.
const IGNORED: &str =
    "(tests|crates/(catalog|catalog-file|cli|codegen|log|mock|npm|paste|protocol|tokens|xtask))/";

/// Counts the lines of the engine that its tests reach.
pub(crate) fn lines(root: &Path) -> Result<()> {
    let tool = tools::cargo_llvm_cov()?;
    run(Command::new("rustup").args(["component", "add", "llvm-tools"]))
        .context("llvm-tools is missing and rustup could not add it")?;
    let mut command = Command::new(tool);
    command.args(["llvm-cov", "test", "--package", "groq-calc", "--package", "groq-catalog"]);
    command.args(["--package", "groq-calc-tests", "--lib", "--tests", "--locked"]);
    command.args(["--ignore-filename-regex", IGNORED, "--summary-only"]);
    command.args(["--fail-under-lines", MIN_PERCENT, "--", "--skip=through_the_command"]);
    let cargo = cargo(&[]);
    run(command.env("CARGO", cargo.get_program()).env("PROPTEST_CASES", "60").current_dir(root))
}
