use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use serde::{Deserialize, Serialize};

use crate::cause::Cause;

/// Which address a request goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// `/chat/completions`.
    Chat,
    /// `/audio/transcriptions`; the form's fields as a JSON object, without the
    /// file.
    Audio,
    /// `/audio/translations`, in the same way.
    Translation,
}

/// What only the caller can know, from a catalog or from the account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts<'a> {
    /// The most completion tokens of the model.
    pub completion_cap: Option<u64>,
    /// That the model is no longer offered; what stands in for it, or nothing.
    pub retired: Option<&'a str>,
    /// The reasoning efforts that the model takes; empty where they are not known.
    pub efforts: &'a [&'a str],
    /// The effort where a request names none.
    pub default_effort: Option<&'a str>,
    /// Whether the model reasons, where it is known.
    pub reasons: Option<bool>,
}

/// What becomes of a request that holds something Groq does not take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It is answered with an error (400, for a model that is gone 404).
    Refused,
    /// It may be answered with an error: by one reading of Groq's rules, not by
    /// the other.
    AtRisk,
    /// It is accepted, but the field has no effect or another one.
    Ignored,
}

/// One thing that Groq refuses or ignores.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// Where, like `messages[2].name`.
    pub path: String,
    /// What becomes of it.
    pub severity: Severity,
    /// Why, in a sentence without its full stop.
    pub reason: String,
    /// The same for programs.
    pub cause: Cause,
    /// Whether the mended request is without it.
    pub mended: bool,
}

/// The outcome of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Everything found; empty if the request is fine as it is.
    pub findings: Vec<Finding>,
    /// The request as JSON, mended so that what can be mended is not found again;
    /// the same text if nothing is found. Where something had to be dropped
    /// (tools above 128), see the findings.
    pub mended: String,
}

impl Finding {
    /// A finding that was made elsewhere.
    pub fn new(path: &str, severity: Severity, cause: Cause) -> Self {
        let reason = cause.to_string();
        Self { path: path.to_string(), severity, reason, cause, mended: false }
    }
}

impl Report {
    /// Whether Groq would answer with an error.
    pub fn is_refused(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Refused)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.reason)
    }
}
