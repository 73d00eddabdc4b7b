//! The workers of the page that read a pasted text, and what they and the page
//! say to each other. There are two: a small one that estimates tokens, and one
//! with the vocabulary of gpt-oss, which counts them.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod difference;
mod explanation;
mod job;
mod reply;

pub use difference::Mark;
pub use explanation::{Explanation, Figures, Left, Place, Reserve};
pub use job::Job;
pub use reply::{Cause, Figure, Group, Reading, WorkerReply};
