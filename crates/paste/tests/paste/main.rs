//! Pasted texts, through the public face.

mod check;
mod reading;
