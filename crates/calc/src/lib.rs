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
//! use groq_calc::{Draft, Number, WorkloadDraft};
//!
//! let draft = Draft {
//!     workload: WorkloadDraft {
//!         requests_per_day: Some(Number::from("2k")),
//!         input_tokens: Some(Number::from(1500)),
//!         output_tokens: Some(Number::from(500)),
//!         ..WorkloadDraft::default()
//!     },
//!     ..Draft::default()
//! };
//! let question = draft.check().unwrap();
//! assert_eq!(question.workload.requests_per_day.get(), 2000);
//! ```
#![no_std]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

extern crate alloc;

mod allowance;
pub mod answer;
pub mod capacity;
pub mod catalog;
pub mod cost;
mod error;
pub mod guide;
pub mod limiter;
pub mod num;
mod offer;
pub mod outlook;
pub mod question;
pub mod replay;
mod scale;
mod shape_map;
mod spread;

pub use allowance::{Allowance, Exhausted};
pub use answer::{Answer, PlanOption, Recommendation, answer, offers};
pub use catalog::{Caps, Catalog, Kind, Limit, LimitSet, Model, Plan, Price, Prices, Tier};
pub use cost::{Bill, Usage};
pub use error::Error;
pub use num::{Date, Decimal, Fraction, Number, Tokens, Usd};
pub use offer::Offer;
pub use outlook::Outlook;
pub use question::{Draft, Question, Requirements, Workload, WorkloadDraft};
pub use scale::{SCALE_FIELDS, ScaleDraft, Unit};
pub use shape_map::Cell;
pub use spread::{Bar, Spread};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
