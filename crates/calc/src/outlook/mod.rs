//! What lies around an answer: levers, thresholds, spend limits, the cheapest offer at every volume.

pub(crate) mod break_even;
pub(crate) mod ladder;
pub(crate) mod largest;
pub(crate) mod levers;
pub(crate) mod services;
pub(crate) mod spend;
pub(crate) mod summary;
pub(crate) mod watch;
pub(crate) mod with_levers;
pub(crate) mod with_outlook;

pub use break_even::BatchAgainstCache;
pub use ladder::{Step, ladder};
pub use levers::{Change, Lever, Metrics, levers};
pub use services::{RaisedCap, ServicesChange, ServicesLever, ServicesMetrics};
pub use spend::{Overrun, Spend};
#[cfg(feature = "arrivals")]
pub use summary::Bursts;
pub use summary::Outlook;
pub use watch::{Notice, Substitute, Watch, watch};
pub use with_levers::WithLevers;
pub use with_outlook::WithOutlook;
