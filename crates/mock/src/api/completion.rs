use serde_json::{Value, json};

/// What the words of an answer are taken from, one token each.
const WORDS: [&str; 16] = [
    "This",
    " answer",
    " comes",
    " from",
    " a",
    " local",
    " stand-in",
    " for",
    " the",
    " API",
    ",",
    " word",
    " by",
    " word",
    ".",
    "\n",
];

/// What an answer holds.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// Words, as many as tokens are asked for.
    Words,
    /// A text, like JSON by a schema.
    Text(String),
    /// Calls of tools.
    Calls(Vec<Call>),
}

/// A call of a tool.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) id: String,
    pub(crate) name: String,
    /// JSON as text.
    pub(crate) arguments: String,
}

impl Call {
    fn json(&self) -> Value {
        json!({
            "id": self.id, "type": "function",
            "function": { "name": self.name, "arguments": self.arguments },
        })
    }
}

/// An answer of so many tokens.
#[derive(Clone, Debug)]
pub(crate) struct Completion {
    pub(crate) content: Content,
    pub(crate) id: String,
    pub(crate) request_id: String,
    pub(crate) created: u64,
    pub(crate) model: &'static str,
    pub(crate) tier: &'static str,
    pub(crate) prompt_tokens: u64,
    /// `None` where the model has no cache.
    pub(crate) cached_tokens: Option<u64>,
    pub(crate) tokens: u64,
    /// Whether it ended because no more tokens were allowed.
    pub(crate) cut_short: bool,
    pub(crate) tokens_per_second: u64,
}

/// Prompt tokens read in a second; a figure of this server's own.
const PROMPT_TOKENS_PER_SECOND: u64 = 20_000;
const QUEUE_MICROS: u64 = 2000;
/// Words in one event of a stream, at most so many events.
const MAX_EVENTS: u64 = 500;

impl Completion {
    fn prompt_micros(&self) -> u64 {
        self.prompt_tokens.saturating_mul(1_000_000) / PROMPT_TOKENS_PER_SECOND
    }

    /// How long writing so many tokens takes.
    pub(crate) fn micros(&self, tokens: u64) -> u64 {
        tokens.saturating_mul(1_000_000) / self.tokens_per_second
    }

    /// How long it is until the first token.
    pub(crate) fn micros_before(&self) -> u64 {
        QUEUE_MICROS + self.prompt_micros()
    }

    /// Tokens in one event of a stream.
    pub(crate) fn step(&self) -> u64 {
        if let Content::Calls(_) = self.content {
            return self.tokens.max(1);
        }
        self.tokens.div_ceil(MAX_EVENTS).max(1)
    }

    /// The tokens `from..to` as text.
    pub(crate) fn text(&self, from: u64, to: u64) -> String {
        if let Content::Text(text) = &self.content {
            let letters: Vec<char> = text.chars().collect();
            let at = |token: u64| {
                let place =
                    u128::from(token) * letters.len() as u128 / u128::from(self.tokens.max(1));
                (place as usize).min(letters.len())
            };
            return letters[at(from)..at(to)].iter().collect();
        }
        (from..to).map(|index| WORDS[(index % WORDS.len() as u64) as usize]).collect()
    }

    fn finish(&self) -> &'static str {
        match self.content {
            Content::Calls(_) => "tool_calls",
            _ if self.cut_short => "length",
            _ => "stop",
        }
    }

    /// The message of a whole answer.
    fn message(&self) -> Value {
        match &self.content {
            Content::Calls(calls) => {
                let calls: Vec<_> = calls.iter().map(Call::json).collect();
                json!({ "role": "assistant", "tool_calls": calls })
            }
            _ => json!({ "role": "assistant", "content": self.text(0, self.tokens) }),
        }
    }

    pub(crate) fn usage(&self) -> Value {
        let seconds = |micros: u64| json!(micros as f64 / 1e6);
        let (prompt, completion) = (self.prompt_micros(), self.micros(self.tokens));
        let mut usage = json!({
            "queue_time": seconds(QUEUE_MICROS),
            "prompt_tokens": self.prompt_tokens,
            "prompt_time": seconds(prompt),
            "completion_tokens": self.tokens,
            "completion_time": seconds(completion),
            "total_tokens": self.prompt_tokens + self.tokens,
            "total_time": seconds(prompt + completion),
        });
        if let Some(cached) = self.cached_tokens {
            usage["prompt_tokens_details"] = json!({ "cached_tokens": cached });
        }
        usage
    }

    /// The body of a whole answer.
    pub(crate) fn whole(&self) -> Value {
        json!({
            "id": self.id,
            "object": "chat.completion",
            "created": self.created,
            "model": self.model,
            "choices": [{
                "index": 0,
                "message": self.message(),
                "logprobs": null,
                "finish_reason": self.finish(),
            }],
            "usage": self.usage(),
            "usage_breakdown": null,
            "system_fingerprint": "fp_mock",
            "service_tier": self.tier,
            "x_groq": { "id": self.request_id },
        })
    }

    fn chunk(&self, delta: &Value, finish: Option<&str>) -> Value {
        json!({
            "id": self.id,
            "object": "chat.completion.chunk",
            "created": self.created,
            "model": self.model,
            "system_fingerprint": "fp_mock",
            "choices": [{ "index": 0, "delta": delta, "logprobs": null, "finish_reason": finish }],
        })
    }

    /// The first chunk of a stream, with the role.
    pub(crate) fn first(&self) -> Value {
        let mut chunk = self.chunk(&json!({ "role": "assistant", "content": "" }), None);
        chunk["x_groq"] = json!({ "id": self.request_id });
        chunk
    }

    /// A chunk with the tokens `from..to`.
    pub(crate) fn middle(&self, from: u64, to: u64) -> Value {
        if let Content::Calls(calls) = &self.content {
            let calls = calls.iter().enumerate().map(|(index, call)| {
                let mut call = call.json();
                call["index"] = json!(index);
                call
            });
            return self.chunk(&json!({ "tool_calls": calls.collect::<Vec<_>>() }), None);
        }
        self.chunk(&json!({ "content": self.text(from, to) }), None)
    }

    /// The last chunk of a stream, with what it used.
    pub(crate) fn last(&self) -> Value {
        let mut chunk = self.chunk(&json!({}), Some(self.finish()));
        chunk["x_groq"] = json!({ "id": self.request_id, "usage": self.usage() });
        chunk
    }

    /// The chunk that `stream_options.include_usage` adds.
    pub(crate) fn usage_chunk(&self) -> Value {
        let mut chunk = self.chunk(&json!({}), None);
        chunk["choices"] = json!([]);
        chunk["usage"] = self.usage();
        chunk
    }
}
