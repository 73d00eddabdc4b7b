//! Sends a series of the same prompt, to see how its tokens are spread.

use groq_calc::Usd;
use leptos::prelude::Update;
use web_sys::AbortSignal;

use super::{
    allowance::Allowance,
    call::{Target, now, wait_until},
    exchange::{Exchange, Prompt},
    failure::Failure,
    sample::{Bounds, Ending, MOST_REQUESTS},
    session::Session,
};

/// The series ends after this many failures in a row that waiting may help with.
const PATIENCE: u32 = 6;

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
