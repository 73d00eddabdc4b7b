use std::collections::{BTreeMap, BTreeSet};

use groq_calc::Date;
use serde_json::Value;

use crate::{
    entries::Kind,
    error::Error,
    import::draft::{Import, Imported, Settings, json},
};

/// Keys of a model that are kept, or that say how it is recognised.
const KEPT: [&str; 8] = [
    "context_window",
    "description",
    "id",
    "match",
    "name",
    "price_comments",
    "prices",
    "prices_checked",
];
/// Keys of prices that are kept.
const PRICES: [&str; 3] = ["input_mtok", "cache_read_mtok", "output_mtok"];

/// The `data.json` of genai-prices: a list of providers with their models.
///
/// Kept are prices by the million tokens with the days from which they count,
/// and the context window. Of a model whose id matches many names only the id
/// itself is kept.
///
/// # Errors
///
/// For text that is not such a file, or of which nothing can be kept.
pub fn genai_prices(file: &str, text: &str, settings: Settings<'_>) -> Result<Imported, Error> {
    let providers = match json(file, text)? {
        Value::Array(providers) => providers,
        // Newer files have the list beside other things.
        Value::Object(mut whole) => match whole.remove("providers") {
            Some(Value::Array(providers)) => providers,
            _ => return Err(Error::one(file, "it has no list of providers")),
        },
        _ => return Err(Error::one(file, "it is not a list of providers")),
    };
    let mut import = Import::new(settings, "genai-prices");
    for provider in &providers {
        let name = provider.get("id").and_then(Value::as_str).unwrap_or_default();
        if settings.provider.is_some_and(|only| only != name) {
            continue;
        }
        let models = provider.get("models").and_then(Value::as_array);
        for entry in models.into_iter().flatten() {
            model(&mut import, name, entry);
        }
    }
    import.end(file, "genai-prices, data.json", "Pydantic")
}

fn model(import: &mut Import<'_>, provider: &str, entry: &Value) {
    let (Some(id), Some(fields)) = (entry.get("id").and_then(Value::as_str), entry.as_object())
    else {
        import.fault(provider, "one of its models has no id");
        return;
    };
    // Providers offer models of the same name.
    let whole = format!("{provider}/{id}");
    if fields.get("deprecated") == Some(&Value::Bool(true)) {
        import.fault(&whole, "it is deprecated");
        return;
    }
    for key in fields.keys().filter(|key| !KEPT.contains(&key.as_str()) && *key != "deprecated") {
        import.key(&whole, key);
    }
    // By day: a later entry without one is the price of all days, as before it.
    let mut dated: BTreeMap<Date, &Value> = BTreeMap::new();
    match fields.get("prices") {
        Some(Value::Array(list)) => {
            for one in list {
                let from = match from(import.settings.from, one.get("constraint")) {
                    Ok(from) => from,
                    Err(reason) => {
                        import.fault(&whole, &reason);
                        continue;
                    }
                };
                dated.insert(from, one.get("prices").unwrap_or(&Value::Null));
            }
        }
        Some(prices @ Value::Object(_)) => {
            dated.insert(import.settings.from, prices);
        }
        _ => import.fault(&whole, "it has no prices"),
    }
    let mut entries = Vec::new();
    for (from, prices) in dated {
        let mut price =
            |key: &str| import.price(&whole, key, prices.get(key).unwrap_or(&Value::Null), 6);
        let mut found = groq_calc::Prices {
            input: price("input_mtok"),
            output: price("output_mtok"),
            ..groq_calc::Prices::NONE
        };
        if found.input.is_some() && found.output.is_some() {
            found.cached_input = price("cache_read_mtok");
        }
        // By name, whether or not fields keep the order of the file.
        let keys = prices.as_object().into_iter().flat_map(|prices| prices.keys());
        for key in keys.collect::<BTreeSet<_>>() {
            if !PRICES.contains(&key.as_str()) {
                import.key(&whole, key);
            }
        }
        entries.extend(import.prices(&whole, from, found));
    }
    let name = fields.get("name").and_then(Value::as_str).unwrap_or(id);
    let mut model = import.model(name, Kind::Chat, entries);
    model.context = import.context(fields.get("context_window").and_then(Value::as_u64), None);
    let id = import.id(&whole);
    import.add(id, model);
}

/// The day from which a price counts.
fn from(undated: Date, constraint: Option<&Value>) -> Result<Date, String> {
    match constraint {
        None | Some(Value::Null) => Ok(undated),
        Some(constraint) => constraint
            .get("start_date")
            .and_then(Value::as_str)
            .and_then(Date::parse)
            .ok_or_else(|| "one of its prices counts for a time of day".to_owned()),
    }
}
