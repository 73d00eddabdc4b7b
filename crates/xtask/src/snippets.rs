use std::path::Path;

use anyhow::Result;

use crate::{
    sdk,
    step::{cargo, run},
    tools,
};

/// Runs the programs that groq-calc writes; those of a language that is not
/// here are left out, and it says so.
pub(crate) fn test(root: &Path) -> Result<()> {
    let package = ["test", "--package", "groq-calc-tests", "--features", "snippets", "--locked"];
    let mut command = cargo(&package);
    command.args(["--test", "snippets"]).current_dir(root);
    match tools::which("python3") {
        Some(_) => drop(command.env("SDK_PYTHON", sdk::python()?)),
        None => println!("SKIPPED: the programs in Python, as there is no python3"),
    }
    match tools::which("node") {
        Some(_) => drop(command.env("SDK_NODE_MODULES", sdk::node_modules()?)),
        None => println!("SKIPPED: the programs in JavaScript, as there is no node"),
    }
    run(&mut command)
}
