use alloc::string::String;
use core::fmt;

use groq_tokens::Family;
use serde::{Deserialize, Serialize};

/// Where a figure comes from; written out it is a phrase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "origin", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Origin {
    /// A field of `usage`, over so many answers.
    Usage {
        /// Its name.
        field: String,
        /// So many.
        answers: usize,
    },
    /// Counted or estimated, over so many requests.
    Count {
        /// By what.
        way: Way,
        /// The family of models, by its name for people.
        family: String,
        /// So many.
        requests: usize,
    },
    /// What so many requests begin with.
    Start {
        /// So many.
        requests: usize,
        /// The tokens from which on every model caches, where it is shorter.
        sure_from: Option<u64>,
    },
    /// `max_completion_tokens` as the length of the answer.
    AtMost,
    /// `max_completion_tokens` as what is reserved.
    Reserved,
    /// The longest of so many transcriptions.
    Longest {
        /// So many.
        transcriptions: usize,
    },
    /// What is to be spoken, over so many requests.
    Spoken {
        /// So many.
        requests: usize,
    },
}

/// How tokens are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum Way {
    /// By the model's own vocabulary.
    Vocabulary,
    /// The same, but the form in which functions are shown is not known.
    NearFunctions,
    /// By an estimate: 95 of 100 texts of a sample were within so much.
    Within {
        /// In percent.
        percent: u64,
    },
    /// By an estimate that was not measured.
    Unmeasured,
}

impl Way {
    /// That of a count; `exact` if by the vocabulary itself, `known` if the form
    /// of all of it is.
    pub(crate) fn of(family: Family, exact: bool, known: bool) -> Self {
        match (exact, known, family.error_permille()) {
            (true, true, _) => Self::Vocabulary,
            (true, false, _) => Self::NearFunctions,
            (false, _, Some(permille)) => Self::Within { percent: permille.div_ceil(10) },
            (false, _, None) => Self::Unmeasured,
        }
    }

    /// Whether the count is exact.
    pub const fn is_exact(self) -> bool {
        matches!(self, Self::Vocabulary)
    }
}

/// `the request` or `the mean of 3 requests`.
struct Of(usize, &'static str);

impl fmt::Display for Of {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(count, one) = self;
        match count {
            1 => write!(f, "the {one}"),
            count => write!(f, "the mean of {count} {one}s"),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage { field, answers } => write!(f, "{field} of {}", Of(*answers, "answer")),
            Self::Count { way, family, requests } => {
                match way {
                    Way::Vocabulary => write!(f, "counted by the vocabulary of {family}"),
                    Way::NearFunctions => write!(
                        f,
                        "counted by the vocabulary of {family} but for the form of functions, \
                         which is near"
                    ),
                    Way::Within { percent } => write!(
                        f,
                        "an estimate for {family}: 95 of 100 texts of a sample were within \
                         {percent} %"
                    ),
                    Way::Unmeasured => f.write_str(
                        "an estimate that was not measured: the model's vocabulary is not at hand",
                    ),
                }?;
                write!(f, ", {}", Of(*requests, "request"))
            }
            Self::Start { requests, sure_from } => {
                write!(f, "what {requests} requests begin with")?;
                match sure_from {
                    Some(tokens) => write!(f, "; some models cache from {tokens} tokens on only"),
                    None => Ok(()),
                }
            }
            Self::AtMost => f.write_str("max_completion_tokens: an answer is at most as long"),
            Self::Reserved => f.write_str("what a request reserves for its answer"),
            Self::Longest { transcriptions: 1 } => f.write_str("the duration of the transcription"),
            Self::Longest { transcriptions } => {
                write!(f, "the longest duration of {transcriptions} transcriptions")
            }
            Self::Spoken { requests } => write!(f, "the input of {}", Of(*requests, "request")),
        }
    }
}
