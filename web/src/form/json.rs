//! The question and the answer as JSON, the same as the command's.

use groq_calc::{
    Answer, Draft, Organisation, Outlook, WorkloadDraft,
    answer::organisation::OrganisationAnswer,
    num::Requests,
    question::{RequirementsDraft, Volume},
};
use serde::Serialize;

use crate::form::state::Form;

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

/// Reads a question; in words what is wrong with it, or that the page has no fields for
/// some of it.
pub(crate) fn read(text: &str) -> Result<Form, String> {
    let draft: Draft = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let form = Form::from_draft(draft.clone());
    let (asked, shown) = match draft.services {
        Some(_) => (draft.check_services(), form.organisation().ok().map(|(shown, _)| shown)),
        None => {
            let shown = form.question().ok().map(|(question, _)| question.into());
            (draft.check().map(Organisation::from), shown)
        }
    };
    match (asked, shown) {
        // The form would hide what is wrong.
        (Err(errors), Some(_)) => Err(errors.to_string()),
        (Ok(asked), Some(shown)) if by_months(&asked) != by_months(&shown) => {
            Err(NO_FIELDS.to_string())
        }
        _ => Ok(form),
    }
}

const NO_FIELDS: &str = "the page has no fields for some of it, such as scores, a score that a model must reach, or requirements of all services other than budget, production and benchmark; use `groq-calc plan`";

/// All requests as those of a month: the form may count them by the day or the month.
fn by_months(asked: &Organisation) -> Organisation {
    let mut asked = asked.clone();
    for call in asked.services.iter_mut().flat_map(|service| &mut service.calls) {
        call.volume = Volume::PerMonth(Requests::new(call.requests_per_month()));
    }
    asked
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{outcome::Outcome, planned::Planned};

    #[test]
    fn a_question_leads_back() {
        let form = Form::read("n=2k&i=1.5k&o=500&on=2026-06-04&y=%2420&prod=1&plans=developer&use=first-test&my=openai/gpt-oss-20b,free,TPD,300K").form;
        let text = question(form.draft());
        assert_eq!(read(&text).unwrap(), form, "{text}");
    }

    #[test]
    fn services_lead_back() {
        let form = Form::read("y=50&service=name%3Da%26n%3D300%26i%3D900%26growth%3D10&service=name%3Db%26n%3D9%26i%3D4k%26needs%3Dtools").form;
        let text = question(form.draft());
        assert_eq!(read(&text).unwrap(), form, "{text}");
        assert!(!text.contains("\"\""), "{text}");
    }

    /// As in the contract, with a profile.
    const TWO_KINDS: &str = r#"{"plans": ["developer"], "services": [
        {"name": "support", "growth_percent_per_month": 10, "requirements": {"needs": ["tools"]},
         "profile": [0,0,0,0,0,0,0,0,1,2,3,3,2,3,3,2,1,1,0,0,0,0,0,0],
         "calls": [{"requests_per_day": 300, "input_tokens": 900, "output_tokens": 200},
                   {"requests_per_day": "4k", "input_tokens": 60, "output_tokens": 5, "active_hours_per_day": 8}]},
        {"name": "digest", "growth_percent_per_month": 3,
         "calls": [{"requests_per_month": 900, "input_tokens": 4000, "output_tokens": 400}]}],
        "requirements": {"monthly_budget_usd": "50"}}"#;

    #[test]
    fn what_is_imported_is_answered_as_the_engine_answers_it() {
        let one = r#"{"services": [{"name": "only", "calls": [
            {"requests_per_day": 2000, "input_tokens": 1500, "output_tokens": 500},
            {"requests_per_month": 31, "input_tokens": 60, "output_tokens": 5}]}]}"#;
        for text in [TWO_KINDS, one] {
            let draft: Draft = serde_json::from_str(text).unwrap();
            let asked = draft.check_services().unwrap();
            let engine = crate::form::catalog::CATALOG.answer_services(&asked).unwrap();
            let form = read(text).unwrap();
            let planned = Planned::new(&form, None);
            assert_eq!(planned.answer.as_deref(), Some(&engine), "{text}");
            // As a link and as JSON too.
            assert_eq!(Form::read(&form.fragment(crate::form::view::View::Plan)).form, form);
            assert_eq!(read(&question(form.draft())).unwrap().organisation(), form.organisation());
        }
    }

    #[test]
    fn what_the_page_has_no_fields_for_is_refused() {
        for (from, to, part) in [
            ("{\"monthly", "{\"min_context\": 9000, \"monthly", NO_FIELDS),
            ("\"needs\"", "\"production\": true, \"needs\"", NO_FIELDS),
            (
                "\"input_tokens\": 60,",
                "\"input_tokens\": 60, \"audio_seconds\": 9,",
                "calls of one kind",
            ),
            ("\"tools\"", "\"wings\"", "wings"),
            ("\"digest\"", "\"\"", "name is missing"),
        ] {
            let text = TWO_KINDS.replace(from, to);
            assert_ne!(text, TWO_KINDS);
            let said = read(&text).map(|form| form.organisation().is_ok());
            match said {
                Err(said) => assert!(said.contains(part), "{said}"),
                // Or it stands in the form, where it is shown.
                Ok(is_fine) => assert!(!is_fine, "{to}"),
            }
        }
        let at_least = r#"{"workload": {"requests_per_day": 1, "input_tokens": 1}, "requirements": {"quality": {"benchmark": "gpqa-diamond", "at_least": 70}}}"#;
        assert_eq!(read(at_least), Err(NO_FIELDS.to_string()));
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
