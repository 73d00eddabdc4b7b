//! Replays a log in a worker, so that the page stays at hand.
#![allow(unreachable_pub)]

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::File;

fn main() {
    console_error_panic_hook::set_once();
}

/// Works off a job and tells the page of it.
#[wasm_bindgen]
pub fn replay(job: &str, file: Option<File>) {
    web::replay(job, file);
}
