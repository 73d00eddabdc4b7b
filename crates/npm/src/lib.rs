//! The npm package `groq-calc`: engine, catalog, protocol and log readers for
//! JavaScript.
//!
//! A question and an engine's answer cross as JSON, read and printed by the same
//! code as the command's; the package's own objects by `serde-wasm-bindgen`;
//! columns and the numbers of a hot call as they are. `package/api.js` gives the
//! functions their names and default options.
#![allow(unreachable_pub)]

mod catalog;
mod cost;
mod error;
mod figures;
mod js;
mod replay;
mod wire;
