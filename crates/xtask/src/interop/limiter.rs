use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Result;

use crate::{
    process::{cargo, run},
    python,
    ran::Ran,
    workspace::COMMAND,
};

/// A public trace, which lies beside the project on some machines.
const TRACE: &str = "../shared/traces/AzureLLMInferenceTrace_code.csv";

/// Drives the stand-in with an hour of a trace, by the SDKs with the Python package
/// and through the proxy; then prints what the proxy adds to a request.
pub(crate) fn test(root: &Path) -> Result<Ran> {
    let (python, command) = (python::installed(root)?, command(root)?);
    let script = |name: &str| {
        let mut script = Command::new(&python);
        script.arg(root.join("tests/limiter").join(name)).env(COMMAND, &command);
        script
    };
    run(&mut script("overhead.py"))?;
    let trace = root.join(TRACE);
    if !trace.is_file() {
        return Ok(Ran::Without(format!("the trace {}", trace.display())));
    }
    run(script("hour.py").env("TRACE", trace))?;
    Ok(Ran::Whole)
}

/// The command, as fast as it is handed out.
fn command(root: &Path) -> Result<PathBuf> {
    let build = ["build", "--release", "--locked", "--package", "groq-calc-cli"];
    run(cargo(&build).current_dir(root))?;
    let target = env::var_os("CARGO_TARGET_DIR").map_or(root.join("target"), PathBuf::from);
    Ok(target.join("release/groq-calc").with_extension(env::consts::EXE_EXTENSION))
}
