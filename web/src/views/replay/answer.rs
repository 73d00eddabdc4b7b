use std::collections::BTreeMap;

use groq_calc::{Limit, Plan, Tier, Usd};
use serde::Deserialize;

/// Counts by the name of their limit.
type By<T = u64> = BTreeMap<String, T>;

/// What a replay came to, as the worker tells it: the JSON of the command, and
/// the other options.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Answer {
    pub(super) model: String,
    plan: String,
    tier: String,
    paid_usd: Option<String>,
    pub(super) skipped_rows: u64,
    pub(super) requests: u64,
    pub(super) admitted: u64,
    /// Only where refused requests are dropped.
    pub(super) rejected: Option<u64>,
    /// Only of a queue, as what follows.
    pub(super) delayed: Option<u64>,
    #[serde(default)]
    pub(super) abandoned: u64,
    #[serde(default)]
    pub(super) wait_p50_us: u64,
    #[serde(default)]
    pub(super) wait_p99_us: u64,
    #[serde(default)]
    pub(super) wait_max_us: u64,
    #[serde(default)]
    pub(super) waits_exact: bool,
    pub(super) oversize: u64,
    pub(super) oversize_by: By,
    pub(super) over_context: u64,
    pub(super) batched: u64,
    pub(super) tokens_charged: u64,
    pub(super) failed_by: By,
    pub(super) longest_wait_by: By,
    pub(super) first: Option<First>,
    pub(super) unknown_limits: Vec<String>,
    cost_admitted_usd: Option<String>,
    cost_offered_usd: Option<String>,
    pub(super) bin_us: u64,
    pub(super) series: Vec<Bin>,
    pub(super) lost: u64,
    pub(super) caps: By,
    pub(super) options: Vec<Other>,
    /// Which of them to take.
    pub(super) recommended: Option<Choice>,
}

/// The first refusal.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct First {
    pub(super) row: u64,
    pub(super) t_us: u64,
    pub(super) limit: String,
    pub(super) retry_after_us: u64,
}

/// What happened within a stretch of time.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Bin {
    pub(super) t_us: u64,
    pub(super) requests: u64,
    pub(super) admitted: u64,
    pub(super) rejected: u64,
    pub(super) abandoned: u64,
    pub(super) oversize: u64,
    pub(super) waiting: u64,
    pub(super) failed_by: By,
    /// The least that was left after a request started.
    pub(super) left: By,
}

/// The option to take.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Choice {
    pub(super) model: String,
    plan: String,
    tier: String,
    paid_usd: Option<String>,
}

/// Another option.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Other {
    pub(super) model: String,
    plan: String,
    tier: String,
    pub(super) lost: u64,
    pub(super) wait_p99_us: u64,
    paid_usd: Option<String>,
    /// Whether all its limits are known.
    pub(super) known: bool,
    /// Whether it does what was asked.
    pub(super) meets: bool,
}

/// A throttle of one's own.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Throttle {
    pub(super) requests_per_minute: Option<u64>,
    pub(super) tokens_per_minute: Option<u64>,
    pub(super) refused: u64,
    pub(super) delayed: u64,
    pub(super) wait_p99_us: u64,
    pub(super) wait_max_us: u64,
}

fn usd(text: &Option<String>) -> Option<Usd> {
    text.as_deref().and_then(Usd::parse)
}

/// Counts in the order of the limits.
pub(super) fn in_order<T: Copy>(by: &By<T>) -> impl Iterator<Item = (Limit, T)> {
    Limit::ALL.into_iter().filter_map(|limit| Some((limit, *by.get(limit.name())?)))
}

impl Answer {
    pub(super) fn place(&self) -> Option<(Plan, Tier)> {
        Some((Plan::parse(&self.plan)?, Tier::parse(&self.tier)?))
    }

    /// What is paid for what got an answer.
    pub(super) fn paid(&self) -> Option<Usd> {
        usd(&self.paid_usd)
    }

    pub(super) fn cost_admitted(&self) -> Option<Usd> {
        usd(&self.cost_admitted_usd)
    }

    pub(super) fn cost_offered(&self) -> Option<Usd> {
        usd(&self.cost_offered_usd)
    }

    /// Whether refused requests waited.
    pub(super) fn is_queue(&self) -> bool {
        self.delayed.is_some()
    }

    /// Requests that a limit refused and that got no answer.
    pub(super) fn refused(&self) -> u64 {
        self.rejected.unwrap_or(self.abandoned)
    }
}

impl Choice {
    pub(super) fn place(&self) -> Option<(Plan, Tier)> {
        Some((Plan::parse(&self.plan)?, Tier::parse(&self.tier)?))
    }

    pub(super) fn paid(&self) -> Option<Usd> {
        usd(&self.paid_usd)
    }
}

impl Bin {
    /// Requests that a limit refused and that got no answer.
    pub(super) fn refused(&self) -> u64 {
        self.rejected.max(self.abandoned)
    }
}

impl Other {
    pub(super) fn place(&self) -> Option<(Plan, Tier)> {
        Some((Plan::parse(&self.plan)?, Tier::parse(&self.tier)?))
    }

    pub(super) fn paid(&self) -> Option<Usd> {
        usd(&self.paid_usd)
    }
}
