//! From a pasted text to the figures of a workload: a prompt, a request or an
//! answer as JSON, as a command of a shell, as code, as it goes over the wire or as
//! it is printed, or several of them as a JSON list or JSON lines. And what of a
//! request Groq would refuse or ignore.
//!
//! What an answer measured wins over what is counted here, and each figure says
//! which of the two it is. Headers are never kept, and keys in a text are left out
//! of it. Code that can't be read is never taken as a prompt without a word.
//!
//! ```
//! use groq_calc::Plan;
//! use groq_catalog::CATALOG;
//! use groq_paste::{Basis, Setting, check, read};
//!
//! let day = CATALOG.newest();
//! let setting = Setting { catalog: &CATALOG, day, admission: None, model: None, exact: None };
//! let command = r#"curl https://api.groq.com/openai/v1/chat/completions
//!     -H "Authorization: Bearer $GROQ_API_KEY"
//!     -d '{"model":"qwen/qwen3.8-27b","n":2,"max_completion_tokens":400,
//!          "messages":[{"role":"user","content":"Where is my order?"}]}'"#.replace('\n', " ");
//! let reading = read(&command, &setting).unwrap();
//! assert_eq!(
//!     reading.explained.to_string(),
//!     "A curl command: a chat request for qwen/qwen3.8-27b with 1 message."
//! );
//! assert_eq!(reading.figures[0].field, "input_tokens");
//! assert_eq!(reading.figures[0].basis, Basis::Estimated);
//! let checked = check(&reading.bodies[0], Plan::Free, &setting).unwrap();
//! assert_eq!(checked.findings[0].path, "n");
//! assert!(checked.is_refused() && checked.is_corrected);
//! ```
#![no_std]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

extern crate alloc;
#[cfg(test)]
extern crate std;

mod body;
mod check;
mod code;
mod config;
mod entry;
mod error;
mod error_facts;
mod explained;
mod fence;
mod figure;
mod groups;
mod http;
mod intake;
mod lines;
mod log;
mod note;
mod origin;
mod prompt;
mod read;
mod reader;
mod reading;
mod schema;
mod seen;
mod setting;
mod shell;
mod source;
mod spread;
mod yaml;

pub use body::Body;
pub use check::{Cause, Checked, CheckedFacts, Finding, NotChecked, Verdict, check};
pub use error::Error;
pub use error_facts::ErrorFacts;
pub use explained::{Explained, Passes};
pub use figure::{Basis, Figure};
pub use groups::{Group, Groups};
pub use lines::EachLine;
pub use note::Note;
pub use origin::{Origin, Way};
pub use read::{MAX_BYTES, MAX_FILE_BYTES, read, read_each, read_lines};
pub use reading::Reading;
pub use seen::{Asked, Form, Seen};
pub use setting::Setting;
pub use spread::Spread;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
