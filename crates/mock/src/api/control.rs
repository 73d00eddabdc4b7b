use axum::{
    body::Bytes,
    extract::State as Held,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};

use crate::{
    account::state::{Shared, lock},
    wire::failure::Failure,
    wire::fault::Fault,
    wire::reply,
};

/// `GET /mock`: what is enforced and what is left.
pub(crate) async fn status(Held(state): Held<Shared>) -> Response {
    let models: Map<String, Value> = state
        .offers()
        .map(|offer| {
            let levels = state.levels(&offer).into_iter().map(|level| {
                (level.limit.name().to_owned(), json!({ "cap": level.cap, "left": level.left }))
            });
            let mut fields: Map<String, Value> = levels.collect();
            let unknown: Vec<_> = offer.caps.unknown().iter().map(|limit| limit.name()).collect();
            fields.insert("not_enforced".into(), json!(unknown));
            (offer.id.model.to_owned(), Value::Object(fields))
        })
        .collect();
    let body = json!({
        "plan": state.config.plan.name(),
        "as_of": state.day.to_string(),
        "now_us": state.clock.now(),
        "models": models,
    });
    reply::json(StatusCode::OK, &body)
}

/// `GET /mock/log`: the requests so far.
pub(crate) async fn log(Held(state): Held<Shared>) -> Response {
    let entry = |entry: &crate::account::state::Entry| {
        json!({
            "at_us": entry.at,
            "method": entry.method,
            "path": entry.path,
            "status": entry.status,
        })
    };
    let requests: Vec<Value> = lock(&state.log).iter().map(entry).collect();
    reply::json(StatusCode::OK, &json!({ "requests": requests }))
}

/// `POST /mock/reset`: full buckets, no faults, an empty log.
pub(crate) async fn reset(Held(state): Held<Shared>) -> Response {
    state.reset();
    reply::json(StatusCode::OK, &json!({ "reset": true }))
}

/// `POST /mock/faults` with `{"fault": "status=503", "times": 2}`: the next
/// requests meet it, in the order of queueing.
pub(crate) async fn faults(Held(state): Held<Shared>, body: Bytes) -> Response {
    let value: Value = serde_json::from_slice(&body).unwrap_or_default();
    let times = match &value["times"] {
        Value::Null => Some(1),
        times => times.as_u64().filter(|times| (1..=1000).contains(times)),
    };
    let Some(fault) = value["fault"].as_str().and_then(Fault::parse) else {
        let text = format!("fault must be {}", Fault::FORMS);
        return Failure::bad(&text, Some("fault")).into_response();
    };
    let Some(times) = times else {
        return Failure::bad("times must be 1 to 1000", Some("times")).into_response();
    };
    let mut queue = lock(&state.faults);
    queue.extend(std::iter::repeat_n(fault, times as usize));
    reply::json(StatusCode::OK, &json!({ "queued": queue.len() }))
}
