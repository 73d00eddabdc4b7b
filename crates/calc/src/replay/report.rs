use crate::replay::refusal::Refusal;
use crate::{
    catalog::limits::LimitSet,
    cost::bill::Bill,
    error::Error,
    num::money::Usd,
    replay::{
        per_limit::PerLimit,
        policy::Policy,
        rules::Rules,
        series::Series,
        tally::{Tally, Usage},
        waits::Waits,
    },
};

/// What a replay came to.
///
/// Every request is one of admitted, rejected, abandoned, oversize and batched.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// What was done with refused requests.
    pub policy: Policy,
    /// The limits that have a known cap.
    pub limits: LimitSet,
    /// Limits that may exist but whose cap is not known; they held nothing back.
    pub unknown_limits: LimitSet,
    /// Requests in all: rows times scale.
    pub requests: u64,
    /// Requests that started.
    pub admitted: u64,
    /// Requests that a limit refused and that were dropped.
    pub rejected: u64,
    /// Requests that started later than they came.
    pub delayed: u64,
    /// Requests that left the queue for want of patience.
    pub abandoned: u64,
    /// Requests that can never pass.
    pub oversize: u64,
    /// Which limits those were above, every one counted.
    pub oversize_by: PerLimit,
    /// How many were above the model's context window or completion cap.
    pub over_context: u64,
    /// Requests that left the stream to run as batch.
    pub batched: u64,
    /// How long those that started had waited.
    pub waits: Waits,
    /// When the last one started, in microseconds from the first row.
    pub last_start_us: Option<u64>,
    /// Tokens that the admitted ones took from the token limits.
    pub tokens_charged: u128,
    /// How often each limit refused a request; of a queue, the one at its head.
    pub failed_by: PerLimit,
    /// How often each limit was the one with the longest wait.
    pub longest_wait_by: PerLimit,
    /// The first refusal.
    pub first: Option<Refusal>,
    /// The list price of the admitted ones; `None`: a price is not known.
    pub cost_admitted: Option<Usd>,
    /// The list price of all that came, batch not among them.
    pub cost_offered: Option<Usd>,
    /// The price of those that ran as batch.
    pub cost_batched: Option<Usd>,
    /// The log over time.
    pub series: Series,
}

impl Report {
    pub(super) fn new(
        rules: &Rules,
        tally: Tally,
        series: Series,
        waits: Waits,
    ) -> Result<Self, Error> {
        let total = |bill: Option<Bill>| bill.map(|bill| bill.total);
        let credited = if rules.credits() { tally.used.cached } else { 0 };
        let list = |usage: &Usage| usage.bill(&rules.prices, rules.caching).map(total);
        Ok(Self {
            policy: rules.policy,
            limits: rules.limits(),
            unknown_limits: rules.caps.unknown(),
            requests: tally.requests,
            admitted: tally.admitted,
            rejected: tally.rejected,
            delayed: tally.delayed,
            abandoned: tally.abandoned,
            oversize: tally.oversize,
            oversize_by: tally.oversize_by,
            over_context: tally.over_context,
            batched: tally.batched,
            waits,
            last_start_us: tally.last_start,
            tokens_charged: tally.used.input - credited + tally.used.output,
            failed_by: tally.failed_by,
            longest_wait_by: tally.longest_wait_by,
            first: tally.first,
            cost_admitted: list(&tally.used)?,
            cost_offered: list(&tally.used.plus(&tally.unused))?,
            cost_batched: tally.batch.batch_bill(&rules.prices).map(total)?,
            series,
        })
    }

    /// Requests that a limit refused and that got no answer.
    pub const fn refused(&self) -> u64 {
        self.rejected + self.abandoned
    }

    /// Requests that got no answer: rejected, gone from the queue or oversize.
    pub const fn lost(&self) -> u64 {
        self.refused() + self.oversize
    }
}

#[cfg(feature = "serde")]
mod json {
    use serde::ser::{Serialize, SerializeMap, Serializer};

    use super::{PerLimit, Policy, Report};
    use crate::{
        catalog::limits::{Limit, LimitSet},
        replay::series::{Bin, Series},
    };

