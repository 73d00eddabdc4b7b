//! What the engine says of the form.

use std::sync::Arc;

use groq_calc::{Answer, Error, Outlook, PlanOption, Question};

use crate::form::catalog::CATALOG;
use crate::form::state::{Form, Picked};

/// An answer over the catalog.
pub(crate) type Answered = Arc<Answer<'static>>;

/// The answer to the form as it stands, or else the last one there was.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcome {
    /// What is wrong with the form.
    pub(crate) errors: Vec<Error>,
    /// The question that is answered.
    pub(crate) question: Option<Arc<Question>>,
    /// Whether its figures followed evenly from what was entered.
    pub(crate) is_exact: bool,
    /// The answer; of an earlier form where something is wrong with this one.
    pub(crate) answer: Option<Answered>,
}

/// The answer follows from the question and is not compared.
impl PartialEq for Outcome {
    fn eq(&self, other: &Self) -> bool {
        (&self.errors, &self.question, self.is_exact)
            == (&other.errors, &other.question, other.is_exact)
    }
}

impl Outcome {
    /// Asks the engine, and keeps the last answer while a field is bad; where
    /// nothing is entered there is none to keep.
    pub(crate) fn new(form: &Form, last: Option<&Self>) -> Self {
        if !form.is_alone() {
            return Self::of_service(form);
        }
        let asked = form.question().and_then(|(question, is_exact)| {
            let answer = CATALOG.answer(&question)?;
            Ok((question, is_exact, answer))
        });
        match asked {
            Ok((question, is_exact, answer)) => Self {
                errors: Vec::new(),
                question: Some(Arc::new(question)),
                is_exact,
                answer: Some(Arc::new(answer)),
            },
            Err(errors) if form.is_blank() => {
                Self { errors: errors.into_iter().collect(), ..Self::default() }
            }
            Err(errors) => {
                Self { errors: errors.into_iter().collect(), ..last.cloned().unwrap_or_default() }
            }
        }
    }

    /// What is wrong with the open one of several services: their answer is that of
    /// an organisation.
    fn of_service(form: &Form) -> Self {
        match form.question() {
            Ok((question, is_exact)) => {
                Self { question: Some(Arc::new(question)), is_exact, ..Self::default() }
            }
            Err(errors) => Self { errors: errors.into_iter().collect(), ..Self::default() },
        }
    }

    /// The option to look at: the picked one, else the one of the answer.
    pub(crate) fn looked_at(&self, picked: Picked) -> Option<&PlanOption<'static>> {
        let answer = self.answer.as_ref()?;
        picked.and_then(|id| answer.option(id)).or_else(|| answer.best())
    }

    /// What lies around that option.
    pub(crate) fn outlook(&self, picked: Picked) -> Option<Outlook<'static>> {
        self.answer.as_ref()?.outlook_on(self.looked_at(picked)?.id).ok()
    }

    /// Whether the answer is to an earlier form.
    pub(crate) fn is_stale(&self) -> bool {
        !self.errors.is_empty() && self.answer.is_some()
    }
}
