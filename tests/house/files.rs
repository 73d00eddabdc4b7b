//! The files of the workspace.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The workspace.
fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

pub(crate) fn read(file: &str) -> Option<String> {
    fs::read_to_string(top().join(file)).ok()
}

/// Every file below a folder whose name ends like one of these.
pub(crate) fn named(folder: &str, names: &[&str], found: &mut Vec<String>) {
    let entries = fs::read_dir(top().join(folder)).expect("a folder of the workspace");
    for entry in entries.map(|entry| entry.expect("an entry")) {
        let name = entry.file_name().into_string().expect("a plain name");
        let path = format!("{folder}/{name}");
        match entry.file_type().expect("a kind").is_dir() {
            true if name != "target" && name != "node_modules" => named(&path, names, found),
            false if names.iter().any(|end| path.ends_with(end)) => found.push(path),
            _ => {}
        }
    }
}

/// Whether a quoted text is a path of the workspace.
pub(crate) fn is_ours(text: &str) -> bool {
    let folders = ["crates/", "data/", "docs/", "fuzz/", "tests/", "web/"];
    folders.iter().any(|folder| text.starts_with(folder)) && !text.contains(['*', ' ', '{', '<'])
}

/// Whether a path is there.
pub(crate) fn exists(path: &str) -> bool {
    top().join(path).exists()
}
