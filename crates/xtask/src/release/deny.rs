use std::{path::Path, process::Command};

use anyhow::{Context, Result};

use crate::{process::run, setup::tools};

/// Holds the dependencies to `deny.toml`: licences, sources, what is banned and,
/// unless `offline`, known vulnerabilities. Not being able to ask for those is a
/// failure: nobody would notice a check that never looked.
pub(crate) fn check(root: &Path, offline: bool) -> Result<()> {
    let tool = tools::cargo_deny()?;
    let deny = |args: &[&str]| {
        let mut command = Command::new(&tool);
        command.args(["--workspace", "--locked"]).args(args).current_dir(root);
        command
    };
    run(&mut deny(&["check", "bans", "licenses", "sources"]))?;
    if offline {
        println!("advisories: not asked for (--offline)");
        return Ok(());
    }
    run(&mut deny(&["fetch", "db"]))
        .context("the database of advisories can't be fetched, so none was checked")?;
    run(&mut deny(&["check", "--disable-fetch", "advisories"]))
}
