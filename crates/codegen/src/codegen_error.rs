use core::fmt;

use groq_calc::{Error, Kind, capacity::Blocked};

/// Why there is no code for an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodegenError {
    /// The code calls chat completions; this is another kind of model.
    Kind(Kind),
    /// No request of this size passes.
    Blocked(Blocked),
    /// No completion is planned, so there is nothing to reserve.
    NothingReserved,
    /// The engine refuses the question.
    Question(Error),
}

impl fmt::Display for CodegenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kind(kind) => {
                write!(f, "code is written for chat completions; this is {}", kind.name())
            }
            Self::Blocked(blocked) => blocked.fmt(f),
            Self::NothingReserved => f.write_str(
                "output_tokens is 0; it must be 1 or more for code, which reserves them",
            ),
            Self::Question(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for CodegenError {}

impl From<Error> for CodegenError {
    fn from(error: Error) -> Self {
        Self::Question(error)
    }
}
