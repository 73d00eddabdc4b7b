//! Configurations of proxies and editors: which model they name, and how much
//! of it they allow.

use alloc::{string::String, vec::Vec};

use serde_json::Value;

use crate::{body::model_name, note::Note};

/// Deeper values name no model.
const DEEPEST: usize = 8;
/// What stands beside the model in LiteLLM's and continue's files and their kin.
const BESIDE: [&str; 14] = [
    "litellm_params",
    "model_name",
    "provider",
    "api_key",
    "apiKey",
    "api_base",
    "apiBase",
    "base_url",
    "baseURL",
    "rpm",
    "tpm",
    "title",
    "roles",
    "contextLength",
];

/// A note for each model that a configuration names; none where the value is
/// none.
pub(crate) fn notes(value: &Value) -> Vec<Note> {
    let mut notes = Vec::new();
    walk(value, 0, &mut notes);
    notes.dedup();
    notes
}

fn walk(value: &Value, depth: usize, notes: &mut Vec<Note>) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(list) => list.iter().for_each(|value| walk(value, depth + 1, notes)),
        Value::Object(map) => {
            let is_config = BESIDE.iter().any(|name| map.contains_key(*name));
            if let (true, Some(model)) = (is_config, map.get("model").and_then(Value::as_str))
                && let Some(model) = model_name(model)
            {
                let figure = |name: &str| map.get(name).and_then(Value::as_u64);
                let model = String::from(model.strip_prefix("groq/").unwrap_or(model));
                notes.push(Note::Configured { model, rpm: figure("rpm"), tpm: figure("tpm") });
                return;
            }
            map.values().for_each(|value| walk(value, depth + 1, notes));
        }
        _ => {}
    }
}
