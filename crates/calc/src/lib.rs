//! The engine of groq-calc: given a workload, which Groq rate limit binds, how
//! many requests fit, what the month costs, and which model, plan and service
//! tier to take.
//!
//! Everything is whole numbers: tokens, milliseconds and picodollars. There is
//! no clock, no I/O and no floating point, but for one question about chance
//! (the feature `arrivals`). The figures (limits, prices, dates) come in from
//! outside as a [`Catalog`]; the crate `groq-catalog` has Groq's. The [`guide`]
//! walks through it.
//!
//! ```
//! use groq_calc::{Catalog, Question, Workload};
//!
//! let question = Question::from(Workload::chat(2_000, 1_500, 500));
//! let answer = Catalog::EMPTY.answer(&question)?;
//! assert_eq!(answer.to_string(), "No chat model is offered on 1970-01-01.");
//! # Ok::<(), groq_calc::Error>(())
//! ```
#![no_std]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

extern crate alloc;

pub mod answer;
pub mod capacity;
pub mod catalog;
pub mod cost;
mod error;
pub mod guide;
#[cfg(feature = "serde")]
mod json;
pub mod limiter;
pub mod num;
mod offer;
pub mod outlook;
pub mod question;
pub mod replay;

pub use answer::{Answer, PlanOption, answer};
pub use catalog::{Caps, Catalog, Kind, Limit, Model, OptionId, Plan, Price, Prices, Tier};
pub use cost::{Bill, Usage};
pub use error::{Error, Errors};
pub use num::{Date, Fraction, Number, Tokens, Usd};
pub use offer::Offer;
pub use outlook::Outlook;
pub use question::{Draft, Organisation, Question, Workload, WorkloadDraft};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
