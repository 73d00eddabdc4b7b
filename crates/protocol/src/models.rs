use alloc::{string::String, vec::Vec};

use serde_json::Value;

use crate::{
    chat::{text, texts},
    error::Error,
};

/// The answer of `GET /openai/v1/models`.
///
/// Only `id` is required of an entry. Groq's SDK promises `created`, `object`
/// and `owned_by`; captures of late 2026 also show windows, modalities and, in
/// one of two, prices.
///
/// ```
/// use groq_protocol::ModelList;
///
/// let list = ModelList::parse(r#"{"object":"list","data":[{"id":"openai/gpt-oss-20b","context_window":131072,"pricing":{"prompt":"0.000000075"}},{"name":"nameless"}]}"#).unwrap();
/// assert_eq!(list.models[0].context_window, Some(131_072));
/// assert_eq!(list.models[0].prices.as_ref().unwrap().prompt.as_deref(), Some("0.000000075"));
/// assert_eq!(list.without_id, 1);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ModelList {
    /// The models, in the order of the answer.
    pub models: Vec<ListedModel>,
    /// Entries that could not be read, for want of an id.
    pub without_id: usize,
}

/// One model of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListedModel {
    /// The name the API takes.
    pub id: String,
    /// The name for people.
    pub name: Option<String>,
    /// Who made it.
    pub owned_by: Option<String>,
    /// When, in Unix seconds.
    pub created: Option<u64>,
    /// Whether it can be called.
    pub active: Option<bool>,
    /// Prompt and completion together, in tokens.
    pub context_window: Option<u64>,
    /// The completion alone, in tokens.
    pub max_completion_tokens: Option<u64>,
    /// What it reads, like `text` and `image`.
    pub input_modalities: Vec<String>,
    /// What it writes.
    pub output_modalities: Vec<String>,
    /// What else it does.
    pub supported_features: Vec<String>,
    /// Its prices, where the account is told them.
    pub prices: Option<ListedPrices>,
}

/// Prices as the list writes them: decimal strings, in USD per token (per
/// character for a model that speaks). Numbers are not taken: they would have
/// lost digits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListedPrices {
    /// Per prompt token.
    pub prompt: Option<String>,
    /// Per completion token.
    pub completion: Option<String>,
    /// Per prompt token from the cache.
    pub input_cache_read: Option<String>,
    /// Per image.
    pub image: Option<String>,
    /// Per request.
    pub request: Option<String>,
}

impl ModelList {
    /// Reads the answer.
    ///
    /// # Errors
    ///
    /// For a text that is no JSON, or has no list `data`.
    pub fn parse(body: &str) -> Result<Self, Error> {
        let value: Value = serde_json::from_slice(body.as_bytes())
            .map_err(|error| Error::json("the model list", &error))?;
        let Some(entries) = value["data"].as_array() else {
            return Err(Error::shape("the model list", "an object with a list `data`"));
        };
        let models: Vec<_> = entries.iter().filter_map(model).collect();
        Ok(Self { without_id: entries.len() - models.len(), models })
    }
}

fn model(entry: &Value) -> Option<ListedModel> {
    let pricing = &entry["pricing"];
    let prices = pricing.is_object().then(|| ListedPrices {
        prompt: text(&pricing["prompt"]),
        completion: text(&pricing["completion"]),
        input_cache_read: text(&pricing["input_cache_read"]),
        image: text(&pricing["image"]),
        request: text(&pricing["request"]),
    });
    Some(ListedModel {
        id: text(&entry["id"]).filter(|id| !id.is_empty())?,
        name: text(&entry["name"]),
        owned_by: text(&entry["owned_by"]),
        created: entry["created"].as_u64(),
        active: entry["active"].as_bool(),
        context_window: entry["context_window"].as_u64(),
        max_completion_tokens: entry["max_completion_tokens"].as_u64(),
        input_modalities: texts(&entry["input_modalities"]),
        output_modalities: texts(&entry["output_modalities"]),
        supported_features: texts(&entry["supported_features"]),
        prices,
    })
}
