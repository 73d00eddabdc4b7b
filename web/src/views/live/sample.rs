//! A series of the same prompt, to see how its tokens are spread.

use groq_calc::{Allowance, Exhausted, Spread, Usage, Usd};
use leptos::prelude::Update;
use web_sys::AbortSignal;

use super::{
    call::{Target, now, wait_until},
    exchange::{Exchange, Prompt},
    failure::Failure,
    session::Session,
};

/// The most requests that a series may have.
pub(super) const MOST_REQUESTS: u64 = 200;
/// After so many failures in a row that waiting may help, the series ends.
const PATIENCE: u32 = 6;

/// What the visitor allows.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    pub(super) requests: u64,
    pub(super) per_minute: u64,
    pub(super) usd: Usd,
}

/// Why a series ended.
#[derive(Clone)]
pub(super) enum Ending {
    /// All requests were sent, or the next one might cost more than is left.
    Allowance(Exhausted),
    /// The price of the model is not known, so no cap in dollars can hold.
    NoPrice,
    /// An error that waiting does not help with, or too many in a row.
    Failure(Failure),
}

/// A series so far.
#[derive(Clone, Default)]
pub(super) struct Sample {
    pub(super) allowance: Option<Allowance>,
    /// What the answers used.
    pub(super) used: Vec<Usage>,
    /// Until when it waits, on the page's clock.
    pub(super) waits_until: Option<f64>,
    pub(super) ending: Option<Ending>,
}

/// The tokens of a series.
pub(super) struct Spreads {
    pub(super) input: Spread,
    pub(super) cached_input: Spread,
    pub(super) output: Spread,
}

impl Sample {
    /// How the tokens are spread; `None` without any answer.
    pub(super) fn spreads(&self) -> Option<Spreads> {
        let of = |count: fn(&Usage) -> u64| Spread::new(self.used.iter().map(count));
        Some(Spreads {
            input: of(|usage| usage.input().get())?,
            cached_input: of(|usage| usage.cached_input().get())?,
            output: of(|usage| usage.output().get())?,
        })
    }
}

/// How long to wait after a failure, in milliseconds: as told, else twice as
/// long each time.
fn pause(failure: &Failure, failures: u32) -> f64 {
    let told = failure.retry_at().map(|at| (at - now()).max(0.0));
    told.unwrap_or_else(|| 500.0 * f64::from(2u32.pow(failures.min(6))))
}

/// Sends the series, one request after the other.
pub(super) async fn run(
    session: Session,
    prompt: Prompt,
    bounds: Bounds,
    target: Target,
    signal: AbortSignal,
) {
    let ending = series(session, &prompt, bounds, &target, &signal).await;
    session.sample.update(|sample| {
        sample.waits_until = None;
        sample.ending = Some(ending);
    });
}

async fn series(
    session: Session,
    prompt: &Prompt,
    bounds: Bounds,
    target: &Target,
    signal: &AbortSignal,
) -> Ending {
    let Some(most) = prompt.most_cost() else { return Ending::NoPrice };
    let mut allowance = Allowance::new(bounds.requests.min(MOST_REQUESTS), bounds.usd);
    let between = 60_000.0 / bounds.per_minute.max(1) as f64;
    let (mut failures, mut next) = (0, now());
    loop {
        if next > now() {
            session.sample.update(|sample| sample.waits_until = Some(next));
        }
        if !wait_until(next, signal).await {
            return Ending::Failure(Failure::Cancelled);
        }
        if let Err(exhausted) = allowance.reserve(most) {
            return Ending::Allowance(exhausted);
        }
        session.sample.update(|sample| sample.waits_until = None);
        let started = now();
        let exchange: Exchange = prompt.send(target, signal, |_| {}).await;
        let is_free = exchange.failure.as_ref().is_some_and(Failure::is_free);
        allowance.settle(most, if is_free { Some(Usd::ZERO) } else { exchange.cost() });
        session.learn(&exchange);
        session.sample.update(|sample| {
            sample.allowance = Some(allowance);
            if exchange.failure.is_none() {
                sample.used.extend(exchange.counted());
            }
        });
        next = started + between;
        match exchange.failure {
            None => failures = 0,
            Some(failure) => {
                failures += 1;
                // Waiting never helps after a 413, a wrong key or a cancel.
                if !failure.may_pass() || failures >= PATIENCE {
                    return Ending::Failure(failure);
                }
                next = next.max(now() + pause(&failure, failures));
            }
        }
    }
}
