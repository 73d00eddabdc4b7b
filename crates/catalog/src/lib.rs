//! Groq's models, rate limits and prices as constants, each figure with the day from which it
//! counts and with its source. Generated from the files in `data/`; there is no logic here. The
//! [`guide`] shows how to ask them.
#![no_std]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

use groq_calc::Catalog;

mod article;
mod error_code;
mod errors;
pub mod guide;
mod models;
mod reference;
mod rules;
mod scores;
mod sources;
mod tools;
mod topics;
mod use_cases;
pub mod website;

pub use article::ARTICLE;
pub use errors::ERRORS;
pub use reference::{ArticleRow, Check, ErrorCode, Fact, Text, Topic, Waiting};
pub use scores::{BENCHMARKS, SCORES};
pub use topics::{CHECKS, TOPICS};

/// Everything that is known.
///
/// ```
/// let model = groq_catalog::CATALOG.model("openai/gpt-oss-120b").unwrap();
/// assert_eq!(model.name, "GPT OSS 120B");
/// ```
pub static CATALOG: Catalog<'static> = Catalog {
    models: models::MODELS,
    tools: tools::TOOLS,
    admission: rules::ADMISSION,
    use_cases: use_cases::USE_CASES,
    sources: sources::SOURCES,
    benchmarks: &[],
    scores: &[],
};

/// The same with the published results of models, which a program that never
/// compares them need not carry.
///
/// ```
/// use groq_calc::{Question, Workload};
///
/// let question = Question::from(Workload::chat(2000, 1500, 500));
/// let answer = groq_catalog::WITH_SCORES.answer(&question)?;
/// let quality = answer.quality().unwrap();
/// assert_eq!((quality.title, quality.measurer), ("GPQA Diamond", "OpenAI"));
/// # Ok::<(), groq_calc::Error>(())
/// ```
pub static WITH_SCORES: Catalog<'static> =
    Catalog { benchmarks: BENCHMARKS, scores: SCORES, ..CATALOG };

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