    /// A count for each of some limits.
    struct By<'a>(&'a PerLimit, LimitSet);

    impl Serialize for By<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_map(self.1.iter().map(|limit| (limit.name(), self.0.get(limit))))
        }
    }

    /// What is left of each limit.
    struct Left<'a>(&'a Bin);

    impl Serialize for Left<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let known = |limit: Limit| Some((limit.name(), self.0.left(limit)?));
            serializer.collect_map(Limit::ALL.into_iter().filter_map(known))
        }
    }

    /// A bin with the time at which it begins and those that wait at its end.
    struct Timed<'a>(&'a Bin, u64, u64);

    impl Serialize for Timed<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let Self(bin, t_us, waiting) = *self;
            let refused = |limit: &Limit| bin.failed_by.get(*limit) > 0;
            let mut map = serializer.serialize_map(None)?;
            map.serialize_entry("t_us", &t_us)?;
            map.serialize_entry("requests", &bin.requests)?;
            map.serialize_entry("admitted", &bin.admitted)?;
            map.serialize_entry("rejected", &bin.rejected)?;
            map.serialize_entry("abandoned", &bin.abandoned)?;
            map.serialize_entry("oversize", &bin.oversize)?;
            map.serialize_entry("waiting", &waiting)?;
            let failed = By(&bin.failed_by, Limit::ALL.into_iter().filter(refused).collect());
            map.serialize_entry("failed_by", &failed)?;
            map.serialize_entry("left", &Left(bin))?;
            map.end()
        }
    }

    impl Serialize for Series {
        /// A list of bins.
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let times = (0..).map(|index| index * self.bin_us());
            let bins = self.bins().iter().zip(self.waiting()).zip(times);
            serializer.collect_seq(bins.map(|((bin, waiting), t_us)| Timed(bin, t_us, waiting)))
        }
    }

    impl Serialize for Report {
        /// As in the design; what a policy does not know is left out.
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(None)?;
            self.entries(&mut map)?;
            map.end()
        }
    }

    impl Report {
        /// Its fields, among others of a map.
        pub(crate) fn entries<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
            map.serialize_entry("requests", &self.requests)?;
            map.serialize_entry("admitted", &self.admitted)?;
            match self.policy {
                Policy::Drop => map.serialize_entry("rejected", &self.rejected)?,
                Policy::Queue { patience_us } => {
                    map.serialize_entry("delayed", &self.delayed)?;
                    map.serialize_entry("abandoned", &self.abandoned)?;
                    map.serialize_entry("patience_us", &patience_us)?;
                    map.serialize_entry("wait_p50_us", &self.waits.p50_us)?;
                    map.serialize_entry("wait_p99_us", &self.waits.p99_us)?;
                    map.serialize_entry("wait_max_us", &self.waits.max_us)?;
                    map.serialize_entry("waits_exact", &self.waits.is_exact)?;
                }
            }
            map.serialize_entry("last_start_us", &self.last_start_us)?;
            map.serialize_entry("oversize", &self.oversize)?;
            map.serialize_entry("oversize_by", &By(&self.oversize_by, self.limits))?;
            map.serialize_entry("over_context", &self.over_context)?;
            map.serialize_entry("batched", &self.batched)?;
            map.serialize_entry("tokens_charged", &self.tokens_charged)?;
            map.serialize_entry("failed_by", &By(&self.failed_by, self.limits))?;
            map.serialize_entry("longest_wait_by", &By(&self.longest_wait_by, self.limits))?;
            map.serialize_entry("first", &self.first)?;
            map.serialize_entry("unknown_limits", &self.unknown_limits)?;
            map.serialize_entry("cost_admitted_usd", &self.cost_admitted)?;
            map.serialize_entry("cost_offered_usd", &self.cost_offered)?;
            map.serialize_entry("cost_batched_usd", &self.cost_batched)?;
            map.serialize_entry("bin_us", &self.series.bin_us())?;
            map.serialize_entry("series", &self.series)
        }
    }
}
