use std::{fs, path::Path};

use anyhow::{Context as _, Result};
use groq_catalog_file::parse;
use serde::de::DeserializeOwned;

/// Reads and parses one file.
pub(super) fn load<T: DeserializeOwned>(root: &Path, file: &str) -> Result<T> {
    let text =
        fs::read_to_string(root.join(file)).with_context(|| format!("{file} cannot be read"))?;
    Ok(parse(file, &text)?)
}
