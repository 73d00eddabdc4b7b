//! Speed, measured and written into the documents.

pub(crate) mod engine;
pub(crate) mod engines;
pub(crate) mod peers;
pub(crate) mod report;
