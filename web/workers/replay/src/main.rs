//! Replays a log in a worker, so that the page stays at hand.
#![allow(unreachable_pub)]

use std::cell::RefCell;

use groq_calc::{
    Caps, Limit, Price, Prices,
    replay::{Replay, Request, Rules, Sample},
};
use wasm_bindgen::{JsError, prelude::wasm_bindgen};
use web_sys::File;

fn main() {
    console_error_panic_hook::set_once();
}

/// Does a job and posts what comes of it to the page.
#[wasm_bindgen]
pub fn replay(job: &str, file: Option<File>) {
    replay_worker::replay(job, file);
}

thread_local! {
    static DAY: RefCell<Vec<Request>> = const { RefCell::new(Vec::new()) };
}

/// For measuring: lays a synthetic day into memory and says how many rows it has.
#[wasm_bindgen]
pub fn lay(requests: u32) -> u32 {
    DAY.with_borrow_mut(|day| {
        *day = Sample::new(1, requests.into()).collect();
        day.len() as u32
    })
}

/// For measuring: replays that day once against a multiple of the free plan's
/// four limits and says how many requests pass.
#[wasm_bindgen]
pub fn pass(times: u32) -> Result<u32, JsError> {
    const PRICES: Prices = Prices {
        input: Some(Price::per_million("0.15")),
        cached_input: Some(Price::per_million("0.075")),
        output: Some(Price::per_million("0.60")),
        ..Prices::NONE
    };
    let caps = Caps::NONE
        .with(Limit::RPM, 30)
        .with(Limit::RPD, 1000)
        .with(Limit::TPM, 8000)
        .with(Limit::TPD, 200_000)
        .times(times.into());
    let mut replay = Replay::new(Rules::new(caps, PRICES));
    DAY.with_borrow(|day| replay.feed(day))?;
    Ok(replay.finish()?.admitted as u32)
}
