use std::{
    fs::{self, File},
    io::Read as _,
    path::Path,
};

use crate::error::Error;

/// The most that is read: a catalog is a few pages of text for each model.
const MAX_BYTES: u64 = 64 << 20;

/// The text of a file of at most 64 MiB, without a byte order mark.
///
/// # Errors
///
/// For what can't be read, is not a regular file (a pipe may never end, or never
/// begin), is larger whatever its metadata says, or is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, Error> {
    let name = path.display().to_string();
    let failed = |error: std::io::Error| Error::one(&name, format!("cannot be read: {error}"));
    if !fs::metadata(path).map_err(failed)?.is_file() {
        return Err(Error::one(&name, "cannot be read: it is not a regular file"));
    }
    let mut bytes = Vec::new();
    File::open(path)
        .map_err(failed)?
        .take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Error::one(&name, "is larger than 64 MiB; a catalog is a small text file"));
    }
    let text = String::from_utf8(bytes)
        .map_err(|error| Error::one(&name, format!("is not text: {error}")))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
