use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Serialize};

/// Why Groq refuses or ignores a part of a request; written out it is the reason
/// of a [`Finding`](crate::Finding). For those who write it in another language.
///
/// ```
/// use groq_protocol::Cause;
///
/// assert_eq!(Cause::AboveCap { cap: 65_536 }.to_string(), "the model's most is 65536");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "cause", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Cause {
    /// The model is no longer offered.
    Retired {
        /// What stands in for it, if anything is named.
        replacement: Option<String>,
    },
    /// The field is refused wherever it is given.
    Unsupported,
    /// `n` is refused unless it is 1.
    NotOne,
    /// The list is too long.
    TooMany {
        /// As many are taken.
        most: usize,
        /// As many were given.
        given: usize,
        /// Of what.
        what: Listed,
    },
    /// More completion tokens than the model writes.
    AboveCap {
        /// As many it writes.
        cap: u64,
    },
    /// `reasoning_format` is given as well.
    BesideFormat,
    /// The model does not take `reasoning_effort`.
    NoEffort,
    /// The model takes other values of `reasoning_effort`.
    OtherEffort {
        /// These, as a list in words.
        taken: String,
    },
    /// Zero stands for 1e-8.
    ZeroTemperature,
    /// No model supports the penalty yet.
    NoPenalty,
    /// The field is accepted and has no effect.
    NoEffect,
    /// The answer is not written as subtitles.
    Subtitles,
}

/// What a request may list only so many of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Listed {
    /// `tools`.
    Tools,
    /// `functions`.
    Functions,
    /// `stop`.
    StopSequences,
}

impl fmt::Display for Listed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Tools => "tools",
            Self::Functions => "functions",
            Self::StopSequences => "stop sequences",
        })
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Retired { replacement: Some(id) } => {
                write!(f, "it is no longer offered; use {id}")
            }
            Self::Retired { replacement: None } => {
                f.write_str("it is no longer offered; no replacement is named")
            }
            Self::Unsupported => f.write_str("Groq refuses it"),
            Self::NotOne => f.write_str("it must be 1"),
            Self::TooMany { most, given, what } => {
                let behind = given - most;
                write!(f, "at most {most} {what} are taken; the {behind} behind are left out")
            }
            Self::AboveCap { cap } => write!(f, "the model's most is {cap}"),
            Self::BesideFormat => f.write_str("it and reasoning_format exclude each other"),
            Self::NoEffort => f.write_str("this model does not take it"),
            Self::OtherEffort { taken } => write!(f, "this model takes {taken}"),
            Self::ZeroTemperature => f.write_str("Groq takes 1e-8 for 0"),
            Self::NoPenalty => f.write_str("no model supports it yet"),
            Self::NoEffect => f.write_str("it is not supported"),
            Self::Subtitles => f.write_str("Groq writes json, text and verbose_json only"),
        }
    }
}
