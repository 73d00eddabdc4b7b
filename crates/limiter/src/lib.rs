#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![cfg_attr(not(feature = "tokio"), allow(dead_code))]

mod account;
mod answer;
#[cfg(feature = "tokio")]
mod clock;
mod error;
#[cfg(feature = "tokio")]
mod exchange;
#[cfg(feature = "tokio")]
mod fallback;
#[cfg(feature = "tokio")]
mod file;
#[cfg(feature = "tokio")]
mod handle;
#[cfg(feature = "tokio")]
mod layer;
#[cfg(feature = "tokio")]
mod limited_body;
#[cfg(feature = "tokio")]
mod memory;
#[cfg(feature = "tokio")]
mod permit;
mod question;
#[cfg(feature = "redis")]
mod redis;
mod refusal;
#[cfg(feature = "tokio")]
mod shared;
#[cfg(feature = "tokio")]
mod store;

pub use account::Account;
pub use answer::{Answer, observed};
#[cfg(feature = "tokio")]
pub use clock::Clock;
pub use error::Error;
#[cfg(feature = "tokio")]
pub use exchange::{Exchange, Outcome};
#[cfg(feature = "tokio")]
pub use fallback::{Change, Fallback};
#[cfg(feature = "tokio")]
pub use file::File;
#[cfg(feature = "tokio")]
pub use handle::Limiter;
#[cfg(feature = "tokio")]
pub use layer::{LimitLayer, LimitService, Options};
#[cfg(feature = "tokio")]
pub use limited_body::LimitedBody;
#[cfg(feature = "tokio")]
pub use memory::Memory;
#[cfg(feature = "tokio")]
pub use permit::Permit;
pub use question::Question;
#[cfg(feature = "redis")]
pub use redis::Redis;
pub use refusal::Refusal;
#[cfg(feature = "tokio")]
pub use store::{Store, Work};
