//! What Groq's API says on the wire, read without guessing: rate-limit headers,
//! error bodies, usage, model lists and event streams; what to do after each
//! error; and which fields of a request Groq refuses.
//!
//! The rule of this crate is that unknown stays unknown. A figure is given only
//! if the text states it in full; a cut, garbled or contradictory text leaves
//! `None`, never a number that was not there.
//!
//! ```
//! use groq_protocol::{ApiError, LimitKind, Nanos};
//!
//! let body = r#"{"error":{"message":"Rate limit reached for model `openai/gpt-oss-20b` in organization `org_1` service tier `on_demand` on requests per day (RPD): Limit 1000, Used 1000, Requested 1. Please try again in 1m26.4s. Need more tokens?","type":"requests","code":"rate_limit_exceeded"}}"#;
//! let error = ApiError::parse(429, body);
//! let figures = error.limit().unwrap();
//! assert_eq!(figures.kind(), Some(LimitKind::Rpd));
//! assert_eq!(figures.wait(), Some(Nanos::new(86_400_000_000)));
//! assert_eq!(figures.computed_wait().unwrap().floor(), figures.wait());
//! ```
//!
//! # Sources
//!
//! Groq's documentation of rate limits, errors and OpenAI compatibility (copies
//! of December 2025 to August 2026), the types of its SDKs 1.4 to 1.7, and error
//! texts which public issue threads quote. Each rule names its own.
#![no_std]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

extern crate alloc;

mod advice;
mod answer_queue;
mod api_error;
mod cause;
mod chat;
mod duration;
mod error;
mod error_facts;
mod error_kind;
mod error_text;
mod figures;
pub mod guide;
mod header_facts;
mod headers;
mod keys;
mod limit;
mod limit_facts;
mod literal;
mod models;
mod request;
mod seconds;
mod sse;
mod text;
mod usage;
mod usage_figures;
mod usage_layout;
mod usage_names;
mod usage_record;
mod wait;
mod whole;

pub use advice::{Action, Advice, WaitFrom, Waiting};
pub use answer_queue::AnswerQueue;
pub use api_error::ApiError;
pub use cause::{Cause, Listed};
pub use chat::Reply;
pub use duration::Nanos;
pub use error::Error;
pub use error_facts::{AdviceFacts, ErrorFacts};
pub use error_kind::ErrorKind;
pub use error_text::ErrorText;
pub use figures::{Agreement, LimitFigures};
pub use header_facts::{BucketFacts, HeaderFacts};
pub use headers::{Bucket, RateHeaders};
pub use keys::without_keys;
pub use limit::LimitKind;
pub use limit_facts::LimitFacts;
pub use literal::literal;
pub use models::{ListedModel, ListedPrices, ModelList};
pub use request::{Answer, Endpoint, Facts, Finding, Report, Severity, check};
pub use seconds::Seconds;
pub use sse::{Event, EventStream};
pub use text::shown;
pub use usage::{ModelUsage, Timing, Usage};
pub use usage_figures::Illegal;
pub use usage_layout::{RecordTime, holds_usage};
pub use usage_names::{CachedPart, UsageField};
pub use usage_record::{RecordKind, UsageRecord, usage_records};
pub use wait::RefillWait;
pub use whole::Whole;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
