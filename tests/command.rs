//! The command `groq-calc`, for the tests that run it.

use std::{env, path::PathBuf};

/// Where it is: built by whoever runs the tests and named in `GROQ_CALC_COMMAND`,
/// or else built now.
pub(crate) fn groq_calc() -> PathBuf {
    env::var_os("GROQ_CALC_COMMAND").map_or_else(build, PathBuf::from)
}

fn build() -> PathBuf {
    let build = escargot::CargoBuild::new().package("groq-calc-cli").bin("groq-calc");
    let run = build.current_target().run().expect("the command builds");
    run.path().to_path_buf()
}
