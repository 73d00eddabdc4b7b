//! Cargo over the whole workspace, always with the same features, so that no
//! step builds again what another has built.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Result;

use crate::process::{cargo, run};

/// Those of every test target. A test is chosen by its name, not by its feature.
const FEATURES: &str = "groq-calc-tests/browser,groq-calc-tests/mcp,groq-calc-tests/sdk,\
                        groq-calc-tests/snippets,groq-calc-tests/sql,groq-calc-tests/tokens";

/// A verb of cargo over the workspace.
pub(crate) fn workspace(root: &Path, verb: &str) -> Command {
    let mut command = cargo(&[verb, "--workspace", "--features", FEATURES, "--locked"]);
    command.current_dir(root);
    command
}

/// One test target, of which the workspace has one by this name.
pub(crate) fn test(root: &Path, name: &str) -> Command {
    let mut command = workspace(root, "test");
    command.args(["--test", name]);
    command
}

/// Builds the command `groq-calc`; where it is. Tests that run it find it by the
/// variable [`COMMAND`], and build it themselves without. It is built for one of
/// its own tests: by itself it would be built with other features.
pub(crate) fn groq_calc(root: &Path) -> Result<PathBuf> {
    run(test(root, "command").arg("--no-run"))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or(root.join("target"), PathBuf::from);
    Ok(target.join("debug/groq-calc").with_extension(std::env::consts::EXE_EXTENSION))
}

/// Names the built command to the tests.
pub(crate) const COMMAND: &str = "GROQ_CALC_COMMAND";
