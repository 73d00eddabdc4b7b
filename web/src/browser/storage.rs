//! What the browser keeps for the next visit. A browser may refuse to keep
//! anything; then every visit is the first.

use leptos::prelude::window;

/// Every key of this page begins so: other pages of the same host keep theirs.
const PREFIX: &str = "groq-calc.";

fn store() -> Option<web_sys::Storage> {
    window().local_storage().ok()?
}

/// What was kept under a key.
pub(crate) fn read(key: &str) -> Option<String> {
    store()?.get_item(&format!("{PREFIX}{key}")).ok()?
}

/// Keeps a text; whether the browser did.
pub(crate) fn write(key: &str, text: &str) -> bool {
    store().is_some_and(|store| store.set_item(&format!("{PREFIX}{key}"), text).is_ok())
}

/// Forgets a key.
pub(crate) fn forget(key: &str) {
    if let Some(store) = store() {
        store.remove_item(&format!("{PREFIX}{key}")).ok();
    }
}
