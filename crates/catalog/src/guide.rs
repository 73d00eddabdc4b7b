//! How to ask the catalog.
//!
//! # A day
//!
//! Every list of a model is in order of its dates, and nothing is overwritten:
//! what counts on a day is the newest entry that is not later.
//!
//! ```
//! use groq_calc::{Date, catalog::Dated, Limit};
//! use groq_catalog::CATALOG;
//!
//! let model = CATALOG.model("openai/gpt-oss-120b").unwrap();
//! let entry = Dated::at(model.free, Date::constant(2026, 6, 4)).unwrap();
//! assert_eq!(entry.value.figure(Limit::TPD), Some(200_000));
//! let source = CATALOG.source(entry.source).unwrap();
//! println!("{} ({}), read on {}", source.title, entry.status.name(), source.accessed);
//! ```
//!
//! # What is offered
//!
//! ```
//! use groq_catalog::CATALOG;
//!
//! let today = CATALOG.newest();
//! for model in CATALOG.offered(today) {
//!     let price = model.prices_at(today).and_then(|entry| entry.value.input);
//!     let usd = price.map(|price| price.listed_per_million().to_string());
//!     println!("{}: ${} a million tokens", model.id, usd.unwrap_or("?".into()));
//! }
//! // A model that is gone says since when, and what to take instead.
//! let error = CATALOG.offered_model("model", "llama-3.1-8b-instant", today).unwrap_err();
//! println!("{error}");
//! ```
//!
//! # What a request cost
//!
//! ```
//! use groq_calc::{Date, Usage};
//! use groq_catalog::CATALOG;
//!
//! let model = CATALOG.model("openai/gpt-oss-120b").unwrap();
//! let prices = model.prices_at(Date::constant(2026, 6, 4)).unwrap().value.tokens().unwrap();
//! let usage = Usage::new(4641, 4608, 1817)?;
//! assert_eq!(prices.cost(usage)?.to_string(), "0.00144075");
//! # Ok::<(), groq_calc::Error>(())
//! ```
//!
//! # One option, and your own account
//!
//! [`Catalog::on`](groq_calc::Catalog::on) is the catalog on a day, from which an
//! offer of one model on one plan comes. The caps of your own account replace
//! the published ones.
//!
//! ```
//! use groq_calc::{Limit, OptionId, Plan, Tier, Workload, catalog::Override};
//! use groq_catalog::CATALOG;
//!
//! let model = "openai/gpt-oss-120b";
//! let mine = [Override { model: model.into(), plan: Plan::Free, limit: Limit::TPD, cap: 300_000 }];
//! let dated = CATALOG.on("2026-06-04".parse()?)?.with_limits(&mine)?;
//! let offer = dated.offer(OptionId::new(model, Plan::Free, Tier::OnDemand))?;
//! let capacity = offer.capacity(&Workload::chat(100, 1_500, 500))?;
//! assert_eq!(capacity.per_day, Some(150));
//! # Ok::<(), groq_calc::Error>(())
//! ```
//!
//! The examples `budget` and `gateway` of this crate check
//! questions in CI, and refuse requests that would not fit.
