//! A walk through the engine, from a question to what lies around its answer.
//!
//! # Ask
//!
//! A [`Draft`](crate::Draft) is a question as people write it: every number may
//! be `2000`, `"2k"` or `"1.5M"`. [`check`](crate::Draft::check) reads it and
//! names every field that is missing or out of its range, not just the first.
//!
//! ```
//! use groq_calc::{Draft, Number, WorkloadDraft};
//!
//! let workload = WorkloadDraft {
//!     input_tokens: Some(Number::from("1.5k")),
//!     cached_input_tokens: Some(Number::from(2000)),
//!     ..WorkloadDraft::default()
//! };
//! let errors = Draft { workload, ..Draft::default() }.check().unwrap_err();
//! let fields: Vec<_> = errors.iter().map(|error| error.field()).collect();
//! assert_eq!(fields, ["requests_per_day", "cached_input_tokens"]);
//! assert!(errors[0].is_missing() && errors[1].is_out_of_range());
//! ```
//!
//! [`Workload::chat`](crate::Workload::chat) and its kin are the usual questions
//! in one call. With the feature `serde` a draft is what the JSON of a question is read into.
//!
//! # Answer
//!
//! [`Catalog::answer`](crate::Catalog::answer) judges every model on every plan and tier of a
//! [`Catalog`](crate::Catalog) and says which to take, or which comes nearest
//! and what would have to change. Groq's own catalog is the crate
//! `groq-catalog`; this one has a single model.
//!
//! ```
//! use groq_calc::{catalog::*, *};
//!
//! const fn since<T>(value: T) -> Dated<'static, T> {
//!     let from = Date::constant(2026, 6, 4);
//!     Dated { from, source: "contract", status: Status::Confirmed, note: "", value }
//! }
//! static MODEL: Model<'static> = Model {
//!     lifecycle: &[since(Lifecycle::Production)],
//!     free: &[since(Caps::NONE.with(Limit::TPM, 8000).with(Limit::TPD, 200_000))],
//!     developer: &[since(Caps::NONE.with(Limit::TPM, 250_000))],
//!     prices: &[since(Prices {
//!         input: Some(Price::per_million("0.15")),
//!         output: Some(Price::per_million("0.60")),
//!         ..Prices::NONE
//!     })],
//!     ..Model::bare("acme/large", Kind::Chat)
//! };
//! let catalog = Catalog { models: &[MODEL], ..Catalog::EMPTY };
//!
//! let answer = catalog.answer(&Question::from(Workload::chat(2_000, 1_500, 500)))?;
//! let free = &answer.options[0];
//! assert!(!free.fits);
//! assert_eq!(free.binding.to_string(), "TPD");
//! assert_eq!(free.requests_per_day_max, Some(100));
//! let choice = answer.recommended.unwrap();
//! assert_eq!((choice.id.plan, choice.monthly_usd.to_string()), (Plan::Developer, "31.5".into()));
//! # Ok::<(), groq_calc::Error>(())
//! ```
//!
//! A figure that is not known is `None`, or named in `unknown_limits`; it is
//! never taken for zero. [`Answer::verdict`](crate::Answer::verdict) puts the
//! answer into a sentence, [`Offer::explain`](crate::Offer::explain) into steps,
//! and [`Answer::outlook`](crate::Answer::outlook) says what lies around it.
//!
//! # Decisions
//!
//! What the engine decides is an enum with its figures:
//! [`Because`](crate::answer::Because), [`Obstacle`](crate::answer::Obstacle),
//! [`PassedOver`](crate::answer::PassedOver), [`Blocked`](crate::capacity::Blocked),
//! [`Verdict`](crate::answer::Verdict). `Display` is its English text. In JSON the
//! text stands in one field, like `because`, and the decision beside it in another
//! of that name with `_code`: an object whose `code` names it, with the figures as
//! further fields. Texts may change in any version; codes are what a program holds
//! on to.
//!
//! ```json
//! {"because": "of the 7 options that fit, none costs less",
//!  "because_code": {"code": "cheapest_of", "options": 7},
//!  "blocked": "one request asks for 9,000 at once, above the TPM of 8,000: ...",
//!  "blocked_code": {"code": "too_large", "limit": "TPM", "requested": 9000, "cap": 8000}}
//! ```
//!
//! With the feature `serde` results are read back as well: `Answer`, `Outlook`,
//! `Explanation` and `Timeline` from the JSON of the command. They borrow the names
//! in it.
//!
//! # Several services
//!
//! Limits hold for the organisation. A [`Draft`](crate::Draft) may ask about `services`
//! in place of a workload: [`check_services`](crate::Draft::check_services) reads
//! them, and [`Catalog::answer_services`](crate::Catalog::answer_services) finds the
//! best model and tier for each, on one plan, exactly. What they ask of a limit is
//! added up; the answer says what each takes of it, how long it lasts as they
//! grow, and what would have to change where nothing fits.
//!
//! ```
//! use groq_calc::{catalog::*, question::ServiceDraft, *};
//!
//! const fn since<T>(value: T) -> Dated<'static, T> {
//!     let from = Date::constant(2026, 6, 4);
//!     Dated { from, source: "contract", status: Status::Confirmed, note: "", value }
//! }
//! static MODEL: Model<'static> = Model {
//!     lifecycle: &[since(Lifecycle::Production)],
//!     free: &[since(Caps::NONE.with(Limit::TPD, 200_000))],
//!     developer: &[since(Caps::NONE.with(Limit::TPM, 250_000))],
//!     prices: &[since(Prices {
//!         input: Some(Price::per_million("0.15")),
//!         output: Some(Price::per_million("0.60")),
//!         ..Prices::NONE
//!     })],
//!     ..Model::bare("acme/large", Kind::Chat)
//! };
//! let catalog = Catalog { models: &[MODEL], ..Catalog::EMPTY };
//!
//! // Each of the two alone would fit the free plan.
//! let service = |name: &str| ServiceDraft {
//!     name: name.into(),
//!     calls: vec![WorkloadDraft {
//!         requests_per_day: Some(Number::from(100)),
//!         input_tokens: Some(Number::from(1500)),
//!         ..WorkloadDraft::default()
//!     }],
//!     ..ServiceDraft::default()
//! };
//! let services = Some(vec![service("support"), service("digest")]);
//! let organisation = Draft { services, ..Draft::default() }.check_services()?;
//! let answer = catalog.answer_services(&organisation)?;
//! assert_eq!(answer.plan, Plan::Developer);
//! assert_eq!(answer.sharing.costs_usd, Usd::parse("1.35"));
//! # Ok::<(), groq_calc::Errors>(())
//! ```
//!
//! # One model
//!
//! An [`Offer`](crate::Offer) is one model on one plan and tier, its caps and
//! prices in public fields: take it from a catalog on a day
//! ([`CatalogOn::offer`](crate::catalog::CatalogOn::offer)) and change a cap, or
//! build your own.
//! Capacity, bill, explanation, timeline and levers are its methods.
//!
//! ```
//! use groq_calc::{Caps, Draft, Kind, Limit, Number, Offer, Plan, Tier, WorkloadDraft};
//!
//! let workload = WorkloadDraft {
//!     requests_per_day: Some(Number::from(100)),
//!     input_tokens: Some(Number::from(7000)),
//!     max_completion_tokens: Some(Number::from(2000)),
//!     ..WorkloadDraft::default()
//! };
//! let workload = Draft { workload, ..Draft::default() }.check().unwrap().workload;
//! let bare = Offer::bare("acme/large", Kind::Chat, Plan::Free, Tier::OnDemand);
//! let offer = Offer { caps: Caps::NONE.with(Limit::TPM, 8000), ..bare };
//! // The prompt and the completion that it reserves, at once: however slowly they come.
//! assert!(offer.blocked(&workload).is_some());
//! let offer = Offer { caps: Caps::NONE.with(Limit::TPM, 9000), ..bare };
//! assert_eq!(offer.blocked(&workload), None);
//! ```
//!
//! # What was used
//!
//! [`TokenPrices`](crate::cost::TokenPrices) prices a request in two nanoseconds, and
//! [`UsageColumns`](crate::cost::UsageColumns) a column at the speed of memory.
//!
//! ```
//! use groq_calc::{Price, Prices, Usage};
//!
//! let prices = Prices {
//!     input: Some(Price::per_million("0.15")),
//!     cached_input: Some(Price::per_million("0.075")),
//!     output: Some(Price::per_million("0.60")),
//!     ..Prices::NONE
//! };
//! let cost = prices.tokens().unwrap().cost(Usage::new(4641, 4608, 1817)?)?;
//! assert_eq!(cost.to_string(), "0.00144075");
//! # Ok::<(), groq_calc::Error>(())
//! ```
//!
//! # What a real day would have met
//!
//! [`replay`](crate::replay) feeds a log of requests, row by row, to the limits
//! of an offer: what they refuse, or how long a queue keeps it.
//! [`SharedReplay`](crate::replay::SharedReplay) does so for several services that
//! share limits, and says who kept whom waiting.
//! [`Bucket`](crate::limiter::Bucket) is one limit alone, for a server that has
//! to keep to it: the example `gateway` of `groq-catalog` is one.
//!
//! # Units
//!
//! | what | unit |
//! |---|---|
//! | tokens, requests, characters | whole numbers |
//! | audio | milliseconds in the engine, seconds in a question |
//! | money | whole picodollars; printed as an exact decimal of dollars |
//! | prices | picodollars for one; written by the million, thousand or hour |
//! | time in a replay | microseconds |
//! | a month | 30 days, unless the question says otherwise |
//!
//! Nothing wraps and nothing panics: what does not fit 128 bits is an
//! [`Error`](crate::Error), as is what is out of range.
//!
//! # What may change
//!
//! Structs that only the engine makes are non-exhaustive: they may gain fields
//! in any version. Everything else that breaks a caller, a new variant of an
//! enumeration among it, comes with a new minor version while the first number
//! is 0, and with a new major version after that. So does a newer Rust: 1.88 is
//! enough for this one. A corrected figure or rule, with its source, may come in
//! any version, and the changelog says so.
