//! Usage logs as Parquet.

pub(crate) mod block;
pub(crate) mod bounds;
pub(crate) mod columns;
pub(crate) mod convert;
pub(crate) mod pages;
pub(crate) mod reader;
pub(crate) mod recent;
pub(crate) mod source;
pub(crate) mod tally;
pub(crate) mod times;
