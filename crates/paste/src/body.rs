use alloc::{
    borrow::Cow,
    string::{String, ToString},
    vec::Vec,
};

use groq_calc::catalog::{Capability, CapabilitySet};
use groq_protocol::{Endpoint, without_keys};
use groq_tokens::Family;
use serde_json::{Map, Value, json};

use crate::{
    error::Error,
    prompt::{Prompt, is_image},
    seen::Asked,
};

/// A request that stands in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// Where it goes.
    pub endpoint: Endpoint,
    /// Whether it is a line of a batch file, which the standard limits do not
    /// meet.
    pub batch: bool,
    /// Whether it is made of something else than a request, like a prompt: what a
    /// request has to have is not asked of it.
    pub partial: bool,
    /// The line of a batch file without its body.
    pub line: Option<Value>,
    value: Value,
    unknown: Vec<String>,
}

impl Body {
    /// A request; keys in its texts are left out.
    pub(crate) fn new(endpoint: Endpoint, mut value: Value) -> Self {
        leave_keys_out(&mut value);
        let unknown = Vec::new();
        Self { endpoint, batch: false, partial: false, line: None, value, unknown }
    }

    /// The same, where the values of some fields are not known.
    pub(crate) fn without(self, unknown: Vec<String>) -> Self {
        // What the file holds is of no use here, in code as elsewhere.
        let unknown = unknown.iter().filter(|path| !path.starts_with("file"));
        let unknown = unknown.map(|path| without_keys(path).into_owned());
        let unknown: Vec<String> = unknown.collect();
        let partial = self.partial || !unknown.is_empty();
        Self { unknown, partial, ..self }
    }

    /// The fields whose values are not in the text, like `messages[0].content`:
    /// code sets them when it runs.
    pub fn unknown(&self) -> &[String] {
        &self.unknown
    }

    /// Whether the prompt is known at least in part.
    pub(crate) fn has_prompt(&self) -> bool {
        self.value["messages"].is_array()
    }

    /// Whether a part of the prompt is not known.
    pub(crate) fn lacks_prompt(&self) -> bool {
        let starts = ["messages", "tools", "response_format", "functions"];
        self.unknown.iter().any(|path| starts.iter().any(|start| path.starts_with(start)))
    }

    /// A request that is at hand.
    ///
    /// # Errors
    ///
    /// For a text that is not valid JSON.
    pub fn parse(endpoint: Endpoint, text: &str) -> Result<Self, Error> {
        let value = serde_json::from_str(text).map_err(|error| Error::json(&error))?;
        Ok(Self::new(endpoint, value))
    }

    pub(crate) fn in_batch(self, line: Value) -> Self {
        Self { batch: true, line: Some(line), ..self }
    }

    /// The same of something that is no request by itself.
    pub(crate) fn part(self) -> Self {
        Self { partial: true, ..self }
    }

    /// The same with another value.
    pub(crate) fn with(&self, value: Value) -> Self {
        let (line, unknown) = (self.line.clone(), self.unknown.clone());
        Self { value, line, unknown, ..*self }
    }

    /// A chat of one message.
    pub(crate) fn prompt(text: &str) -> Self {
        Self::new(Endpoint::Chat, json!({"messages": [{"role": "user", "content": text}]})).part()
    }

    /// The request as JSON.
    pub fn text(&self) -> String {
        self.value.to_string()
    }

    /// The model that it names. A name that looks like a key is none.
    pub fn model(&self) -> Option<&str> {
        model_name(self.value["model"].as_str()?)
    }

    /// The most completion tokens that it allows.
    pub fn max_completion(&self) -> Option<u64> {
        ["max_completion_tokens", "max_tokens"].iter().find_map(|name| self.value[name].as_u64())
    }

    /// Lowers what is reserved for the answer; false where nothing was.
    pub(crate) fn limit_completion(&mut self, most: u64) -> bool {
        let mut lowered = false;
        for name in ["max_completion_tokens", "max_tokens"] {
            if self.value[name].as_u64().is_some_and(|asked| asked > most) {
                self.value[name] = most.into();
                lowered = true;
            }
        }
        lowered
    }

    /// The same with its completion tokens lowered to the limit given; `None` if it
    /// asks for no more than that.
    #[must_use]
    pub fn with_most_completion(&self, most: u64) -> Option<Self> {
        let mut body = self.clone();
        body.limit_completion(most).then_some(body)
    }

