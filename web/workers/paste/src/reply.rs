use groq_calc::{Limit, Plan, capacity::Blocked};
use groq_paste::{Basis, Note, Origin, Seen, Spread};
use groq_protocol::Severity;
use serde::{Deserialize, Serialize};

use crate::{
    difference::Mark,
    explanation::{Explanation, Left},
};

/// What a worker replies about a text.
#[expect(clippy::large_enum_variant, reason = "there is one at a time")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum WorkerReply {
    /// What stands in it.
    Read(Reading),
    /// There is nothing in it.
    Empty,
    /// It is longer than what is read.
    TooLong {
        /// The most bytes that are read.
        most: usize,
    },
    /// It could not be read.
    Failed {
        /// Why, for developers.
        text: String,
    },
    /// The vocabulary is on its way; the script of the worker says so.
    Loading {
        /// The bytes that are here.
        bytes: u64,
        /// All of its bytes.
        of: u64,
    },
}

impl WorkerReply {
    /// The prompt tokens that a reply names, for who wants to know nothing else: reading
    /// all of it takes a tenth of a module of the page.
    pub fn input_tokens(reply: &str) -> Option<u64> {
        #[derive(Deserialize)]
        struct Figures {
            figures: Vec<Named>,
        }
        #[derive(Deserialize)]
        struct Named {
            field: String,
            value: String,
        }
        let Figures { figures } = serde_json::from_str(reply).ok()?;
        figures.iter().find(|figure| figure.field == "input_tokens")?.value.parse().ok()
    }
}

/// What stands in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// In short.
    pub seen: Seen,
    /// The error that it is, or that stands beside a request.
    pub error: Option<Explanation>,
    /// What headers in it tell of limits.
    pub left: Vec<Left>,
    /// The model that most of it names, or the one that was asked for.
    pub model: Option<String>,
    /// What it means for a workload.
    pub figures: Vec<Figure>,
    /// How the measured lengths are spread.
    pub spreads: Vec<Spread>,
    /// What else there is to know.
    pub notes: Vec<Note>,
    /// Whether the vocabulary of gpt-oss would count what is estimated.
    pub countable: bool,
    /// Requests that were checked.
    pub checked: usize,
    /// Those that Groq would refuse.
    pub refused: usize,
    /// Those that Groq would refuse even when corrected.
    pub not_corrected: usize,
    /// What was not checked of one request: a code, and the English.
    pub not_checked: Vec<(String, String)>,
    /// What was found in all of them, equal findings together.
    pub groups: Vec<Group>,
    /// All requests, corrected, one a line; empty where nothing was found.
    pub corrected: String,
    /// What was corrected in one request, line by line; empty where that is too long.
    pub difference: Vec<(Mark, String)>,
}

/// A figure of a workload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// The field of the workload.
    pub field: String,
    /// The number.
    pub value: String,
    /// How sure it is.
    pub basis: Basis,
    /// Where it comes from.
    pub origin: Origin,
}

impl From<groq_paste::Figure> for Figure {
    fn from(figure: groq_paste::Figure) -> Self {
        let groq_paste::Figure { field, value, basis, origin } = figure;
        Self { field: field.into(), value, basis, origin }
    }
}

/// Equal findings of one or several requests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Where, with `*` for a place in a list, like `messages[*].name`.
    pub field: String,
    /// Where the first of them is, like `messages[2].name`.
    pub path: String,
    /// What becomes of it.
    pub severity: Severity,
    /// Why; the figures are those of the first.
    pub cause: Cause,
    /// How many findings.
    pub count: usize,
    /// In how many requests.
    pub requests: usize,
    /// The first of these requests, from 1.
    pub first_request: usize,
}

impl From<&groq_paste::Group> for Group {
    fn from(group: &groq_paste::Group) -> Self {
        Self {
            field: group.field.clone(),
            path: group.first.path.clone(),
            severity: group.first.severity,
            cause: Cause::from(&group.first.cause),
            count: group.count,
            requests: group.requests,
            first_request: group.first_request,
        }
    }
}

