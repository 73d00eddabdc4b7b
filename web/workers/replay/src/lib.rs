//! The worker of the page that replays a log, and what it and the page say to
//! each other. A package of its own: it is built to be fast, and the page to be
//! small.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod file;
mod job;
mod run;
mod told;
mod worker;

pub use job::{Bad, Invented, Job, Settings, Way, Wrong};
pub use run::MOST_KEPT;
pub use told::Told;
pub use worker::replay;
