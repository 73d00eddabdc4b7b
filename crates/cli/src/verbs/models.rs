use std::fmt::Write as _;

use clap::Args as Group;
use groq_calc::{
    Catalog, Limit,
    catalog::{Capability, Dated, Lifecycle, Listing},
};
use serde_json::Value;

use crate::{
    input::catalog::{self, CatalogArgs},
    output::{
        document::{Document, Table},
        format::{Format, FormatArgs},
        outcome::Outcome,
    },
};

/// What to list.
#[derive(Group)]
#[command(
    after_help = "Examples:\n  groq-calc models\n  groq-calc models --as-of 2026-06-04 --json\n  groq-calc models --all"
)]
pub(crate) struct ModelsArgs {
    /// The day, like 2026-06-04; the newest by default.
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    /// Retired models too.
    #[arg(long)]
    pub(crate) all: bool,
    #[command(flatten)]
    pub(crate) format: FormatArgs,
    #[command(flatten)]
    pub(crate) catalog: CatalogArgs,
}

/// Lists the models.
pub(crate) fn run(args: &ModelsArgs, catalog: &Catalog<'_>) -> Result<Outcome, String> {
    let listing = Listing::on(catalog, catalog::day(catalog, args.as_of.as_deref())?, args.all);
    let format = args.format.get();
    let text = if format == Format::Json {
        let whole = as_json(&listing)?;
        serde_json::to_string_pretty(&whole).map_err(|error| error.to_string())? + "\n"
    } else {
        render(&listing).render(format)?
    };
    Ok(Outcome { text, fits: true })
}

/// A listing as JSON, its fields sorted by name.
pub(crate) fn as_json(listing: &Listing<'_>) -> Result<Value, String> {
    serde_json::to_value(listing).map_err(|error| error.to_string())
}

fn render(listing: &Listing<'_>) -> Document {
    let day = listing.as_of;
    let head = [
        "model",
        "kind",
        "stage",
        "free: RPM",
        "RPD",
        "TPM",
        "TPD",
        "USD in",
        "cached",
        "out",
        "batch",
        "from",
    ];
    let mut rows = Table::new(&head, &[3, 4, 5, 6, 7, 8, 9]);
    for model in &listing.models {
        let free = Dated::at(model.free, day);
        let cap = |limit| {
            let unknown = free.is_none_or(|entry| entry.value.unknown().contains(limit));
            let figure = free.and_then(|entry| entry.value.figure(limit));
            figure.map_or(if unknown { "?" } else { "-" }.to_owned(), |cap| cap.to_string())
        };
        let entry = model.prices_at(day);
        let prices = entry.map(|entry| entry.value).unwrap_or_default();
        let million = |price: Option<groq_calc::Price>| {
            price.map(|price| price.listed_per_million().to_string())
        };
        let hour = prices.audio_hour.map(|price| format!("{}/h", price.listed()));
        let characters = million(prices.characters).map(|price| format!("{price}/M chars"));
        let input = million(prices.input).or(hour).or(characters);
        rows.add_row([
            model.id.to_owned(),
            model.kind.name().to_owned(),
            model.stage(day).map_or("", |entry| entry.value.name()).to_owned(),
            cap(Limit::RPM),
            cap(Limit::RPD),
            cap(Limit::TPM),
            cap(Limit::TPD),
            input.unwrap_or("?".into()),
            million(prices.cached_input).unwrap_or("-".into()),
            million(prices.output).unwrap_or("-".into()),
            if model.is_batchable(day) { "yes" } else { "no" }.to_owned(),
            free.map_or(String::new(), |entry| entry.from.to_string()),
        ]);
    }
    let mut text = Document::default();
    text.push(
        &format!("Models as of {day}; USD per million tokens; ? is unknown, - is none"),
        rows,
    );
    text.push("What they can do; a question mark where sources disagree", abilities(listing));
    for model in &listing.models {
        let stage =
            model.stage(day).filter(|stage| matches!(stage.value, Lifecycle::Enterprise { .. }));
        if let Some(stage) = stage {
            let since = stage.from;
            let _ =
                writeln!(text, " mind {}: enterprise only since {since}; Contact Sales", model.id);
        }
        if let Some(entry) = Dated::at(model.contested, day) {
            let price = entry.value.cached_input.listed_per_million();
            let (source, against) = (entry.source, entry.value.against);
            let _ = writeln!(
                text,
                " mind {}: a cached price of {price} is contested: {source} names it, {against} does \
                 not; no bill uses it",
                model.id
            );
        }
        if let Some(end) = model.retirement_after(day) {
            let _ = writeln!(text, " mind {}: {end}", model.id);
        }
    }
    text
}

/// What each model can do, as far as sources say.
fn abilities(listing: &Listing<'_>) -> Table {
    let mut rows = Table::new(&["model", "can", "cannot", "efforts", "limits"], &[]);
    for model in &listing.models {
        let abilities = model.abilities(listing.as_of);
        let yes = abilities.yes.iter().map(|one| one.name().to_owned());
        let disputed = abilities.disputed.iter().map(|one| format!("{}?", one.name()));
        let can: Vec<_> = yes.chain(disputed).collect();
        let cannot: Vec<_> = abilities.no.iter().map(Capability::name).collect();
        let default = model.default_effort(listing.as_of);
        let efforts = model.efforts(listing.as_of).iter().map(|effort| match default {
            Some(default) if default == *effort => format!("{effort} (default)"),
            _ => (*effort).to_owned(),
        });
        let details = model.details(listing.as_of);
        let details = details.iter().map(|(name, (value, _))| format!("{name} {value}"));
        rows.add_row([
            model.id.to_owned(),
            can.join(", "),
            cannot.join(", "),
            efforts.collect::<Vec<_>>().join(", "),
            details.collect::<Vec<_>>().join("; "),
        ]);
    }
    rows
}
