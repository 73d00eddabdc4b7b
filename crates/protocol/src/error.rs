use alloc::{format, string::String};
use core::fmt;

/// Why a text could not be read. The message is lower-case and complete; it
/// never repeats a whole body, which may be long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: Kind,
    message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Duration,
    Json,
    Shape,
    Size,
}

impl Error {
    pub(crate) fn duration(text: &str, why: &str) -> Self {
        let shown: String = text.chars().take(40).collect();
        let message = format!("`{shown}` is no duration: {why}; it must be like 2m59.56s or 577ms");
        Self { kind: Kind::Duration, message }
    }

    pub(crate) fn json(what: &str, error: &serde_json::Error) -> Self {
        let message = format!("{what} is no JSON: {error}");
        Self { kind: Kind::Json, message }
    }

    pub(crate) fn shape(what: &str, expected: &str) -> Self {
        Self { kind: Kind::Shape, message: format!("{what} must be {expected}") }
    }

    pub(crate) fn size(what: &str, most: usize) -> Self {
        Self { kind: Kind::Size, message: format!("{what} is longer than {most} bytes") }
    }

    /// Whether a duration could not be read.
    pub fn is_duration(&self) -> bool {
        self.kind == Kind::Duration
    }

    /// Whether a text is no JSON at all.
    pub fn is_json(&self) -> bool {
        self.kind == Kind::Json
    }

    /// Whether it is JSON, but not of the form it should have.
    pub fn is_shape(&self) -> bool {
        self.kind == Kind::Shape
    }

    /// Whether it is longer than what is kept.
    pub fn is_too_long(&self) -> bool {
        self.kind == Kind::Size
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl core::error::Error for Error {}
