use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::{
    process::{cargo, run},
    setup::tools,
};

const CLIENT: &str = "2.3.0";

/// A Python with the official client.
fn set_up(root: &Path) -> Result<PathBuf> {
    let version = "import mcp, importlib.metadata as m; print(m.version('mcp'))";
    let requirements = root.join("tests/mcp/requirements.txt");
    tools::python(
        &format!("mcp {CLIENT}"),
        &format!("python-mcp-{CLIENT}"),
        (version, CLIENT),
        &["--requirement".as_ref(), requirements.as_ref()],
    )
}

/// Drives the server by the official client.
pub(crate) fn test(root: &Path) -> Result<()> {
    let python = set_up(root)?;
    let args =
        ["test", "--package", "groq-calc-tests", "--features", "mcp", "--test", "mcp", "--locked"];
    run(cargo(&args).env("MCP_PYTHON", python).current_dir(root))
}
