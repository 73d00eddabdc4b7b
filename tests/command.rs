//! The command `groq-calc`, for the tests that run it.

use std::{env, path::PathBuf};

/// Where it is: built by whoever runs the tests and named in `GROQ_CALC_COMMAND`,
/// or else built now.
pub(crate) fn groq_calc() -> PathBuf {
    env::var_os("GROQ_CALC_COMMAND").map_or_else(build, PathBuf::from)
}

/// With the features and in the folder of a plain `cargo test`, so that little is
/// built again.
fn build() -> PathBuf {
    let build = escargot::CargoBuild::new().arg("--workspace").bin("groq-calc");
    build.run().expect("the command builds").path().to_path_buf()
}
