use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{error::Error, seconds::Seconds};

/// What a request used, as the API reports it. Everything is optional; `None`
/// is unknown, not zero.
///
/// Fields as in Groq's SDK types: `usage` of a completion, `x_groq.usage` of a
/// stream's last chunk, and `usage` of the Responses API with its other names.
///
/// ```
/// use groq_protocol::Usage;
///
/// let usage = Usage::in_response(r#"{"usage":{"prompt_tokens":4641,"completion_tokens":1817,"total_tokens":6458,"prompt_tokens_details":{"cached_tokens":4608},"queue_time":0.037493756}}"#).unwrap().unwrap();
/// assert_eq!(usage.prompt_tokens, Some(4641));
/// assert_eq!(usage.cached_tokens, Some(4608));
/// assert_eq!(usage.reasoning_tokens, None);
/// assert_eq!(usage.timing.queue.unwrap().as_str(), "0.037493756");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Prompt tokens, cached ones included.
    pub prompt_tokens: Option<u64>,
    /// Completion tokens, reasoning included.
    pub completion_tokens: Option<u64>,
    /// Both together.
    pub total_tokens: Option<u64>,
    /// The part of the prompt that came from the cache; never more than the
    /// prompt.
    pub cached_tokens: Option<u64>,
    /// The part of the completion that was reasoning; never more than the
    /// completion.
    pub reasoning_tokens: Option<u64>,
    /// How long it took.
    pub timing: Timing,
    /// What each model behind a compound system used; empty where the field is
    /// missing or null.
    pub breakdown: Vec<ModelUsage>,
}

/// How long the parts of a request took.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timing {
    /// Waiting for a place.
    pub queue: Option<Seconds>,
    /// Reading the prompt.
    pub prompt: Option<Seconds>,
    /// Writing the completion.
    pub completion: Option<Seconds>,
    /// Prompt and completion, without the queue.
    pub total: Option<Seconds>,
}

/// What one model of a compound system used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelUsage {
    /// Its id.
    pub model: String,
    /// What it used.
    pub usage: Usage,
}