    pub(crate) const fn value(&self) -> &Value {
        &self.value
    }

    pub(crate) fn messages(&self) -> usize {
        self.value["messages"].as_array().map_or(0, Vec::len)
    }

    /// What kind of request it is.
    pub(crate) fn asked(&self) -> Asked {
        match self.endpoint {
            Endpoint::Audio | Endpoint::Translation => Asked::Audio,
            Endpoint::Chat => Asked::Chat { messages: self.messages() },
        }
    }

    /// What the model has to be able to do for it.
    pub fn needs(&self) -> CapabilitySet {
        let list = |name: &str| self.value[name].as_array().into_iter().flatten();
        let parts = list("messages").filter_map(|message| message["content"].as_array()).flatten();
        let is_mcp = |tool: &Value| tool["type"] == "mcp";
        let calls = list("tools").any(|tool| !is_mcp(tool)) || list("functions").next().is_some();
        let effort = self.value["reasoning_effort"].as_str();
        let format = self.value["response_format"]["type"].as_str();
        [
            (Capability::Vision, parts.into_iter().any(is_image)),
            (Capability::Tools, calls),
            (Capability::Mcp, list("tools").any(is_mcp)),
            (Capability::ParallelTools, calls && self.value["parallel_tool_calls"] == true),
            (Capability::JsonMode, format == Some("json_object")),
            (Capability::StructuredOutputs, format == Some("json_schema")),
            (Capability::Reasoning, effort.is_some_and(|effort| effort != "none")),
        ]
        .into_iter()
        .filter_map(|(capability, needed)| needed.then_some(capability))
        .collect()
    }

    /// What a family of models reads of it.
    pub(crate) fn read(&self, family: Family) -> Prompt<'_> {
        Prompt::of(&self.value, family)
    }
}

/// A name of a model; what looks like a key, or is no name, is none.
pub(crate) fn model_name(model: &str) -> Option<&str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:".contains(c);
    let named = (1..=100).contains(&model.len()) && model.chars().all(plain);
    (named && matches!(without_keys(model), Cow::Borrowed(_))).then_some(model)
}

/// Leaves keys out of all texts of a value.
fn leave_keys_out(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Cow::Owned(clean) = without_keys(text) {
                *text = clean;
            }
        }
        Value::Array(list) => list.iter_mut().for_each(leave_keys_out),
        Value::Object(map) => {
            if map.keys().any(|name| matches!(without_keys(name), Cow::Owned(_))) {
                let entries = core::mem::take(map).into_iter();
                *map = entries
                    .map(|(name, value)| (without_keys(&name).into_owned(), value))
                    .collect::<Map<_, _>>();
            }
            // The value of such a field is a key, whatever it looks like.
            for (name, value) in map.iter_mut() {
                let is_key = ["api_key", "apikey", "api-key", "authorization"]
                    .iter()
                    .any(|field| name.eq_ignore_ascii_case(field));
                match value {
                    Value::String(text) if is_key && !text.is_empty() => *text = "[key]".into(),
                    value => leave_keys_out(value),
                }
            }
        }
        _ => {}
    }
}

/// A request of the Responses API as one of a chat.
pub(crate) fn of_responses(value: &Value) -> Value {
    let mut messages = Vec::new();
    if let Some(rules) = value["instructions"].as_str() {
        messages.push(json!({"role": "system", "content": rules}));
    }
    match &value["input"] {
        Value::Array(items) => messages.extend(items.iter().cloned()),
        Value::Null => {}
        text => messages.push(json!({"role": "user", "content": text})),
    }
    let mut chat = json!({"model": value["model"]});
    // Code may set the input when it runs.
    if !value["input"].is_null() {
        chat["messages"] = Value::Array(messages);
    }
    if let Some(most) = value["max_output_tokens"].as_u64() {
        chat["max_completion_tokens"] = most.into();
    }
    if let Some(effort) = value["reasoning"]["effort"].as_str() {
        chat["reasoning_effort"] = effort.into();
    }
    // Its functions stand flat in the list.
    let tools = value["tools"].as_array().into_iter().flatten();
    let tools: Vec<_> = tools
        .map(|tool| match tool["type"].as_str() {
            Some("function") if tool["function"].is_null() => {
                json!({"type": "function", "function": tool})
            }
            _ => tool.clone(),
        })
        .collect();
    if !tools.is_empty() {
        chat["tools"] = Value::Array(tools);
    }
    let format = &value["text"]["format"];
    if format["type"] == "json_schema" {
        chat["response_format"] = json!({"type": "json_schema", "json_schema": format});
    } else if !format.is_null() {
        chat["response_format"] = format.clone();
    }
    chat
}

