//! The question's JSON: what is read, printed and read again is the same, and
//! whatever is refused is refused by the name of its field.

use groq_calc::{Draft, Error, answer, question::FIELDS};

/// Reads JSON, checks it, prints it, reads it again and asks the catalog.
///
/// # Panics
///
/// Where the second reading differs from the first, or an error names no field.
pub fn check(bytes: &[u8]) {
    let Ok(draft) = serde_json::from_slice::<Draft>(bytes) else { return };
    let text = serde_json::to_string(&draft).expect("a draft prints as JSON");
    let again: Draft = serde_json::from_str(&text).expect("what was printed is read");
    assert_eq!(again, draft, "{text}");
    let question = match (draft.check(), again.check()) {
        (Ok(question), Ok(same)) => {
            assert_eq!(question, same);
            question
        }
        (Err(errors), Err(same)) => {
            assert_eq!(errors, same);
            assert!(!errors.is_empty(), "refused without a reason");
            errors.iter().for_each(names_its_field);
            return;
        }
        (first, _) => panic!("the second reading differs from {first:?}"),
    };
    match answer(&groq_catalog::CATALOG, &question) {
        Ok(answer) => {
            let json = serde_json::to_value(&answer).expect("an answer prints as JSON");
            assert_eq!(json["as_of"], answer.as_of.to_string());
            assert_eq!(
                answer.recommended.is_some(),
                answer.options.iter().any(|option| option.passed_over.is_none())
            );
            assert!(!answer.to_string().is_empty());
        }
        Err(error) => names_its_field(&error),
    }
}

fn names_its_field(error: &Error) {
    const OTHERS: [&str; 8] = [
        "as_of",
        "plans",
        "limits",
        "models",
        "use_case",
        "min_context",
        "monthly_budget_usd",
        "tier",
    ];
    let (field, message) = (error.field(), error.to_string());
    let known = FIELDS.iter().any(|known| known.name == field) || OTHERS.contains(&field);
    // An account's own cap is named by its limit, as it was written.
    assert!(known || error.is_out_of_range(), "{field:?} is no field: {message}");
    assert!(message.starts_with(field), "{message:?} does not begin with {field:?}");
}
