//! Token counts of a text and of a chat: what a prompt asks of the limits before
//! it is sent.
//!
//! - `GptOss` (feature `exact`) counts for gpt-oss by its own vocabulary,
//!   `o200k_harmony`.
//! - [`Family::estimate`] stands in for it elsewhere: how often each class of
//!   characters occurs, weighed by integers that were fitted to the real
//!   vocabularies over a sample of texts. It is an estimate, and
//!   [`Family::error_permille`] says how far it was off.
//! - [`Chat::framed`] adds what a chat's format takes.
//!
//! None of them is Groq's own number: what the server adds to a chat is not
//! published. Where answers with their requests are public, what they counted more
//! than the format is added, as one number. For tiny prompts 18 to 78 prompt tokens
//! were seen. The `usage` of an
//! answer is the measured count and wins over each of these.
//!
//! ```
//! use groq_tokens::{AnswerForm, Chat, Family, Message, Role};
//!
//! let text = "Where is my order?";
//! let messages = vec![Message { role: Role::User, text: text.into(), function: None }];
//! let answer = AnswerForm::Text;
//! let chat = Chat { messages, tools: Vec::new(), reasoning: "medium", answer };
//! let family = Family::of("qwen/qwen3-32b");
//! let bare = family.estimate(text);
//! assert_eq!(chat.framed(family).count(&family), bare + 9);
//! assert!(family.error_permille().is_some(), "it was measured");
//! ```
#![no_std]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

extern crate alloc;
#[cfg(test)]
extern crate std;

mod chat;
mod classes;
mod counter;
#[cfg(feature = "exact")]
mod exact;
mod family;
mod framed;
mod framing;
mod harmony;
mod ratio;
mod weights;

pub use chat::{AnswerForm, Chat, Message, Role, Tool};
pub use classes::{CLASSES, Classes};
pub use counter::Counter;
#[cfg(feature = "exact")]
pub use exact::{GptOss, pieces};
pub use family::Family;
pub use framed::Framed;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
