//! A local stand-in for the Groq API, so that code which calls Groq can be tried
//! against its rate limits without spending any quota.
//!
//! The server answers `/openai/v1/chat/completions` and `/responses` (whole and
//! streamed), `/models`, `/audio/transcriptions`, `/audio/translations`,
//! `/audio/speech`, `/files` and `/batches` in Groq's shapes.
//! It enforces the caps of the catalog as Groq does: buckets that start full and
//! refill continuously; a request is admitted by prompt plus reserved completion,
//! or by prompt plus its answer ([`Config::admission`]), under all limits at once,
//! and what it did not use is credited afterwards, as are cached tokens. A request above a bucket's size gets 413, others that find
//! no room get 429 with `retry-after` and Groq's text. Limits whose figure is
//! not published are not enforced; the server says which.
//!
//! # What is assumed
//!
//! Not everything is documented. Stated here, and switchable where it matters:
//!
//! - Rejected requests use up nothing.
//! - Where a request is admitted by what is expected of it, the server expects
//!   the answer that it is going to give.
//! - Without `max_completion_tokens`, [`Omitted`] says what is reserved.
//! - Prompt tokens are counted as those of a pasted request are: by the vocabulary
//!   of gpt-oss where this build has it, else estimated; the header
//!   `x-mock-prompt-tokens` states them instead.
//! - What is refused, and in which words, is what `groq-paste` finds in a request.
//! - A tool is called where `tool_choice` asks for one; its arguments, and answers
//!   by a schema, are the smallest that are valid. Speech is silence.
//! - The texts of 413, 429, 401, 404 and of the spend limit are Groq's; those of
//!   498 and of the batch errors follow its documentation, no real one is known.
//! - CORS allows every origin; whether Groq lets a page read the rate-limit
//!   headers is not known, so [`Config::expose_headers`] decides.
//!
//! # Steering a request
//!
//! Headers, all optional: `x-mock-prompt-tokens`, `x-mock-cached-tokens`,
//! `x-mock-completion-tokens`, `x-mock-audio-seconds`, and `x-mock-fault` with
//! one [fault](Fault): `slow=SECONDS`, `cut=EVENTS`, `status=CODE`, `garbage` or
//! `spend`. Clients that can't set headers are steered from outside: `POST
//! /mock/faults` queues faults, `POST /mock/reset` refills everything, `GET
//! /mock` shows what is enforced and left, `GET /mock/log` the requests so far.
//!
//! # Time
//!
//! Time is a [`Clock`]. The command's runs [`Config::speed`] times as fast as
//! the wall; what the server tells a client to wait is in the client's time, so
//! a wait of a minute at speed 60 is told, and is, a second.
//!
//! ```
//! use groq_mock::{Config, ManualClock, Mock};
//!
//! let mock = Mock::new(Config::default(), ManualClock::new())?;
//! let router = mock.router();
//! # drop(router);
//! # Ok::<(), groq_mock::Error>(())
//! ```
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod account;
mod api;
mod connections;
mod error;
mod server;
mod wire;

pub use account::{
    clock::{Clock, ManualClock, ScaledClock},
    config::{Config, Omitted},
};
pub use error::Error;
pub use server::{Mock, run};
pub use wire::fault::Fault;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
