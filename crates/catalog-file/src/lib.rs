//! Catalogs of models, limits and prices as files: the vocabulary of `data/`,
//! its checks, and a catalog of one's own that [`groq_calc`] can answer from.
//!
//! A [`CatalogFile`] is TOML or JSON; `data/catalog.schema.json` describes it.
//! [`Shelf::lend`] makes the [`groq_calc::Catalog`] of it, [`CatalogFile::of`]
//! the file of a catalog. [`import`] reads what other projects keep.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod check;
mod entries;
mod error;
mod file;
pub mod import;
mod lend;
mod problems;
mod write;

pub use check::named;
pub use entries::{
    Batch, Caps, Context, Entry, Kind, Lifecycle, Limits, Model, Offered, Prices, Source, Speed,
    State, Status, ToolPrices, UseCase,
};
pub use error::Error;
pub use file::{CatalogFile, Format, parse};
pub use lend::Shelf;
pub use problems::Problems;
