use core::fmt;

use crate::{
    catalog::{limits::Limit, pricing::Tool},
    num::{fraction::Fraction, number::people},
};

/// Why a request can never pass, however long one waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(tag = "code", rename_all = "snake_case")
)]
pub enum Blocked {
    /// It asks for more at once than the limit's bucket holds: HTTP 413.
    TooLarge {
        /// The limit.
        limit: Limit,
        /// What the request asks for.
        requested: u64,
        /// What the bucket holds.
        cap: u64,
    },
    /// Prompt and reserved completion exceed the context window: HTTP 400.
    Context {
        /// What the request asks for.
        requested: u64,
        /// The window.
        window: u64,
    },
    /// The reserved completion exceeds the model's cap: HTTP 400.
    Completion {
        /// What the request reserves.
        requested: u64,
        /// The model's cap.
        cap: u64,
    },
    /// The model does not offer the tool.
    Tool {
        /// The tool.
        tool: Tool,
    },
}

impl Blocked {
    /// The HTTP status with which Groq answers such a request, where known.
    pub const fn status(self) -> Option<u16> {
        match self {
            Self::TooLarge { .. } => Some(413),
            Self::Context { .. } | Self::Completion { .. } => Some(400),
            Self::Tool { .. } => None,
        }
    }

    /// How far from passing: first what a larger plan or a smaller reservation
    /// lifts, then what no plan does; then how many times too large it is.
    pub(crate) const fn distance(self) -> (u8, Fraction) {
        let (rank, requested, most) = match self {
            Self::TooLarge { requested, cap, .. } => (0, requested, cap),
            Self::Completion { requested, cap } => (1, requested, cap),
            Self::Context { requested, window } => (2, requested, window),
            Self::Tool { .. } => (3, 0, 1),
        };
        (rank, Fraction::new(requested as u128, most as u128))
    }
}

impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::TooLarge { limit, requested, cap } => write!(
                f,
                "one request asks for {} at once, above the {limit} of {}: \
                 HTTP 413, and waiting never helps",
                people(requested),
                people(cap)
            ),
            Self::Context { requested, window } => write!(
                f,
                "one request asks for {} tokens, above the context window of {}",
                people(requested),
                people(window)
            ),
            Self::Completion { requested, cap } => write!(
                f,
                "one request reserves {} completion tokens, above the model's cap of {}",
                people(requested),
                people(cap)
            ),
            Self::Tool { tool } => write!(f, "the model does not offer {tool}"),
        }
    }
}

#[cfg(feature = "serde")]
crate::json::text_and_code!(json, Option<super::Blocked>, blocked, blocked_code);
