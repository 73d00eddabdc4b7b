//! Reads an outcome back from its JSON.

use alloc::{collections::BTreeMap, string::String, vec::Vec};

use serde::{Deserialize, Deserializer, de::Error as _};

use crate::{
    catalog::{
        limits::{Caps, Limit, LimitSet},
        plan::{OptionId, Plan, Tier},
    },
    num::{date::Date, money::Usd},
    replay::{
        per_limit::PerLimit,
        policy::Policy,
        profile::Profile,
        refusal::Refusal,
        report::Report,
        series::{Bin, Series},
        waits::Waits,
    },
};

type Counts = BTreeMap<Limit, u64>;

/// An [`Outcome`](crate::replay::Outcome) of one option, with the others in
/// short, as its JSON has it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct ReadOutcome {
    /// The day whose limits and prices counted.
    pub as_of: Date,
    /// Rows of the log.
    pub rows: u64,
    /// Bad rows that were left out.
    pub skipped_rows: u64,
    /// The option that was named.
    #[serde(flatten)]
    pub chosen: ReadOption,
    /// Its caps, as far as they might be used.
    #[serde(deserialize_with = "caps")]
    pub caps: Caps,
    /// What it came to.
    #[serde(flatten)]
    pub report: Report,
    /// Every option, where they were compared.
    #[serde(default)]
    pub options: Vec<OptionSummary>,
    /// The option to take.
    #[serde(default)]
    pub recommended: Option<ReadOption>,
    /// What its traffic is like, where options were compared.
    #[serde(default)]
    pub profile: Option<Profile>,
}

/// An option, and what is paid for it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct ReadOption {
    /// The model's id.
    pub model: String,
    /// The plan.
    pub plan: Plan,
    /// The service tier.
    pub tier: Tier,
    /// What is paid for the admitted and the batched; `None` where a price is
    /// not known.
    pub paid_usd: Option<Usd>,
}

impl ReadOption {
    /// Its name.
    pub fn id(&self) -> OptionId<'_> {
        OptionId { model: &self.model, plan: self.plan, tier: self.tier }
    }
}

/// What a log came to under an option, in short.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct OptionSummary {
    /// The option.
    #[serde(flatten)]
    pub option: ReadOption,
    /// Requests that started.
    pub admitted: u64,
    /// Requests that got no answer.
    pub lost: u64,
    /// The wait that 99 of 100 did not exceed, in microseconds.
    pub wait_p99_us: u64,
    /// Whether all its limits are known.
    pub known: bool,
    /// Whether it meets the target.
    pub meets: bool,
}

/// The caps of some limits, by their names.
///
/// # Errors
///
/// For a name that no catalog has, and for what is not a whole number.
pub fn caps<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Caps, D::Error> {
    let caps = BTreeMap::<Limit, Option<u64>>::deserialize(deserializer)?;
    let known = caps.into_iter().filter_map(|(limit, cap)| Some((limit, cap?)));
    Ok(known.fold(Caps::NONE, |caps, (limit, cap)| caps.with(limit, cap)))
}

impl<'de> Deserialize<'de> for PerLimit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut counts = Self::NONE;
        for (limit, count) in Counts::deserialize(deserializer)? {
            counts.add(limit, count);
        }
        Ok(counts)
    }
}

#[derive(Deserialize)]
struct ReadBin {
    requests: u64,
    admitted: u64,
    rejected: u64,
    abandoned: u64,
    oversize: u64,
    failed_by: PerLimit,
    left: Counts,
}

impl From<ReadBin> for Bin {
    fn from(read: ReadBin) -> Self {
        let mut bin = Self::EMPTY;
        bin.requests = read.requests;
        bin.admitted = read.admitted;
        bin.rejected = read.rejected;
        bin.abandoned = read.abandoned;
        bin.oversize = read.oversize;
        bin.failed_by = read.failed_by;
        for (limit, left) in read.left {
            bin.leave(limit, left);
        }
        bin
    }
}

#[derive(Deserialize)]
struct ReadReport {
    requests: u64,
    admitted: u64,
    #[serde(default)]
    rejected: u64,
    /// Only a queue delays.
    delayed: Option<u64>,
    #[serde(default)]
    abandoned: u64,
    patience_us: Option<u64>,
    #[serde(default)]
    wait_p50_us: u64,
    #[serde(default)]
    wait_p99_us: u64,
    #[serde(default)]
    wait_max_us: u64,
    /// No wait at all is exact.
    waits_exact: Option<bool>,
    last_start_us: Option<u64>,
    oversize: u64,
    oversize_by: Counts,
    over_context: u64,
    batched: u64,
    tokens_charged: u64,
    failed_by: PerLimit,
    longest_wait_by: PerLimit,
    first: Option<Refusal>,
    unknown_limits: LimitSet,
    cost_admitted_usd: Option<Usd>,
    cost_offered_usd: Option<Usd>,
    cost_batched_usd: Option<Usd>,
    bin_us: u64,
    series: Vec<ReadBin>,
}

impl<'de> Deserialize<'de> for Report {
    /// The times of its series count from the first row.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = ReadReport::deserialize(deserializer)?;
        let bins = read.series.into_iter().map(Bin::from).collect();
        let series = Series::of(read.bin_us, bins)
            .ok_or_else(|| D::Error::custom("bin_us is not a power of two"))?;
        let mut oversize_by = PerLimit::NONE;
        read.oversize_by.iter().for_each(|(limit, count)| oversize_by.add(*limit, *count));
        Ok(Self {
            policy: match read.delayed {
                None => Policy::Drop,
                Some(_) => Policy::Queue { patience_us: read.patience_us },
            },
            limits: read.oversize_by.into_keys().collect(),
            unknown_limits: read.unknown_limits,
            requests: read.requests,
            admitted: read.admitted,
            rejected: read.rejected,
            delayed: read.delayed.unwrap_or_default(),
            abandoned: read.abandoned,
            oversize: read.oversize,
            oversize_by,
            over_context: read.over_context,
            batched: read.batched,
            waits: Waits {
                p50_us: read.wait_p50_us,
                p99_us: read.wait_p99_us,
                max_us: read.wait_max_us,
                is_exact: read.waits_exact.unwrap_or(true),
            },
            last_start_us: read.last_start_us,
            tokens_charged: read.tokens_charged.into(),
            failed_by: read.failed_by,
            longest_wait_by: read.longest_wait_by,
            first: read.first,
            cost_admitted: read.cost_admitted_usd,
            cost_offered: read.cost_offered_usd,
            cost_batched: read.cost_batched_usd,
            series,
        })
    }
}
