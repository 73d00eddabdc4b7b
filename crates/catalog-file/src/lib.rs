//! Catalogs of models, limits and prices as files: the vocabulary of `data/`,
//! its checks, and custom catalogs that [`groq_calc`] can answer from.
//!
//! A [`CatalogFile`] is TOML or JSON; `data/catalog.schema.json` describes it.
//! [`CatalogFile::build`] makes the [`groq_calc::Catalog`] of it,
//! [`CatalogFile::of`] the file of a catalog. `import` reads the price files of
//! other projects. The features `toml`, `schema` and `import` are on by default;
//! without them only JSON is read.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod account;
mod build;
mod check;
mod entries;
mod error;
mod export;
mod file;
#[cfg(feature = "import")]
pub mod import;
mod problems;
mod text;

pub use build::Arena;
pub use entries::{
    Admission, Batch, Capabilities, Caps, Contested, Context, Entry, Kind, Lifecycle, Limits,
    Model, Offered, Prices, Rule, Source, Speed, State, Status, ToolPrices, UseCase,
};
pub use error::{Error, Problem};
#[cfg(feature = "toml")]
pub use file::parse;
pub use file::{CatalogFile, Format};
pub use problems::Problems;
pub use text::read_text;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
