//! The command `groq-calc` as people run it; one binary, so that it is linked once.

mod answers;
mod binary;
mod code;
mod completions;
mod cost;
mod cost_forms;
mod error;
mod facts;
mod guard;
mod hostile;
mod man;
mod mcp;
mod mock;
mod paste;
mod plan;
mod quality;
mod replay;
mod replay_forms;
mod retirement;
mod sdk_dumps;
mod services;
mod watch;
