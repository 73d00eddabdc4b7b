use core::fmt;

use crate::{catalog::limits::Limit, num::money::Usd};

/// Why a request can't pass, however long it waits. Figures are in the limit's
/// own unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Never {
    /// The model was not added to the limiter.
    Model,
    /// It asks for more than a limit ever holds.
    Limit {
        /// The first such limit.
        limit: Limit,
        /// What the limit holds.
        cap: u64,
        /// What the request asks for.
        requested: u64,
    },
    /// Prompt and completion are longer than the model's window.
    Context {
        /// The window.
        window: u64,
        /// What the request asks for.
        requested: u64,
    },
    /// Its completion is above the model's cap.
    Completion {
        /// The cap.
        cap: u64,
        /// What the request asks for.
        requested: u64,
    },
    /// What is left of the budget is less than it can cost.
    Budget {
        /// The budget.
        cap: Usd,
        /// What of it is not spent.
        left: Usd,
        /// The highest price that the request can have.
        worst: Usd,
    },
    /// There is a budget, and what the request can cost at most is not known.
    Unpriced,
    /// No such ticket: it was settled or cancelled, or has expired.
    Gone,
}

impl Never {
    /// Its name, as in JSON.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Model => "unknown_model",
            Self::Limit { .. } => "request_above_limit",
            Self::Context { .. } => "request_above_context",
            Self::Completion { .. } => "completion_above_cap",
            Self::Budget { .. } => "budget_reached",
            Self::Unpriced => "price_unknown",
            Self::Gone => "ticket_unknown",
        }
    }
}

impl fmt::Display for Never {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Model => f.write_str("no limits are set for this model"),
            Self::Limit { limit, cap, requested } => write!(
                f,
                "the request asks for {requested} of the {limit} of {cap}, {} too many: waiting never helps",
                requested - cap
            ),
            Self::Context { window, requested } => write!(
                f,
                "prompt and completion ask for {requested} tokens, {} more than the model's window of {window}",
                requested - window
            ),
            Self::Completion { cap, requested } => write!(
                f,
                "the completion asks for {requested} tokens, {} more than the model's cap of {cap}",
                requested - cap
            ),
            Self::Budget { cap, left, worst } => write!(
                f,
                "the request can cost ${worst}, and of the budget of ${cap} only ${left} is left"
            ),
            Self::Unpriced => f.write_str(
                "there is a budget, and what the request can cost at most is not known: \
                 set max_completion_tokens, or take a model with a price",
            ),
            Self::Gone => f.write_str("the limiter has no request with this ticket any more"),
        }
    }
}
