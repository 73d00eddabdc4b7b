use std::sync::Arc;

use groq_calc::{Offer, PlanOption, Question};
use groq_catalog::CATALOG;

use crate::{
    charts::frame::Topic,
    form::state::Picked,
    i18n::locale::Locale,
    page::outcome::{Answered, Outcome},
};

/// What the charts are about: a question, its answer, and one option of it.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub(super) locale: Locale,
    pub(super) question: Arc<Question>,
    pub(super) answer: Answered,
    /// The option that was picked, or else the one of the answer.
    pub(super) option: PlanOption<'static>,
    pub(super) offer: Offer<'static>,
}

impl Subject {
    /// `None` where nothing is answered yet, or no model is offered. While the
    /// form is wrong it is the last answer, as elsewhere on the page.
    pub(super) fn of(outcome: &Outcome, picked: Picked, locale: Locale) -> Option<Self> {
        let (question, answer) = (outcome.question.clone()?, outcome.answer.clone()?);
        let option = outcome.looked_at(picked)?.clone();
        let offer = question.on(&CATALOG).and_then(|dated| dated.offer(option.id)).ok()?;
        Some(Self { locale, question, answer, option, offer })
    }

    /// `gpt-oss-20b on Developer`.
    pub(super) fn name(&self, offer: &Offer<'_>) -> String {
        self.locale.model_on(offer.id)
    }
}

impl Topic for Subject {
    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.answer, &other.answer) && self.option.id == other.option.id
    }
}

#[cfg(test)]
pub(super) mod tests {
    use groq_calc::OptionId;

    use super::*;
    use crate::Form;

    /// The subject of a link.
    pub(in crate::views::plan::pictures) fn subject(fragment: &str) -> Subject {
        let outcome = Outcome::new(&Form::read(fragment).form, None);
        assert_eq!(outcome.errors, []);
        Subject::of(&outcome, None, Locale::En).expect("the question is good")
    }

    #[test]
    fn the_picked_option_comes_first() {
        let outcome = Outcome::new(&Form::example(), None);
        let subject = |picked| Subject::of(&outcome, picked, Locale::En).unwrap();
        let free = outcome.answer.as_ref().unwrap().options[0].clone();
        let picked = Some(free.id);
        assert_eq!(subject(picked).option, free);
        assert_eq!(subject(picked).offer.id.plan, free.id.plan);
        assert_eq!(subject(None).option.passed_over, None);
        // What is no longer among the options is not looked at.
        let gone = subject(Some(OptionId { model: "gone", ..free.id }));
        assert!(gone.is(&subject(None)) && !gone.is(&subject(picked)));
    }

    #[test]
    fn a_wrong_form_keeps_the_last_subject() {
        let good = Outcome::new(&Form::example(), None);
        let wrong = Outcome::new(&Form::read("v=1&requests_per_day=x").form, Some(&good));
        assert!(wrong.is_stale());
        let subject = |outcome| Subject::of(outcome, None, Locale::En);
        assert!(subject(&wrong).unwrap().is(&subject(&good).unwrap()));
        assert!(subject(&Outcome::default()).is_none());
    }
}
