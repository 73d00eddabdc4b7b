//! What the readers of text share: lines, CSV records, whole numbers and times.

pub(crate) mod bounds;
#[cfg(feature = "json")]
pub(crate) mod field;
pub(crate) mod figure;
#[cfg(feature = "usage")]
pub(crate) mod flat;
pub(crate) mod header;
#[cfg(feature = "json")]
pub(crate) mod json;
#[cfg(feature = "json")]
pub(crate) mod lines;
pub(crate) mod moments;
pub(crate) mod opening;
#[cfg(feature = "usage")]
pub(crate) mod parts;
pub(crate) mod prompt;
pub(crate) mod records;
pub(crate) mod timestamp;
pub(crate) mod unit;

pub use bounds::MAX_LINE_BYTES;
pub use unit::TimeUnit;