#[cfg(test)]
mod tests {
    use groq_tokens::Role;

    use super::*;

    #[test]
    fn reads_parts_calls_and_results() {
        let body = Body::new(
            Endpoint::Chat,
            json!({"messages": [
                {"role": "system", "content": "Be brief."},
                {"role": "user", "content": [{"type": "text", "text": "What "}, {"type": "image_url"},
                    {"type": "text", "text": "is it?"}]},
                {"role": "assistant", "content": null, "tool_calls": [
                    {"id": "c1", "function": {"name": "look", "arguments": "{}"}}]},
                {"role": "tool", "tool_call_id": "c1", "content": "a cat"}],
                "tools": [{"type": "function", "function": {"name": "look"}}]}),
        );
        let prompt = body.read(Family::GptOss);
        let seen: Vec<_> = prompt
            .chat
            .messages
            .iter()
            .map(|message| (message.role, &*message.text, message.function))
            .collect();
        assert_eq!(
            seen,
            [
                (Role::Developer, "Be brief.", None),
                (Role::User, "What is it?", None),
                (Role::Assistant, "{}", Some("look")),
                (Role::Tool, "a cat", Some("look")),
            ]
        );
        assert_eq!((prompt.images, prompt.uncounted, prompt.chat.tools.len()), (1, 0, 1));
    }

    #[test]
    fn a_request_needs_what_it_uses() {
        let needs = |value| Body::new(Endpoint::Chat, value).needs().iter().collect::<Vec<_>>();
        assert!(
            needs(json!({"messages": [{"role": "user", "content": "Hi"}], "tools": []})).is_empty()
        );
        assert_eq!(
            needs(json!({
                "messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {}}]}],
                "tools": [{"type": "function", "function": {"name": "look"}}, {"type": "mcp"}],
                "parallel_tool_calls": true,
                "response_format": {"type": "json_schema"},
                "reasoning_effort": "low",
            })),
            [
                Capability::Tools,
                Capability::ParallelTools,
                Capability::StructuredOutputs,
                Capability::Vision,
                Capability::Reasoning,
                Capability::Mcp,
            ]
        );
        let plain = json!({"response_format": {"type": "json_object"}, "reasoning_effort": "none"});
        assert_eq!(needs(plain), [Capability::JsonMode]);
    }

    #[test]
    fn thoughts_beside_a_call_are_not_read() {
        let text = |family, extra: Value| {
            let mut message =
                json!({"role": "assistant", "content": "<think>\nhm\n</think>\n\nYes."});
            message["tool_calls"] = extra;
            let messages = json!([{"role": "user", "content": "a"}, message, {"role": "user", "content": "b"}]);
            let body = Body::new(Endpoint::Chat, json!({ "messages": messages }));
            body.read(family).chat.messages[1].text.to_string()
        };
        let call = json!([{"function": {"name": "f", "arguments": "{}"}}]);
        assert_eq!(text(Family::GptOss, call), "Yes.");
        assert!(text(Family::GptOss, Value::Null).contains("hm"));
        assert_eq!(text(Family::Qwen3, Value::Null), "Yes.");
    }

    #[test]
    fn keys_are_left_out_of_a_request() {
        let value = json!({"api_key": "abc", "messages": [{"content": "with gsk_abc and \u{67}sk_d"}],
            "gsk_x": 1, "extra": ["Bearer abc.def-123"]});
        let text = Body::new(Endpoint::Chat, value).text();
        assert!(!text.contains("gsk_") && !text.contains("abc"), "{text}");
    }

    #[test]
    fn a_key_is_not_taken_for_a_model() {
        let model = |id: &str| Body::new(Endpoint::Chat, json!({ "model": id })).model().is_some();
        assert!(model("openai/gpt-oss-20b"));
        assert!(!model("gsk_abc") && !model("") && !model("a b") && !model(&"x".repeat(101)));
    }
}
