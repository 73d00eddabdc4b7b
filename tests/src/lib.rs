//! What the tests share: random cases, the oracle that judges what the engine
//! says of them, laws that hold for all of them, and the rows and replays that
//! the benches run. The property tests in `math/` and the fuzz targets in `fuzz/` feed
//! them.
#![forbid(unsafe_code)]

pub mod case;
pub mod forms;
pub mod laws;
pub mod oracle;
pub mod organisations;
pub mod pastes;
pub mod replays;
pub mod service_laws;
pub mod texts;
pub mod usages;
pub mod wire;

/// The README's example in Rust.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
