use groq_calc::Date;
use serde_json::{Map, Value};

use crate::{
    entries::{Batch, Kind, State, Status},
    error::Error,
    import::draft::{Import, Imported, Settings, json},
};

/// The entry that explains the others.
const SAMPLE: &str = "sample_spec";

/// Keys that are kept, or say nothing of their own.
const KEPT: [&str; 18] = [
    "cache_read_input_token_cost",
    "deprecation_date",
    "input_cost_per_character",
    "input_cost_per_second",
    "input_cost_per_token",
    "input_cost_per_token_batches",
    "litellm_provider",
    "max_input_tokens",
    "max_output_tokens",
    "max_tokens",
    "mode",
    "output_cost_per_second",
    "output_cost_per_token",
    "output_cost_per_token_batches",
    "rpd",
    "rpm",
    "tpd",
    "tpm",
];

/// LiteLLM's `model_prices_and_context_window.json`.
///
/// Kept are prices of tokens, of audio by the second and of characters, the
/// longest prompt (as the context window) and completion, rate limits (as the
/// developer plan's) and the day of deprecation. A batch price is kept where it
/// is half of the other.
///
/// # Errors
///
/// For text that is not such a file, or of which nothing can be kept.
pub fn litellm(file: &str, text: &str, settings: Settings<'_>) -> Result<Imported, Error> {
    let Value::Object(entries) = json(file, text)? else {
        return Err(Error::one(file, "it is not an object of models"));
    };
    let mut import = Import::new(settings, "litellm");
    // By name, whether or not fields keep the order of the file.
    let mut entries: Vec<_> = entries.iter().filter(|(id, _)| *id != SAMPLE).collect();
    entries.sort_unstable_by_key(|(id, _)| *id);
    for (id, entry) in entries {
        let Value::Object(entry) = entry else {
            import.fault(id, "it is not an object");
            continue;
        };
        let provider = entry.get("litellm_provider").and_then(Value::as_str);
        if settings.provider.is_none() || settings.provider == provider {
            model(&mut import, id, entry);
        }
    }
    import.end(file, "LiteLLM, model_prices_and_context_window.json", "BerriAI")
}

fn model(import: &mut Import<'_>, id: &str, entry: &Map<String, Value>) {
    let mode = entry.get("mode").and_then(Value::as_str).unwrap_or("chat");
    let kind = match mode {
        "chat" | "completion" | "responses" => Kind::Chat,
        "audio_transcription" => Kind::Transcription,
        "audio_speech" => Kind::Speech,
        "moderation" => Kind::Moderation,
        other => {
            import.fault(id, &format!("a model of the mode {other} can't be planned for"));
            return;
        }
    };
    let from = import.settings.from;
    let retired = match entry.get("deprecation_date").and_then(Value::as_str).map(Date::parse) {
        Some(Some(day)) if day <= from => {
            import.fault(id, &format!("it was retired on {day}"));
            return;
        }
        Some(Some(day)) => Some(day),
        Some(None) => {
            import.fault(id, "its deprecation_date is not a date");
            None
        }
        None => None,
    };
    for key in entry.keys().filter(|key| !KEPT.contains(&key.as_str())) {
        import.key(id, key);
    }
    let mut price = |key: &str| import.price(id, key, entry.get(key).unwrap_or(&Value::Null), 12);
    let mut prices = groq_calc::Prices {
        input: price("input_cost_per_token"),
        output: price("output_cost_per_token"),
        ..groq_calc::Prices::NONE
    };
    if prices.input.is_some() && prices.output.is_some() {
        prices.cached_input = price("cache_read_input_token_cost");
    }
    if kind == Kind::Transcription {
        // A transcription of a second costs what its sound does.
        let second = price("input_cost_per_second").filter(|price| price.picodollars() > 0);
        let second = second.or_else(|| price("output_cost_per_second"));
        prices.audio_hour = second
            .and_then(|second| second.picodollars().checked_mul(3600))
            .map(groq_calc::Price::from_picodollars);
        if prices.audio_hour.is_some() {
            // Many have a price of 0 for tokens, which are not billed.
            (prices.input, prices.output, prices.cached_input) = (None, None, None);
        }
    }
    if kind == Kind::Speech {
        prices.characters = price("input_cost_per_character");
    }
    let batch = [
        (price("input_cost_per_token_batches"), prices.input),
        (price("output_cost_per_token_batches"), prices.output),
    ];
    let listed: Vec<_> = import.prices(id, from, prices).into_iter().collect();
    if listed.is_empty() {
        import.fault(id, "it has no price that is known here");
    }
    let number = |key: &str| entry.get(key).and_then(Value::as_u64);
    let mut model = import.model(id, kind, listed);
    let completion = number("max_output_tokens").or_else(|| number("max_tokens"));
    model.context = import.context(number("max_input_tokens"), completion);
    let mut caps = import.caps();
    let cap = |key: &str| number(key).filter(|cap| *cap > 0);
    (caps.rpm, caps.rpd, caps.tpm, caps.tpd) = (cap("rpm"), cap("rpd"), cap("tpm"), cap("tpd"));
    if [caps.rpm, caps.rpd, caps.tpm, caps.tpd].iter().any(Option::is_some) {
        model.limits.developer.push(caps);
    }
    if batch.iter().any(|(batch, _)| batch.is_some()) {
        let half = |(batch, full): &(Option<groq_calc::Price>, Option<groq_calc::Price>)| {
            batch.zip(*full).is_some_and(|(batch, full)| {
                batch.picodollars().checked_mul(2) == Some(full.picodollars())
            })
        };
        match batch.iter().all(half) {
            true => model.batch.push(Batch {
                from: from.to_string(),
                source: import.source.to_owned(),
                status: Status::Likely,
                note: String::new(),
                listed: true,
            }),
            false => import.fault(id, "its price of batch is not half of the other"),
        }
    }
    if let Some(day) = retired {
        model.lifecycle.push(import.stage(&day.to_string(), State::Retired));
    }
    let id = import.id(id);
    import.add(id, model);
}
