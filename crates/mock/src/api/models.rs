use axum::{
    extract::{Path, State as Held},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use groq_calc::{Offer, Tier};
use groq_catalog::CATALOG;
use serde_json::{Value, json};

use crate::{
    account::state::{Shared, State},
    wire::failure::Failure,
    wire::reply,
};

/// `GET /models`.
pub(crate) async fn list(Held(state): Held<Shared>) -> Response {
    let data: Vec<Value> = state.offers().map(|offer| entry(&state, &offer)).collect();
    reply::json(StatusCode::OK, &json!({ "object": "list", "data": data }))
}

/// `GET /models/{id}`; ids have slashes.
pub(crate) async fn one(Held(state): Held<Shared>, Path(id): Path<String>) -> Response {
    match state.offer(&id, Tier::OnDemand) {
        Ok(offer) => reply::json(StatusCode::OK, &entry(&state, &offer)),
        Err(_) => Failure::no_model(&id).into_response(),
    }
}

fn entry(state: &State, offer: &Offer<'static>) -> Value {
    let model = CATALOG.model(offer.id.model);
    let first =
        model.and_then(|model| model.lifecycle.first()).map_or(state.day, |entry| entry.from);
    json!({
        "id": offer.id.model,
        "object": "model",
        // The catalog knows the day from which a model was listed.
        "created": first.days_since_epoch() * 86_400,
        "owned_by": offer.id.model.split_once('/').map_or("Groq", |(owner, _)| owner),
        "active": true,
        "context_window": offer.context.window,
        "max_completion_tokens": offer.context.max_completion,
        "public_apps": null,
    })
}
