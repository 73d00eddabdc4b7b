use std::{
    env,
    ffi::{OsStr, OsString},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::process::{cargo, output, run};

const TRUNK: &str = "0.21.14";
const WASM_BINDGEN: &str = "0.2.130";
const BINARYEN: &str = "132";
const ESBUILD: &str = "0.28.2";
const AXE: &str = "4.10.3";
const CARGO_FUZZ: &str = "0.13.2";
const CARGO_MUTANTS: &str = "27.1.0";
const CARGO_DENY: &str = "0.20.2";
const CARGO_LLVM_COV: &str = "0.9.1";
const LIGHTHOUSE: &str = "12.8.2";

/// What the page is built with.
pub(crate) struct PageTools {
    pub(crate) trunk: PathBuf,
    /// PATH with the folders of wasm-bindgen and wasm-opt in front.
    pub(crate) path: OsString,
}

/// What the browser tests are run with.
pub(crate) struct BrowserTools {
    pub(crate) chromium: PathBuf,
    pub(crate) chromedriver: PathBuf,
    pub(crate) axe: PathBuf,
}

impl BrowserTools {
    /// Tells a command that drives the page in `dist` where all of it is.
    pub(crate) fn tell(&self, command: &mut Command, root: &Path) {
        command
            .env("CHROMIUM", &self.chromium)
            .env("CHROMEDRIVER", &self.chromedriver)
            .env("AXE", &self.axe)
            .env("GROQ_CALC_DIST", root.join("dist"))
            .current_dir(root);
    }
}

/// Sets up the wasm target, Trunk, wasm-bindgen and wasm-opt.
pub(crate) fn for_page() -> Result<PageTools> {
    target("wasm32-unknown-unknown")?;
    // Neither fetches anything here, so both go without TLS. Trunk copies files and starts
    // others, for which it needs no optimisation; half of its build is saved.
    let bare = ["--locked", "--no-default-features"];
    let bindgen = cargo_tool("wasm-bindgen", "wasm-bindgen-cli", WASM_BINDGEN, &bare[1..], "1")?;
    let trunk = cargo_tool("trunk", "trunk", TRUNK, &bare, "0")?;
    esbuild()?;
    let wasm_opt = npm_tool("binaryen", BINARYEN, &format!("{BINARYEN}.0.0"), ".bin/wasm-opt")?;
    let mut folders: Vec<PathBuf> = [&bindgen, &wasm_opt]
        .iter()
        .filter_map(|tool| tool.parent().map(Path::to_path_buf))
        .collect();
    folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    Ok(PageTools { trunk, path: env::join_paths(folders)? })
}

/// Sets up what makes the page's scripts small.
pub(crate) fn esbuild() -> Result<PathBuf> {
    npm_tool("esbuild", ESBUILD, ESBUILD, ".bin/esbuild")
}

/// Sets up the targets that have no std, Chromium with its driver, and axe.
pub(crate) fn for_tests() -> Result<BrowserTools> {
    for_bare()?;
    let (chromium, chromedriver) = browser()?;
    let axe = npm_tool("axe-core", AXE, AXE, "axe-core/axe.min.js")?;
    Ok(BrowserTools { chromium, chromedriver, axe })
}

/// Sets up Lighthouse.
pub(crate) fn lighthouse() -> Result<PathBuf> {
    npm_tool("lighthouse", LIGHTHOUSE, LIGHTHOUSE, "lighthouse/cli/index.js")
}

/// Sets up cargo-fuzz.
pub(crate) fn cargo_fuzz() -> Result<PathBuf> {
    cargo_tool("cargo-fuzz", "cargo-fuzz", CARGO_FUZZ, &["--locked"], "1")
}

/// Sets up cargo-mutants.
pub(crate) fn cargo_mutants() -> Result<PathBuf> {
    cargo_tool("cargo-mutants", "cargo-mutants", CARGO_MUTANTS, &["--locked"], "1")
}

/// Sets up cargo-deny.
pub(crate) fn cargo_deny() -> Result<PathBuf> {
    cargo_tool("cargo-deny", "cargo-deny", CARGO_DENY, &["--locked"], "1")
}

/// Sets up cargo-llvm-cov.
pub(crate) fn cargo_llvm_cov() -> Result<PathBuf> {
    cargo_tool("cargo-llvm-cov", "cargo-llvm-cov", CARGO_LLVM_COV, &["--locked"], "1")
}

/// Sets up the targets that have no std.
pub(crate) fn for_bare() -> Result<()> {
    target("thumbv7em-none-eabi")?;
    target("wasm32v1-none")
}

/// A folder of the user's, shared by all clones; nothing of the user's own is
/// replaced.
pub(crate) fn folder(name: &str) -> Result<PathBuf> {
    let base = env::var_os("GROQ_CALC_TOOLS")
        .map(PathBuf::from)
        .or_else(|| {
            env::var_os("XDG_CACHE_HOME").map(|cache| Path::new(&cache).join("groq-calc/tools"))
        })
        .or_else(|| env::var_os("HOME").map(|home| Path::new(&home).join(".cache/groq-calc/tools")))
        .context("neither GROQ_CALC_TOOLS nor HOME is set: no folder for tools")?;
    Ok(base.join(name))
}

pub(crate) fn target(triple: &str) -> Result<()> {
    let sysroot =
        output(Command::new("rustc").args(["--print", "sysroot"])).context("rustc is missing")?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(triple).join("lib").is_dir() {
        println!("{triple}: already there");
        return Ok(());
    }
    println!("{triple}: adding the target");
    run(Command::new("rustup").args(["target", "add", triple]))
        .with_context(|| format!("the target {triple} is missing and rustup could not add it"))
}

fn cargo_tool(
    binary: &str,
    package: &str,
    version: &str,
    flags: &[&str],
    opt_level: &str,
) -> Result<PathBuf> {
    let installed = output(Command::new(binary).arg("--version"));
    if installed.is_some_and(|text| text.split_whitespace().any(|word| word == version)) {
        println!("{binary} {version}: already there");
        return Ok(which(binary).unwrap_or_else(|| binary.into()));
    }
    let root = folder(&format!("{binary}-{version}"))?;
    let place = root.join("bin").join(binary);
    if place.is_file() {
        println!("{binary} {version}: already there");
        return Ok(place);
    }
    println!("{binary} {version}: installing into {} (some minutes, once)", root.display());
    let build = folder("build")?;
    run(cargo(&["install", package, "--version", version, "--root"])
        .arg(&root)
        .args(flags)
        // Built fast rather than to be fast: these run for seconds.
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", opt_level)
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
        .env("CARGO_TARGET_DIR", &build))
    .with_context(|| format!("{binary} {version} is missing and could not be installed"))?;
    fs::remove_dir_all(&build).ok();
    Ok(place)
}

pub(crate) fn npm_tool(package: &str, name: &str, version: &str, file: &str) -> Result<PathBuf> {
    let root = folder(&format!("{package}-{name}"))?;
    let place = root.join("node_modules").join(file);
    if place.exists() {
        println!("{package} {name}: already there");
        return Ok(place);
    }
    println!("{package} {name}: installing into {}", root.display());
    fs::create_dir_all(&root).with_context(|| format!("{} cannot be made", root.display()))?;
    run(Command::new("npm")
        .args(["install", "--no-audit", "--no-fund", "--prefix"])
        .arg(&root)
        .arg(format!("{package}@{version}")))
    .with_context(|| {
        format!("{package} is missing and npm could not install it (is Node there?)")
    })?;
    Ok(place)
}

/// A Python with packages, in a folder of its own. `probe` prints `wanted` only
/// where all of them are there, which an installation that broke off has not.
pub(crate) fn python(
    packages: &str,
    name: &str,
    (probe, wanted): (&str, &str),
    install: &[&OsStr],
) -> Result<PathBuf> {
    let folder = folder(name)?;
    let python = folder.join("bin/python");
    let found = || output(Command::new(&python).args(["-c", probe]));
    if found().is_some_and(|found| found.trim() == wanted) {
        println!("{packages} for Python: already there");
        return Ok(python);
    }
    println!("{packages} for Python: installing into {}", folder.display());
    virtual_environment(&folder, packages, install)
}

/// Makes a virtual environment with packages, in the place of what is there, and
/// gives its Python.
pub(crate) fn virtual_environment(
    folder: &Path,
    packages: &str,
    install: &[&OsStr],
) -> Result<PathBuf> {
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder))
        .context("python3 with its module venv is missing (on Debian: apt install python3-venv)")?;
    let python = folder.join("bin/python");
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    run(Command::new(&python).args(pip).args(install))
        .with_context(|| format!("pip could not install {packages}"))?;
    Ok(python)
}

