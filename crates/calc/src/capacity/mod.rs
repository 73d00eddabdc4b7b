//! What a workload asks of the rate limits, and how much of it they let through.

#[cfg(feature = "arrivals")]
pub(crate) mod arrivals;
pub(crate) mod at_risk;
pub(crate) mod blocked;
pub(crate) mod combined;
pub(crate) mod day;
pub(crate) mod flow;
pub(crate) mod headroom;
pub(crate) mod load;
#[cfg(feature = "serde")]
mod read;
pub(crate) mod request_load;
pub(crate) mod timeline;
pub(crate) mod utilization;

#[cfg(feature = "arrivals")]
pub use arrivals::{Arrivals, Share};
pub use at_risk::AtRisk;
pub use blocked::Blocked;
pub use day::{Day, Hour, Left, Moment};
pub use headroom::Headroom;
pub use load::Load;
pub use request_load::RequestLoad;
pub use timeline::{DayLimit, Timeline};
pub use utilization::{Capacity, LimitUse};
