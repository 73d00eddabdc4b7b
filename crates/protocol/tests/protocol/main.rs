//! Requests, answers and errors of the API, as its documentation and public threads
//! show them.

mod errors;
mod request;
mod usage;
mod usage_records;
