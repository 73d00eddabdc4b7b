use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use serde_json::Value;

use crate::{error::Error, usage::Usage};

/// A completion, or one chunk of a streamed one: what a caller shows and
/// counts. Everything is optional; only the first choice is read, since Groq
/// gives one.
///
/// ```
/// use groq_protocol::Reply;
///
/// let chunk = Reply::parse(r#"{"id":"chatcmpl-1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":null}]}"#).unwrap();
/// assert_eq!(chunk.content.as_deref(), Some("Hi"));
/// assert_eq!(chunk.usage, None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// The completion's id.
    pub id: Option<String>,
    /// The model that answered.
    pub model: Option<String>,
    /// When, in Unix seconds.
    pub created: Option<u64>,
    /// The text, or the next piece of it.
    pub content: Option<String>,
    /// The reasoning, or the next piece of it.
    pub reasoning: Option<String>,
    /// Why it ended.
    pub finish_reason: Option<String>,
    /// Groq's name for the request: in the first and the last chunk.
    pub request_id: Option<String>,
    /// The tier that served it.
    pub service_tier: Option<String>,
    /// What it used; of a stream, in the last chunk.
    pub usage: Option<Usage>,
    /// Why a stream was stopped early: a word of Groq's, or an error body as it
    /// came. Show it as [`crate::ApiError`] reads it, without the organisation.
    pub error: Option<String>,
}

impl Reply {
    /// Reads the body of a response, or the data of one event.
    ///
    /// # Errors
    ///
    /// For a text that is no JSON object.
    pub fn parse(body: &str) -> Result<Self, Error> {
        let value: Value = serde_json::from_slice(body.as_bytes())
            .map_err(|error| Error::json("the answer", &error))?;
        if !value.is_object() {
            return Err(Error::shape("the answer", "a JSON object"));
        }
        let choice = &value["choices"][0];
        let message = match &choice["delta"] {
            Value::Object(_) => &choice["delta"],
            _ => &choice["message"],
        };
        let error = match (&value["error"], &value["x_groq"]["error"]) {
            (Value::Null, Value::String(word)) => Some(word.clone()),
            (Value::Null, _) => None,
            _ => Some(body.to_string()),
        };
        Ok(Self {
            id: text(&value["id"]),
            model: text(&value["model"]),
            created: value["created"].as_u64(),
            content: text(&message["content"]),
            reasoning: text(&message["reasoning"]),
            finish_reason: text(&choice["finish_reason"]),
            request_id: text(&value["x_groq"]["id"]),
            service_tier: text(&value["service_tier"]),
            usage: Usage::in_response(body).ok().flatten(),
            error,
        })
    }

    /// Appends what a chunk brings to what came before.
    pub fn absorb(&mut self, chunk: Self) {
        fn append(all: &mut Option<String>, piece: Option<String>) {
            match (all.as_mut(), piece) {
                (Some(all), Some(piece)) => all.push_str(&piece),
                (None, piece) => *all = piece,
                _ => {}
            }
        }
        append(&mut self.content, chunk.content);
        append(&mut self.reasoning, chunk.reasoning);
        self.id = self.id.take().or(chunk.id);
        self.model = self.model.take().or(chunk.model);
        self.created = self.created.or(chunk.created);
        self.request_id = self.request_id.take().or(chunk.request_id);
        self.finish_reason = chunk.finish_reason.or(self.finish_reason.take());
        self.service_tier = chunk.service_tier.or(self.service_tier.take());
        self.usage = chunk.usage.or(self.usage.take());
        self.error = chunk.error.or(self.error.take());
    }
}

pub(crate) fn text(value: &Value) -> Option<String> {
    value.as_str().map(ToString::to_string)
}

pub(crate) fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(text).collect()
}
