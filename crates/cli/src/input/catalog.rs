use std::path::PathBuf;

use clap::Args as Group;
use groq_calc::{Catalog, Date};
use groq_catalog_file::{Arena, CatalogFile, Format, read_text};
use groq_log::usage::ModelName;

use crate::{input::file, output::printable};

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
        let Some(path) = &self.catalog else { return run(&groq_catalog::WITH_SCORES) };
        let name = path.display().to_string();
        let format = Format::of(path)
            .ok_or_else(|| format!("catalog is `{name}`; it must end in .toml or .json"))?;
        let arena = Arena::default();
        let catalog = file::guarded(path, || {
            read_text(path)
                .and_then(|text| CatalogFile::read(&name, &text, format)?.build(&arena))
                .map_err(|error| first(&error))
        })?;
        run(&catalog)
    }
}

/// One line: the first problem, and how many more there are.
pub(crate) fn first(error: &groq_catalog_file::Error) -> String {
    // A fault of TOML's syntax is shown with its place, over several lines.
    let lines: Vec<_> = error.problems().iter().map(|problem| flat(&problem.to_string())).collect();
    match &lines[..] {
        [] => "the catalog can't be used".into(),
        [only] => only.clone(),
        [first, rest @ ..] => format!("{first} (and {} more)", rest.len()),
    }
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The id of a model that a name means. Where it is not the id itself, that is
/// said on standard error.
pub(crate) fn model<'a>(catalog: &Catalog<'a>, name: &str) -> Result<&'a str, String> {
    match ModelName::find(catalog, name) {
        ModelName::Exact(model) => Ok(model.id),
        ModelName::Spelled(model) => {
            anstream::eprintln!("model `{}` is read as {}", printable::line(name), model.id);
            Ok(model.id)
        }
        ModelName::Unknown(Some(nearest)) => Err(format!(
            "model is `{name}`, which is unknown; the nearest is {nearest}, and `groq-calc models` \
             lists all"
        )),
        ModelName::Unknown(None) => Err(format!(
            "model is `{name}`, which is unknown; it must be a model id that `groq-calc models` \
             lists"
        )),
    }
}

/// The day asked about: the newest, if none is named.
pub(crate) fn day(catalog: &Catalog<'_>, as_of: Option<&str>) -> Result<Date, String> {
    let Some(text) = as_of else { return Ok(catalog.newest()) };
    let oldest = catalog.oldest();
    Date::parse(text).filter(|day| *day >= oldest).ok_or_else(|| {
        format!("as_of is `{text}`; it must be a date like 2026-06-04, {oldest} or later")
    })
}
