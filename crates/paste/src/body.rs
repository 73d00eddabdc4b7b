use alloc::{
    borrow::Cow,
    string::{String, ToString},
    vec::Vec,
};

use groq_calc::catalog::{Capability, CapabilitySet};
use groq_protocol::Endpoint;
use groq_tokens::{Chat, Message, Role, Tool};
use serde_json::{Value, json};

use crate::{error::Error, schema, seen::Asked};

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
}

/// What a chat request lets the model read, and what of it has no count.
pub(crate) struct Prompt<'a> {
    pub(crate) chat: Chat<'a>,
    /// Images, audio and files.
    pub(crate) uncounted: usize,
    /// Whether it asks for an answer in a schema, which is shown the model too.
    pub(crate) schema: bool,
}

impl Body {
    pub(crate) fn new(endpoint: Endpoint, value: Value) -> Self {
        Self { endpoint, batch: false, partial: false, line: None, value }
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
        Self { value, line: self.line.clone(), ..*self }
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
        let model = self.value["model"].as_str()?;
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:".contains(c);
        let named = (1..=100).contains(&model.len()) && model.chars().all(plain);
        (named && !model.contains("gsk_")).then_some(model)
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
        let is_image = |part: &Value| {
            matches!(part["type"].as_str(), Some("image_url" | "input_image" | "image"))
        };
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

    pub(crate) fn read(&self) -> Prompt<'_> {
        let mut prompt = Prompt {
            chat: Chat {
                messages: Vec::new(),
                tools: tools(&self.value),
                reasoning: match self.value["reasoning_effort"].as_str() {
                    Some(effort @ ("low" | "high")) => effort,
                    _ => "medium",
                },
            },
            uncounted: 0,
            schema: self.value["response_format"]["type"] == "json_schema",
        };
        let mut calls = Vec::new();
        for message in self.value["messages"].as_array().into_iter().flatten() {
            prompt.add(message, &mut calls);
        }
        prompt
    }
}

impl<'a> Prompt<'a> {
    /// Adds a message; `calls` are the ids of calls with the names of their
    /// functions.
    fn add(&mut self, message: &'a Value, calls: &mut Vec<(&'a str, &'a str)>) {
        let text = self.text(&message["content"]);
        let role = match message["role"].as_str() {
            Some("system" | "developer") => Role::Developer,
            Some("assistant") => Role::Assistant,
            Some("tool" | "function") => Role::Tool,
            _ => Role::User,
        };
        let function = match role {
            Role::Tool => message["name"].as_str().or_else(|| {
                let id = message["tool_call_id"].as_str()?;
                Some(calls.iter().rev().find(|(call, _)| *call == id)?.1)
            }),
            _ => None,
        };
        let called = message["tool_calls"].as_array().map_or(&[][..], |calls| calls);
        if !text.is_empty() || called.is_empty() {
            self.chat.messages.push(Message { role, text, function });
        }
        for call in called {
            let function = &call["function"];
            let name = function["name"].as_str().unwrap_or_default();
            calls.extend(call["id"].as_str().map(|id| (id, name)));
            let text = Cow::Borrowed(function["arguments"].as_str().unwrap_or_default());
            self.chat.messages.push(Message { role, text, function: Some(name) });
        }
    }

    fn text(&mut self, content: &'a Value) -> Cow<'a, str> {
        match content {
            Value::String(text) => Cow::Borrowed(text),
            Value::Array(parts) => {
                let texts: Vec<_> = parts.iter().filter_map(|part| part["text"].as_str()).collect();
                self.uncounted += parts.len() - texts.len();
                match texts.as_slice() {
                    [text] => Cow::Borrowed(text),
                    _ => Cow::Owned(texts.concat()),
                }
            }
            _ => Cow::Borrowed(""),
        }
    }
}

fn tools(body: &Value) -> Vec<Tool<'_>> {
    let definitions = body["tools"].as_array().into_iter().flatten().map(|tool| &tool["function"]);
    let functions = body["functions"].as_array().into_iter().flatten();
    definitions
        .chain(functions)
        .filter_map(|function| {
            let parameters = &function["parameters"];
            Some(Tool {
                name: function["name"].as_str()?,
                description: function["description"].as_str().unwrap_or_default(),
                parameters: (!parameters.is_null()).then(|| schema::render(parameters)),
            })
        })
        .collect()
}

/// A request of the Responses API as one of a chat.
pub(crate) fn of_responses(value: &Value) -> Value {
    let mut messages = Vec::new();
    if let Some(rules) = value["instructions"].as_str() {
        messages.push(json!({"role": "system", "content": rules}));
    }
    match &value["input"] {
        Value::Array(items) => messages.extend(items.iter().cloned()),
        text => messages.push(json!({"role": "user", "content": text})),
    }
    let mut chat = json!({"model": value["model"], "messages": messages});
    if let Some(most) = value["max_output_tokens"].as_u64() {
        chat["max_completion_tokens"] = most.into();
    }
    chat
}

#[cfg(test)]
mod tests {
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
        let prompt = body.read();
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
        assert_eq!((prompt.uncounted, prompt.chat.tools.len()), (1, 1));
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
    fn a_key_is_not_taken_for_a_model() {
        let model = |id: &str| Body::new(Endpoint::Chat, json!({ "model": id })).model().is_some();
        assert!(model("openai/gpt-oss-20b"));
        assert!(!model("gsk_abc") && !model("") && !model("a b") && !model(&"x".repeat(101)));
    }
}
