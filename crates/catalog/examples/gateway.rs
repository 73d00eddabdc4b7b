//! A gate before Groq: an axum handler that refuses what would not fit, before
//! a request is spent on finding out.
//!
//! ```sh
//! cargo run -p groq-catalog --example gateway
//! curl -d '{"input_tokens": 1500, "max_completion_tokens": 500}' localhost:8790/admit
//! ```
//!
//! 202: send it. 429: not now; `retry-after` says when. 413: never, however long
//! one waits.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
    routing::post,
};
use groq_calc::{
    Draft, Error, Errors, Offer, OptionId, Plan, Tier, Workload, WorkloadDraft,
    catalog::Amounts,
    limiter::{Permit, RateLimiter, Refused},
};
use groq_catalog::CATALOG;
use serde::Deserialize;

const MODEL: &str = "openai/gpt-oss-20b";

/// What a caller is about to send.
#[derive(Deserialize)]
struct Ask {
    input_tokens: u64,
    max_completion_tokens: u64,
}

/// The limits of one model on one plan, as far as they are used up.
struct Gate {
    offer: Offer<'static>,
    limiter: Mutex<RateLimiter>,
}

impl Gate {
    fn new(offer: Offer<'static>) -> Self {
        // Groq refills continuously; a full bucket is the start of any day.
        Self { offer, limiter: Mutex::new(RateLimiter::of(&offer.caps)) }
    }

    /// Lets a request through, or says why not. The clock is read under the lock,
    /// so that the limiter sees times in their order.
    ///
    /// Groq asks for the prompt and the whole reserved completion at once. Once the
    /// answer is there, `RateLimiter::settle` gives back what was not used.
    fn admit(&self, ask: &Ask, clock: impl FnOnce() -> u64) -> Result<Permit, Refusal> {
        let workload = workload(ask).map_err(|errors| Refusal::Bad(errors.to_string()))?;
        if let Some(blocked) = self.offer.blocked(&workload) {
            return Err(Refusal::Never(blocked.to_string()));
        }
        let request = Amounts::tokens(ask.input_tokens, ask.max_completion_tokens);
        let mut limiter = self.limiter.lock().unwrap_or_else(PoisonError::into_inner);
        limiter.acquire(clock(), &request).map_err(Refusal::Limit)
    }
}

/// One such request a day: only its size matters here.
fn workload(ask: &Ask) -> Result<Workload, Errors> {
    let workload = WorkloadDraft {
        requests_per_day: Some(1.into()),
        input_tokens: Some(ask.input_tokens.into()),
        max_completion_tokens: Some(ask.max_completion_tokens.into()),
        ..WorkloadDraft::default()
    };
    Ok(Draft { workload, ..Draft::default() }.check()?.workload)
}

#[derive(Debug, PartialEq)]
enum Refusal {
    Bad(String),
    Never(String),
    Limit(Refused),
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Bad(why) => (StatusCode::BAD_REQUEST, why).into_response(),
            Self::Never(why) => (StatusCode::PAYLOAD_TOO_LARGE, why).into_response(),
            Self::Limit(refused) => {
                let status = match refused {
                    Refused::Never { .. } => StatusCode::PAYLOAD_TOO_LARGE,
                    Refused::Wait { .. } | Refused::Busy { .. } => StatusCode::TOO_MANY_REQUESTS,
                };
                let mut response = (status, refused.to_string()).into_response();
                if let Refused::Wait { wait_us, .. } = refused {
                    let seconds = HeaderValue::from(wait_us.div_ceil(1_000_000));
                    response.headers_mut().insert(RETRY_AFTER, seconds);
                }
                response
            }
        }
    }
}

/// The gate, and when it was opened.
struct Gateway {
    gate: Gate,
    start: Instant,
}

async fn admit(
    State(gateway): State<Arc<Gateway>>,
    Json(ask): Json<Ask>,
) -> Result<StatusCode, Refusal> {
    let clock = || u64::try_from(gateway.start.elapsed().as_micros()).unwrap_or(u64::MAX);
    let _permit = gateway.gate.admit(&ask, clock)?;
    Ok(StatusCode::ACCEPTED)
}

/// The model on the free plan, as of the newest figures.
fn offer() -> Result<Offer<'static>, Error> {
    CATALOG.latest().offer(OptionId::new(MODEL, Plan::Free, Tier::OnDemand))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let gateway = Arc::new(Gateway { gate: Gate::new(offer()?), start: Instant::now() });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8790").await?;
    println!("{MODEL} on the free plan, at http://{}/admit", listener.local_addr()?);
    axum::serve(listener, Router::new().route("/admit", post(admit)).with_state(gateway)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use groq_calc::{Caps, Kind, Limit};

    fn gate() -> Gate {
        let bare = Offer::bare("m", Kind::Chat, Plan::Free, Tier::OnDemand);
        Gate::new(Offer { caps: Caps::NONE.with(Limit::RPM, 30).with(Limit::TPM, 6000), ..bare })
    }

    fn admit(gate: &Gate, input: u64, completion: u64, now: u64) -> Result<(), Refusal> {
        let ask = Ask { input_tokens: input, max_completion_tokens: completion };
        gate.admit(&ask, || now).map(|permit| assert_eq!(permit.asked().input, input))
    }

    #[test]
    fn what_fits_passes_until_a_bucket_is_empty() {
        let gate = gate();
        assert_eq!(admit(&gate, 2000, 1000, 0), Ok(()));
        assert_eq!(admit(&gate, 2000, 1000, 0), Ok(()));
        // 100 tokens a second come back.
        let Err(Refusal::Limit(refused)) = admit(&gate, 500, 500, 0) else {
            panic!("the bucket is empty")
        };
        assert_eq!(refused.to_string(), "TPM has no room for 10 s");
        let response = Refusal::Limit(refused).into_response();
        assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(response.headers()[RETRY_AFTER], "10");
        assert_eq!(admit(&gate, 500, 500, 10_000_000), Ok(()));
    }

    #[test]
    fn what_can_never_pass_gets_413() {
        let Err(Refusal::Never(why)) = admit(&gate(), 5000, 1001, 0) else {
            panic!("6001 tokens cannot pass 6000")
        };
        assert!(why.contains("TPM"), "{why}");
        assert_eq!(Refusal::Never(why).into_response().status(), StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(admit(&gate(), 5000, 1000, 0), Ok(()));
    }

    #[test]
    fn holds_the_four_limits_of_the_model() {
        let gate = Gate::new(offer().unwrap());
        assert_eq!(gate.limiter.lock().unwrap().levels(0).count(), 4);
    }
}
