//! Every option judged, the one to take, and why.

pub(crate) mod explanation;
pub(crate) mod option;
pub(crate) mod priced_line;
pub(crate) mod recommendation;
pub(crate) mod verdict;

pub use explanation::{Explanation, LimitStep};
pub use option::{Monthly, PassedOver, PlanOption};
pub use priced_line::PricedLine;
pub use recommendation::{Answer, Nearest, Recommendation, answer, offers};
