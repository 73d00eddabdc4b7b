use alloc::vec::Vec;

use crate::catalog::limits::Limit;

/// What an answer says of the limits: by its headers, or by the text of a
/// refusal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observation {
    /// The wait that it names, in microseconds: it holds for all requests of the
    /// model. More than a day counts as a day.
    pub wait_us: Option<u64>,
    /// Limits with their cap, if it is named, and what is left of them. What is
    /// more generous than the limiter's own count changes nothing.
    pub left: Vec<(Limit, Option<u64>, u64)>,
}
