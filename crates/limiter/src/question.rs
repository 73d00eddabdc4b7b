use groq_calc::{Date, Plan, Tier, limiter::Ask};
use groq_catalog::CATALOG;
use groq_paste::{Body, Setting, check};
use groq_protocol::Endpoint;
use groq_tokens::Counter;
use serde_json::Value;

use crate::account::key;

/// The vocabulary of gpt-oss, where this build has it.
const fn counter() -> Option<&'static dyn Counter> {
    #[cfg(feature = "exact")]
    return Some(&groq_tokens::GptOss);
    #[cfg(not(feature = "exact"))]
    None
}

/// Tokens of a prompt that stand for no byte of the request: what the format of
/// a chat puts around it.
const FRAMING: u64 = 256;

/// What the body of a chat completion asks for.
#[derive(Clone, Debug)]
pub struct Question {
    /// The key of its model and tier at the limiter.
    pub model: String,
    /// What it asks for. A prompt whose tokens can't be told counts a token for
    /// each four bytes.
    pub ask: Ask,
    /// Whether the tokens of the prompt were counted rather than estimated.
    pub is_counted: bool,
    value: Value,
}

impl Question {
    /// Reads a body; `None` where it is not a chat request that names a model.
    pub fn read(body: &[u8], plan: Plan, day: Date) -> Option<Self> {
        let text = std::str::from_utf8(body).ok()?;
        let value: Value = serde_json::from_str(text).ok()?;
        let model = value["model"].as_str()?;
        let parsed = Body::parse(Endpoint::Chat, text).ok()?;
        let setting =
            Setting { catalog: &CATALOG, day, admission: None, model: None, exact: counter() };
        let counted = check(&parsed, plan, &setting).ok().and_then(|checked| checked.input_tokens);
        let bytes = body.len() as u64;
        let (input, is_counted) = counted.unwrap_or((bytes.div_ceil(4), false));
        let tier = match (value["service_tier"].as_str(), plan) {
            (Some("flex"), Plan::Developer) => Tier::Flex,
            _ => Tier::OnDemand,
        };
        let ask = Ask {
            // No token is shorter than a byte; images are in the count alone.
            most_input: bytes.saturating_add(FRAMING).saturating_add(input),
            ..Ask::tokens(input, parsed.max_completion())
        };
        Some(Self { model: key(model, tier), ask, is_counted, value })
    }

    /// The body with a lower completion.
    pub fn with_completion(&mut self, most: u64) -> Vec<u8> {
        let name = match self.value["max_tokens"] {
            Value::Null => "max_completion_tokens",
            _ => "max_tokens",
        };
        if !self.value["max_completion_tokens"].is_null() {
            self.value["max_completion_tokens"] = most.into();
        }
        self.value[name] = most.into();
        self.ask.max_completion = Some(most);
        self.value.to_string().into_bytes()
    }
}
