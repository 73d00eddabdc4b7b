/// How a limit counts time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Limiter {
    /// A bucket: full at the first row, refilled continuously, never above
    /// the cap. What Groq is seen to do.
    #[default]
    Bucket,
    /// Calendar windows: every minute, hour and day in UTC starts at nothing.
    Fixed,
}

/// What becomes of a request that a limit refuses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// It is rejected and takes nothing.
    #[default]
    Drop,
    /// It waits, first in, first out: it starts at the first microsecond, not
    /// before the one ahead of it, at which every limit has room.
    Queue {
        /// After waiting longer than this, in microseconds, it leaves the queue.
        patience_us: Option<u64>,
    },
}
