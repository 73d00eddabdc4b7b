//! What one takes away from a plan of groq-calc: code that keeps to it, in five
//! languages, and the launch checklist filled in with its figures.
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
mod code;
mod counted;
mod header;
mod language;
mod settings;
mod spend_cap;
mod template;

pub use checklist::{Checklist, Figure};
pub use language::Language;
pub use settings::{Held, Settings, Unwritable};
pub use spend_cap::SpendCap;
