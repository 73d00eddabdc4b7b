//! The question and the answer as JSON, the same as the command's.

use groq_calc::{Answer, Draft, Outlook};
use serde::Serialize;

/// The answer with what lies around its option.
#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    answer: &'a Answer<'a>,
    outlook: Option<&'a Outlook<'a>>,
}

/// An answer, to keep or to hand to another tool.
pub(crate) fn answer(answer: &Answer<'_>, outlook: Option<&Outlook<'_>>) -> String {
    render(&Whole { answer, outlook })
}

/// A question as the command takes it: without the fields that were left empty.
pub(crate) fn question(mut draft: Draft) -> String {
    let is_empty = |number: &mut groq_calc::Number| number.as_str().trim().is_empty();
    for field in crate::form::fields::NUMBERS {
        if let Some(slot) = draft.workload.number_mut(field.name) {
            slot.take_if(is_empty);
        } else if let Some(slot) = draft.workload.tools.number_mut(field.name) {
            slot.take_if(is_empty);
        } else if let Some(slot) = draft.requirements.number_mut(field.name) {
            slot.take_if(is_empty);
        }
    }
    draft.as_of.take_if(|day| day.is_empty());
    draft.requirements.use_case.take_if(|case| case.is_empty());
    render(&draft)
}

fn render(value: &impl Serialize) -> String {
    // Texts and numbers alone: writing them can't fail.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// Reads a question; in words what is wrong with it.
pub(crate) fn read(text: &str) -> Result<Draft, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{form::state::Form, page::outcome::Outcome};

    #[test]
    fn a_question_leads_back() {
        let form = Form::read("n=2k&i=1.5k&o=500&on=2026-06-04&y=%2420&prod=1&plans=developer&use=first-test&my=openai/gpt-oss-20b,free,TPD,300K").form;
        let text = question(form.draft());
        assert_eq!(Form::from_draft(read(&text).unwrap()), form, "{text}");
        let same = read(&text).unwrap().check().unwrap();
        assert_eq!(same, form.question().unwrap().0);
    }

    #[test]
    fn what_is_no_question_is_refused_with_a_reason() {
        for (text, part) in [
            ("", "EOF"),
            ("[]", "invalid"),
            ("{}", "missing field `workload`"),
            ("{\"workload\":{\"colour\":1}}", "unknown field `colour`"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains(part), "{error}");
        }
    }

    #[test]
    fn an_answer_has_the_fields_of_the_commands() {
        let outcome = Outcome::new(&Form::example(), None);
        let outlook = outcome.outlook(None);
        let text = answer(&outcome.answer.unwrap(), outlook.as_ref());
        for field in [
            "\"as_of\"",
            "\"options\"",
            "\"recommended\"",
            "\"nearest\"",
            "\"outlook\"",
            "\"list_usd\": \"15.75\"",
        ] {
            assert!(text.contains(field), "{field} is not in {text}");
        }
    }
}
