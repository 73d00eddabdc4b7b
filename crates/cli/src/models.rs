use groq_calc::{Caps, Catalog, Date, Dated, Lifecycle, Limit, Model, Prices};
use serde_json::{Map, Value, json};

use crate::{
    Outcome,
    args::ModelsArgs,
    document::{Document, Table},
    format::Format,
};

/// Lists the models.
pub(crate) fn run(args: &ModelsArgs, catalog: &Catalog<'_>) -> Result<Outcome, String> {
    let day = day(catalog, args.as_of.as_deref())?;
    let format = args.format.get();
    let text = if format == Format::Json {
        let listing = listing(catalog, day, args.all);
        serde_json::to_string_pretty(&listing).map_err(|error| error.to_string())? + "\n"
    } else {
        written(&listed(catalog, day, args.all), day).written(format)?
    };
    Ok(Outcome { text, fits: true })
}

/// The models of a day, retired ones too with `all`.
fn listed<'a>(catalog: &Catalog<'a>, day: Date, all: bool) -> Vec<&'a Model<'a>> {
    let listed = |model: &&Model<'_>| model.stage(day).is_some() && (all || model.is_offered(day));
    catalog.models.iter().filter(listed).collect()
}

/// The same as JSON, with the prices of the tools.
pub(crate) fn listing(catalog: &Catalog<'_>, day: Date, all: bool) -> Value {
    let tools = Dated::at(catalog.tools, day).map(|entry| {
        let prices = entry.value;
        with_origin(entry, json!({
            "web_search_basic_per_1000_usd": prices.web_search_basic.listed_per_thousand(),
            "web_search_advanced_per_1000_usd": prices.web_search_advanced.listed_per_thousand(),
            "visit_website_per_1000_usd": prices.visit_website.listed_per_thousand(),
            "code_execution_per_hour_usd": prices.code_execution.listed(),
            "browser_automation_per_hour_usd": prices.browser_automation.listed(),
        }))
    });
    let models: Vec<_> =
        listed(catalog, day, all).iter().map(|model| as_json(model, day)).collect();
    json!({ "as_of": day, "models": models, "tools": tools })
}

/// The day asked about: the newest, if none is named.
pub(crate) fn day(catalog: &Catalog<'_>, as_of: Option<&str>) -> Result<Date, String> {
    let Some(text) = as_of else { return Ok(catalog.newest()) };
    let oldest = catalog.oldest();
    Date::parse(text).filter(|day| *day >= oldest).ok_or_else(|| {
        format!("as_of is `{text}`; it must be a date like 2026-06-04, {oldest} or later")
    })
}

fn with_origin<T>(entry: &Dated<'_, T>, mut facts: Value) -> Value {
    if let Value::Object(fields) = &mut facts {
        fields.insert("from".into(), json!(entry.from));
        fields.insert("source".into(), json!(entry.source));
        fields.insert("status".into(), json!(entry.status));
        if !entry.note.is_empty() {
            fields.insert("note".into(), json!(entry.note));
        }
    }
    facts
}

fn caps(entries: &[Dated<'_, Caps>], day: Date) -> Option<Value> {
    let entry = Dated::at(entries, day)?;
    let mut fields = Map::new();
    for limit in Limit::ALL {
        if let Some(cap) = entry.value.figure(limit) {
            fields.insert(limit.name().into(), json!(cap));
        }
    }
    fields.insert("unknown".into(), json!(entry.value.unknown()));
    Some(with_origin(entry, Value::Object(fields)))
}

fn prices(entry: &Dated<'_, Prices>) -> Value {
    let prices = entry.value;
    with_origin(
        entry,
        json!({
            "input_per_million_usd": prices.input.map(|price| price.listed_per_million()),
            "cached_input_per_million_usd": prices.cached_input.map(|price| price.listed_per_million()),
            "output_per_million_usd": prices.output.map(|price| price.listed_per_million()),
            "audio_per_hour_usd": prices.audio_hour.map(|price| price.listed()),
            "characters_per_million_usd": prices.characters.map(|price| price.listed_per_million()),
        }),
    )
}

fn as_json(model: &Model<'_>, day: Date) -> Value {
    let context = model.context_at(day);
    let stage = model.stage(day).map(|entry| {
        let replacements = match entry.value {
            Lifecycle::Retired { replacements } => replacements,
            _ => &[],
        };
        with_origin(entry, json!({ "stage": entry.value.name(), "replacements": replacements }))
    });
    let ends =
        model.lifecycle.iter().find(|entry| matches!(entry.value, Lifecycle::Retired { .. }));
    let speeds: Vec<_> = model
        .speeds
        .iter()
        .filter(|entry| entry.from <= day)
        .map(|entry| {
            let speed = entry.value;
            with_origin(
                entry,
                json!({ "page_reported": speed.figure, "unit": speed.unit, "page": speed.page }),
            )
        })
        .collect();
    json!({
        "id": model.id,
        "name": model.name,
        "kind": model.kind,
        "lifecycle": stage,
        "retired_on": ends.map(|entry| entry.from),
        "context_window": context.window,
        "max_completion_tokens": context.max_completion,
        "limits": { "free": caps(model.free, day), "developer": caps(model.developer, day) },
        "prices": model.prices_at(day).map(prices),
        "batch": model.is_batchable(day),
        "speeds": speeds,
    })
}

fn written(models: &[&Model<'_>], day: Date) -> Document {
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
    for model in models {
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
            cap(Limit::Rpm),
            cap(Limit::Rpd),
            cap(Limit::Tpm),
            cap(Limit::Tpd),
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
    text
}
