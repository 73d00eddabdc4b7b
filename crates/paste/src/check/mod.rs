//! What of a request Groq refuses or ignores: its fields, its model, its size.

mod batch;
mod cause;
mod checked;
mod model;
mod request;
mod size;

pub use cause::Cause;
pub use checked::{Checked, Finding, NotChecked, Verdict};
pub use request::check;
