//! Questions as a program writes them.

use groq_calc::Draft;
use serde_json::{Value, json};

pub(crate) fn draft(question: Value) -> Draft {
    serde_json::from_value(question).expect("a question")
}

pub(crate) fn on_the_articles_day(workload: Value, requirements: Value) -> Draft {
    draft(json!({"as_of": "2026-06-04", "workload": workload, "requirements": requirements}))
}
