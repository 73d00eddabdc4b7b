//! What of a request Groq refuses or ignores: its fields, its model, its size.

mod batch;
mod cause;
mod check;
mod checked;
mod model;
mod size;

pub use cause::Cause;
pub use check::check;
pub use checked::{Checked, Finding, NotChecked, Verdict};
