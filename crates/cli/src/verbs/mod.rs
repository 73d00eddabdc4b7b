//! One module a verb: its arguments, its help, what it does.
pub(crate) mod check;
pub(crate) mod check_request;
pub(crate) mod checklist;
pub(crate) mod code;
pub(crate) mod cost;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod import;
#[cfg(feature = "mcp")]
pub(crate) mod mcp;
pub(crate) mod mock;
pub(crate) mod models;
pub(crate) mod paste;
pub(crate) mod plan;
pub(crate) mod replay;
