//! What a series of the same prompt has shown so far.

use groq_calc::{Usage, Usd};

use super::{
    allowance::{Allowance, Exhausted},
    failure::Failure,
    spread::Spread,
};

/// The most requests that a series may have.
pub(super) const MOST_REQUESTS: u64 = 200;

/// What the visitor allows.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    pub(super) requests: u64,
    pub(super) per_minute: u64,
    pub(super) usd: Usd,
}

/// Why a series ended.
#[derive(Clone)]
pub(super) enum Ending {
    /// All requests were sent, or the next one might cost more than is left.
    Allowance(Exhausted),
    /// The price of the model is not known, so no cap in dollars can hold.
    NoPrice,
    /// An error that waiting does not help with, or too many in a row.
    Failure(Failure),
}

/// A series so far.
#[derive(Clone, Default)]
pub(super) struct Sample {
    pub(super) allowance: Option<Allowance>,
    /// What the answers used.
    pub(super) used: Vec<Usage>,
    /// Until when it waits, on the page's clock.
    pub(super) waits_until: Option<f64>,
    pub(super) ending: Option<Ending>,
}

/// The tokens of a series.
pub(super) struct Spreads {
    pub(super) input: Spread,
    pub(super) cached_input: Spread,
    pub(super) output: Spread,
}

impl Sample {
    /// How the tokens are spread; `None` without any answer.
    pub(super) fn spreads(&self) -> Option<Spreads> {
        let of = |count: fn(&Usage) -> u64| Spread::new(self.used.iter().map(count));
        Some(Spreads {
            input: of(|usage| usage.input().get())?,
            cached_input: of(|usage| usage.cached_input().get())?,
            output: of(|usage| usage.output().get())?,
        })
    }
}
