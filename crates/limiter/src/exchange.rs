use std::sync::Arc;

use groq_calc::Usage;

/// What is told of each request that has ended.
pub(crate) type Observer = Arc<dyn Fn(&Exchange) + Send + Sync>;

/// A request that went through a [`LimitLayer`](crate::LimitLayer), once it has
/// ended: for a log and for metrics. There is no key and no text in it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exchange {
    /// When it came, in microseconds since 1970.
    pub came_us: u64,
    /// How long it waited in line.
    pub waited_us: u64,
    /// The key of its model; `None` where it names none.
    pub model: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
    /// The completion that it reserved, where it names one.
    pub max_completion: Option<u64>,
    /// What it used, where the answer says so.
    pub usage: Option<Usage>,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was answered with that status.
    Answered(u16),
    /// It was never sent: waiting would not have helped.
    Refused(&'static str),
    /// It was sent without being limited: nothing is known of its limits.
    NotLimited(u16),
    /// The answer did not come to its end.
    CutOff,
}
