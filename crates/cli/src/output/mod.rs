//! In what form the verbs answer.
pub(crate) mod counted;
pub(crate) mod document;
pub(crate) mod format;
#[cfg(feature = "report")]
pub(crate) mod html;
pub(crate) mod long_text;
pub(crate) mod outcome;
pub(crate) mod printable;
pub(crate) mod retirement;
pub(crate) mod width;
