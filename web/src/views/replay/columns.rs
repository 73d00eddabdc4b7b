//! What a visitor said of the columns of a log, kept for the next log like it.

use replay_worker::Names;

use crate::browser::storage;

const KEY: &str = "columns";

/// The names of the columns, as they are kept.
fn head(columns: &[String]) -> String {
    columns.join("\t")
}

/// What was said of a log with such columns.
pub(super) fn remembered(columns: &[String]) -> Option<Names> {
    let kept: (String, Names) = serde_json::from_str(&storage::read(KEY)?).ok()?;
    (kept.0 == head(columns)).then_some(kept.1)
}

/// Keeps it.
pub(super) fn remember(columns: &[String], names: &Names) {
    if let Ok(text) = serde_json::to_string(&(head(columns), names)) {
        storage::write(KEY, &text);
    }
}
