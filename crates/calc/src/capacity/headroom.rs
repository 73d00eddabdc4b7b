use crate::question::workload::REQUESTS_PER_DAY;

/// How many requests a day find room. Ordered: nothing, then counts, then
/// without bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Headroom {
    /// None at all: a request is too large, or the busiest minute is too busy
    /// whatever the day holds.
    Nothing,
    /// So many.
    UpTo(u64),
    /// No known limit holds any of them back.
    Unbounded,
}

impl Headroom {
    /// The count, the largest legal question standing for "without bound".
    pub const fn count(self) -> u64 {
        match self {
            Self::Nothing => 0,
            Self::UpTo(count) => count,
            Self::Unbounded => REQUESTS_PER_DAY.max,
        }
    }

    /// The most requests a day of which `synchronous` percent meet a limit, where
    /// this many hundredths may.
    pub(crate) const fn of_all(self, synchronous: u64) -> Self {
        match self {
            Self::UpTo(_) if synchronous == 0 => Self::Unbounded,
            Self::UpTo(hundredths) if hundredths / synchronous >= REQUESTS_PER_DAY.max => {
                Self::Unbounded
            }
            Self::UpTo(hundredths) => Self::UpTo(hundredths / synchronous),
            room => room,
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Headroom {
    /// A count; `null` for "without bound".
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Unbounded => serializer.serialize_none(),
            bounded => serializer.serialize_u64(bounded.count()),
        }
    }
}
