//! The worker of the page that replays a log, and the messages between
//! it and the page. A package of its own: it is built to be fast, and the page to be
//! small.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod file;
mod job;
mod reply;
mod worker;

pub use job::{FieldError, Job, Names, Settings, Synthetic};
pub use reply::WorkerReply;
pub use worker::{MAX_KEPT_ROWS, replay};
