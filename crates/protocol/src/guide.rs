//! A walk through what comes back from Groq, from the headers of an answer to
//! what to do after an error.
//!
//! # Before sending
//!
//! [`check`](crate::check) names every field of a request that Groq refuses or
//! ignores, and mends it.
//!
//! ```
//! use groq_protocol::{Endpoint, Facts, check};
//!
//! let body = r#"{"model":"openai/gpt-oss-20b","messages":[],"logprobs":true,"temperature":0.2}"#;
//! let report = check(Endpoint::Chat, body, Facts::default())?;
//! assert!(report.is_refused());
//! assert!(!report.mended.contains("logprobs"));
//! # Ok::<(), groq_protocol::Error>(())
//! ```
//!
//! # After an answer
//!
//! [`RateHeaders`](crate::RateHeaders) are what is left of two limits: requests
//! a day and tokens a minute, whatever the names of the headers suggest.
//!
//! ```
//! use groq_protocol::{Nanos, RateHeaders};
//!
//! let headers = [
//!     ("x-ratelimit-remaining-requests", "14370"),
//!     ("x-ratelimit-remaining-tokens", "17997"),
//!     ("x-ratelimit-reset-tokens", "7.66s"),
//! ];
//! let headers = RateHeaders::read(headers);
//! assert_eq!(headers.requests_per_day.remaining, Some(14_370));
//! assert_eq!(headers.tokens_per_minute.reset, Some(Nanos::new(7_660_000_000)));
//! ```
//!
//! # After an error
//!
//! [`ApiError`](crate::ApiError) reads the body, and [`Advice`](crate::Advice)
//! says whether to send again and when. A 413 is never sent again as it is: no
//! wait makes the request smaller.
//!
//! ```
//! use groq_protocol::{Action, Advice, ApiError, RateHeaders};
//!
//! let body = r#"{"error":{"message":"Request too large for model `openai/gpt-oss-20b` in organization `org_1` service tier `on_demand` on tokens per minute (TPM): Limit 8000, Requested 9500, please reduce your message size and try again.","type":"tokens","code":"rate_limit_exceeded"}}"#;
//! let error = ApiError::parse(413, body);
//! assert_eq!(error.limit().unwrap().limit(), Some(8000));
//! assert_eq!(Advice::new(&error, &RateHeaders::default()).action, Action::Shrink);
//! ```
//!
//! # While it streams
//!
//! [`EventStream`](crate::EventStream) takes bytes in any pieces and gives whole
//! events; [`Reply`](crate::Reply) gathers them into a text, its usage and its
//! error, if it breaks off.
//!
//! # What may change
//!
//! Structs that only this crate makes are non-exhaustive: they may gain fields
//! in any version. Anything else that breaks a caller, a new variant of an
//! enumeration among it, comes with a new minor version while the first number
//! is 0, and with a new major version after that. So does a newer Rust: 1.88 is
//! enough for this one. That a text of Groq's is now understood which was not
//! before may come in any version.
