//! What follows from `data/` for those who do not open the page: the whole catalog, what changed
//! from day to day, and the same as a feed.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, anyhow};
use atom_syndication::{Content, Entry, Feed, FixedDateTime, Link, Person, Text};
use groq_calc::{Catalog, Date, catalog::CatalogChange};
use groq_catalog_file::{Arena, CatalogFile};
use serde::Serialize;
use xtask::catalog;

/// The files, none of which the page needs to open.
pub(crate) const FILES: [&str; 3] = ["catalog.json", "changes.json", FEED];
const FEED: &str = "changes.atom";

/// The days of the feed; `changes.json` has all of them.
const NEWEST: usize = 30;

/// What changed on one day.
#[derive(Serialize)]
struct Day<'a> {
    day: Date,
    changes: Vec<CatalogChange<'a>>,
}

/// Writes all of them into a built page.
pub(crate) fn write(root: &Path, folder: &Path) -> Result<()> {
    let file = catalog::whole(root)?;
    let arena = Arena::default();
    let known = file.build(&arena)?;
    let days = days(&known);
    let texts = [
        serde_json::to_string(&CatalogFile::of(&known))?,
        serde_json::to_string_pretty(&days)?,
        feed(&known, &days)?,
    ];
    for (name, text) in FILES.into_iter().zip(texts) {
        fs::write(folder.join(name), text + "\n")
            .with_context(|| format!("{name} cannot be written into {}", folder.display()))?;
    }
    Ok(())
}

/// The days with a change, newest first; the first day of all has none.
fn days<'a>(known: &Catalog<'a>) -> Vec<Day<'a>> {
    let all = known.days();
    let mut days: Vec<_> = all
        .windows(2)
        .map(|two| Day { day: two[1], changes: known.changes(two[0], two[1]) })
        .filter(|day| !day.changes.is_empty())
        .collect();
    days.reverse();
    days
}

fn feed(known: &Catalog<'_>, days: &[Day<'_>]) -> Result<String> {
    const ID: &str = "tag:github.com,2026:groq-calc/groq-calc/changes";
    let entries = days.iter().take(NEWEST).map(|Day { day, changes }| {
        let lines = changes.iter().map(|change| {
            let source = known.source(change.after.source);
            let title = source.map_or(change.after.source, |source| source.title);
            format!("{change} ({title}, {})", change.after.status.name())
        });
        let count = changes.len();
        let noun = if count == 1 { "change" } else { "changes" };
        Ok(Entry {
            title: Text::plain(format!("{day}: {count} {noun}")),
            id: format!("{ID}/{day}"),
            updated: midnight(*day)?,
            content: Some(Content {
                value: Some(lines.collect::<Vec<_>>().join("\n")),
                content_type: Some("text".to_owned()),
                ..Content::default()
            }),
            ..Entry::default()
        })
    });
    let feed = Feed {
        title: Text::plain("groq-calc: changes of Groq's models, limits and prices"),
        id: ID.to_owned(),
        updated: midnight(known.newest())?,
        authors: vec![Person { name: "groq-calc".to_owned(), ..Person::default() }],
        links: vec![Link { href: FEED.to_owned(), rel: "self".to_owned(), ..Link::default() }],
        entries: entries.collect::<Result<_>>()?,
        ..Feed::default()
    };
    Ok(feed.to_string())
}

fn midnight(day: Date) -> Result<FixedDateTime> {
    let text = format!("{day}T00:00:00Z");
    text.parse().map_err(|error| anyhow!("{text} is not a time: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with<T>(then: impl FnOnce(&Catalog<'_>) -> T) -> T {
        let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        let file = catalog::whole(root).unwrap();
        let arena = Arena::default();
        then(&file.build(&arena).unwrap())
    }

    #[test]
    fn every_day_has_its_changes_newest_first() {
        with(|known| {
            let days = days(known);
            assert!(days.windows(2).all(|two| two[0].day > two[1].day));
            let august = days.iter().find(|day| day.day == Date::constant(2026, 8, 16)).unwrap();
            let gone =
                august.changes.iter().find(|one| one.model == Some("llama-3.3-70b-versatile"));
            assert!(
                gone.unwrap().to_string().starts_with("llama-3.3-70b-versatile: retired, use ")
            );
            let json = serde_json::to_value(&days).unwrap();
            assert_eq!(json[0]["day"], days[0].day.to_string());
            for key in ["model", "code", "what", "before", "after", "after_from"] {
                assert!(json[0]["changes"][0].get(key).is_some(), "{key} is missing");
            }
        });
    }

    #[test]
    fn a_reader_of_feeds_reads_ours() {
        with(|known| {
            let days = days(known);
            let read: Feed = feed(known, &days).unwrap().parse().unwrap();
            assert_eq!(read.entries.len(), days.len().min(NEWEST));
            assert!(read.entries.iter().all(|entry| entry.content.as_ref().is_some_and(|text| {
                text.value.as_deref().is_some_and(|text| text.contains('('))
            })));
            assert!(read.entries.windows(2).all(|two| two[0].updated > two[1].updated));
        });
    }
}
