//! What the readers of text share: lines, CSV records, whole numbers and times.

pub(crate) mod bounds;
pub(crate) mod figure;
#[cfg(feature = "json")]
pub(crate) mod lines;
pub(crate) mod opening;
pub(crate) mod records;
pub(crate) mod timestamp;

pub use bounds::MAX_LINE_BYTES;
