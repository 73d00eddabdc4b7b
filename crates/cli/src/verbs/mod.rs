//! One module a verb: its arguments, its help, what it does.
pub(crate) mod check;
pub(crate) mod check_request;
pub(crate) mod checklist;
pub(crate) mod code;
pub(crate) mod completions;
#[cfg(feature = "logs")]
pub(crate) mod cost;
pub(crate) mod diff;
pub(crate) mod error;
pub(crate) mod explain;
pub(crate) mod export;
#[cfg(feature = "guard")]
pub(crate) mod guard;
pub(crate) mod import;
pub(crate) mod man;
#[cfg(feature = "mcp")]
pub(crate) mod mcp;
#[cfg(any(
    not(feature = "guard"),
    not(feature = "logs"),
    not(feature = "mcp"),
    not(feature = "mock"),
    not(feature = "report")
))]
pub(crate) mod missing;
#[cfg(feature = "mock")]
pub(crate) mod mock;
pub(crate) mod models;
pub(crate) mod paste;
pub(crate) mod plan;
#[cfg(feature = "logs")]
pub(crate) mod replay;
#[cfg(feature = "report")]
pub(crate) mod report;
pub(crate) mod watch;
