use alloc::{collections::BTreeMap, string::String, vec::Vec};

use crate::{
    catalog::{limits::Limit, measure::Amounts},
    limiter::{budget::Budget, line::LineState, recent_answers::RecentAnswers, ticket::Ticket},
    num::money::Usd,
};

/// All that a limiter knows, to go on with after a restart or elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Snapshot {
    /// Each model by its key.
    pub models: BTreeMap<String, ModelSnapshot>,
    /// What was spent.
    pub budget: Budget,
}

/// What a limiter knows of one model.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ModelSnapshot {
    pub(crate) rate: RateState,
    pub(crate) line: LineState,
    pub(crate) open: BTreeMap<Ticket, OpenState>,
    pub(crate) answers: RecentAnswers,
    pub(crate) held_until: u64,
    pub(crate) next: u64,
    pub(crate) admitted: u64,
}

/// All limits of a model, as they are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct RateState {
    pub(crate) now: u64,
    pub(crate) meters: Vec<MeterState>,
}

/// One limit, as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct MeterState {
    #[cfg_attr(feature = "serde", serde(with = "as_text"))]
    pub(crate) limit: Limit,
    /// In units of this cap the rest is counted.
    pub(crate) cap: u64,
    /// A lower cap that the API named.
    pub(crate) named: Option<u64>,
    /// Units that a bucket is owed, or what a window has counted.
    #[cfg_attr(feature = "serde", serde(with = "as_text"))]
    pub(crate) taken: u128,
    pub(crate) at: u64,
    /// When a window ends.
    #[cfg_attr(feature = "serde", serde(with = "as_text"))]
    pub(crate) until: u128,
}

/// A request in flight, as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct OpenState {
    pub(crate) asked: Amounts,
    pub(crate) at: u64,
    pub(crate) order: u64,
    pub(crate) low: [u64; Limit::COUNT + 1],
    pub(crate) worst: Option<Usd>,
    pub(crate) expires: u64,
}

/// Values that stand as text: numbers of 128 bits are beyond many readers.
#[cfg(feature = "serde")]
mod as_text {
    use alloc::borrow::Cow;
    use core::{fmt::Display, str::FromStr};

    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<T: Display, S: Serializer>(
        value: &T,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    pub(super) fn deserialize<'de, T, D>(deserializer: D) -> Result<T, D::Error>
    where
        T: FromStr<Err: Display>,
        D: Deserializer<'de>,
    {
        Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}
