//! The limiter as programs use it.
#![allow(clippy::unwrap_used, reason = "what is not there fails the test")]

mod fallback;
mod file;
mod handle;
mod layer;
mod memory;
#[cfg(feature = "redis")]
mod redis;
mod rules;
