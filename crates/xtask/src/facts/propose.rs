use std::{
    fs,
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

use anyhow::{Context as _, Result, bail};
use groq_calc::Date;
use groq_catalog_file::{
    Arena, Source,
    account::{Additions, compare},
    read_text,
};
use groq_protocol::ModelList;
use serde::Serialize;
use xtask::catalog;

const SOURCES: &str = "data/groq/sources.toml";

/// One file of `data/` with what is appended to it.
#[derive(Debug, PartialEq, Eq)]
struct Addition {
    file: String,
    text: String,
}

/// Prints what a response of `GET /models` says beside `data/` and which entries
/// it would add; with `write`, appends them.
pub(crate) fn run(root: &Path, response: &Path, from: Option<&str>, write: bool) -> Result<()> {
    let day = match from {
        Some(text) => Date::parse(text)
            .with_context(|| format!("from is `{text}`; it must be a date like 2026-06-04"))?,
        None => today()?,
    };
    let text = read_text(response)?;
    let list = ModelList::parse(&text)
        .with_context(|| format!("{} is not a response of GET /models", response.display()))?;
    if list.models.is_empty() {
        bail!("{} lists no model: nothing can be compared", response.display());
    }
    let proposal = Proposal::of(root, &list, day)?;
    print!("{}", proposal.report);
    for Addition { file, text } in &proposal.additions {
        println!("\n# {file}\n{text}");
    }
    if proposal.additions.is_empty() {
        println!("nothing to add");
    } else if write {
        for Addition { file, text } in &proposal.additions {
            append(&root.join(file), text)?;
            println!("appended to {file}");
        }
        catalog::run(root, false)?;
    } else {
        println!("nothing was written; --write appends these entries");
    }
    Ok(())
}

struct Proposal {
    /// A line for each model that differs.
    report: String,
    additions: Vec<Addition>,
}

impl Proposal {
    fn of(root: &Path, list: &ModelList, day: Date) -> Result<Self> {
        let file = catalog::whole(root)?;
        let arena = Arena::default();
        let known = file.build(&arena)?;
        let compared = compare(&known, list);
        let mut report = format!(
            "{} models in the list of {day}, beside data/ of {}\n",
            list.models.len(),
            known.newest()
        );
        if list.without_id > 0 {
            report += &format!("{} entries have no id and were left out\n", list.without_id);
        }
        let source = format!("groq-models-api-{day}");
        let mut additions = Vec::new();
        let sources: Vec<_> =
            file.sources.iter().map(|one| one.id.as_str()).chain([&*source]).collect();
        let ids: Vec<_> = file
            .models
            .keys()
            .map(String::as_str)
            .chain(compared.iter().map(|one| one.id))
            .collect();
        for one in compared.iter().filter(|one| !one.differences.is_empty()) {
            report += &format!("{one}\n");
            let Some(added) = one.additions(day, &source) else { continue };
            let path = format!("data/groq/models/{}.toml", one.id);
            // A new model's id becomes a path.
            if !file.models.contains_key(one.id) && !is_plain(one.id) {
                bail!("the id {:?} can't be the name of a file in data/", one.id);
            }
            let text = entries(&added)?;
            let old = match file.models.contains_key(one.id) {
                true => fs::read_to_string(root.join(&path))?,
                false => String::new(),
            };
            catalog::model(one.id, &(old + &text), &sources, &ids)
                .with_context(|| format!("the entries for {} can't be appended", one.id))?;
            additions.push(Addition { file: path, text });
        }
        let is_known = file.sources.iter().any(|one| one.id == source);
        if !additions.is_empty() && !is_known {
            additions.push(Addition {
                file: SOURCES.to_owned(),
                text: source_entry(source, list, day)?,
            });
        }
        Ok(Self { report, additions })
    }
}

/// Letters, digits, dots, hyphens and underscores, with slashes between them.
fn is_plain(id: &str) -> bool {
    id.split('/').all(|part| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
    })
}

/// The head of a new model's file, and every entry.
fn entries(added: &Additions) -> Result<String> {
    let mut text = String::new();
    if added.lifecycle.is_some() {
        #[derive(Serialize)]
        struct Head<'a> {
            name: &'a str,
            kind: groq_catalog_file::Kind,
        }
        text += &toml::to_string(&Head { name: &added.name, kind: added.kind })?;
    }
    if let Some(entry) = &added.lifecycle {
        text += &table("lifecycle", entry)?;
    }
    if let Some(entry) = &added.context {
        text += &table("context", entry)?;
    }
    if let Some(entry) = &added.prices {
        text += &table("prices", entry)?;
    }
    Ok(text)
}

fn source_entry(id: String, list: &ModelList, day: Date) -> Result<String> {
    table(
        "source",
        &Source {
            id,
            title: format!(
                "Response of GET /openai/v1/models of {day}, {} models",
                list.models.len()
            ),
            publisher: "Groq".to_owned(),
            url: String::new(),
            accessed: day.to_string(),
        },
    )
}

