//! The languages of the page: how each writes figures, and every text.

pub(crate) mod figures;
pub(crate) mod locale;
pub(crate) mod messages;
pub(crate) mod sentences;
