use axum::http::{HeaderMap, HeaderValue};
use groq_calc::{Limit, Offer};
use groq_protocol::Nanos;

use crate::account::state::State;

/// The rate-limit headers: requests per day and tokens per minute, as Groq sends
/// them; nothing of a limit that the plan does not have.
pub(crate) fn rate_headers(state: &State, offer: &Offer<'static>, headers: &mut HeaderMap) {
    for level in state.levels(offer) {
        let names = match level.limit {
            Limit::RPD => [
                "x-ratelimit-limit-requests",
                "x-ratelimit-remaining-requests",
                "x-ratelimit-reset-requests",
            ],
            Limit::TPM => [
                "x-ratelimit-limit-tokens",
                "x-ratelimit-remaining-tokens",
                "x-ratelimit-reset-tokens",
            ],
            _ => continue,
        };
        let reset = Nanos::new(state.clock.for_client(level.until_full_us).saturating_mul(1000))
            .to_string();
        let values = [level.cap.to_string(), level.left.to_string(), reset];
        for (name, value) in names.into_iter().zip(values) {
            // `µs` is no header text; Go writes it so and HTTP servers drop it.
            if let Ok(value) = HeaderValue::from_str(&value.replace("µs", "us")) {
                headers.insert(name, value);
            }
        }
    }
}
