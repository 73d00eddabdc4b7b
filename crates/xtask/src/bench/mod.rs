//! Speed, measured and written into the documents.

pub(crate) mod engine;
pub(crate) mod peers;
pub(crate) mod report;
