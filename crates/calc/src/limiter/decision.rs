use core::fmt;

use crate::{
    catalog::limits::Limit,
    limiter::{rate_limiter::Refused, ticket::Ticket},
    num::money::Usd,
};

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a request that is admitted has to be settled or cancelled"]
pub enum Decision {
    /// It may be sent now, and has to be settled or cancelled.
    Admitted(Ticket),
    /// It stands in the line.
    Waiting(Ticket, Wait),
}

impl Decision {
    /// The request's number.
    pub const fn ticket(&self) -> Ticket {
        match self {
            Self::Admitted(ticket) | Self::Waiting(ticket, _) => *ticket,
        }
    }

    /// Whether it may be sent.
    pub const fn is_admitted(&self) -> bool {
        matches!(self, Self::Admitted(_))
    }
}

/// How long a request waits, and for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Microseconds from now until it can be admitted, if nothing is given back
    /// before; `None`: not until another request ends. Behind more than 256
    /// others it is a lower bound.
    pub wait_us: Option<u64>,
    /// How many stand before it.
    pub ahead: usize,
    /// What the head of the line waits for.
    pub cause: Cause,
}

/// What the head of a line waits for. Figures are in the limit's own unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A limit that refills.
    Limit {
        /// The limit with the longest wait, the first of equals.
        limit: Limit,
        /// What it holds.
        cap: u64,
        /// What of it is used.
        used: u64,
        /// What the request asks for.
        requested: u64,
    },
    /// A limit on what is in flight.
    Busy {
        /// The limit.
        limit: Limit,
        /// What may be in flight.
        cap: u64,
        /// What is.
        used: u64,
        /// What the request asks for.
        requested: u64,
    },
    /// The end of a wait that Groq named.
    Held,
    /// What other requests have reserved of the budget.
    Budget {
        /// The budget.
        cap: Usd,
        /// What is neither spent nor reserved.
        left: Usd,
        /// The highest price that the request can have.
        worst: Usd,
    },
    /// Nothing any more: the head may be admitted and has not come for it yet.
    Head,
}

impl Cause {
    /// Its name, as in JSON.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Limit { .. } => "limit",
            Self::Busy { .. } => "in_flight",
            Self::Held => "retry_after",
            Self::Budget { .. } => "budget",
            Self::Head => "head",
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Limit { limit, cap, used, requested }
            | Self::Busy { limit, cap, used, requested } => {
                write!(f, "{limit} of {cap}: {used} used, {requested} requested")
            }
            Self::Held => f.write_str("the API named a wait"),
            Self::Budget { cap, left, worst } => {
                write!(f, "a budget of ${cap}: ${left} left, ${worst} reserved at most")
            }
            Self::Head => f.write_str("the request before it has not started yet"),
        }
    }
}

/// The wait that a rate limiter names and what for.
pub(crate) fn waited(refused: Refused) -> Option<(Option<u64>, Cause)> {
    match refused {
        Refused::Wait { limit, cap, used, requested, wait_us } => {
            Some((Some(wait_us), Cause::Limit { limit, cap, used, requested }))
        }
        Refused::Busy { limit, cap, used, requested } => {
            Some((None, Cause::Busy { limit, cap, used, requested }))
        }
        Refused::Never { .. } => None,
    }
}
