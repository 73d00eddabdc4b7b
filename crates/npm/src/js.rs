//! What crosses to JavaScript and back.

use serde::{Serialize, de::DeserializeOwned};

use crate::error::Error;

/// What a JSON text says; `what` names the whole of it in errors.
pub(crate) fn read<T: DeserializeOwned>(what: &str, text: &str) -> Result<T, Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        let path = if matches!(path.as_str(), "." | "?") { "" } else { &path };
        let reason = error.inner().to_string();
        // The text was made from an object: its lines mean nothing to the caller.
        let reason = reason.rsplit_once(" at line ").map_or(&*reason, |(reason, _)| reason);
        let at = if path.is_empty() { what } else { path };
        Error::unread(what, path, format!("{at}: {reason}"))
    })
}

/// An answer of the engine, as the command's `--json` prints it.
///
/// As text: a count above 2^53, which `serde-wasm-bindgen` refuses, becomes a
/// number as from any other JSON, and the boundary is crossed once.
pub(crate) fn text(answer: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(answer)
        .map_err(|error| Error::new("invalid", "answer", error.to_string()))
}

/// Names and values of headers, which come in turn.
pub(crate) fn pairs(flat: &[String]) -> impl Iterator<Item = (&str, &str)> {
    flat.as_chunks::<2>().0.iter().map(|[name, value]| (name.as_str(), value.as_str()))
}
