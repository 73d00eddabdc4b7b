//! The question and the answer as JSON, the same as the command's.

use groq_calc::{
    Answer, Draft, Outlook, WorkloadDraft,
    answer::organisation::OrganisationAnswer,
    question::{RequirementsDraft, ServiceDraft},
};
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
    strip(&mut draft.workload, &mut draft.requirements);
    for service in draft.services.iter_mut().flatten() {
        for call in &mut service.calls {
            strip(call, &mut service.requirements);
        }
    }
    draft.as_of.take_if(|day| day.is_empty());
    render(&draft)
}

fn strip(workload: &mut WorkloadDraft, requirements: &mut RequirementsDraft) {
    let is_empty = |number: &mut groq_calc::Number| number.as_str().trim().is_empty();
    for field in crate::form::fields::NUMBERS {
        if let Some(slot) = workload.number_mut(field.name) {
            slot.take_if(is_empty);
        } else if let Some(slot) = workload.tools.number_mut(field.name) {
            slot.take_if(is_empty);
        } else if let Some(slot) = requirements.number_mut(field.name) {
            slot.take_if(is_empty);
        }
    }
    requirements.use_case.take_if(|case| case.is_empty());
}

/// The answer for several services, with its levers.
pub(crate) fn services_answer(answer: &OrganisationAnswer<'_>) -> String {
    answer.with_levers().map_or_else(|error| error.to_string(), |whole| render(&whole))
}

fn render(value: &impl Serialize) -> String {
    // Texts and numbers alone: writing them can't fail.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// Reads a question; in words what is wrong with it, or what of it the page has no
/// fields for.
pub(crate) fn read(text: &str) -> Result<Draft, String> {
    let draft: Draft = serde_json::from_str(text).map_err(|error| error.to_string())?;
    for service in draft.services.iter().flatten() {
        let ServiceDraft { name, calls, profile, .. } = service;
        if calls.len() > 1 {
            return Err(format!(
                "service `{name}` makes {} kinds of call, the page plans one: split it, or use `groq-calc plan`",
                calls.len()
            ));
        }
        if profile.is_some() {
            return Err(format!("service `{name}` has a profile: use `groq-calc plan` for it"));
        }
    }
    Ok(draft)
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
    fn services_lead_back() {
        let form = Form::read("y=50&service=name%3Da%26n%3D300%26i%3D900%26growth%3D10&service=name%3Db%26n%3D9%26i%3D4k%26needs%3Dtools").form;
        let text = question(form.draft());
        assert_eq!(Form::from_draft(read(&text).unwrap()), form, "{text}");
        assert!(!text.contains("\"\""), "{text}");
        let two = text.replace("\"calls\": [", "\"calls\": [{\"requests_per_day\": 1}, ");
        assert!(read(&two).unwrap_err().contains("2 kinds of call"));
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
