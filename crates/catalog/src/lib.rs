//! Groq's models, limits and prices as tables, generated from `data/` by
//! `cargo xtask catalog`. No logic here.
//!
//! ```
//! let model = groq_catalog::CATALOG.model("openai/gpt-oss-120b").unwrap();
//! let day = groq_calc::Date::constant(2026, 6, 4);
//! let input = model.prices_at(day).unwrap().value.input.unwrap();
//! assert_eq!(input.listed_per_million().to_string(), "0.15");
//! ```
#![no_std]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod models;
mod sources;
mod tools;
mod use_cases;

use groq_calc::Catalog;

/// All that is known of Groq's models.
pub static CATALOG: Catalog<'static> = Catalog {
    models: models::MODELS,
    tools: tools::TOOLS,
    use_cases: use_cases::USE_CASES,
    sources: sources::SOURCES,
};
