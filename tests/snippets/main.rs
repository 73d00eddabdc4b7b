//! Every program that groq-calc writes, run as it is against the stand-in: it keeps to
//! the limits of its plan, does what Groq's errors ask for, and loses no answer.
//!
//! `cargo xtask prove` names a Python with both SDKs in `SDK_PYTHON` and the folder of
//! `groq-sdk` in `SDK_NODE_MODULES`; without one of them the programs of its language
//! are left out.

mod batch;
mod case;
mod faults;
mod limits;
mod program;
mod server;
