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
/// assert_eq!(Cause::AboveCap { cap: 65_536 }.code(), "above_cap");
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
    /// The API does not know the field.
    UnknownProperty {
        /// Its name.
        name: String,
    },
    /// A form of the audio endpoints holds a field that they do not know.
    UnknownParam {
        /// Its name.
        name: String,
    },
    /// It has to be given.
    Missing,
    /// A list with nothing in it.
    Empty,
    /// A value of another type.
    WrongType {
        /// What it must be, in words.
        expected: String,
    },
    /// A number that is not in its range.
    OutOfRange {
        /// The least.
        low: String,
        /// The most.
        high: String,
    },
    /// Another word than those that are taken.
    NotOneOf {
        /// These, as a list in words.
        taken: String,
    },
    /// A role that the API does not know.
    OtherRole {
        /// The roles, as a list in words.
        taken: String,
    },
    /// A name with other characters than programs take, or too long.
    BadName,
    /// JSON mode, and no message holds the word.
    NoWordJson,
    /// JSON mode or a schema, and tools.
    ToolsBesideFormat,
    /// Raw reasoning, and JSON mode, a schema or tools.
    RawReasoning,
    /// A streamed answer by a schema: Groq's page says no, a live test that it
    /// works.
    StreamedSchema,
    /// A schema with `required` and without `properties`.
    RequiredWithoutProperties,
    /// An object of a strict schema that may hold more.
    OpenObject,
    /// Properties of a strict schema that may be left out.
    NotRequired {
        /// Their names, as a list in words.
        names: String,
    },
    /// A keyword that a strict schema may not hold.
    SchemaKeyword {
        /// It.
        keyword: String,
    },
    /// A strict schema that is not of an object.
    RootNotObject,
    /// The choice names a tool that is not there.
    UnknownTool {
        /// The name.
        name: String,
    },
    /// The model does not reason.
    NoReasoning,
    /// Time stamps come in the verbose form alone.
    NeedsVerbose,
    /// A translation is into English.
    EnglishOnly,
    /// A line of a batch file whose request does not stand in `body`.
    BatchWithoutBody,
}

impl Cause {
    /// The name, as in JSON.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Retired { .. } => "retired",
            Self::Unsupported => "unsupported",
            Self::NotOne => "not_one",
            Self::TooMany { .. } => "too_many",
            Self::AboveCap { .. } => "above_cap",
            Self::BesideFormat => "beside_format",
            Self::NoEffort => "no_effort",
            Self::OtherEffort { .. } => "other_effort",
            Self::ZeroTemperature => "zero_temperature",
            Self::NoPenalty => "no_penalty",
            Self::NoEffect => "no_effect",
            Self::Subtitles => "subtitles",
            Self::UnknownProperty { .. } => "unknown_property",
            Self::UnknownParam { .. } => "unknown_param",
            Self::Missing => "missing",
            Self::Empty => "empty",
            Self::WrongType { .. } => "wrong_type",
            Self::OutOfRange { .. } => "out_of_range",
            Self::NotOneOf { .. } => "not_one_of",
            Self::OtherRole { .. } => "other_role",
            Self::BadName => "bad_name",
            Self::NoWordJson => "no_word_json",
            Self::ToolsBesideFormat => "tools_beside_format",
            Self::RawReasoning => "raw_reasoning",
            Self::StreamedSchema => "streamed_schema",
            Self::RequiredWithoutProperties => "required_without_properties",
            Self::OpenObject => "open_object",
            Self::NotRequired { .. } => "not_required",
            Self::SchemaKeyword { .. } => "schema_keyword",
            Self::RootNotObject => "root_not_object",
            Self::UnknownTool { .. } => "unknown_tool",
            Self::NoReasoning => "no_reasoning",
            Self::NeedsVerbose => "needs_verbose",
            Self::EnglishOnly => "english_only",
            Self::BatchWithoutBody => "batch_without_body",
        }
    }
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
            Self::UnknownProperty { name } => write!(f, "property '{name}' is unsupported"),
            Self::UnknownParam { name } => write!(f, "unknown param `{name}`"),
            Self::Missing => f.write_str("it must be given"),
            Self::Empty => f.write_str("it must hold at least one"),
            Self::WrongType { expected } => write!(f, "it must be {expected}"),
            Self::OutOfRange { low, high } => write!(f, "it must be from {low} to {high}"),
            Self::NotOneOf { taken } => write!(f, "it must be one of: {taken}"),
            Self::OtherRole { taken } => write!(f, "the role must be one of: {taken}"),
            Self::BadName => {
                f.write_str("a name has at most 64 letters, digits, underscores and dashes")
            }
            Self::NoWordJson => f.write_str("JSON mode needs the word json in one of the messages"),
            Self::ToolsBesideFormat => {
                f.write_str("JSON mode or a schema cannot be combined with tools")
            }
            Self::RawReasoning => {
                f.write_str("raw reasoning cannot be combined with JSON mode, a schema or tools")
            }
            Self::StreamedSchema => f.write_str(
                "Groq's page says that a schema excludes a stream; a live test saw it work",
            ),
            Self::RequiredWithoutProperties => {
                f.write_str("'required' present but 'properties' is missing")
            }
            Self::OpenObject => {
                f.write_str("additionalProperties:false must be set on every object")
            }
            Self::NotRequired { names } => {
                write!(f, "a strict schema requires all its properties: {names} not")
            }
            Self::SchemaKeyword { keyword } => {
                write!(f, "{keyword} is not supported in a strict schema")
            }
            Self::RootNotObject => f.write_str("a strict schema is of an object, without anyOf"),
            Self::UnknownTool { name } => write!(f, "no tool is called {name}"),
            Self::NoReasoning => f.write_str("this model does not reason"),
            Self::NeedsVerbose => f.write_str("it needs response_format verbose_json"),
            Self::EnglishOnly => f.write_str("a translation is into English"),
            Self::BatchWithoutBody => {
                f.write_str("a line of a batch file holds its request in body")
            }
        }
    }
}
