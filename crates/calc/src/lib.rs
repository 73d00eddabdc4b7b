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
#[cfg(feature = "arrivals")]
mod arrivals;
mod blocked;
mod break_even;
mod capacity;
mod catalog;
mod changes;
mod cost;
mod date;
mod draft;
mod error;
mod explanation;
mod fraction;
pub mod guide;
mod ladder;
mod levers;
mod limits;
mod listing;
mod load;
mod model;
mod money;
mod number;
mod offer;
mod options;
mod outlook;
mod priced_line;
mod pricing;
mod profile;
mod question;
mod recommend;
pub mod replay;
mod request_load;
mod room;
mod scale;
mod shape_map;
mod spend;
mod spread;
mod stream;
mod timeline;
mod token_prices;
mod units;
mod usage;
mod usage_columns;
mod verdict;
mod workload;

pub use allowance::{Allowance, Exhausted};
#[cfg(feature = "arrivals")]
pub use arrivals::{Arrivals, Share};
pub use blocked::Blocked;
pub use break_even::{BatchAgainstCache, Crossing, TokenCount};
pub use capacity::{Capacity, LimitUse};
pub use catalog::{Catalog, Source, UseCase};
pub use changes::{CatalogChange, Difference};
pub use cost::{Bill, Item, Line};
pub use date::Date;
pub use draft::{Draft, RequirementsDraft, ToolsDraft, WorkloadDraft};
pub use error::Error;
pub use explanation::{Explanation, LimitStep};
pub use fraction::Fraction;
pub use ladder::{Point, Step, ladder, volumes};
pub use levers::{Change, Lever, Standing, levers};
pub use limits::{Cap, Caps, Limit, LimitSet};
pub use listing::Listing;
pub use load::Load;
pub use model::{Context, Dated, Kind, Lifecycle, Model, Speed, Status};
pub use money::Usd;
pub use number::{Decimal, Number};
pub use offer::{Offer, Provenance};
pub use options::{Monthly, PassedOver, Plan, PlanOption, Tier};
#[cfg(feature = "arrivals")]
pub use outlook::Bursts;
pub use outlook::Outlook;
pub use priced_line::PricedLine;
pub use pricing::{Price, Prices, Tool, ToolPrices, ToolSet};
pub use profile::Profile;
pub use question::{Override, Question, Requirements};
pub use recommend::{Answer, Nearest, Recommendation, answer, offers};
pub use request_load::RequestLoad;
pub use room::Room;
pub use scale::{SCALE_FIELDS, ScaleDraft, Unit};
pub use shape_map::Cell;
pub use spend::{Overrun, Spend};
pub use spread::{Bar, Spread};
pub use timeline::{Day, DayLimit, Hour, Left, Moment, Timeline};
pub use token_prices::TokenPrices;
pub use units::{AudioMillis, Characters, Requests, Tokens};
pub use usage::Usage;
pub use usage_columns::UsageColumns;
pub use workload::{FIELDS, Field, ToolUse, Workload};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
