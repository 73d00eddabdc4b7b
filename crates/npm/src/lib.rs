//! The npm package `groq-calc`: engine, catalog, protocol and log readers for
//! JavaScript.
//!
//! A question and an engine's answer cross as JSON, read and printed by the same
//! code as the command's; columns and the numbers of a hot call as they are. The
//! package has several modules, each with some of the features; the files of
//! `package/` give its functions their names and default options.
#![allow(unreachable_pub)]
#![cfg_attr(
    not(all(feature = "catalog", feature = "plan", feature = "replay", feature = "request")),
    allow(dead_code, reason = "a module takes what it needs")
)]

#[cfg(any(feature = "plan", feature = "replay"))]
mod catalog;
#[cfg(feature = "request")]
mod check;
#[cfg(feature = "plan")]
mod cost;
mod count;
mod error;
mod figures;
mod js;
#[cfg(feature = "request")]
mod limits;
#[cfg(feature = "plan")]
mod plan;
#[cfg(feature = "replay")]
mod replay;
#[cfg(feature = "plan")]
mod wire;
