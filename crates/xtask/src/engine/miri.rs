use std::path::Path;

use anyhow::Result;

use crate::{process::run, ran::Ran, setup::nightly};

/// The engine's unit tests under Miri, which finds undefined behaviour; says
/// so where Miri can't be had. Those of the replay go through whole days of
/// requests, which takes Miri too long.
pub(crate) fn unit_tests(root: &Path) -> Result<Ran> {
    if !nightly::ready() || !nightly::has("miri") || !nightly::has("rust-src") {
        println!("Miri is SKIPPED: nightly with miri and rust-src can't be had here");
        return Ok(Ran::Without("nightly with miri and rust-src".into()));
    }
    let args =
        ["miri", "test", "--package", "groq-calc", "--lib", "--locked", "--", "--skip=replay::"];
    run(nightly::cargo(None)?.args(args).env("MIRIFLAGS", "").current_dir(root))?;
    Ok(Ran::Whole)
}
