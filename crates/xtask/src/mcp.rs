use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::{
    step::{cargo, output, run},
    tools,
};

const CLIENT: &str = "2.3.0";

/// A Python with the official client, installed into the tools folder.
fn set_up(root: &Path) -> Result<PathBuf> {
    let folder = tools::folder(&format!("python-mcp-{CLIENT}"))?;
    let python = folder.join("bin/python");
    let version = "import mcp, importlib.metadata as m; print(m.version('mcp'))";
    let found = || output(Command::new(&python).args(["-c", version]));
    if found().is_some_and(|found| found.trim() == CLIENT) {
        println!("mcp {CLIENT} for Python: already there");
        return Ok(python);
    }
    println!("mcp {CLIENT} for Python: installing into {}", folder.display());
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))
        .context("python3 with its module venv is missing (on Debian: apt install python3-venv)")?;
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
    run(Command::new(&python).args(pip).arg(root.join("tests/mcp/requirements.txt")))
        .context("pip could not install tests/mcp/requirements.txt")?;
    Ok(python)
}

/// Drives the server by the official client.
pub(crate) fn test(root: &Path) -> Result<()> {
    let python = set_up(root)?;
    let args =
        ["test", "--package", "groq-calc-tests", "--features", "mcp", "--test", "mcp", "--locked"];
    run(cargo(&args).env("MCP_PYTHON", python).current_dir(root))
}
