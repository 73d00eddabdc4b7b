//! Requests and answers that stand in code or in a printout: Python, JavaScript
//! and TypeScript, PowerShell, JSON with comments, dictionaries, and what an
//! object looks like when it is printed. One tolerant reader serves all: it
//! looks for literals, follows variables that are set to one, and says which
//! fields only a run would know.

mod brackets;
mod expression;
mod parser;
mod program;
mod search;
mod text;
mod token;

pub(crate) use search::{Found, find};
