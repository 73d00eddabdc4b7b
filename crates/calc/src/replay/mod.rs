//! Replays a request log against the limits of one option: which requests
//! would have been refused, by which limit, how long a queue would have kept
//! them and what they would have cost.
//!
//! Rows are fed in order of time and forgotten at once: memory does not grow
//! with them, save for the waits of a queue, which are kept up to a stated
//! number. Everything is whole microseconds, tokens and picodollars, so the
//! result depends neither on the machine nor on how the rows are cut up.
//!
//! ```
//! use groq_calc::{Caps, Limit, Prices};
//! use groq_calc::replay::{Policy, Replay, Request, Rules};
//!
//! // 6,000 tokens a minute are 100 a second; three requests of 2,500 at once.
//! let caps = Caps::NONE.with(Limit::Tpm, 6000);
//! let rows = [Request::new(0, 2000, 0, 500)?; 3];
//!
//! let mut drop = Replay::new(Rules::new(caps, Prices::NONE));
//! drop.feed(&rows)?;
//! let report = drop.finish()?;
//! assert_eq!((report.admitted, report.rejected), (2, 1));
//! let first = report.first.unwrap();
//! assert_eq!((first.row, first.limit, first.retry_after_us), (2, Limit::Tpm, 15_000_000));
//!
//! let patient = Policy::Queue { patience_us: None };
//! let mut queue = Replay::new(Rules { policy: patient, ..Rules::new(caps, Prices::NONE) });
//! queue.feed(&rows)?;
//! let report = queue.finish()?;
//! assert_eq!((report.admitted, report.delayed, report.waits.max_us), (3, 1, 15_000_000));
//! # Ok::<(), groq_calc::Error>(())
//! ```

mod bucket;
mod ceiling;
mod counts;
mod drop;
mod engine;
mod gate;
mod meter;
mod report;
mod request;
mod rules;
mod sample;
mod search;
mod series;
mod tally;
mod throttle;
mod waits;
mod window;

pub use counts::PerLimit;
pub use engine::Replay;
pub use report::{Refusal, Report};
pub use request::Request;
pub use rules::{Charge, Limiter, Policy, Rules, Stretch};
pub use sample::Sample;
pub use search::{Target, cheapest, paid, sufficient_caps};
pub use series::{Bin, MOST_BINS, Series};
pub use throttle::{Throttle, best_throttle};
pub use waits::{EXACT_WAITS, Waits};
