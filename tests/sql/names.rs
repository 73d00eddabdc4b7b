use std::path::{Path, PathBuf};

/// Names that end their quotes where quoting fails.
pub(crate) const TABLE: &str = "us\"age`; DROP TABLE x --";
pub(crate) const MODEL: &str = "mo\"del`'; --";
pub(crate) const COSTS: &str = "co\"sts`";

pub(crate) fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}
