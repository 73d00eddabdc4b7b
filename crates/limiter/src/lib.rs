//! Keeps programs within Groq's rate limits.
//!
//! [`Limiter`] is a handle that tasks share: [`Limiter::acquire`] waits in line
//! until a request may be sent under all limits of its model at once, and within
//! a budget. [`LimitLayer`] does so for a `tower` service that sends HTTP
//! requests. What is used is kept in memory, in a file, so that a restart does
//! not begin with a full day, or in Redis, where processes and machines share it.
//!
//! All decisions are `groq_calc`'s ([`groq_calc::limiter`]); here they are only
//! waited for and kept.
//!
//! ```
//! use groq_calc::{Plan, Usage, limiter::Ask};
//! use groq_limiter::{Account, Limiter, Memory};
//!
//! # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
//! let limiter = Limiter::new(Memory::new(Account::new(Plan::Free).limiter()?));
//! let permit = limiter.acquire("openai/gpt-oss-20b", Ask::tokens(1200, Some(500))).await?;
//! // Send the request; then say what its response says.
//! permit.settle(Usage::new(1187, 0, 312).ok()).await?;
//! # Ok::<(), groq_limiter::Error>(())
//! # }).unwrap();
//! ```
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod account;
mod answer;
mod clock;
mod error;
mod exchange;
mod file;
mod handle;
mod layer;
mod limited_body;
mod memory;
mod permit;
mod question;
#[cfg(feature = "redis")]
mod redis;
mod shared;
mod store;

pub use account::Account;
pub use clock::Clock;
pub use error::Error;
pub use exchange::{Exchange, Outcome};
pub use file::File;
pub use handle::Limiter;
pub use layer::{LimitLayer, LimitService, Options};
pub use limited_body::LimitedBody;
pub use memory::Memory;
pub use permit::Permit;
pub use question::Question;
#[cfg(feature = "redis")]
pub use redis::Redis;
pub use store::{Store, Work};
