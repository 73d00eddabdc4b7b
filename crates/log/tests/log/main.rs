//! The readers of logs, through their public face.

mod requests;

#[cfg(feature = "usage")]
mod damage;

#[cfg(feature = "usage")]
mod flat;

#[cfg(feature = "usage")]
mod threads;

#[cfg(feature = "usage")]
mod usage;

#[cfg(feature = "parquet")]
mod parquet;
