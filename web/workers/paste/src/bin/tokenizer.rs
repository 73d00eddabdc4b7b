//! Reads a pasted text in a worker, and counts its tokens by the vocabulary of
//! gpt-oss.
#![allow(unreachable_pub)]

use groq_tokens::GptOss;
use wasm_bindgen::prelude::wasm_bindgen;

fn main() {
    console_error_panic_hook::set_once();
}

/// Runs a job and gives the reply, as JSON.
#[wasm_bindgen]
pub fn read(job: &str, text: &str) -> String {
    paste_worker::Job::run(job, text, Some(&GptOss))
}
