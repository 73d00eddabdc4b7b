//! Rate limits over time: buckets and windows, and all limits of a model held at once.

pub(crate) mod bucket;
pub(crate) mod fixed_window;
pub(crate) mod gate;
pub(crate) mod meter;
pub(crate) mod policy;
pub(crate) mod rate_limiter;
pub(crate) mod request;

pub use bucket::Bucket;
pub use policy::{Limiter, Policy};
pub use rate_limiter::{Level, Permit, RateLimiter, Refused};
pub use request::Request;
