use std::fmt::Write as _;

use groq_calc::Answer;

use crate::output::document::Document;

/// The known end of the model that an answer is about.
pub(crate) fn note(text: &mut Document, answer: &Answer<'_>) {
    if let (Some(best), Some(end)) = (answer.best(), answer.retires()) {
        let _ = writeln!(text, "\nMind the model {}: {end}.", best.id.model);
    }
}
