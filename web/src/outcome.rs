//! What the engine says of the form.

use std::sync::Arc;

use groq_calc::{Answer, Error, PlanOption, answer};
use groq_catalog::CATALOG;

use crate::state::Form;

/// An answer over the catalog.
pub(crate) type Answered = Arc<Answer<'static>>;

/// The answer to the form as it stands, or else the last one there was.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Outcome {
    /// What is wrong with the form.
    pub(crate) errors: Vec<Error>,
    /// The answer; of an earlier form where something is wrong with this one.
    pub(crate) answer: Option<Answered>,
}

impl Outcome {
    /// Asks the engine, and keeps the last answer while a field is bad.
    pub(crate) fn new(form: &Form, last: Option<&Self>) -> Self {
        let asked = form
            .draft()
            .check()
            .and_then(|question| answer(&CATALOG, &question).map_err(|error| vec![error]));
        match asked {
            Ok(answer) => Self { errors: Vec::new(), answer: Some(Arc::new(answer)) },
            Err(errors) => Self { errors, answer: last.and_then(|last| last.answer.clone()) },
        }
    }

    /// Whether the answer is to an earlier form.
    pub(crate) fn is_stale(&self) -> bool {
        !self.errors.is_empty() && self.answer.is_some()
    }
}

/// The option to show in full: the recommended one, else the nearest.
pub(crate) fn shown<'b>(answer: &'b Answer<'static>) -> Option<&'b PlanOption<'static>> {
    answer.chosen().or_else(|| {
        let near = answer.nearest.as_ref()?;
        answer.options.iter().find(|option| {
            (option.model, option.plan, option.tier) == (near.model, near.plan, near.tier)
        })
    })
}
