//! What the tests share: random cases, and the oracle that judges what the
//! engine says of them. The property tests in `math/` and the fuzz targets in
//! `fuzz/` feed both.
#![forbid(unsafe_code)]

pub mod case;
pub mod oracle;
