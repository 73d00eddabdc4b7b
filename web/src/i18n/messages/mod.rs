//! Every string of the page, in each language.
//!
//! One file per area, each with one table: a name and its text in every
//! language, side by side, so that a text left out does not compile. A plain
//! text is a `&'static str`; a sentence with values says how many in brackets
//! and is a [`Sentence`] of that many, so that a value too few does not compile
//! either. The values come in as text, already written by the locale. Where the
//! crates have the English in a `Display`, a table holds the other language only.

pub(crate) mod answer;
mod catalogue;
pub(crate) mod charts;
pub(crate) mod code;
pub(crate) mod compare;
pub(crate) mod decisions;
pub(crate) mod facts;
pub(crate) mod form;
pub(crate) mod live;
pub(crate) mod paste;
pub(crate) mod presets;
pub(crate) mod reference;
pub(crate) mod replay;
pub(crate) mod report;
pub(crate) mod sentence;
pub(crate) mod services;
pub(crate) mod share;
pub(crate) mod shell;
mod table;
pub(crate) mod terms;
pub(crate) mod words;

pub(crate) use catalogue::Messages;
pub(crate) use sentence::Sentence;
