use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use groq_calc::{Limit, Offer};
use groq_protocol::Nanos;
use serde_json::Value;

use crate::{state::State, texts::Failure};

/// A JSON body.
pub(crate) fn json(status: StatusCode, body: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], Body::from(body.to_string()))
        .into_response()
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = json(self.status, &self.body);
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// The rate-limit headers: requests per day and tokens per minute, as Groq sends
/// them; nothing of a limit that the plan does not have.
pub(crate) fn rate_headers(state: &State, offer: &Offer<'static>, headers: &mut HeaderMap) {
    for (limit, cap, left, reset) in state.levels(offer) {
        let names = match limit {
            Limit::Rpd => [
                "x-ratelimit-limit-requests",
                "x-ratelimit-remaining-requests",
                "x-ratelimit-reset-requests",
            ],
            Limit::Tpm => [
                "x-ratelimit-limit-tokens",
                "x-ratelimit-remaining-tokens",
                "x-ratelimit-reset-tokens",
            ],
            _ => continue,
        };
        let reset = Nanos::new(state.clock.for_client(reset).saturating_mul(1000)).to_string();
        let values = [cap.to_string(), left.to_string(), reset];
        for (name, value) in names.into_iter().zip(values) {
            // `µs` is no header text; Go writes it so and HTTP servers drop it.
            if let Ok(value) = HeaderValue::from_str(&value.replace("µs", "us")) {
                headers.insert(name, value);
            }
        }
    }
}
