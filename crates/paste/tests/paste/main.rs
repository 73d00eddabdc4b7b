//! Pasted texts, through the public face.

mod check;
mod code;
mod reading;
mod streams;
