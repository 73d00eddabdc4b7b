//! What changed between two days, on the real catalog.

use std::collections::BTreeSet;

use groq_calc::{
    Date, Plan,
    catalog::{Cap, CatalogChange, Difference, Lifecycle},
};
use groq_catalog::CATALOG;

const ARTICLE: Date = Date::constant(2026, 6, 4);

fn of<'a>(changes: &'a [CatalogChange<'static>], id: &str) -> Vec<&'a CatalogChange<'static>> {
    changes.iter().filter(|change| change.model == Some(id)).collect()
}

#[test]
fn since_the_article_most_of_its_models_were_retired() {
    let changes = CATALOG.changes(ARTICLE, CATALOG.newest());
    let llama = of(&changes, "llama-3.1-8b-instant");
    assert_eq!(llama.len(), 1, "its end alone is said: {llama:?}");
    let Difference::Retired { replacements } = llama[0].difference else { panic!("{llama:?}") };
    assert_eq!(replacements, ["openai/gpt-oss-20b"]);
    assert_eq!(llama[0].after.from, Date::constant(2026, 8, 16));
    let retired: BTreeSet<_> = changes
        .iter()
        .filter(|change| matches!(change.difference, Difference::Retired { .. }))
        .filter_map(|change| change.model)
        .collect();
    for id in ["llama-3.3-70b-versatile", "qwen/qwen3-32b", "groq/compound"] {
        assert!(retired.contains(id), "{id}");
    }
    // It came and went in between.
    let qwen = of(&changes, "qwen/qwen3.6-27b");
    assert!(matches!(qwen[0].difference, Difference::Added { .. }), "{qwen:?}");
    assert!(matches!(qwen[1].difference, Difference::Retired { .. }), "{qwen:?}");
    assert_eq!(of(&changes, "openai/gpt-oss-120b").len(), 0, "read again is no change");
}

#[test]
fn on_every_pair_of_days_what_came_and_went_is_said_once() {
    let mut days: BTreeSet<_> = CATALOG.models.iter().flat_map(|model| model.dates()).collect();
    days.insert(Date::constant(2020, 1, 1));
    days.insert(ARTICLE);
    let (mut pairs, mut figures) = (0, 0);
    for &from in &days {
        assert!(CATALOG.changes(from, from).is_empty());
        for &to in days.range(from..).skip(1) {
            pairs += 1;
            assert!(CATALOG.changes(to, from).is_empty());
            let changes = CATALOG.changes(from, to);
            for model in CATALOG.models {
                let said = of(&changes, model.id);
                let count = |want: fn(&Difference<'_>) -> bool| {
                    said.iter().filter(|change| want(&change.difference)).count()
                };
                // Of the oldest models nothing is known but their end.
                let known = !matches!(model.lifecycle[0].value, Lifecycle::Retired { .. });
                let came = known && model.stage(from).is_none() && model.stage(to).is_some();
                let gone = |day| model.ended_on().is_some_and(|end| end <= day);
                let went = !gone(from) && gone(to);
                assert_eq!(count(|d| matches!(d, Difference::Added { .. })), usize::from(came));
                assert_eq!(count(|d| matches!(d, Difference::Retired { .. })), usize::from(went));
                if came || gone(to) {
                    assert_eq!(said.len(), usize::from(came) + usize::from(went), "{said:?}");
                }
                for change in said {
                    assert!(CATALOG.source(change.after.source).is_some());
                    figures += usize::from(differs(model, change, from, to));
                }
            }
        }
    }
    assert!(pairs > 20 && figures > 20, "{pairs} pairs, {figures} changed figures");
}

/// Whether it is a changed limit or price; then both values must be those of the days.
fn differs(
    model: &groq_calc::Model<'static>,
    change: &CatalogChange<'static>,
    from: Date,
    to: Date,
) -> bool {
    match change.difference {
        Difference::Limit { plan, limit, before, after } => {
            let entries = if plan == Plan::Free { model.free } else { model.developer };
            let cap = |day| {
                groq_calc::catalog::Dated::at(entries, day)
                    .map_or(Cap::Unknown, |entry| entry.value.get(limit))
            };
            assert_ne!(before, after);
            assert_eq!((before, after), (cap(from), cap(to)), "{} {limit}", model.id);
            true
        }
        Difference::Price { before, after, .. } => {
            assert_ne!(before, after);
            let now = model.prices_at(to).expect("it has a price").value;
            let known = [now.input, now.cached_input, now.output, now.audio_hour, now.characters];
            assert!(known.contains(&after), "{}", model.id);
            true
        }
        _ => false,
    }
}
