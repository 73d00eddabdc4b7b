//! Simulate, Models, the guide and words to tokens, as a module that comes when it is
//! asked for.
#![allow(unreachable_pub)]

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;

fn main() {
    console_error_panic_hook::set_once();
}

/// Puts a view into an element.
#[wasm_bindgen]
pub fn show(parent: HtmlElement, locale: &str, fragment: &str) {
    web::show_tools(parent, locale, fragment);
}

/// Takes it down.
#[wasm_bindgen]
pub fn hide() {
    web::hide();
}
