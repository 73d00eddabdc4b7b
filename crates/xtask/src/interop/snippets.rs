use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::{interop::sdk, process::run, ran::Ran, setup::tools, workspace};

/// Runs the programs that groq-calc writes, in environments made for this run;
/// those of a language that is not here are left out. The cargo project is made
/// by the test itself.
pub(crate) fn test(root: &Path) -> Result<Ran> {
    let mut command = workspace::test(root, "snippets");
    let fresh = root.join("target/snippets");
    if fresh.exists() {
        fs::remove_dir_all(&fresh).with_context(|| format!("{} stays", fresh.display()))?;
    }
    let mut missing = Vec::new();
    match tools::which("python3") {
        Some(_) => drop(command.env("SDK_PYTHON", virtual_environment(&fresh)?)),
        None => missing.push("the programs in Python (no python3)"),
    }
    match tools::which("node") {
        Some(_) => drop(command.env("SDK_NODE_MODULES", npm_project(&fresh)?)),
        None => missing.push("the programs in JavaScript (no node)"),
    }
    run(&mut command)?;
    Ok(Ran::without(&missing))
}

/// What `pip install groq openai` gives, at the versions that are tested.
fn virtual_environment(fresh: &Path) -> Result<PathBuf> {
    let folder = fresh.join("venv");
    println!("a virtual environment with groq and openai: making it in {}", folder.display());
    let packages = sdk::python_packages();
    tools::virtual_environment(&folder, "groq and openai", &packages.each_ref().map(OsStr::new))
}

/// What `npm install groq-sdk` gives, at the version that is tested.
fn npm_project(fresh: &Path) -> Result<PathBuf> {
    let folder = fresh.join("node");
    println!("an npm project with groq-sdk: making it in {}", folder.display());
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    fs::write(folder.join("package.json"), "{ \"private\": true }\n")?;
    let npm = ["install", "--no-audit", "--no-fund", "--silent"];
    run(Command::new("npm").args(npm).arg(sdk::node_package()).current_dir(&folder))
        .context("npm could not install groq-sdk")?;
    Ok(folder.join("node_modules"))
}
