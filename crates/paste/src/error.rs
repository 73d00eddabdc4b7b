use alloc::string::{String, ToString};
use core::fmt;

/// Why nothing can be made of a text. The message is lower-case and complete, and
/// repeats nothing of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: Kind,
    message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Empty,
    TooLong,
    Request,
}

impl Error {
    pub(crate) fn empty() -> Self {
        Self { kind: Kind::Empty, message: "there is nothing in it".into() }
    }

    pub(crate) fn too_long(most: usize) -> Self {
        let message = alloc::format!("it is longer than {most} bytes");
        Self { kind: Kind::TooLong, message }
    }

    pub(crate) fn json(error: &serde_json::Error) -> Self {
        let message = alloc::format!("the request is not valid JSON: {error}");
        Self { kind: Kind::Request, message }
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.kind == Kind::Empty
    }

    /// Whether it is longer than what is read.
    pub fn is_too_long(&self) -> bool {
        self.kind == Kind::TooLong
    }

    /// Whether a request is of no form that can be checked.
    pub fn is_request(&self) -> bool {
        self.kind == Kind::Request
    }
}

impl From<groq_protocol::Error> for Error {
    fn from(error: groq_protocol::Error) -> Self {
        Self { kind: Kind::Request, message: error.to_string() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl core::error::Error for Error {}