fn browser() -> Result<(PathBuf, PathBuf)> {
    let found = || {
        let named = |key: &str| env::var_os(key).map(PathBuf::from);
        let chromium = named("CHROMIUM").or_else(|| which("chromium"))?;
        Some((chromium, named("CHROMEDRIVER").or_else(|| which("chromedriver"))?))
    };
    if let Some(pair) = found() {
        println!("chromium and chromedriver: already there");
        return Ok(pair);
    }
    println!("chromium and chromedriver: installing by apt");
    apt(&["chromium", "chromium-driver"]).context(
        "chromium or chromedriver is missing: install both, or set CHROMIUM and CHROMEDRIVER",
    )?;
    match found() {
        Some(pair) => Ok(pair),
        None => bail!("apt installed chromium and chromium-driver, but they are not on PATH"),
    }
}

/// Installs Debian packages.
pub(crate) fn apt(packages: &[&str]) -> Result<()> {
    let root = output(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    let apt = |args: &[&str]| {
        let mut command = Command::new(if root { "apt-get" } else { "sudo" });
        if !root {
            command.arg("apt-get");
        }
        run(command.args(args).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    apt(&["update"])?;
    apt(&[&["install", "-y", "--no-install-recommends"], packages].concat())
}

pub(crate) fn which(binary: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(binary)).find(|place| place.is_file())
}
