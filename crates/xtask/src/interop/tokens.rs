use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::{
    process::{cargo, output, run},
    ran::Ran,
    setup::tools,
    workspace,
};

const TIKTOKEN: &str = "0.14.0";
const HARMONY: &str = "0.0.8";
/// Under this name tiktoken keeps the vocabulary, whose SHA-256 it checks.
const CACHED: &str = "fb374d419588a4632f3f557e76b4b70aebbca790";
/// Under this one openai-harmony does.
const NAMED: &str = "o200k_base.tiktoken";

/// A Python with the reference tokenizer and chat format.
fn python(root: &Path) -> Result<PathBuf> {
    let versions = "import tiktoken, openai_harmony, importlib.metadata as m; \
                    print(m.version('tiktoken'), m.version('openai-harmony'))";
    let requirements = root.join("tests/tokens/requirements.txt");
    tools::python(
        &format!("tiktoken {TIKTOKEN} and openai-harmony {HARMONY}"),
        &format!("python-tiktoken-{TIKTOKEN}-harmony-{HARMONY}"),
        (versions, &format!("{TIKTOKEN} {HARMONY}")),
        &["--requirement".as_ref(), requirements.as_ref()],
    )
}

/// A folder with the vocabulary, which both would fetch: it is the file that the
/// Rust library has in its package.
fn vocabulary(root: &Path) -> Result<PathBuf> {
    let args = ["metadata", "--format-version", "1", "--locked"];
    let metadata = output(cargo(&args).current_dir(root)).context("cargo metadata failed")?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let manifest = metadata["packages"]
        .as_array()
        .and_then(|packages| packages.iter().find(|package| package["name"] == "tiktoken-rs"))
        .and_then(|package| package["manifest_path"].as_str())
        .context("the workspace does not depend on tiktoken-rs")?;
    let source = Path::new(manifest).with_file_name("assets").join(NAMED);
    let folder = root.join("target/tiktoken");
    fs::create_dir_all(&folder)?;
    for name in [CACHED, NAMED] {
        fs::copy(&source, folder.join(name))
            .with_context(|| format!("{} cannot be copied", source.display()))?;
    }
    Ok(folder)
}

/// Compares the token counts with the reference, if it can be had.
pub(crate) fn test(root: &Path) -> Result<Ran> {
    let python = match python(root) {
        Ok(python) => python,
        Err(error) => {
            println!("{error:#}");
            return Ok(Ran::Without(format!("tiktoken {TIKTOKEN}, so not at all")));
        }
    };
    let mut command = workspace::test(root, "tokens");
    run(command
        .args(["--", "--nocapture"])
        .env("TOKENS_PYTHON", python)
        .env("TOKENS_VOCABULARY", vocabulary(root)?))?;
    Ok(Ran::Whole)
}
