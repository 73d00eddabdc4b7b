//! The visitor's clipboard.

use leptos::prelude::window;
use wasm_bindgen_futures::JsFuture;

/// Puts a text on it; whether the browser let us.
pub(crate) async fn write(text: &str) -> bool {
    // Outside of a secure context there is no clipboard at all.
    if !window().is_secure_context() {
        return false;
    }
    JsFuture::from(window().navigator().clipboard().write_text(text)).await.is_ok()
}
