//! Commands of a shell that send a request: curl, wget and HTTPie.

mod command;
mod curl;
mod httpie;
mod script;
mod sent;
mod windows;

pub(crate) use command::{all_sent, is_command};
pub(crate) use sent::Sent;
