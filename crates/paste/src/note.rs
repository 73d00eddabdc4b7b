use alloc::string::{String, ToString};
use core::fmt;

use groq_calc::num::Grouped;
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
    /// A request or an answer as JSON that is not valid.
    Broken {
        /// What the JSON reader says.
        error: String,
    },
    /// A log whose rows can't be read.
    LogUnread {
        /// Why.
        error: String,
    },
    /// A stream without its end.
    StreamCut,
    /// Code that breaks off.
    CodeCut,
    /// Code that calls the API, of which nothing can be read.
    CodeUnread,
    /// A prompt that looks like code.
    LooksLikeCode,
    /// A field that only a run of the code knows.
    Unknown {
        /// Its path in the request.
        field: String,
    },
    /// Whether the cached tokens are a part of the prompt tokens is not said.
    CachedUnclear,
    /// Images, counted by the model's rule.
    Images {
        /// How many.
        images: usize,
        /// The tokens of each.
        tokens: u64,
    },
    /// The model takes tools in a form whose tokens are not known.
    ToolsUncounted {
        /// The family of models.
        family: String,
    },
    /// An error of the API.
    Failed {
        /// Its status, where it is known.
        status: Option<u16>,
        /// What it says.
        message: String,
    },
    /// A model that a configuration names.
    Configured {
        /// The model.
        model: String,
        /// Requests a minute.
        rpm: Option<u64>,
        /// Tokens a minute.
        tpm: Option<u64>,
    },
}

impl Note {
    /// Whether a figure is not whole, or not sure, for what it says.
    pub const fn is_about_figures(&self) -> bool {
        matches!(
            self,
            Self::Models { .. }
                | Self::Uncounted { .. }
                | Self::Images { .. }
                | Self::ToolsUncounted { .. }
                | Self::Unknown { .. }
                | Self::CachedUnclear
                | Self::StreamCut
                | Self::CodeCut
                | Self::LooksLikeCode
                | Self::NotJson { .. }
                | Self::OutOfRange { .. }
        )
    }
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
            Self::Broken { error } => {
                write!(
                    f,
                    "it is meant as JSON but is not valid, and nothing of it is read: {error}"
                )
            }
            Self::LogUnread { error } => {
                write!(f, "it looks like a log, and is not counted as a prompt: {error}")
            }
            Self::StreamCut => f.write_str(
                "the stream is incomplete: it breaks off before it says what the answer used",
            ),
            Self::CodeCut => f.write_str("the code breaks off within a bracket or a text"),
            Self::CodeUnread => f.write_str(
                "this is code, and no request in it can be read: paste the request as JSON, or a \
                 call whose values stand in it",
            ),
            Self::LooksLikeCode => f.write_str(
                "it looks like code without a call of the API, and is taken as a prompt",
            ),
            Self::Unknown { field } => {
                write!(f, "{field} is set when the code runs, and is not known here")
            }
            Self::CachedUnclear => f.write_str(
                "nothing says whether the cached tokens are a part of the prompt tokens; they are \
                 taken as a part",
            ),
            Self::Images { images, tokens } => {
                let noun = if *images == 1 { "image counts" } else { "images count" };
                write!(
                    f,
                    "{images} {noun} as {} tokens each, which is the model's rule and the most",
                    Grouped(*tokens)
                )
            }
            Self::ToolsUncounted { family } => {
                write!(f, "what {family} adds for tools is not known and is not counted")
            }
            Self::Failed { status, message } => {
                f.write_str("an error of the API")?;
                if let Some(status) = status {
                    write!(f, " (HTTP {status})")?;
                }
                write!(f, ": {message}; `groq-calc error` explains it")
            }
            Self::Configured { model, rpm, tpm } => {
                write!(f, "the configuration names {model}")?;
                match (rpm, tpm) {
                    (Some(rpm), Some(tpm)) => write!(
                        f,
                        " with {} requests and {} tokens a minute",
                        Grouped(*rpm),
                        Grouped(*tpm)
                    ),
                    (Some(rpm), None) => write!(f, " with {} requests a minute", Grouped(*rpm)),
                    (None, Some(tpm)) => write!(f, " with {} tokens a minute", Grouped(*tpm)),
                    (None, None) => Ok(()),
                }
            }
        }
    }
}

/// As texts, for those who show them in English.
pub(crate) fn as_texts<S: Serializer>(notes: &[Note], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(notes.iter().map(ToString::to_string))
}
