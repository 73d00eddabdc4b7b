//! What the verbs are given: a question, a catalog, a pasted text, a log.
pub(crate) mod admission;
#[cfg(feature = "logs")]
pub(crate) mod cached_part;
pub(crate) mod candidates;
pub(crate) mod catalog;
pub(crate) mod choice;
#[cfg(feature = "logs")]
pub(crate) mod decompress;
pub(crate) mod file;
#[cfg(feature = "logs")]
pub(crate) mod log;
#[cfg(any(feature = "guard", feature = "mock"))]
pub(crate) mod own_limit;
pub(crate) mod paste;
pub(crate) mod question;
#[cfg(feature = "logs")]
pub(crate) mod threads;
