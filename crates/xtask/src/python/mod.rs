//! The Python package: built, and tried as those who install it would.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};

use crate::{
    bench::report::{circumstances, fill},
    process::{output, run},
    readme::{self, Printing},
    setup::tools,
    workspace::{COMMAND, groq_calc},
};

const MATURIN: &str = "1.16.0";
const PRINTING: Printing = Printing { language: "python", call: "print(", comment: "  # " };

/// Builds the wheel, installs it into an empty environment, where the README's
/// examples run, and into one with the packages of its tests, where these run.
/// `dev` builds without optimisation: sooner, and slower.
pub(crate) fn run_all(root: &Path, dev: bool) -> Result<()> {
    let wheel = build(root, dev)?;
    empty(root, &wheel)?;
    let python = environment(root, &wheel)?;
    let package = root.join("crates/python");
    run(Command::new(&python)
        .args(["-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"])
        .env(COMMAND, groq_calc(root)?)
        .current_dir(&package))?;
    run(Command::new(&python).args(["-m", "mypy", "--strict", "-p", "groq_calc"]))?;
    // Whether the types of the native part are those that it has.
    let stubtest = ["-m", "mypy.stubtest", "groq_calc._native", "--allowlist"];
    run(Command::new(&python).args(stubtest).arg(package.join("tests/stubtest.txt")))
}

/// A Python that has the wheel and the packages of its tests.
pub(crate) fn installed(root: &Path) -> Result<PathBuf> {
    environment(root, &build(root, false)?)
}

/// Times the wheel beside genai-prices and aiolimiter, after equal answers; writes the
/// table of docs/bench.md.
pub(crate) fn bench(root: &Path) -> Result<()> {
    let wheel = build(root, false)?;
    let benches = root.join("crates/python/benches");
    let wanted = benches.join("requirements.txt");
    let install: [&OsStr; 3] = ["--requirement".as_ref(), wanted.as_ref(), wheel.as_ref()];
    let folder = root.join("target/python/bench");
    let python = tools::virtual_environment(&folder, "what it is timed beside", &install)?;
    let table = output(Command::new(python).arg(benches.join("beside.py")))
        .context("the comparison in Python failed")?;
    let when = circumstances();
    println!("{when}\n\n{table}");
    fill(&root.join("docs/bench.md"), "python", &format!("{when}\n\n{table}"))
}

/// The wheel, in a folder that holds nothing else.
fn build(root: &Path, dev: bool) -> Result<PathBuf> {
    let folder = root.join("target/python/wheel");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let probe = "import importlib.metadata; print(importlib.metadata.version('maturin'))";
    let maturin = tools::python(
        &format!("maturin {MATURIN}"),
        &format!("python-maturin-{MATURIN}"),
        (probe, MATURIN),
        &[format!("maturin=={MATURIN}").as_ref()],
    )?;
    let profile = if dev { "dev" } else { "release" };
    let args = ["-m", "maturin", "build", "--locked", "--profile", profile, "--out"];
    run(Command::new(maturin).args(args).arg(&folder).current_dir(root.join("crates/python")))?;
    let mut wheels = fs::read_dir(&folder)?;
    let wheel = wheels.next().context("maturin built no wheel")??.path();
    println!("{} has {} bytes", wheel.display(), wheel.metadata()?.len());
    Ok(wheel)
}

/// Nothing but the wheel.
fn empty(root: &Path, wheel: &Path) -> Result<()> {
    let folder = root.join("target/python/empty");
    let python = tools::virtual_environment(&folder, "groq-calc", &[wheel.as_ref()])?;
    let text = fs::read_to_string(root.join("crates/python/README.md"))?;
    readme::hold(&text, &PRINTING, |code| Ok(output(Command::new(&python).args(["-c", code]))))
}

/// The wheel beside the packages of its tests, which stay from one run to the next.
fn environment(root: &Path, wheel: &Path) -> Result<PathBuf> {
    let folder = root.join("target/python/tests");
    let wanted = root.join("crates/python/tests/requirements.txt");
    let text = fs::read_to_string(&wanted)?;
    let installed = folder.join("installed.txt");
    let mut python = folder.join("bin/python");
    if fs::read_to_string(&installed).is_ok_and(|old| old == text) {
        println!("the packages of the tests for Python: already there");
    } else {
        let install: [&OsStr; 2] = ["--requirement".as_ref(), wanted.as_ref()];
        python = tools::virtual_environment(&folder, "the packages of the tests", &install)?;
        fs::write(&installed, &text)?;
    }
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    run(Command::new(&python).args(pip).args(["--no-deps", "--force-reinstall"]).arg(wheel))?;
    ensure!(python.is_file(), "{} is missing", python.display());
    Ok(python)
}
