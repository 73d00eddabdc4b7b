use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
};

use anyhow::Result;

use crate::{process::run, setup::tools, workspace};

const GROQ_PYTHON: &str = "1.7.0";
const OPENAI_PYTHON: &str = "3.57.0";
const GROQ_NODE: &str = "1.6.0";

/// The official SDKs, as their registries give them.
pub(crate) struct Sdks {
    /// A Python that has `groq` and `openai`.
    pub(crate) python: PathBuf,
    /// The folder that holds `groq-sdk`.
    pub(crate) node_modules: PathBuf,
}

/// Installs them into the tools folder.
pub(crate) fn set_up() -> Result<Sdks> {
    Ok(Sdks { python: python()?, node_modules: node_modules()? })
}

/// The one for Node, as npm names it.
pub(crate) fn node_package() -> String {
    format!("groq-sdk@{GROQ_NODE}")
}

/// Those for Python, as pip names them.
pub(crate) fn python_packages() -> [String; 2] {
    [format!("groq=={GROQ_PYTHON}"), format!("openai=={OPENAI_PYTHON}")]
}

/// Installs the one for Node, and gives the folder that holds it.
fn node_modules() -> Result<PathBuf> {
    let groq = tools::npm_tool("groq-sdk", GROQ_NODE, GROQ_NODE, "groq-sdk")?;
    Ok(groq.parent().map(Path::to_path_buf).unwrap_or_default())
}

/// Installs those for Python.
fn python() -> Result<PathBuf> {
    let versions = "import groq, openai; print(groq.__version__, openai.__version__)";
    let packages = python_packages();
    tools::python(
        &format!("groq {GROQ_PYTHON} and openai {OPENAI_PYTHON}"),
        &format!("python-groq-{GROQ_PYTHON}-openai-{OPENAI_PYTHON}"),
        (versions, &format!("{GROQ_PYTHON} {OPENAI_PYTHON}")),
        &packages.each_ref().map(OsStr::new),
    )
}

/// Runs them against the stand-in.
pub(crate) fn test(root: &Path) -> Result<()> {
    let sdks = set_up()?;
    run(workspace::test(root, "sdk")
        .env("SDK_PYTHON", &sdks.python)
        .env("SDK_NODE_MODULES", &sdks.node_modules))
}
