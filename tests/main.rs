//! Every test of the math and of the command that asks for neither a browser nor a
//! network. `cargo test -p groq-calc-tests oracle::` runs one room of them.

mod cases;
mod command;
mod house;
mod math;
mod paste;
mod wire;
