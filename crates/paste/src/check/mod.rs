//! What of a request Groq refuses or ignores: its fields, its model, its size.

mod batch;
mod cause;
mod checked;
mod facts;
mod model;
mod request;
mod size;

pub use cause::Cause;
pub use checked::{Checked, Finding, NotChecked, Verdict};
pub use facts::CheckedFacts;
pub use request::check;
