//! What Groq refuses or ignores in the body of a request.

mod answer;
mod audio;
mod check;
mod fields;
mod format;
mod messages;
mod report;
mod schema;
mod state;
mod tools;
mod values;

pub use answer::Answer;
pub use check::check;
pub use report::{Endpoint, Facts, Finding, Report, Severity};
