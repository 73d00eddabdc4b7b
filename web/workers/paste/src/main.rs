//! Reads a pasted text in a worker, and estimates its tokens.
#![allow(unreachable_pub)]

use wasm_bindgen::prelude::wasm_bindgen;

fn main() {
    console_error_panic_hook::set_once();
}

/// Runs a job and gives the reply, as JSON.
#[wasm_bindgen]
pub fn read(job: &str, text: &str) -> String {
    paste_worker::Job::run(job, text, None)
}
