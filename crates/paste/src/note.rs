use alloc::string::{String, ToString};
use core::fmt;

use serde::{Deserialize, Serialize, Serializer};

/// What else there is to know of a text; written out it is a clause without its
/// full stop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "note", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Note {
    /// Several models are named.
    Models {
        /// So many.
        models: usize,
    },
    /// What Groq adds to a chat is not published.
    GroqsCount,
    /// Parts that are no text: images, audio and files.
    Uncounted {
        /// So many.
        parts: usize,
    },
    /// The answer's schema is not counted.
    Schema,
    /// No price for cached tokens is known.
    NoCache {
        /// Of this model.
        model: String,
    },
    /// One request says nothing of a cache.
    OneRequest,
    /// The requests begin with too few tokens in common.
    FewShared {
        /// So many.
        tokens: u64,
        /// The least that Groq caches.
        least: u64,
    },
    /// The length of an answer is not known.
    NoOutput,
    /// What Groq reserves is not published.
    NoReserve,
    /// Answers that are errors.
    Errors {
        /// So many.
        answers: usize,
    },
    /// Values that are neither a request nor an answer.
    Others {
        /// So many.
        values: usize,
    },
    /// A figure that no workload may have.
    OutOfRange {
        /// The field of the workload.
        field: String,
    },
    /// A file that the command names.
    File {
        /// Its name.
        name: String,
    },
    /// The command's data is not valid JSON.
    DataNotJson {
        /// What the JSON reader says.
        error: String,
    },
    /// The command sends no data.
    NoData,
    /// It begins like JSON but is not valid JSON.
    NotJson {
        /// What the JSON reader says.
        error: String,
    },
    /// Lines that are not valid JSON.
    LinesLeft {
        /// So many.
        lines: usize,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Models { models } => {
                write!(f, "{models} models are named; the figures are of all")
            }
            Self::GroqsCount => f.write_str(
                "Groq's own count can differ: what it adds to a chat is not published. The usage \
                 of an answer, pasted too, wins",
            ),
            Self::Uncounted { parts: 1 } => f.write_str("1 part is no text and is not counted"),
            Self::Uncounted { parts } => write!(f, "{parts} parts are no text and are not counted"),
            Self::Schema => f.write_str("the schema of the answer is not counted"),
            Self::NoCache { model } => {
                write!(f, "nothing is cached: no price for it is known of {model}")
            }
            Self::OneRequest => {
                f.write_str("paste several requests to see what of them a cache can serve")
            }
            Self::FewShared { tokens, least } => write!(
                f,
                "the requests begin with {tokens} tokens in common: fewer than {least}, the least \
                 that Groq caches"
            ),
            Self::NoOutput => f.write_str(
                "nothing says how long an answer is: set the output, or paste an answer too",
            ),
            Self::NoReserve => {
                f.write_str("without max_completion_tokens it is not published what Groq reserves")
            }
            Self::Errors { answers: 1 } => f.write_str("1 answer is an error and counts nowhere"),
            Self::Errors { answers } => write!(f, "{answers} answers are errors and count nowhere"),
            Self::Others { values: 1 } => f.write_str("1 value is neither a request nor an answer"),
            Self::Others { values } => {
                write!(f, "{values} values are neither a request nor an answer")
            }
            Self::OutOfRange { field } => write!(f, "{field} is out of range and left out"),
            Self::File { name } => {
                write!(f, "the file `{name}` can't be read from here: paste what is in it, too")
            }
            Self::DataNotJson { error } => {
                write!(f, "the data of the command is not valid JSON: {error}")
            }
            Self::NoData => f.write_str("the command sends no data"),
            Self::NotJson { error } => {
                write!(
                    f,
                    "it begins like JSON but is not valid JSON, and is counted as a prompt: {error}"
                )
            }
            Self::LinesLeft { lines: 1 } => f.write_str("1 line is not valid JSON and is left out"),
            Self::LinesLeft { lines } => {
                write!(f, "{lines} lines are not valid JSON and are left out")
            }
        }
    }
}

/// As texts, for those who show them in English.
pub(crate) fn as_texts<S: Serializer>(notes: &[Note], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(notes.iter().map(ToString::to_string))
}
