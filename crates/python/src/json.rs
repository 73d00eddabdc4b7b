//! What crosses to Python and back as text.

use serde::{Serialize, de::DeserializeOwned};

use crate::error::Fault;

/// What a JSON text says; `what` names the whole of it in errors.
pub(crate) fn read<T: DeserializeOwned>(what: &str, text: &str) -> Result<T, Fault> {
    let mut json = serde_json::Deserializer::from_str(text);
    serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        let path = if matches!(path.as_str(), "." | "?") { "" } else { &path };
        let reason = error.inner().to_string();
        // The text was made from an object: its lines mean nothing to the caller.
        let reason = reason.rsplit_once(" at line ").map_or(&*reason, |(reason, _)| reason);
        let at = if path.is_empty() { what } else { path };
        Fault::unread(what, path, format!("{at}: {reason}"))
    })
}

/// An answer of the engine, as the command's `--json` prints it.
pub(crate) fn text(answer: &impl Serialize) -> Result<String, Fault> {
    serde_json::to_string(answer)
        .map_err(|error| Fault::new("invalid", "answer", error.to_string()))
}
