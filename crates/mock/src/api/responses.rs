//! The Responses API over the same answers as chat completions.

use std::io;

use axum::{
    Extension,
    body::{Body, Bytes},
    extract::State as Held,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use serde_json::{Value, json};

use crate::{
    account::state::Shared,
    api::{
        chat::{Prepared, Running},
        completion::Content,
        headers::rate_headers,
    },
    wire::{failure::Failure, overrides::RequestOverrides, reply, request_id::RequestId},
};

/// The fields of the API reference.
const FIELDS: [&str; 19] = [
    "input",
    "instructions",
    "max_output_tokens",
    "metadata",
    "model",
    "parallel_tool_calls",
    "previous_response_id",
    "reasoning",
    "service_tier",
    "store",
    "stream",
    "temperature",
    "text",
    "tool_choice",
    "tools",
    "top_p",
    "truncation",
    "user",
    "include",
];

/// `POST /responses`.
pub(crate) async fn create(
    Held(state): Held<Shared>,
    Extension(overrides): Extension<RequestOverrides>,
    Extension(RequestId(id)): Extension<RequestId>,
    body: Bytes,
) -> Response {
    let asked: Value = match serde_json::from_slice(&body) {
        Ok(asked) => asked,
        Err(error) => {
            let text = format!("the request body is not valid JSON: {error}");
            return Failure::bad(&text, None).into_response();
        }
    };
    let prepared = chat(&asked)
        .and_then(|chat| Prepared::new(&state, chat.to_string().as_bytes(), &overrides, id));
    let prepared = match prepared {
        Ok(prepared) => prepared,
        Err(failure) => return failure.into_response(),
    };
    let running = match prepared.admit(&state) {
        Ok(running) => running,
        Err(refused) => {
            let (offer, failure) = *refused;
            let mut response = failure.into_response();
            rate_headers(&state, &offer, response.headers_mut());
            return response;
        }
    };
    answered(&state, running, prepared, &asked).await
}

/// The request as one of chat completions.
fn chat(asked: &Value) -> Result<Value, Failure> {
    let Some(fields) = asked.as_object() else {
        return Err(Failure::bad("the request body must be an object", None));
    };
    if let Some(name) = fields.keys().find(|name| !FIELDS.contains(&name.as_str())) {
        return Err(Failure::bad(&format!("property '{name}' is unsupported"), None));
    }
    for name in ["previous_response_id", "store"] {
        let given = &asked[name];
        if !given.is_null() && *given != json!(false) {
            return Err(Failure::bad(&format!("'{name}' : it is not supported"), Some(name)));
        }
    }
    let mut messages = Vec::new();
    if let Some(rules) = asked["instructions"].as_str() {
        messages.push(json!({"role": "system", "content": rules}));
    }
    match &asked["input"] {
        Value::String(text) => messages.push(json!({"role": "user", "content": text})),
        Value::Array(items) => messages.extend(items.iter().filter_map(message)),
        _ => return Err(Failure::bad("property 'input' is missing", Some("input"))),
    }
    let mut chat = json!({"model": asked["model"], "messages": messages});
    for (name, other) in [
        ("max_output_tokens", "max_completion_tokens"),
        ("temperature", "temperature"),
        ("top_p", "top_p"),
        ("parallel_tool_calls", "parallel_tool_calls"),
        ("user", "user"),
    ] {
        if !asked[name].is_null() {
            chat[other] = asked[name].clone();
        }
    }
    if !asked["reasoning"]["effort"].is_null() {
        chat["reasoning_effort"] = asked["reasoning"]["effort"].clone();
    }
    match asked["service_tier"].as_str() {
        None | Some("default") => {}
        Some(tier) => chat["service_tier"] = tier.into(),
    }
    let format = &asked["text"]["format"];
    match format["type"].as_str() {
        Some("json_schema") => {
            let mut schema = json!({"name": format["name"], "schema": format["schema"]});
            if !format["strict"].is_null() {
                schema["strict"] = format["strict"].clone();
            }
            chat["response_format"] = json!({"type": "json_schema", "json_schema": schema});
        }
        Some("json_object") => chat["response_format"] = json!({"type": "json_object"}),
        _ => {}
    }
    if let Some(tools) = asked["tools"].as_array().filter(|tools| !tools.is_empty()) {
        let nested = |tool: &Value| match tool["type"].as_str() {
            Some("function") => {
                let mut function = tool.clone();
                if let Some(fields) = function.as_object_mut() {
                    fields.remove("type");
                }
                json!({"type": "function", "function": function})
            }
            _ => tool.clone(),
        };
        chat["tools"] = tools.iter().map(nested).collect();
        let choice = &asked["tool_choice"];
        chat["tool_choice"] = match choice["name"].as_str() {
            Some(name) => json!({"type": "function", "function": {"name": name}}),
            None if choice.is_null() => json!("auto"),
            None => choice.clone(),
        };
    }
    Ok(chat)
}

/// An item of the input as a message; of what is no message nothing is kept.
fn message(item: &Value) -> Option<Value> {
    match item["type"].as_str() {
        Some("function_call") => {
            Some(json!({"role": "assistant", "content": null, "tool_calls": [{
            "id": item["call_id"], "type": "function",
            "function": {"name": item["name"], "arguments": item["arguments"]}}]}))
        }
        Some("function_call_output") => Some(json!({"role": "tool",
            "tool_call_id": item["call_id"], "content": item["output"]})),
        None | Some("message") => {
            let content = match &item["content"] {
                Value::Array(parts) => parts
                    .iter()
                    .map(|part| match part["type"].as_str() {
                        Some("input_image") => {
                            json!({"type": "image_url", "image_url": {"url": part["image_url"]}})
                        }
                        _ => json!({"type": "text", "text": part["text"]}),
                    })
                    .collect(),
                other => other.clone(),
            };
            Some(json!({"role": item["role"], "content": content}))
        }
        _ => None,
    }
}

async fn answered(
    state: &Shared,
    mut running: Running,
    prepared: Prepared,
    asked: &Value,
) -> Response {
    let completion = prepared.completion;
    state.clock.sleep(completion.micros_before() + completion.micros(completion.tokens)).await;
    let offer = running.end(completion.tokens);
    let number = completion.id.trim_start_matches("chatcmpl-").to_owned();
    let output = match &completion.content {
        Content::Calls(calls) => calls
            .iter()
            .map(|call| {
                json!({
                    "type": "function_call", "id": format!("fc_{number}"), "status": "completed",
                    "call_id": call.id, "name": call.name, "arguments": call.arguments,
                })
            })
            .collect(),
        _ => json!([{
            "type": "message", "id": format!("msg_{number}"), "status": "completed",
            "role": "assistant",
            "content": [{
                "type": "output_text", "text": completion.text(0, completion.tokens),
                "annotations": [],
            }],
        }]),
    };
    let or = |name: &str, default: Value| match &asked[name] {
        Value::Null => default,
        given => given.clone(),
    };
    let status = if completion.cut_short { "incomplete" } else { "completed" };
    let reason = completion.cut_short.then(|| json!({"reason": "max_output_tokens"}));
    let whole = json!({
        "id": format!("resp_{number}"),
        "object": "response",
        "status": status,
        "created_at": completion.created,
        "output": output,
        "previous_response_id": null,
        "model": completion.model,
        "reasoning": {"effort": asked["reasoning"]["effort"], "summary": null},
        "max_output_tokens": asked["max_output_tokens"],
        "instructions": asked["instructions"],
        "text": or("text", json!({"format": {"type": "text"}})),
        "tools": or("tools", json!([])),
        "tool_choice": or("tool_choice", json!("auto")),
        "truncation": or("truncation", json!("disabled")),
        "metadata": or("metadata", json!({})),
        "temperature": or("temperature", json!(1)),
        "top_p": or("top_p", json!(1)),
        "user": asked["user"],
        "service_tier": or("service_tier", json!("default")),
        "error": null,
        "incomplete_details": reason,
        "usage": {
            "input_tokens": completion.prompt_tokens,
            "input_tokens_details": {"cached_tokens": completion.cached_tokens.unwrap_or(0)},
            "output_tokens": completion.tokens,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": completion.prompt_tokens + completion.tokens,
        },
        "parallel_tool_calls": or("parallel_tool_calls", json!(true)),
        "store": false,
    });
    let mut response = match prepared.stream || asked["stream"] == true {
        true => streamed(&whole),
        false => reply::json(StatusCode::OK, &whole),
    };
    rate_headers(state, &offer, response.headers_mut());
    response
}

/// The events of a streamed response; the text comes in one piece.
fn streamed(whole: &Value) -> Response {
    let mut begun = whole.clone();
    begun["status"] = json!("in_progress");
    begun["output"] = json!([]);
    begun["usage"] = Value::Null;
    let mut events = vec![("response.created", json!({"response": begun}))];
    events.push(("response.in_progress", json!({"response": begun})));
    for (index, item) in whole["output"].as_array().into_iter().flatten().enumerate() {
        let place = |more: Value| {
            let mut event = json!({"output_index": index, "item_id": item["id"]});
            if let (Value::Object(event), Value::Object(more)) = (&mut event, more) {
                event.extend(more);
            }
            event
        };
        events.push(("response.output_item.added", place(json!({"item": item}))));
        if item["type"] == "function_call" {
            let arguments = &item["arguments"];
            events.push((
                "response.function_call_arguments.delta",
                place(json!({"delta": arguments})),
            ));
            events.push((
                "response.function_call_arguments.done",
                place(json!({"arguments": arguments})),
            ));
        } else {
            let part = &item["content"][0];
            let at = |more: Value| {
                let mut event = place(more);
                event["content_index"] = json!(0);
                event
            };
            events.push(("response.content_part.added", at(json!({"part": part}))));
            events.push(("response.output_text.delta", at(json!({"delta": part["text"]}))));
            events.push(("response.output_text.done", at(json!({"text": part["text"]}))));
            events.push(("response.content_part.done", at(json!({"part": part}))));
        }
        events.push(("response.output_item.done", place(json!({"item": item}))));
    }
    events.push(("response.completed", json!({"response": whole})));
    let pieces: Vec<Result<Bytes, io::Error>> = events
        .into_iter()
        .enumerate()
        .map(|(number, (name, mut data))| {
            data["type"] = json!(name);
            data["sequence_number"] = json!(number);
            Ok(Bytes::from(format!("event: {name}\ndata: {data}\n\n")))
        })
        .collect();
    let kind = [(header::CONTENT_TYPE, "text/event-stream"), (header::CACHE_CONTROL, "no-cache")];
    (kind, Body::from_stream(stream::iter(pieces))).into_response()
}
