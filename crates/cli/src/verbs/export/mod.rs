mod sql;

use clap::{Args as Group, Subcommand};
use groq_calc::Catalog;
use groq_catalog::{CATALOG, website};
use groq_catalog_file::CatalogFile;

use crate::{input::catalog::CatalogArgs, output::outcome::Outcome, verbs::export::sql::SqlArgs};

/// What to write.
#[derive(Group)]
pub(crate) struct ExportArgs {
    #[command(subcommand)]
    form: Form,
}

#[derive(Subcommand)]
enum Form {
    /// The catalog as JSON, as --catalog reads it (data/catalog.schema.json).
    Json {
        #[command(flatten)]
        catalog: CatalogArgs,
    },
    /// Prices and a query for the engine that holds your logs.
    Sql(Box<SqlArgs>),
}

impl ExportArgs {
    pub(crate) fn catalog(&self) -> &CatalogArgs {
        match &self.form {
            Form::Json { catalog } => catalog,
            Form::Sql(args) => &args.catalog,
        }
    }
}

/// Writes it.
pub(crate) fn run(args: &ExportArgs, catalog: &Catalog<'_>) -> Result<Outcome, String> {
    let text = match &args.form {
        Form::Json { .. } => {
            let mut file = CatalogFile::of(catalog);
            for (case, given) in file.use_cases.iter_mut().zip(catalog.use_cases) {
                let groqs = CATALOG.use_cases.contains(given);
                let Some(text) = website::use_case(given.id, given.from).filter(|_| groqs) else {
                    continue;
                };
                case.title_zh = text.title.to_owned();
                case.start_zh = text.start.to_owned();
                case.avoid_zh = text.avoid.to_owned();
            }
            serde_json::to_string_pretty(&file).map_err(|error| error.to_string())? + "\n"
        }
        Form::Sql(args) => sql::script(args, catalog)?,
    };
    Ok(Outcome { text, fits: true })
}
