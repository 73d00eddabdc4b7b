//! Several services on one account: the best assignment of models and tiers, what of each limit
//! they share, what sharing costs, and how long it lasts as they grow.

pub(crate) mod answer;
pub(crate) mod assignment;
pub(crate) mod candidate;
pub(crate) mod forecast;
pub(crate) mod group;
pub(crate) mod partition;
pub(crate) mod pools;
pub(crate) mod rank;
pub(crate) mod search;
pub(crate) mod service;
pub(crate) mod shared_limit;
pub(crate) mod shortfall;
pub(crate) mod sum;
pub(crate) mod verdict;

pub use answer::{OrganisationAnswer, Sharing};
pub use forecast::{Forecast, Month, Over, Place, Successor};
pub use service::{Alone, CallAnswer, Risk, ServiceAnswer};
pub use shared_limit::{Bottleneck, SharedLimit};
pub use shortfall::Shortfall;
pub use sum::Sum;
pub use verdict::Verdict;
