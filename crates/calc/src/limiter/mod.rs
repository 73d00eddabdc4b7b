//! Rate limits over time: buckets and windows, all limits of a model held at once, and
//! the line of those who wait for them.

pub(crate) mod ask;
pub(crate) mod bucket;
pub(crate) mod budget;
pub(crate) mod debts;
pub(crate) mod decision;
#[cfg(test)]
pub(crate) mod figures;
pub(crate) mod fixed_window;
pub(crate) mod in_flight;
pub(crate) mod lane;
pub(crate) mod line;
pub(crate) mod meter;
pub(crate) mod never;
pub(crate) mod observation;
pub(crate) mod queueing;
pub(crate) mod rate_limiter;
pub(crate) mod recent_answers;
pub(crate) mod settings;
pub(crate) mod snapshot;
pub(crate) mod table;
pub(crate) mod terms;
pub(crate) mod ticket;

pub use ask::Ask;
pub use bucket::Bucket;
pub use budget::Budget;
pub use decision::{Cause, Decision, Wait};
pub use never::Never;
pub use observation::Observation;
pub use queueing::Limiter;
pub use rate_limiter::{Level, Permit, RateLimiter, Refused};
pub use recent_answers::RecentAnswers;
pub use settings::Settings;
pub use snapshot::{ModelSnapshot, Snapshot};
pub use terms::Terms;
pub use ticket::Ticket;
