//! The article's rows say what the engine says, and the reference hangs together.

use std::collections::BTreeSet;

use groq_calc::{Answer, Draft, Number, answer};
use groq_catalog::{ARTICLE, ArticleRow, CATALOG, CHECKS, ERRORS, TOPICS};

/// Answers a row's question, given as a fragment of the page's address.
fn asked(row: &ArticleRow) -> Answer<'static> {
    let mut draft = Draft::default();
    for part in row.question.split('&') {
        let (key, value) = part.split_once('=').expect("a name and a value");
        match key {
            "v" => assert_eq!(value, "1"),
            "as_of" => draft.as_of = Some(value.to_owned()),
            "plans" => draft.plans = Some(vec![value.to_owned()]),
            "model" => draft.requirements.models = Some(vec![value.to_owned()]),
            name => {
                let number = draft.workload.number_mut(name).expect("a field of the workload");
                *number = Some(Number::from(value));
            }
        }
    }
    answer(&CATALOG, &draft.check().expect("a good question")).expect("an answer")
}

fn row(id: &str) -> &'static ArticleRow {
    ARTICLE.iter().find(|row| row.id == id).unwrap_or_else(|| panic!("{id} is missing"))
}

#[test]
fn every_question_is_answered() {
    for row in ARTICLE.iter().filter(|row| !row.question.is_empty()) {
        assert!(!asked(row).options.is_empty(), "{}", row.id);
    }
    let wrong: Vec<_> = ARTICLE.iter().filter(|row| row.wrong).map(|row| row.id).collect();
    assert_eq!(wrong, ["C4", "C6", "F1"]);
}

#[test]
fn what_is_called_right_is_what_the_engine_says() {
    let f1 = &asked(row("F1")).options[0];
    let most = f1.requests_per_day_max.expect("a day has an end");
    assert_eq!(row("F1").right.en, format!("{most} a day, {} binds", f1.binding));

    let c4 = &asked(row("C4")).options[0].monthly;
    assert_eq!(row("C4").right.en, format!("${}", c4.total_usd.expect("priced").with_cents()));

    let c6 = &asked(row("C6")).options[0].monthly;
    assert_eq!(c6.batch_usd, None, "not on the batch list");
    let total = c6.total_usd.expect("priced").with_cents();
    assert_eq!(row("C6").right.en, format!("cannot run as batch; ${total}"));

    for (id, binding) in [("F4", "TPD"), ("F6", "RPD and TPD")] {
        let option = &asked(row(id)).options[0];
        assert_eq!(option.requests_per_day_max, Some(1000), "{id}");
        assert_eq!(option.binding.to_string(), binding, "{id}");
    }
    assert!(asked(row("E3")).options[0].blocked.is_some());
    assert!(asked(row("F3")).options[0].blocked.is_none(), "8,000 just pass");
}

#[test]
fn the_statuses_are_complete_and_sourced() {
    let statuses: BTreeSet<_> = ERRORS.iter().map(|error| error.http_status()).collect();
    let documented =
        ["400", "401", "403", "404", "413", "422", "424", "429", "498", "499", "500", "502", "503"];
    assert_eq!(statuses, documented.into());
    for error in ERRORS {
        assert!(CATALOG.source(error.source).is_some(), "{}", error.id);
    }
    for fact in TOPICS.iter().flat_map(|topic| topic.facts) {
        assert!(CATALOG.source(fact.source).is_some(), "{}", fact.text.en);
    }
    assert!(CHECKS.len() > 10);
}
