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
use groq_calc::{Draft, Limit, Offer, Plan, Question, Tier, WorkloadDraft, limiter::Bucket};
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
    buckets: Mutex<Vec<(Limit, Bucket)>>,
    start: Instant,
}

impl Gate {
    fn new(offer: Offer<'static>) -> Self {
        // Groq refills continuously; a full bucket is the start of any day.
        let buckets = [Limit::Rpm, Limit::Rpd, Limit::Tpm, Limit::Tpd]
            .into_iter()
            .filter_map(|limit| Some((limit, Bucket::of(limit, offer.caps.figure(limit)?))))
            .collect();
        Self { offer, buckets: Mutex::new(buckets), start: Instant::now() }
    }

    /// Lets a request through, or says why not.
    fn admit(&self, ask: &Ask, now_us: u64) -> Result<(), Refusal> {
        // Groq asks for the prompt and the whole reserved completion at once.
        let question = question(ask).map_err(Refusal::Bad)?;
        if let Some(blocked) = self.offer.blocked(&question.workload) {
            return Err(Refusal::Never(blocked.to_string()));
        }
        let tokens = ask.input_tokens + ask.max_completion_tokens;
        let count = |limit| if matches!(limit, Limit::Tpm | Limit::Tpd) { tokens } else { 1 };
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let longest = buckets
            .iter()
            .map(|(limit, bucket)| (bucket.wait(now_us, count(*limit)), *limit))
            .max_by_key(|(wait, _)| *wait);
        if let Some((wait, limit)) = longest.filter(|(wait, _)| *wait > 0) {
            return Err(Refusal::Later { limit, seconds: wait.div_ceil(1_000_000) });
        }
        // All of them have room, so all of them are charged. Once the answer is
        // there, `Bucket::credit` gives back what was reserved and not used.
        for (limit, bucket) in buckets.iter_mut() {
            bucket.take(now_us, count(*limit));
        }
        Ok(())
    }
}

/// One such request a day: all that is asked of it is its size.
fn question(ask: &Ask) -> Result<Question, String> {
    let workload = WorkloadDraft {
        requests_per_day: Some(1.into()),
        input_tokens: Some(ask.input_tokens.into()),
        max_completion_tokens: Some(ask.max_completion_tokens.into()),
        ..WorkloadDraft::default()
    };
    let draft = Draft { workload, ..Default::default() };
    draft.check().map_err(|errors| errors[0].to_string())
}

#[derive(Debug, PartialEq)]
enum Refusal {
    Bad(String),
    Never(String),
    Later { limit: Limit, seconds: u64 },
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Bad(why) => (StatusCode::BAD_REQUEST, why).into_response(),
            Self::Never(why) => (StatusCode::PAYLOAD_TOO_LARGE, why).into_response(),
            Self::Later { limit, seconds } => {
                let text = format!("{limit} has no room for {seconds} s");
                let mut response = (StatusCode::TOO_MANY_REQUESTS, text).into_response();
                response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
                response
            }
        }
    }
}

async fn admit(State(gate): State<Arc<Gate>>, Json(ask): Json<Ask>) -> Result<StatusCode, Refusal> {
    let now = u64::try_from(gate.start.elapsed().as_micros()).unwrap_or(u64::MAX);
    gate.admit(&ask, now)?;
    Ok(StatusCode::ACCEPTED)
}

/// The model on the free plan, as of the newest figures.
fn offer() -> Result<Offer<'static>, String> {
    let question = question(&Ask { input_tokens: 1, max_completion_tokens: 1 })?;
    Offer::find(&CATALOG, &question, MODEL, Plan::Free, Tier::OnDemand)
        .map_err(|error| error.to_string())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let gate = Arc::new(Gate::new(offer()?));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8790").await?;
    println!("{MODEL} on the free plan, at http://{}/admit", listener.local_addr()?);
    axum::serve(listener, Router::new().route("/admit", post(admit)).with_state(gate)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use groq_calc::{Caps, Kind};

    fn gate() -> Gate {
        let bare = Offer::bare("m", Kind::Chat, Plan::Free, Tier::OnDemand);
        Gate::new(Offer { caps: Caps::NONE.with(Limit::Rpm, 30).with(Limit::Tpm, 6000), ..bare })
    }

    fn ask(input_tokens: u64, max_completion_tokens: u64) -> Ask {
        Ask { input_tokens, max_completion_tokens }
    }

    #[test]
    fn what_fits_passes_until_a_bucket_is_empty() {
        let gate = gate();
        assert_eq!(gate.admit(&ask(2000, 1000), 0), Ok(()));
        assert_eq!(gate.admit(&ask(2000, 1000), 0), Ok(()));
        // 100 tokens a second come back.
        let later = Refusal::Later { limit: Limit::Tpm, seconds: 10 };
        assert_eq!(gate.admit(&ask(500, 500), 0), Err(later));
        assert_eq!(gate.admit(&ask(500, 500), 10_000_000), Ok(()));
    }

    #[test]
    fn what_can_never_pass_is_told_apart() {
        let Err(Refusal::Never(why)) = gate().admit(&ask(5000, 1001), 0) else {
            panic!("6001 tokens cannot pass 6000")
        };
        assert!(why.contains("TPM"), "{why}");
        assert_eq!(gate().admit(&ask(5000, 1000), 0), Ok(()));
    }

    #[test]
    fn groqs_own_limits_are_there() {
        let gate = Gate::new(offer().unwrap());
        assert_eq!(gate.buckets.lock().unwrap().len(), 4);
    }
}
