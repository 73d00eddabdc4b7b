//! What a chat request lets the model read.

use alloc::{borrow::Cow, string::ToString, vec::Vec};

use groq_tokens::{AnswerForm, Chat, Family, Message, Role, Tool};
use serde_json::Value;

use crate::schema;

/// What a chat request lets the model read, and what of it has no count.
pub(crate) struct Prompt<'a> {
    pub(crate) chat: Chat<'a>,
    pub(crate) images: usize,
    /// Audio and files.
    pub(crate) uncounted: usize,
}

fn answer_form(format: &Value) -> AnswerForm<'_> {
    match format["type"].as_str() {
        Some("json_object") => AnswerForm::Json,
        Some("json_schema") => AnswerForm::Schema {
            name: format["json_schema"]["name"].as_str().unwrap_or_default(),
            schema: format["json_schema"]["schema"].to_string(),
        },
        _ => AnswerForm::Text,
    }
}

/// A text without its first `<think>…</think>`.
fn without_thoughts(text: &str) -> Cow<'_, str> {
    let Some((before, rest)) = text.split_once("<think>") else { return Cow::Borrowed(text) };
    let after = rest.split_once("</think>").map_or("", |(_, after)| after.trim_start());
    Cow::Owned([before, after].concat())
}

impl<'a> Prompt<'a> {
    /// What a family of models reads of it.
    pub(crate) fn of(body: &'a Value, family: Family) -> Self {
        let mut prompt = Self {
            chat: Chat {
                messages: Vec::new(),
                tools: tools(body),
                reasoning: match body["reasoning_effort"].as_str() {
                    Some(effort @ ("low" | "high")) => effort,
                    _ => "medium",
                },
                answer: answer_form(&body["response_format"]),
            },
            images: 0,
            uncounted: 0,
        };
        let mut calls = Vec::new();
        let messages = body["messages"].as_array().map_or(&[][..], |list| list);
        let last = messages.iter().rposition(|message| message["role"] == "user").unwrap_or(0);
        for (index, message) in messages.iter().enumerate() {
            // Qwen's format shows no earlier thoughts; none is shown beside a call.
            let is_qwen = matches!(family, Family::Qwen3 | Family::Qwen35);
            let thinks = !(is_qwen && index < last) && message["tool_calls"].is_null();
            prompt.add(message, thinks, &mut calls);
        }
        prompt
    }

    /// Adds a message; `calls` are the ids of calls with the names of their
    /// functions.
    fn add(&mut self, message: &'a Value, thinks: bool, calls: &mut Vec<(&'a str, &'a str)>) {
        let mut text = self.text(&message["content"]);
        if !thinks && message["role"] == "assistant" && text.contains("<think>") {
            text = Cow::Owned(without_thoughts(&text).into_owned());
        }
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
                let images = parts.iter().filter(|part| is_image(part)).count();
                self.images += images;
                self.uncounted += (parts.len() - texts.len()).saturating_sub(images);
                match texts.as_slice() {
                    [text] => Cow::Borrowed(text),
                    _ => Cow::Owned(texts.concat()),
                }
            }
            _ => Cow::Borrowed(""),
        }
    }
}

pub(crate) fn is_image(part: &Value) -> bool {
    matches!(part["type"].as_str(), Some("image_url" | "input_image" | "image"))
        || part["image_url"].is_object()
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
