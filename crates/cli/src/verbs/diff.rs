use clap::Args as Group;
use groq_calc::{
    Catalog, Date,
    catalog::{CatalogChange, Difference, InWords},
};
use serde_json::json;

use crate::{
    input::{
        candidates,
        catalog::{self, CatalogArgs},
    },
    output::{
        counted::Counted,
        document::{Document, Table},
        format::{Format, FormatArgs},
        outcome::Outcome,
    },
};

/// Two days to compare.
#[derive(Group)]
#[command(
    after_help = "Examples:\n  groq-calc diff --from 2026-06-04\n  groq-calc diff --from 2026-06-04 --to 2026-08-16 --format markdown"
)]
pub(crate) struct DiffArgs {
    /// The earlier day, like 2026-06-04.
    #[arg(long, value_name = "DATE")]
    from: String,
    /// The later day; the newest by default.
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// Only this model; may be repeated.
    #[arg(long = "model", value_name = "ID", add = candidates::models())]
    models: Vec<String>,
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    pub(crate) catalog: CatalogArgs,
}

/// Lists what changed.
pub(crate) fn run(args: &DiffArgs, catalog: &Catalog<'_>) -> Result<Outcome, String> {
    let named = |flag: &str, error: String| error.replacen("as_of", flag, 1);
    let from = catalog::day(catalog, Some(&args.from)).map_err(|error| named("from", error))?;
    let to = catalog::day(catalog, args.to.as_deref()).map_err(|error| named("to", error))?;
    if from >= to {
        return Err(format!("from is `{from}`; it must be before to, {to}"));
    }
    for id in &args.models {
        if catalog.model(id).is_none() {
            return Err(format!("model names `{id}`, which the catalog does not have"));
        }
    }
    let asked = |change: &CatalogChange<'_>| {
        args.models.is_empty()
            || change.model.is_some_and(|model| args.models.iter().any(|id| id == model))
    };
    let changes: Vec<_> = catalog.changes(from, to).into_iter().filter(asked).collect();
    let format = args.format.get();
    let text = if format == Format::Json {
        let whole = json!({ "from": from, "to": to, "changes": changes });
        serde_json::to_string_pretty(&whole).map_err(|error| error.to_string())? + "\n"
    } else {
        render(&changes, from, to).render(format)?
    };
    Ok(Outcome { text, fits: true })
}

/// What stands in place of a model where all have it.
fn for_all(difference: &Difference<'_>) -> &'static str {
    match difference {
        Difference::Admission { .. } => "(all)",
        _ => "(tools)",
    }
}

fn render(changes: &[CatalogChange<'_>], from: Date, to: Date) -> Document {
    let head = ["model", "what", "before", "after", "since", "source", "status"];
    let mut rows = Table::new(&head, &[2, 3]);
    for change in changes {
        let InWords { what, before, after, .. } = change.difference.in_words();
        rows.add_row([
            change.model.unwrap_or(for_all(&change.difference)).to_owned(),
            what,
            before,
            after,
            change.after.from.to_string(),
            change.after.source.to_owned(),
            change.after.status.name().to_owned(),
        ]);
    }
    let mut document = Document::default();
    document.push(&format!("{} from {from} to {to}", Counted(changes.len(), "change")), rows);
    document
}
