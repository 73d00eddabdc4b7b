//! The account that the server plays: its settings, its clock, and what is used of its limits.

pub(crate) mod batch;
pub(crate) mod clock;
pub(crate) mod config;
pub(crate) mod file;
pub(crate) mod state;
pub(crate) mod storage;
