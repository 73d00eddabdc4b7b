//! What the verbs are given: a question, a catalog, a pasted text, a log.
pub(crate) mod admission;
pub(crate) mod cached_part;
pub(crate) mod candidates;
pub(crate) mod catalog;
pub(crate) mod choice;
pub(crate) mod decompress;
pub(crate) mod file;
pub(crate) mod log;
pub(crate) mod own_limit;
pub(crate) mod paste;
pub(crate) mod question;
