//! Rate limits over time: buckets and windows, and all limits of a model held at once.

pub(crate) mod bucket;
pub(crate) mod fixed_window;
pub(crate) mod meter;
pub(crate) mod rate_limiter;
pub(crate) mod recent_answers;

pub use bucket::Bucket;
pub use rate_limiter::{Level, Permit, RateLimiter, Refused};
pub use recent_answers::RecentAnswers;