impl Usage {
    /// The usage in the body of a whole response or in a chunk of a stream;
    /// `None` if there is none in it.
    ///
    /// # Errors
    ///
    /// For a text that is no JSON object, or whose usage is no object.
    pub fn in_response(body: &str) -> Result<Option<Self>, Error> {
        let envelope: Envelope<'_> = object(body, "the answer")?;
        let nested = envelope.x_groq.and_then(|x_groq| part::<XGroq<'_>>(Some(x_groq)));
        let (inner, inner_breakdown) =
            nested.map_or((None, None), |nested| (nested.usage, nested.usage_breakdown));
        let Some(raw) = envelope.usage.or(inner) else { return Ok(None) };
        let mut usage = Self::parse(raw.get())?;
        if let Some(raw) = envelope.usage_breakdown.or(inner_breakdown) {
            usage.breakdown = breakdown(raw);
        }
        Ok(Some(usage))
    }

    /// A usage object by itself.
    ///
    /// # Errors
    ///
    /// For a text that is no JSON object.
    pub fn parse(json_text: &str) -> Result<Self, Error> {
        let wire: Wire<'_> = object(json_text, "usage")?;
        let prompt_tokens = count(wire.prompt_tokens.or(wire.input_tokens));
        let completion_tokens = count(wire.completion_tokens.or(wire.output_tokens));
        let cached = part::<Details<'_>>(wire.prompt_tokens_details.or(wire.input_tokens_details));
        let reasoning =
            part::<Details<'_>>(wire.completion_tokens_details.or(wire.output_tokens_details));
        // A part larger than its whole is no figure.
        let within = |part: Option<u64>, whole: Option<u64>| {
            part.filter(|part| whole.is_none_or(|whole| *part <= whole))
        };
        Ok(Self {
            prompt_tokens,
            completion_tokens,
            total_tokens: count(wire.total_tokens),
            cached_tokens: within(
                cached.and_then(|details| count(details.cached_tokens)),
                prompt_tokens,
            ),
            reasoning_tokens: within(
                reasoning.and_then(|details| count(details.reasoning_tokens)),
                completion_tokens,
            ),
            timing: Timing {
                queue: time(wire.queue_time),
                prompt: time(wire.prompt_time),
                completion: time(wire.completion_time),
                total: time(wire.total_time),
            },
            breakdown: Vec::new(),
        })
    }
}

/// Reads an object. A derived struct would take a list as well, and its first
/// entry for the first field.
fn object<'a, T: Deserialize<'a>>(text: &'a str, what: &str) -> Result<T, Error> {
    let is_object = text.trim_start().starts_with('{');
    serde_json::from_str(text).map_err(|error| Error::json(what, &error)).and_then(|value| {
        if is_object { Ok(value) } else { Err(Error::shape(what, "a JSON object")) }
    })
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, default)]
    usage: Option<&'a RawValue>,
    #[serde(borrow, default)]
    usage_breakdown: Option<&'a RawValue>,
    #[serde(borrow, default)]
    x_groq: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct XGroq<'a> {
    #[serde(borrow, default)]
    usage: Option<&'a RawValue>,
    #[serde(borrow, default)]
    usage_breakdown: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Wire<'a> {
    #[serde(borrow, default)]
    prompt_tokens: Option<&'a RawValue>,
    #[serde(borrow, default)]
    input_tokens: Option<&'a RawValue>,
    #[serde(borrow, default)]
    completion_tokens: Option<&'a RawValue>,
    #[serde(borrow, default)]
    output_tokens: Option<&'a RawValue>,
    #[serde(borrow, default)]
    total_tokens: Option<&'a RawValue>,
    #[serde(borrow, default)]
    prompt_tokens_details: Option<&'a RawValue>,
    #[serde(borrow, default)]
    input_tokens_details: Option<&'a RawValue>,
    #[serde(borrow, default)]
    completion_tokens_details: Option<&'a RawValue>,
    #[serde(borrow, default)]
    output_tokens_details: Option<&'a RawValue>,
    #[serde(borrow, default)]
    queue_time: Option<&'a RawValue>,
    #[serde(borrow, default)]
    prompt_time: Option<&'a RawValue>,
    #[serde(borrow, default)]
    completion_time: Option<&'a RawValue>,
    #[serde(borrow, default)]
    total_time: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Details<'a> {
    #[serde(borrow, default)]
    cached_tokens: Option<&'a RawValue>,
    #[serde(borrow, default)]
    reasoning_tokens: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Breakdown<'a> {
    #[serde(borrow, default)]
    models: Option<Vec<&'a RawValue>>,
}

#[derive(Deserialize)]
struct BreakdownModel<'a> {
    model: String,
    #[serde(borrow)]
    usage: &'a RawValue,
}

/// An object inside, or nothing if it is of another form.
fn part<'a, T: Deserialize<'a>>(raw: Option<&'a RawValue>) -> Option<T> {
    object(raw?.get(), "a part").ok()
}

fn count(raw: Option<&RawValue>) -> Option<u64> {
    raw?.get().parse().ok()
}

fn time(raw: Option<&RawValue>) -> Option<Seconds> {
    Seconds::parse(raw?.get())
}

/// Seen as `null`, as `{"models":null}` and as a list in `models`.
fn breakdown(raw: &RawValue) -> Vec<ModelUsage> {
    let models = part::<Breakdown<'_>>(Some(raw)).and_then(|list| list.models).unwrap_or_default();
    let read = |raw: &RawValue| {
        let entry: BreakdownModel<'_> = part(Some(raw))?;
        let usage = Usage::parse(entry.usage.get()).ok()?;
        Some(ModelUsage { model: entry.model.to_string(), usage })
    };
    models.into_iter().filter_map(read).collect()
}
