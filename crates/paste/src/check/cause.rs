use alloc::string::String;
use core::fmt;

use groq_calc::{
    Date, Kind, Plan,
    capacity::{AtRisk, Blocked},
    catalog::Capability,
    num::Grouped,
};

/// Why Groq refuses or ignores a part of a request; written out it is a sentence
/// without its full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The field itself.
    Field(groq_protocol::Cause),
    /// The model has not what the request uses.
    Capability {
        /// What it lacks.
        capability: Capability,
        /// A model of the same kind that has it.
        other: Option<String>,
    },
    /// Groq does not list the model.
    UnknownModel {
        /// The id that was meant, or the nearest one.
        nearest: Option<String>,
        /// The day of the list.
        day: Date,
    },
    /// The model is not for this address.
    WrongKind {
        /// What it does.
        kind: Kind,
        /// A model that is for it.
        other: Option<String>,
    },
    /// More images than the model takes in one request.
    Images {
        /// The most.
        most: u64,
        /// How many there are.
        given: u64,
    },
    /// The model's schemas are best effort, and a strict one is asked for.
    NotStrict,
    /// Batch does not take the model.
    NotBatchable,
    /// The plan does not have it: batch, or a service tier.
    Plan {
        /// What.
        what: &'static str,
        /// The plan.
        plan: Plan,
    },
    /// A field of a line of a batch file is missing or not what it must be.
    Line {
        /// What it must be, in words.
        expected: &'static str,
    },
    /// The size of the request: waiting never lets it pass.
    Size {
        /// What it is above.
        blocked: Blocked,
        /// The plan whose limits count.
        plan: Plan,
        /// The tokens of the prompt.
        tokens: u64,
        /// Whether they were counted rather than estimated.
        counted: bool,
        /// The most completion tokens that may be reserved, where that helps.
        most: Option<u64>,
    },
    /// What the request reserves: Groq may refuse it.
    Reserve {
        /// What it is above with all that it reserves.
        risk: AtRisk,
        /// The plan whose limits count.
        plan: Plan,
        /// The tokens of the prompt.
        tokens: u64,
        /// Whether they were counted rather than estimated.
        counted: bool,
        /// The most completion tokens with which it is safe, where there is room
        /// for any.
        most: Option<u64>,
    },
}

impl Cause {
    /// The name, as in JSON.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Field(cause) => cause.code(),
            Self::Capability { .. } => "capability",
            Self::UnknownModel { .. } => "unknown_model",
            Self::WrongKind { .. } => "wrong_kind",
            Self::Images { .. } => "images",
            Self::NotStrict => "not_strict",
            Self::NotBatchable => "not_batchable",
            Self::Plan { .. } => "plan",
            Self::Line { .. } => "line",
            Self::Size { .. } => "size",
            Self::Reserve { .. } => "reserve",
        }
    }

    /// Whether both say the same but for the figures of one request.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        use groq_protocol::Cause::TooMany;
        match (self, other) {
            (
                Self::Field(TooMany { most, what, .. }),
                Self::Field(TooMany { most: other_most, what: other_what, .. }),
            ) => (most, what) == (other_most, other_what),
            (Self::Images { most, .. }, Self::Images { most: other, .. }) => most == other,
            (
                Self::Size { blocked, plan, counted, most, .. },
                Self::Size { blocked: other, plan: p, counted: c, most: m, .. },
            ) => (cap(*blocked), plan, counted, most.is_some()) == (cap(*other), p, c, m.is_some()),
            (
                Self::Reserve { risk, plan, counted, most, .. },
                Self::Reserve { risk: other, plan: p, counted: c, most: m, .. },
            ) => {
                let cap = |risk: &AtRisk| (risk.limit, risk.cap);
                (cap(risk), plan, counted, most.is_some()) == (cap(other), p, c, m.is_some())
            }
            _ => self == other,
        }
    }
}

/// What a request is above, without its own size.
const fn cap(blocked: Blocked) -> Blocked {
    match blocked {
        Blocked::TooLarge { limit, cap, .. } => Blocked::TooLarge { limit, requested: 0, cap },
        Blocked::Context { window, .. } => Blocked::Context { requested: 0, window },
        Blocked::Completion { cap, .. } => Blocked::Completion { requested: 0, cap },
        Blocked::Tool { tool } => Blocked::Tool { tool },
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let instead = |f: &mut fmt::Formatter<'_>, other: &Option<String>| match other {
            Some(id) => write!(f, "; {id} does"),
            None => Ok(()),
        };
        let (plan, tokens, counted, most) = match self {
            Self::Field(cause) => return cause.fmt(f),
            Self::Capability { capability, other } => {
                write!(f, "the model has no {}", capability.title())?;
                return match other {
                    Some(id) => write!(f, "; {id} has"),
                    None => Ok(()),
                };
            }
            Self::UnknownModel { nearest, day } => {
                write!(f, "Groq does not list this model, as of {day}: HTTP 404")?;
                return match nearest {
                    Some(id) => write!(f, "; use {id}"),
                    None => Ok(()),
                };
            }
            Self::WrongKind { kind, other } => {
                let does = match kind {
                    Kind::Transcription => "it takes audio, and does not chat",
                    Kind::Speech => "it speaks a text, and does not chat",
                    _ => "it takes no audio",
                };
                f.write_str(does)?;
                return instead(f, other);
            }
            Self::Images { most, given } => {
                let noun = if *most == 1 { "image fits" } else { "images fit" };
                return write!(f, "{most} {noun} into a request of this model; {given} are given");
            }
            Self::NotStrict => {
                return f.write_str(
                    "this model follows a schema as well as it can; Groq's page lists it without \
                     strict",
                );
            }
            Self::NotBatchable => return f.write_str("batch does not take this model"),
            Self::Plan { what, plan } => {
                return write!(f, "the {} plan does not have {what}", plan.name());
            }
            Self::Line { expected } => return write!(f, "it must be {expected}"),
            Self::Size { blocked, plan, tokens, counted, most } => {
                let status = match blocked {
                    Blocked::TooLarge { .. } => "",
                    _ => ": HTTP 400",
                };
                write!(f, "{blocked}{status}")?;
                (plan, tokens, counted, most)
            }
            Self::Reserve { risk, plan, tokens, counted, most } => {
                risk.fmt(f)?;
                (plan, tokens, counted, most)
            }
        };
        let how = if *counted { "counted" } else { "estimated" };
        let plan = plan.name();
        let noun = if *tokens == 1 { "token" } else { "tokens" };
        let tokens = Grouped(*tokens);
        write!(f, " (on the {plan} plan, {tokens} {noun} of prompt, {how})")?;
        match (self, most) {
            (_, None) => Ok(()),
            (Self::Reserve { .. }, Some(most)) => {
                write!(f, "; with at most {} it is safe", Grouped(*most))
            }
            (_, Some(most)) => write!(f, "; at most {} may be reserved", Grouped(*most)),
        }
    }
}
