use groq_calc::Draft;
use groq_catalog::WITH_SCORES;
use pyo3::{Python, pyfunction};

use crate::{error::Fault, json};

/// Answers a question, as `groq-calc plan --json`; the outlook takes as long again.
#[pyfunction]
pub fn plan(py: Python<'_>, question: &str, outlook: bool) -> Result<String, Fault> {
    let draft = json::read::<Draft>("question", question)?;
    py.detach(|| {
        if draft.services.is_some() {
            let answer = WITH_SCORES.answer_services(&draft.check_services()?)?;
            return if outlook { json::text(&answer.with_levers()?) } else { json::text(&answer) };
        }
        let answer = WITH_SCORES.answer(&draft.check()?)?;
        if outlook { json::text(&answer.with_outlook()?) } else { json::text(&answer) }
    })
}
