//! What other packages may call of `cargo xtask`: the reader of `data/`, which
//! the fuzz targets try. Everything else is the command's own.
#![forbid(unsafe_code)]

pub mod catalog;
