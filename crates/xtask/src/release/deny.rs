use std::{path::Path, process::Command};

use anyhow::Result;

use crate::{process::run, setup::tools};

/// Holds the dependencies to `deny.toml`: licences, sources, what is banned,
/// and known vulnerabilities where their database can be fetched.
pub(crate) fn check(root: &Path) -> Result<()> {
    let tool = tools::cargo_deny()?;
    let deny = |args: &[&str]| {
        let mut command = Command::new(&tool);
        command.args(["--workspace", "--locked"]).args(args).current_dir(root);
        command
    };
    run(&mut deny(&["check", "bans", "licenses", "sources"]))?;
    if run(&mut deny(&["fetch", "db"])).is_err() {
        println!("advisories are SKIPPED: their database can't be fetched here");
        return Ok(());
    }
    run(&mut deny(&["check", "--disable-fetch", "advisories"]))
}
