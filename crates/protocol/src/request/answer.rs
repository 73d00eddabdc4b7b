//! What Groq answers to a request that it refuses, in its words where they are known.

use alloc::{
    format,
    string::{String, ToString},
};

use serde_json::Value;

use crate::{cause::Cause, request::report::Finding};

/// The answer to a refused request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The field `code`.
    pub code: Option<&'static str>,
    /// The message.
    pub message: String,
    /// The field `param`.
    pub param: Option<String>,
}

impl Answer {
    /// A 400 with a message.
    pub fn bad(message: String, param: Option<String>) -> Self {
        Self { status: 400, code: None, message, param }
    }

    /// No such model.
    pub fn no_model(model: &str) -> Self {
        let message =
            format!("The model `{model}` does not exist or you do not have access to it.");
        Self { status: 404, code: Some("model_not_found"), message, param: None }
    }

    /// The plan does not have it.
    pub fn not_for_plan(what: &str) -> Self {
        let message = format!("{what} is not available for your plan");
        Self { status: 403, code: Some("not_available_for_plan"), message, param: None }
    }
}

impl Finding {
    /// What Groq answers to it, `body` being the request. Messages are those of
    /// quoted errors where there are any; the others say the same as the reason.
    pub fn answer(&self, body: &Value) -> Answer {
        let path = self.path.as_str();
        let param = || Some(path.to_string());
        match &self.cause {
            Cause::Retired { .. } => Answer::no_model(body["model"].as_str().unwrap_or_default()),
            Cause::UnknownProperty { name } => Answer::bad(
                in_message(path, body, &format!("property '{name}' is unsupported")),
                None,
            ),
            Cause::OtherRole { .. } => {
                let place = dotted(path.strip_suffix(".role").unwrap_or(path));
                let text = format!("'{place}' : discriminator property 'role' has invalid value");
                Answer::bad(text, None)
            }
            Cause::NoWordJson => Answer::bad(
                "'messages' must contain the word 'json' in some form, to use 'response_format' \
                 of type 'json_object'."
                    .to_string(),
                None,
            ),
            Cause::ToolsBesideFormat => {
                let text = "json mode cannot be combined with tool/function calling";
                Answer::bad(text.to_string(), None)
            }
            Cause::NoEffort | Cause::NoReasoning => {
                Answer::bad(format!("`{path}` is not supported with this model"), param())
            }
            Cause::OtherEffort { taken } => {
                let words: alloc::vec::Vec<_> =
                    taken.split(", ").map(|word| format!("`{word}`")).collect();
                let text = format!("`reasoning_effort` must be one of {}", words.join(", "));
                Answer::bad(text.replace("`none`, `default`", "`none` or `default`"), param())
            }
            Cause::AboveCap { cap } => {
                let text = format!(
                    "`{path}` must be less than or equal to `{cap}`, the maximum value for `{path}` is less than the `context_window` for this model"
                );
                Answer::bad(text, param())
            }
            Cause::UnknownParam { name } => Answer::bad(format!("unknown param `{name}`"), param()),
            Cause::Subtitles => {
                let text = "response_format must be one of [json text verbose_json]";
                Answer::bad(text.to_string(), param())
            }
            Cause::TooMany { most, .. } => {
                Answer::bad(format!("'{path}' : maximum number of items is {most}"), param())
            }
            Cause::Empty => {
                Answer::bad(format!("'{path}' : minimum number of items is 1"), param())
            }
            Cause::Missing if !path.contains('.') => {
                Answer::bad(format!("property '{path}' is missing"), param())
            }
            Cause::Missing => {
                let (place, name) = path.rsplit_once('.').unwrap_or(("", path));
                let text = format!("'{}' : property '{name}' is missing", dotted(place));
                Answer::bad(text, None)
            }
            cause @ (Cause::RequiredWithoutProperties
            | Cause::OpenObject
            | Cause::NotRequired { .. }
            | Cause::SchemaKeyword { .. }
            | Cause::RootNotObject) => in_schema(path, cause, body),
            cause => Answer::bad(format!("'{}' : {cause}", dotted(path)), param()),
        }
    }
}

