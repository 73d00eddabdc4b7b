use clap::Args as Group;
use groq_calc::{
    Catalog, Date, Price,
    catalog::{Cap, CatalogChange, Difference, Item},
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
        let changes: Vec<_> = changes.iter().map(as_json).collect();
        let whole = json!({ "from": from, "to": to, "changes": changes });
        serde_json::to_string_pretty(&whole).map_err(|error| error.to_string())? + "\n"
    } else {
        render(&changes, from, to).render(format)?
    };
    Ok(Outcome { text, fits: true })
}

/// What is different, in words: what, before, after.
pub(crate) struct Words {
    pub(crate) what: String,
    pub(crate) before: String,
    pub(crate) after: String,
}

/// The words for a change.
pub(crate) fn words(difference: &Difference<'_>) -> Words {
    let words =
        |what: &str, before: String, after: String| Words { what: what.to_owned(), before, after };
    let count = |count: Option<u64>| count.map_or("?".to_owned(), |count| count.to_string());
    let yes = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    match *difference {
        Difference::Added { stage } => words("added", String::new(), stage.name().to_owned()),
        Difference::Retired { replacements } => words(
            "retired",
            String::new(),
            match replacements {
                [] => "no replacement is named".to_owned(),
                names => format!("use {}", names.join(" or ")),
            },
        ),
        Difference::Stage { before, after } => {
            words("stage", before.name().to_owned(), after.name().to_owned())
        }
        Difference::Price { item, before, after } => {
            let listed = |price: Option<Price>| {
                price.map_or("not known".to_owned(), |price| listed(item, price))
            };
            words(
                &format!("price of {}, USD per {}", item.name(), per(item)),
                listed(before),
                listed(after),
            )
        }
        Difference::Limit { plan, limit, before, after } => {
            words(&format!("{limit} on {}", plan.title()), cap(before), cap(after))
        }
        Difference::Window { before, after } => {
            words("context window", count(before), count(after))
        }
        Difference::MaxCompletion { before, after } => {
            words("longest completion", count(before), count(after))
        }
        Difference::Admission { before, after } => {
            words("admission", before.name().to_owned(), after.name().to_owned())
        }
        Difference::Batch { listed } => words("batch", yes(!listed), yes(listed)),
        Difference::Tool { tool, offered } => words(tool.name(), yes(!offered), yes(offered)),
    }
}

fn cap(cap: Cap) -> String {
    match cap {
        Cap::Absent => "no limit".to_owned(),
        Cap::Unknown => "not known".to_owned(),
        Cap::At(cap) => cap.to_string(),
    }
}

fn per(item: Item) -> &'static str {
    match item {
        Item::Audio | Item::BatchAudio | Item::CodeExecution | Item::BrowserAutomation => "hour",
        Item::WebSearchBasic | Item::WebSearchAdvanced | Item::VisitWebsite => "1000",
        _ => "million",
    }
}

fn listed(item: Item, price: Price) -> String {
    match per(item) {
        "hour" => price.listed().to_string(),
        "1000" => price.listed_per_thousand().to_string(),
        _ => price.listed_per_million().to_string(),
    }
}

/// What stands in place of a model where all have it.
fn for_all(difference: &Difference<'_>) -> &'static str {
    match difference {
        Difference::Admission { .. } => "(all)",
        _ => "(tools)",
    }
}

pub(crate) fn as_json(change: &CatalogChange<'_>) -> serde_json::Value {
    let Words { what, before, after } = words(&change.difference);
    json!({
        "model": change.model,
        "what": what,
        "before": before,
        "after": after,
        "before_from": change.before,
        "after_from": change.after,
    })
}

fn render(changes: &[CatalogChange<'_>], from: Date, to: Date) -> Document {
    let head = ["model", "what", "before", "after", "since", "source", "status"];
    let mut rows = Table::new(&head, &[2, 3]);
    for change in changes {
        let Words { what, before, after } = words(&change.difference);
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
