use std::{fs, path::PathBuf};

use clap::Args as Group;
use groq_calc::{Catalog, Date};
use groq_catalog_file::{CatalogFile, Format, Shelf};

/// A catalog is a few pages of text for each model; more is a mistake.
const MOST_BYTES: u64 = 64 << 20;

/// Which catalog answers.
#[derive(Group, Default)]
pub(crate) struct CatalogArgs {
    /// A catalog of your own instead of Groq's: TOML or JSON in the schema data/catalog.schema.json.
    #[arg(long, value_name = "FILE")]
    catalog: Option<PathBuf>,
}

impl CatalogArgs {
    /// Runs with the catalog that was asked for.
    pub(crate) fn with<T>(
        &self,
        run: impl FnOnce(&Catalog<'_>) -> Result<T, String>,
    ) -> Result<T, String> {
        let Some(path) = &self.catalog else { return run(&groq_catalog::CATALOG) };
        let name = path.display().to_string();
        let failed = |error: std::io::Error| format!("{name} cannot be read: {error}");
        let format = Format::of(path)
            .ok_or_else(|| format!("catalog is `{name}`; it must end in .toml or .json"))?;
        if fs::metadata(path).map_err(failed)?.len() > MOST_BYTES {
            return Err(format!("{name} is larger than 64 MiB; a catalog is a small text file"));
        }
        let text = fs::read_to_string(path).map_err(failed)?;
        let file = CatalogFile::read(&name, &text, format).map_err(|error| first(&error))?;
        let shelf = Shelf::default();
        let catalog = shelf.lend(&file).map_err(|error| first(&error))?;
        run(&catalog)
    }
}

/// One clear line: the first fault, and how many there are.
pub(crate) fn first(error: &groq_catalog_file::Error) -> String {
    // A fault of the syntax is shown with its place, over several lines.
    let lines: Vec<_> = error.lines().iter().map(|line| flat(line)).collect();
    match &lines[..] {
        [] => "the catalog can't be used".into(),
        [only] => only.clone(),
        [first, rest @ ..] => format!("{first} (and {} more)", rest.len()),
    }
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The day asked about: the newest, if none is named.
pub(crate) fn day(catalog: &Catalog<'_>, as_of: Option<&str>) -> Result<Date, String> {
    let Some(text) = as_of else { return Ok(catalog.newest()) };
    let oldest = catalog.oldest();
    Date::parse(text).filter(|day| *day >= oldest).ok_or_else(|| {
        format!("as_of is `{text}`; it must be a date like 2026-06-04, {oldest} or later")
    })
}
