use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::{
    step::{cargo, output, run},
    tools,
};

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
    let groq = tools::npm_tool("groq-sdk", GROQ_NODE, GROQ_NODE, "groq-sdk")?;
    let node_modules = groq.parent().map(Path::to_path_buf).unwrap_or_default();
    Ok(Sdks { python: python()?, node_modules })
}

fn python() -> Result<PathBuf> {
    let folder = tools::folder(&format!("python-groq-{GROQ_PYTHON}-openai-{OPENAI_PYTHON}"))?;
    let python = folder.join("bin/python");
    // Both import only where the last installation came to its end.
    let versions = "import groq, openai; print(groq.__version__, openai.__version__)";
    let wanted = format!("{GROQ_PYTHON} {OPENAI_PYTHON}");
    let found = || output(Command::new(&python).args(["-c", versions]));
    if found().is_some_and(|found| found.trim() == wanted) {
        println!("groq {GROQ_PYTHON} and openai {OPENAI_PYTHON} for Python: already there");
        return Ok(python);
    }
    println!(
        "groq {GROQ_PYTHON} and openai {OPENAI_PYTHON} for Python: installing into {}",
        folder.display()
    );
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))
        .context("python3 with its module venv is missing (on Debian: apt install python3-venv)")?;
    run(Command::new(&python).args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        &format!("groq=={GROQ_PYTHON}"),
        &format!("openai=={OPENAI_PYTHON}"),
    ]))
    .context("the Python SDKs are missing and pip could not install them")?;
    Ok(python)
}

/// Runs them against the stand-in.
pub(crate) fn test(root: &Path) -> Result<()> {
    let sdks = set_up()?;
    let args =
        ["test", "--package", "groq-calc-tests", "--features", "sdk", "--test", "sdk", "--locked"];
    run(cargo(&args)
        .env("SDK_PYTHON", &sdks.python)
        .env("SDK_NODE_MODULES", &sdks.node_modules)
        .current_dir(root))
}
