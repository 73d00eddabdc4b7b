//! Logs of requests, one row a request: their forms and their reader.

pub(crate) mod columns;
pub(crate) mod csv;
pub(crate) mod format;
#[cfg(feature = "json")]
pub(crate) mod json;
pub(crate) mod names;
pub(crate) mod preview;
pub(crate) mod reader;
pub(crate) mod sink;

pub use format::Format;
pub use names::RequestNames;
pub use preview::preview;
pub use reader::Reader;
pub use sink::Options;
