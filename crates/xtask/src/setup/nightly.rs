use std::{env, ffi::OsString, path::Path, process::Command};

use anyhow::Result;

use crate::process::{output, run};

/// Whether there is a nightly compiler; one is asked for if there is none.
pub(crate) fn ready() -> bool {
    if output(nightly("rustc").arg("--version")).is_some() {
        println!("nightly: already there");
        return true;
    }
    println!("nightly: installing");
    let args = ["toolchain", "install", "nightly", "--profile", "minimal"];
    run(Command::new("rustup").args(args)).is_ok()
        && output(nightly("rustc").arg("--version")).is_some()
}

/// Whether the nightly toolchain has a component; it is asked for if not.
pub(crate) fn has(component: &str) -> bool {
    let args = ["component", "add", component, "--toolchain", "nightly"];
    run(Command::new("rustup").args(args)).is_ok()
}

/// A program of the nightly toolchain.
fn nightly(program: &str) -> Command {
    let mut command = Command::new("rustup");
    command.args(["run", "nightly", program]);
    // Those of the compiler that runs this, which would win over nightly's.
    for name in ["CARGO", "RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN"] {
        command.env_remove(name);
    }
    command
}

/// Nightly's `cargo`, with the folder of a subcommand's tool on its path.
pub(crate) fn cargo(tool: Option<&Path>) -> Result<Command> {
    let mut command = nightly("cargo");
    if let Some(folder) = tool.and_then(Path::parent) {
        command.env("PATH", before(folder)?);
    }
    Ok(command)
}

/// PATH with a folder in front.
fn before(folder: &Path) -> Result<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    Ok(env::join_paths([folder.to_path_buf()].into_iter().chain(env::split_paths(&path)))?)
}
