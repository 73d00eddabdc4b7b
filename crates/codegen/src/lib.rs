//! What follows from a plan of groq-calc: programs that keep to its limits, in five
//! languages, and the launch checklist with its figures.
//!
//! [`Settings`] holds the figures of one option. [`Settings::code`] is a program
//! that reads prompts, one a line, and prints their answers; [`Settings::stream`]
//! prints each answer while it is generated; [`Settings::batch`] submits the
//! prompts as batch jobs and prints their answers. [`Checklist`] is the launch checklist for the same option.
//!
//! ```
//! use groq_calc::{Draft, Number, WorkloadDraft, answer};
//! use groq_catalog::CATALOG;
//! use groq_codegen::{Language, Settings};
//!
//! let draft = Draft {
//!     workload: WorkloadDraft {
//!         requests_per_day: Some(Number::from(100)),
//!         input_tokens: Some(Number::from(1000)),
//!         output_tokens: Some(Number::from(500)),
//!         ..WorkloadDraft::default()
//!     },
//!     plans: Some(vec!["free".into()]),
//!     ..Draft::default()
//! };
//! let question = draft.check().unwrap();
//! let answer = answer(&CATALOG, &question)?;
//! let option = answer.chosen().unwrap();
//! let settings = Settings::new(&CATALOG, &question, option).unwrap();
//! let code = settings.code(Language::PythonGroq);
//! assert!(code.contains("MAX_COMPLETION_TOKENS = 500"));
//! # Ok::<(), groq_calc::Error>(())
//! ```
#![no_std]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

extern crate alloc;

mod checklist;
mod codegen_error;
mod counted;
mod enforced_limit;
mod figure;
mod header;
mod language;
mod limit_table;
mod part;
mod program;
mod settings;
mod spend_limit;
mod template;

pub use checklist::Checklist;
pub use codegen_error::CodegenError;
pub use enforced_limit::EnforcedLimit;
pub use figure::Figure;
pub use language::Language;
pub use settings::Settings;
pub use spend_limit::SpendLimit;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
