use crate::catalog::limits::Limit;

/// The first time that a limit refused a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Refusal {
    /// The row, counted from 0.
    pub row: u64,
    /// When, in microseconds from the first row.
    pub t_us: u64,
    /// The limit with the longest wait.
    pub limit: Limit,
    /// That wait: after this many microseconds the request would have passed.
    pub retry_after_us: u64,
}
