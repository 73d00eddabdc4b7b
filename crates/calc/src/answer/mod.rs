//! Every option judged, the one to take, and why.

pub(crate) mod because;
pub(crate) mod comparison;
pub(crate) mod explanation;
pub(crate) mod frontier;
pub(crate) mod option;
pub mod organisation;
pub(crate) mod passed_over;
pub(crate) mod priced_line;
pub(crate) mod recommendation;
pub(crate) mod verdict;

pub use because::{Because, Obstacle};
pub use comparison::Comparison;
pub use explanation::{Explanation, LimitStep};
pub use frontier::{Point, Quality, Step, Unscored};
pub use option::{Monthly, PlanOption};
pub use passed_over::PassedOver;
pub use priced_line::PricedLine;
pub use recommendation::{Answer, Nearest, Recommendation, answer, offers};
pub use verdict::{FreePlan, Outcome, Verdict};
