//! What the engine says of several services on one account.

use std::sync::Arc;

use groq_calc::{answer::organisation::OrganisationAnswer, outlook::ServicesChange};

use crate::form::{asked::Wrong, catalog::CATALOG, state::Form};

/// The answer to the services as they stand, or else the last one there was.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Planned {
    /// What is wrong with the form.
    pub(crate) wrong: Vec<Wrong>,
    /// The places in the form of the services of the answer; those of which nothing
    /// is entered are not in it.
    pub(crate) kept: Vec<usize>,
    /// The answer; of an earlier form where something is wrong with this one.
    pub(crate) answer: Option<Arc<OrganisationAnswer<'static>>>,
    /// What would save or unlock something.
    pub(crate) levers: Vec<ServicesChange>,
}

impl Planned {
    /// Asks the engine, and keeps the last answer while a field is bad; where
    /// nothing is entered there is none to keep.
    pub(crate) fn new(form: &Form, last: Option<&Self>) -> Self {
        if form.is_blank() {
            return Self::default();
        }
        let asked = form.organisation().and_then(|(organisation, kept)| {
            let wrong = |error| vec![Wrong::new(error, form)];
            let answer = CATALOG.answer_services(&organisation).map_err(wrong)?;
            let levers = answer.levers().map_err(wrong)?;
            Ok(Self { wrong: Vec::new(), answer: Some(Arc::new(answer)), kept, levers })
        });
        asked.unwrap_or_else(|wrong| Self { wrong, ..last.cloned().unwrap_or_default() })
    }

    /// Whether the answer is to an earlier form.
    pub(crate) fn is_stale(&self) -> bool {
        !self.wrong.is_empty() && self.answer.is_some()
    }

    /// The place in the answer of a service of the form.
    pub(crate) fn place(&self, index: usize) -> Option<usize> {
        self.kept.iter().position(|kept| *kept == index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two() -> Form {
        let mut form = Form::example();
        form.add_service(|number| format!("S{number}"));
        form.set_named("requests_per_day", "900");
        form.set_named("input_tokens", "4k");
        form
    }

    #[test]
    fn the_last_answer_stays_while_a_field_is_bad() {
        let mut form = two();
        let before = Planned::new(&form, None);
        assert!(before.answer.as_ref().is_some_and(|answer| answer.is_recommended()));
        form.set_named("input_tokens", "much");
        let now = Planned::new(&form, Some(&before));
        assert!(now.is_stale() && now.answer == before.answer);
        assert_eq!(now.wrong[0].service, Some(1));
    }

    #[test]
    fn an_unknown_model_is_an_error_of_its_service() {
        let mut form = two();
        form.set_model_of(1, "no/model".to_string());
        let planned = Planned::new(&form, None);
        assert_eq!(planned.wrong.len(), 1);
        assert_eq!((planned.wrong[0].service, planned.wrong[0].error.field()), (Some(1), "models"));
        assert_eq!(planned.answer, None);
    }

    #[test]
    fn a_service_alone_costs_what_the_plan_of_it_says() {
        let form = Form::example();
        let planned = Planned::new(&form, None);
        let single = crate::page::outcome::Outcome::new(&form, None);
        let best = single.looked_at(None).unwrap();
        assert_eq!(planned.answer.unwrap().monthly.total_usd, best.monthly.total_usd);
    }
}
