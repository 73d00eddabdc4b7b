use alloc::{string::String, string::ToString};
use core::fmt;

use serde::{Deserialize, Serialize, Serializer};

/// How a text is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Plain text.
    #[default]
    Prompt,
    /// Text that begins like JSON but is none.
    Text,
    /// A command for curl.
    Curl,
    /// One JSON value.
    Json,
    /// A JSON list.
    List,
    /// JSON values, one a line.
    Lines,
    /// The events of a streamed answer.
    Stream,
    /// Code that calls the API.
    Code,
    /// An object as code writes it, or as it is printed.
    Literal,
    /// Requests and answers as they go over the wire.
    Http,
    /// Markdown with code blocks.
    Markdown,
    /// YAML.
    Yaml,
    /// An error of the API as text.
    Error,
    /// The headers of an answer.
    Headers,
    /// A log as a table.
    Log,
}

/// What kind of request it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Asked {
    /// A chat.
    Chat {
        /// Of so many messages.
        messages: usize,
    },
    /// A transcription or a translation of speech.
    Audio,
    /// Text to be spoken.
    Speech,
}

/// What was seen in a text; written out it is a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// How the text is written.
    pub form: Form,
    /// How many requests stand in it.
    pub requests: usize,
    /// How many answers.
    pub answers: usize,
    /// The request, where there is one alone.
    pub one: Option<Asked>,
    /// The model that it names.
    pub model: Option<String>,
}

impl Form {
    const fn name(self) -> &'static str {
        match self {
            Self::Prompt => "A prompt",
            Self::Text => "A text",
            Self::Curl => "A curl command",
            Self::Json => "JSON",
            Self::List => "A JSON list",
            Self::Lines => "JSON lines",
            Self::Stream => "A stream",
            Self::Code => "Code",
            Self::Literal => "An object",
            Self::Http => "HTTP",
            Self::Markdown => "Markdown",
            Self::Yaml => "A configuration",
            Self::Error => "An error",
            Self::Headers => "Headers",
            Self::Log => "A log",
        }
    }
}

/// A number with its noun.
struct Count(usize, &'static str);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(count, noun) = self;
        write!(f, "{count} {noun}{}", if *count == 1 { "" } else { "s" })
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = self.form.name();
        match (self.one, self.requests, self.answers) {
            (Some(one), 1, 0) => {
                let taken = if self.form == Form::Prompt { ", taken as" } else { ":" };
                write!(
                    f,
                    "{form}{taken} {}",
                    match one {
                        Asked::Chat { .. } => "a chat request",
                        Asked::Audio => "an audio request",
                        Asked::Speech => "text to be spoken",
                    }
                )?;
                if let Some(model) = &self.model {
                    write!(f, " for {model}")?;
                }
                match one {
                    Asked::Chat { messages } => write!(f, " with {}.", Count(messages, "message")),
                    _ => f.write_str("."),
                }
            }
            (_, 0, 0) if self.form == Form::Log => f.write_str("A log that can't be read."),
            (_, 0, answers) if self.form == Form::Log => {
                write!(f, "{form} of {}.", Count(answers, "request"))
            }
            (_, 0, 1) => write!(f, "{form}: an answer of the API."),
            (_, 0, 0) if self.form == Form::Error => f.write_str("An error of the API."),
            (_, 0, 0) if self.form == Form::Headers => f.write_str("The headers of an answer."),
            (_, 0, 0) => write!(f, "{form}: no request and no answer in it."),
            (_, requests, answers) => write!(
                f,
                "{form} with {} and {}.",
                Count(requests, "request"),
                Count(answers, "answer")
            ),
        }
    }
}

/// As text, for those who show it in English.
pub(crate) fn as_text<S: Serializer>(
    value: &impl fmt::Display,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&value.to_string())
}
