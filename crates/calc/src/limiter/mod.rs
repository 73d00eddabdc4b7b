//! Rate limits over time: buckets and windows, and all limits of a model held at once.

pub(crate) mod bucket;
pub(crate) mod gate;
pub(crate) mod meter;
pub(crate) mod policy;
pub(crate) mod request;
pub(crate) mod window;

pub use bucket::Bucket;
pub use policy::{Limiter, Policy};
pub use request::Request;
