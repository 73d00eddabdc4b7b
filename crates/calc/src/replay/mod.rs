//! Replays a request log against the limits of one option: which requests
//! would have been refused, by which limit, how long a queue would have kept
//! them and what they would have cost.
//!
//! Rows are fed in order of time and forgotten at once: memory does not grow
//! with them, save for the waits of a queue, which are kept up to a stated
//! number. Everything is whole microseconds, tokens and picodollars, so the
//! result depends neither on the machine nor on how the rows are cut up.
//!
//! # Rules
//!
//! - All limits act together: a request that one of them refuses takes nothing
//!   of any. It takes one of RPM and RPD, its charge ([`Charge`]) of TPM and
//!   TPD, the prompt's part of that of ITPM, its completion of OTPM, its audio
//!   of ASH and ASD.
//! - A request is oversize, and takes nothing, if it asks for more at once than
//!   a cap allows: as in a plan, its whole prompt and the completion it reserves
//!   against TPM and TPD, its prompt against ITPM, its reserved completion
//!   against OTPM, its audio against ASH and ASD. So is one above the model's
//!   context window or completion cap, where the rules name them.
//! - In a queue the limits are asked when a request has come to the head: those
//!   that refuse then are the ones that failed. With a patience it leaves once
//!   it would have to wait longer; until then it holds the head.
//! - Costs are list prices, with tokens and billed audio summed first and priced
//!   once.
//!
//! ```
//! use groq_calc::{Caps, Limit, Prices};
//! use groq_calc::replay::{Policy, Replay, Request, Rules};
//!
//! // 6,000 tokens a minute are 100 a second; three requests of 2,500 at once.
//! let caps = Caps::NONE.with(Limit::TPM, 6000);
//! let rows = [Request::new(0, 2000, 0, 500)?; 3];
//!
//! let mut drop = Replay::new(Rules::new(caps, Prices::NONE));
//! drop.feed(&rows)?;
//! let report = drop.finish()?;
//! assert_eq!((report.admitted, report.rejected), (2, 1));
//! let first = report.first.unwrap();
//! assert_eq!((first.row, first.limit, first.retry_after_us), (2, Limit::TPM, 15_000_000));
//!
//! let patient = Policy::Queue { patience_us: None };
//! let mut queue = Replay::new(Rules { policy: patient, ..Rules::new(caps, Prices::NONE) });
//! queue.feed(&rows)?;
//! let report = queue.finish()?;
//! assert_eq!((report.admitted, report.delayed, report.waits.max_us), (3, 1, 15_000_000));
//! # Ok::<(), groq_calc::Error>(())
//! ```

mod ceiling;
mod draft;
mod engine;
mod fix;
pub(crate) mod gate;
mod held;
mod lanes;
mod outcome;
pub(crate) mod per_limit;
pub(crate) mod policy;
mod profile;
#[cfg(feature = "serde")]
mod read;
pub(crate) mod refusal;
pub(crate) mod report;
pub(crate) mod request;
pub(crate) mod rules;
mod runner;
mod sample;
pub(crate) mod series;
mod settings;
mod shared;
mod sufficient;
mod tally;
mod target;
mod throttle;
pub(crate) mod waits;

pub use draft::Draft;
pub use engine::Replay;
pub use fix::{Fix, Fixing};
pub use outcome::{Log, OptionReport, Outcome};
pub use per_limit::PerLimit;
pub use policy::{Limiter, Policy};
pub use profile::{Profile, Profiler, Spread};
#[cfg(feature = "serde")]
pub use read::{OptionSummary, ReadOption, ReadOutcome, caps};
pub use refusal::Refusal;
pub use report::Report;
pub use request::Request;
pub use rules::{Charge, Rules, Stretch};
pub use runner::{Memory, Runner};
pub use sample::Sample;
pub use series::{Bin, MAX_BINS, Series};
pub use settings::Settings;
pub use shared::{Behind, Order, ServiceReport, ServiceRequest, SharedReplay};
pub use sufficient::sufficient_caps;
pub use target::{Target, paid};
pub use throttle::{Throttle, best_throttle};
pub use waits::{EXACT_WAITS, Waits};
