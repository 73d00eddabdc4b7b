//! What the server answers, one file for each part of the API.

pub(crate) mod audio;
pub(crate) mod batches;
pub(crate) mod chat;
mod completion;
pub(crate) mod control;
pub(crate) mod exact;
pub(crate) mod files;
mod headers;
pub(crate) mod models;
pub(crate) mod responses;
mod sample;
pub(crate) mod speech;
mod upload;
