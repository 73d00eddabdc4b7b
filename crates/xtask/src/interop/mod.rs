//! What others made, run against what this project makes: SDKs, SQL engines,
//! tokenizers, clients, and the programs that are printed for people.

pub(crate) mod limiter;
pub(crate) mod mcp;
pub(crate) mod redis;
pub(crate) mod sdk;
pub(crate) mod snippets;
pub(crate) mod sql;
pub(crate) mod tokens;
