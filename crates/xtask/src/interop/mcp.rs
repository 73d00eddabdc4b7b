use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::{
    process::run,
    ran::Ran,
    setup::tools,
    workspace::{self, COMMAND, groq_calc},
};

const CLIENT: &str = "2.3.0";

/// A Python with the official client.
fn python(root: &Path) -> Result<PathBuf> {
    let version = "import mcp, importlib.metadata as m; print(m.version('mcp'))";
    let requirements = root.join("tests/mcp/requirements.txt");
    tools::python(
        &format!("mcp {CLIENT}"),
        &format!("python-mcp-{CLIENT}"),
        (version, CLIENT),
        &["--requirement".as_ref(), requirements.as_ref()],
    )
}

/// Drives the server by the official client, if that can be had.
pub(crate) fn test(root: &Path) -> Result<Ran> {
    let python = match python(root) {
        Ok(python) => python,
        Err(error) => {
            println!("{error:#}");
            return Ok(Ran::Without(format!("the client mcp {CLIENT}, so not at all")));
        }
    };
    let command = groq_calc(root)?;
    run(workspace::test(root, "mcp").env("MCP_PYTHON", python).env(COMMAND, command))?;
    Ok(Ran::Whole)
}