/// Why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The field itself.
    Field(groq_protocol::Cause),
    /// The model lacks what the request uses, by the capability's name.
    Lacks(String),
    /// Something else.
    Other {
        /// Its name.
        code: String,
        /// Its English.
        text: String,
        /// The names and figures in it.
        values: [String; 2],
    },
    /// The size of the request.
    Size {
        /// The limit that it is above, by name; without one the model itself.
        limit: Option<String>,
        /// Whether it is the model's window, rather than its completion cap.
        window: bool,
        /// What it asks for.
        requested: u64,
        /// What passes.
        cap: u64,
        /// The plan, by name.
        plan: String,
        /// The tokens of its prompt.
        tokens: u64,
        /// Whether they were counted rather than estimated.
        counted: bool,
        /// The most completion tokens that may be reserved, where that helps.
        most: Option<u64>,
    },
    /// What the request reserves: it may be refused.
    Reserve {
        /// The limit that it is above, by name.
        limit: String,
        /// What it asks for at most.
        requested: u64,
        /// What passes.
        cap: u64,
        /// The most completion tokens with which it is safe.
        most: Option<u64>,
    },
}

impl From<&groq_paste::Cause> for Cause {
    fn from(cause: &groq_paste::Cause) -> Self {
        let other = |values| {
            let (code, text) = (cause.code().to_owned(), cause.to_string());
            Self::Other { code, text, values }
        };
        let (blocked, plan, tokens, counted, most) = match cause {
            groq_paste::Cause::Field(cause) => return Self::Field(cause.clone()),
            groq_paste::Cause::Capability { capability, .. } => {
                return Self::Lacks(capability.name().to_owned());
            }
            groq_paste::Cause::UnknownModel { nearest, day } => {
                return other([day.to_string(), nearest.clone().unwrap_or_default()]);
            }
            groq_paste::Cause::WrongKind { kind, other: id } => {
                return other([kind.name().to_owned(), id.clone().unwrap_or_default()]);
            }
            groq_paste::Cause::Images { most, given } => {
                return other([most.to_string(), given.to_string()]);
            }
            groq_paste::Cause::Plan { what, plan } => {
                return other([plan.name().to_owned(), (*what).to_owned()]);
            }
            groq_paste::Cause::Line { expected } => {
                return other([(*expected).to_owned(), String::new()]);
            }
            groq_paste::Cause::NotStrict | groq_paste::Cause::NotBatchable => {
                return other([const { String::new() }; 2]);
            }
            groq_paste::Cause::Reserve { risk, most, .. } => {
                return Self::Reserve {
                    limit: risk.limit.name().to_owned(),
                    requested: risk.requested,
                    cap: risk.cap,
                    most: *most,
                };
            }
            groq_paste::Cause::Size { blocked, plan, tokens, counted, most } => {
                (*blocked, plan.name().to_owned(), *tokens, *counted, *most)
            }
        };
        let (limit, window, requested, cap) = match blocked {
            Blocked::TooLarge { limit, requested, cap } => {
                (Some(limit.name().to_owned()), false, requested, cap)
            }
            Blocked::Context { requested, window } => (None, true, requested, window),
            Blocked::Completion { requested, cap } => (None, false, requested, cap),
            // No tool is asked for where a size is looked at.
            Blocked::Tool { .. } => (None, false, 0, 0),
        };
        Self::Size { limit, window, requested, cap, plan, tokens, counted, most }
    }
}

impl Cause {
    /// The engine's own value and the plan, where it is about size.
    pub fn blocked(&self) -> Option<(Blocked, Plan)> {
        let Self::Size { limit, window, requested, cap, plan, .. } = self else { return None };
        let (requested, cap) = (*requested, *cap);
        let blocked = match (limit, window) {
            (Some(limit), _) => Blocked::TooLarge { limit: Limit::parse(limit)?, requested, cap },
            (None, true) => Blocked::Context { requested, window: cap },
            (None, false) => Blocked::Completion { requested, cap },
        };
        Some((blocked, Plan::parse(plan)?))
    }
}
