use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use groq_calc::{
    Plan,
    catalog::{CapabilitySet, LimitSet},
};
use groq_protocol::{Answer, Severity};
use serde::{Serialize, Serializer, ser::SerializeStruct};
use serde_json::Value;

use crate::check::cause::Cause;

/// One thing that Groq refuses or ignores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where, like `messages[2].name`.
    pub path: String,
    /// What becomes of it.
    pub severity: Severity,
    /// Why.
    pub cause: Cause,
    /// What Groq answers, where it is refused.
    pub message: Option<String>,
}

impl Finding {
    pub(crate) fn new(path: impl Into<String>, severity: Severity, cause: Cause) -> Self {
        Self { path: path.into(), severity, cause, message: None }
    }

    /// What Groq answers to it, `body` being the request.
    pub fn answer(&self, body: &Value) -> Answer {
        let model = body["model"].as_str().unwrap_or_default();
        let bad = |text: String| Answer::bad(text, Some(self.path.clone()));
        match &self.cause {
            Cause::Field(cause) => {
                groq_protocol::Finding::new(&self.path, self.severity, cause.clone()).answer(body)
            }
            Cause::UnknownModel { .. } => Answer::no_model(model),
            Cause::WrongKind { .. } => {
                bad(format!("The model `{model}` does not support this endpoint"))
            }
            Cause::Capability { capability, .. } => {
                use groq_calc::catalog::Capability as C;
                match capability {
                    C::Vision => {
                        let place = self.path.split(".content").next().unwrap_or("messages[0]");
                        Answer::bad(format!("{place}.content must be a string"), None)
                    }
                    C::StructuredOutputs => bad(
                        "This model does not support response format `json_schema`. See supported \
                         models at https://console.groq.com/docs/structured-outputs#supported-models"
                            .to_string(),
                    ),
                    other => bad(format!("`{}` is not supported with this model", other.name())),
                }
            }
            Cause::Images { most, .. } => {
                bad(format!("Too many images provided. This model supports up to {most} images"))
            }
            Cause::Plan { what: "batch", .. } => Answer::not_for_plan("batch API"),
            Cause::Plan { what, .. } => {
                bad(format!("service_tier `{what}` is not available for your plan"))
            }
            cause => bad(format!("'{}' : {cause}", self.path)),
        }
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut finding = serializer.serialize_struct("Finding", 5)?;
        finding.serialize_field("path", &self.path)?;
        finding.serialize_field("severity", &self.severity)?;
        finding.serialize_field("reason", &self.cause.to_string())?;
        finding.serialize_field("code", self.cause.code())?;
        finding.serialize_field("groq_answers", &self.message)?;
        finding.end()
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.cause)
    }
}

/// What is known of a request. It is never a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Groq answers it with an error.
    Refused,
    /// It is taken, but something in it has no effect or another one.
    AcceptedButChanged,
    /// Nothing is known against it.
    NothingKnownAgainstIt,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Refused => "refused",
            Self::AcceptedButChanged => "accepted but changed",
            Self::NothingKnownAgainstIt => "nothing known against it",
        })
    }
}

/// What of a request was not checked; written out it is a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotChecked {
    /// The key, permissions, accepted terms and the spend limit.
    Account,
    /// What is left of the limits.
    Left,
    /// Limits whose figure is not known.
    Limits(LimitSet),
    /// Images that it names.
    Images,
    /// The audio that it names.
    Audio,
    /// How many tokens the prompt has.
    Tokens,
    /// The tools of a remote server.
    RemoteTools,
    /// The fields of the Responses API.
    Responses,
    /// What the model can do, of which nothing is known.
    Model,
}

impl NotChecked {
    /// The name, as in JSON.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Left => "left",
            Self::Limits(_) => "limits",
            Self::Images => "images",
            Self::Audio => "audio",
            Self::Tokens => "tokens",
            Self::RemoteTools => "remote_tools",
            Self::Responses => "responses",
            Self::Model => "model",
        }
    }
}

impl fmt::Display for NotChecked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Account => "the key, its permissions, accepted terms, the spend limit",
            Self::Left => "what is left of the limits at the moment",
            Self::Limits(limits) => return write!(f, "limits whose figure is not known: {limits}"),
            Self::Images => "the images: their size, their form, and whether they can be fetched",
            Self::Audio => "the audio: its length, its form, and whether it can be fetched",
            Self::Tokens => "how many tokens the prompt has",
            Self::RemoteTools => "the remote servers of tools",
            Self::Responses => "the fields of the Responses API",
            Self::Model => "what the model can do",
        })
    }
}

impl Serialize for NotChecked {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut part = serializer.serialize_struct("NotChecked", 2)?;
        part.serialize_field("code", self.code())?;
        part.serialize_field("text", &self.to_string())?;
        part.end()
    }
}

/// What becomes of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The plan whose limits counted.
    pub plan: Plan,
    /// The model, after correcting.
    pub model: Option<String>,
    /// All that Groq refuses or ignores, and why.
    pub findings: Vec<Finding>,
    /// What was not checked.
    pub not_checked: Vec<NotChecked>,
    /// The request as JSON without it, as far as that can be corrected; as it was
    /// where nothing is found.
    pub corrected: String,
    /// Whether nothing is left that Groq refuses, or may refuse.
    pub is_corrected: bool,
    /// What the model has to be able to do for it.
    pub needs: CapabilitySet,
    /// The prompt in tokens, where the request is a chat, and whether they were
    /// counted rather than estimated.
    pub input_tokens: Option<(u64, bool)>,
}

impl Checked {
    /// What is known of it.
    pub fn verdict(&self) -> Verdict {
        if self.is_refused() {
            Verdict::Refused
        } else if self.finds(Severity::Ignored) {
            Verdict::AcceptedButChanged
        } else {
            Verdict::NothingKnownAgainstIt
        }
    }

    /// Whether Groq would answer with an error.
    pub fn is_refused(&self) -> bool {
        self.finds(Severity::Refused)
    }

    /// Whether Groq might answer with an error.
    pub fn is_at_risk(&self) -> bool {
        self.finds(Severity::AtRisk)
    }

    /// The first finding for which it is refused.
    pub fn refusal(&self) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.severity == Severity::Refused)
    }

    fn finds(&self, severity: Severity) -> bool {
        self.findings.iter().any(|finding| finding.severity == severity)
    }

    pub(crate) fn add(&mut self, finding: Finding) {
        let known = |one: &Finding| one.path == finding.path && one.cause == finding.cause;
        if !self.findings.iter().any(known) {
            self.findings.push(finding);
        }
    }
}
