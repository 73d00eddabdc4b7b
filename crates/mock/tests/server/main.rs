//! The server as its clients meet it, with a time that the tests move.

mod api;
mod batch;
mod caller;
mod faults;
mod limits;