/// An entry as `data/` has them: days are dates of TOML's own.
fn table(name: &str, entry: &impl Serialize) -> Result<String> {
    let text = toml::to_string(entry)?;
    let mut lines = Vec::new();
    for line in text.lines() {
        let bare = ["from = \"", "accessed = \""].into_iter().find_map(|key| {
            let day = line.strip_prefix(key)?.strip_suffix('"')?;
            Some(format!("{}{day}", &key[..key.len() - 1]))
        });
        lines.push(bare.unwrap_or_else(|| line.to_owned()));
    }
    Ok(format!("\n[[{name}]]\n{}\n", lines.join("\n")))
}

/// Behind what is there; a source, in its place by its id.
fn append(path: &Path, text: &str) -> Result<()> {
    let old = match path.exists() {
        true => fs::read_to_string(path)?,
        false => String::new(),
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let new = match path.ends_with(SOURCES) {
        true => sorted(&old, text),
        false => old + text,
    };
    fs::write(path, new).with_context(|| format!("{} can't be written", path.display()))
}

/// The sources with one more, by their ids.
fn sorted(old: &str, entry: &str) -> String {
    const HEAD: &str = "\n[[source]]\n";
    let id =
        |text: &str| text.lines().find_map(|line| Some(line.strip_prefix("id = ")?.to_owned()));
    let new = id(entry);
    let starts: Vec<_> = old.match_indices(HEAD).map(|(at, _)| at).collect();
    let at = starts.into_iter().find(|at| id(&old[*at..]) > new).unwrap_or(old.len());
    format!("{}{entry}{}", &old[..at], &old[at..])
}

/// The day that the clock shows, in UTC.
fn today() -> Result<Date> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let days = i64::try_from(seconds / 86_400)?;
    Date::from_days_since_epoch(days).context("the clock shows no day; give one with --from")
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Date = Date::constant(2026, 11, 29);

    fn root() -> &'static Path {
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
    }

    fn propose(list: &str) -> Proposal {
        Proposal::of(root(), &ModelList::parse(list).unwrap(), DAY).unwrap()
    }

    #[test]
    fn adds_dated_entries_and_their_source() {
        let proposal = propose(
            r#"{"data": [{"id": "openai/gpt-oss-20b", "context_window": 131072,
            "pricing": {"prompt": "0.000000075", "completion": "0.0000004"}}, {"id": "maker/new-1b"}]}"#,
        );
        let files: Vec<_> = proposal.additions.iter().map(|one| one.file.as_str()).collect();
        assert_eq!(
            files,
            [
                "data/groq/models/maker/new-1b.toml",
                "data/groq/models/openai/gpt-oss-20b.toml",
                SOURCES
            ]
        );
        assert_eq!(
            proposal.additions[0].text,
            "name = \"maker/new-1b\"\nkind = \"chat\"\n\n[[lifecycle]]\nfrom = 2026-11-29\n\
             source = \"groq-models-api-2026-11-29\"\nstatus = \"likely\"\nstate = \"listed\"\n"
        );
        assert_eq!(
            proposal.additions[1].text,
            "\n[[prices]]\nfrom = 2026-11-29\nsource = \"groq-models-api-2026-11-29\"\n\
             status = \"likely\"\ninput = \"0.075\"\ncached_input = \"0.0375\"\noutput = \"0.4\"\n"
        );
        assert!(
            proposal.report.contains("openai/gpt-oss-120b: not in the list"),
            "{}",
            proposal.report
        );
    }

    #[test]
    fn a_list_that_agrees_adds_nothing() {
        let proposal =
            propose(r#"{"data": [{"id": "openai/gpt-oss-120b", "context_window": 131072}]}"#);
        assert_eq!(proposal.additions, []);
    }

    #[test]
    fn refuses_an_id_that_leaves_the_folder() {
        let list = ModelList::parse(r#"{"data": [{"id": "../../x"}]}"#).unwrap();
        assert!(Proposal::of(root(), &list, DAY).is_err());
        for id in ["", "a//b", "/a", "a/..", "a b"] {
            assert!(!is_plain(id), "{id}");
        }
        assert!(is_plain("openai/gpt-oss-120b"));
    }

    #[test]
    fn a_source_stands_by_its_id() {
        let one = |id: &str| format!("\n[[source]]\nid = \"{id}\"\ntitle = \"t\"\n");
        let old = format!("# head\n{}{}", one("a"), one("c"));
        assert_eq!(
            sorted(&old, &one("b")),
            format!("# head\n{}{}{}", one("a"), one("b"), one("c"))
        );
        assert_eq!(sorted(&old, &one("d")), old.clone() + &one("d"));
    }
}