/// `messages[1].tool_calls[0].id` as Groq writes it: `messages.1.tool_calls.0.id`.
fn dotted(path: &str) -> String {
    path.replace('[', ".").replace(']', "")
}

/// A fault of a message is told with the role of the message.
fn in_message(path: &str, body: &Value, fault: &str) -> String {
    let Some((index, below)) = path.strip_prefix("messages[").and_then(|rest| rest.split_once(']'))
    else {
        return match path.contains('.') {
            true => {
                let (place, _) = path.rsplit_once('.').unwrap_or((path, ""));
                format!("'{}' : {fault}", dotted(place))
            }
            false => fault.to_string(),
        };
    };
    let message = index.parse().ok().and_then(|index: usize| body["messages"].get(index));
    let role = message.and_then(|message| message["role"].as_str()).unwrap_or("user");
    let (inside, _) = below.rsplit_once('.').unwrap_or(("", below));
    let place = format!("messages.{index}{}", dotted(inside));
    format!(
        "'messages.{index}' : for 'role:{role}' the following must be satisfied[('{place}' : {fault})]"
    )
}

fn in_schema(path: &str, cause: &Cause, body: &Value) -> Answer {
    let (place, at) = match path.split_once('/') {
        Some((place, at)) => (place, format!("/{at}: ")),
        None => (path, String::new()),
    };
    if let Some(rest) = place.strip_prefix("tools[") {
        let index = rest.split(']').next().and_then(|index| index.parse::<usize>().ok());
        let tool = index.and_then(|index| body["tools"].get(index));
        let name = tool.and_then(|tool| tool["function"]["name"].as_str()).unwrap_or_default();
        let text = format!("invalid JSON schema for tool {name}, {place}: {at}{cause}");
        return Answer::bad(text, Some(format!("tool {name}, {place}")));
    }
    let name = body["response_format"]["json_schema"]["name"].as_str().unwrap_or("answer");
    let text = match cause {
        Cause::SchemaKeyword { keyword } => format!(
            "invalid schema for response format: response_format/json_schema{}: {keyword} is not supported",
            at.trim_end_matches(": ").replace("/properties", "")
        ),
        cause => format!("invalid JSON schema for response_format: '{name}': {at}{cause}"),
    };
    Answer::bad(text, Some("response_format".to_string()))
}

#[cfg(test)]
mod tests {
    use crate::{Endpoint, Facts, check};
    use alloc::string::{String, ToString as _};
    use serde_json::{Value, json};

    fn first(body: &Value) -> String {
        let report = check(Endpoint::Chat, &body.to_string(), Facts::default()).unwrap();
        report.findings[0].answer(body).message
    }

    #[test]
    fn refusals_in_the_words_of_quoted_errors() {
        let hello = json!([{"role": "user", "content": "Hi"}]);
        let open = json!({"type": "object", "properties": {"inputs": {"anyOf": [{"type": "array",
            "items": {"type": "object", "properties": {}, "required": []}}]}},
            "required": ["inputs"], "additionalProperties": false});
        for (body, message) in [
            (json!({"messages": hello, "reasoning": {}}), "property 'reasoning' is unsupported"),
            (
                json!({"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b", "reasoning_content": "c"}]}),
                "'messages.1' : for 'role:assistant' the following must be satisfied[('messages.1' : property 'reasoning_content' is unsupported)]",
            ),
            (
                json!({"messages": [{"role": "human", "content": "a"}]}),
                "'messages.0' : discriminator property 'role' has invalid value",
            ),
            (
                json!({"messages": hello, "tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object", "required": []}}}]}),
                "invalid JSON schema for tool f, tools[0].function.parameters: 'required' present but 'properties' is missing",
            ),
            (
                json!({"messages": hello, "tools": [{"type": "function", "function": {"name": "f", "strict": true, "parameters": open}}]}),
                "invalid JSON schema for tool f, tools[0].function.parameters: /properties/inputs/anyOf/0/items: additionalProperties:false must be set on every object",
            ),
            (
                json!({"messages": hello, "response_format": {"type": "json_object"}}),
                "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
            ),
        ] {
            assert_eq!(first(&body), message);
        }
    }
}
