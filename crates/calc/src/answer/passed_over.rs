use core::fmt;

use crate::catalog::{capability::Capability, quality::Points};

/// Why an option was not recommended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(tag = "code", rename_all = "snake_case")
)]
pub enum PassedOver {
    /// No request can pass.
    Blocked,
    /// More is asked than a limit allows.
    DoesNotFit,
    /// A limit is not known: it may fit or not.
    UnknownLimits,
    /// A price is unknown.
    UnknownPrice,
    /// The free plan is not for production.
    FreePlan,
    /// The model is not meant for production.
    NotProduction,
    /// The context window is too small, or unknown.
    Context,
    /// The model has not what is needed.
    MissingCapability {
        /// What it lacks.
        capability: Capability,
    },
    /// No source says whether the model has what is needed.
    UnknownCapability {
        /// What is not known.
        capability: Capability,
    },
    /// Sources disagree whether the model has what is needed, which is not enough
    /// for production.
    DisputedCapability {
        /// What they disagree about.
        capability: Capability,
    },
    /// Its published score is not good enough.
    LowScore {
        /// The score.
        score: Points,
        /// What will do.
        at_least: Points,
    },
    /// No score is published at Groq's default effort.
    NoScore,
    /// The month costs more than the budget.
    Budget,
    /// Another option costs less.
    MoreExpensive,
    /// Another option costs the same, and none of its requests may be refused.
    AtRisk,
    /// Another option costs the same on a plan or tier that comes first.
    LowerPreference,
    /// Another option costs the same on the same plan and tier, and its
    /// limits are used less.
    LessHeadroom,
    /// Equal in all that counts; the other id comes first.
    Tie,
}

impl fmt::Display for PassedOver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::MissingCapability { capability } => {
                return write!(f, "the model has no {}", capability.title());
            }
            Self::UnknownCapability { capability } => {
                return write!(f, "no source says whether the model has {}", capability.title());
            }
            Self::LowScore { score, at_least } => {
                return write!(f, "its score of {score} does not reach {at_least}");
            }
            Self::DisputedCapability { capability } => {
                let title = capability.title();
                return write!(f, "sources disagree whether the model has {title}");
            }
            Self::Blocked => "no request of this size can pass",
            Self::DoesNotFit => "it does not fit a limit",
            Self::UnknownPrice => "its price is not known",
            Self::FreePlan => "the free plan is not for production",
            Self::NotProduction => "the model is not listed for production",
            Self::Context => "its context window is too small or not known",
            Self::NoScore => "no score is published at this setting",
            Self::Budget => "it costs more than the budget",
            Self::UnknownLimits => "some of its limits are not known",
            Self::MoreExpensive => "another option costs less",
            Self::AtRisk => "same cost, but its requests may be refused",
            Self::LowerPreference => "same cost, but a simpler plan or tier is enough",
            Self::LessHeadroom => "same cost, but less headroom",
            Self::Tie => "equal in cost and headroom",
        };
        f.write_str(text)
    }
}
