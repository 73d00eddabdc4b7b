//! The page's state in its own address.

use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};

/// The fragment, with its `#`.
pub(crate) fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

/// Puts a fragment in the place of the present one, without a step of history
/// for every key pressed.
pub(crate) fn replace(fragment: &str) {
    let address = format!("#{fragment}");
    if let Ok(history) = window().history() {
        // A browser that refuses (too many a second) takes the next one.
        history.replace_state_with_url(&JsValue::NULL, "", Some(&address)).ok();
    }
}

/// Adds a fragment to the history: what was before is one step back.
pub(crate) fn push(fragment: &str) {
    let address = format!("#{fragment}");
    if let Ok(history) = window().history() {
        history.push_state_with_url(&JsValue::NULL, "", Some(&address)).ok();
    }
}

/// Tells the whole page that the fragment is another one: the browser itself says so
/// only of links and steps of history.
pub(crate) fn announce() {
    if let Ok(event) = web_sys::Event::new("hashchange") {
        window().dispatch_event(&event).ok();
    }
}

/// Moves the focus to an element, where it is.
pub(crate) fn focus(id: &str) {
    let element = leptos::prelude::document().get_element_by_id(id);
    if let Some(element) =
        element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
    {
        element.focus().ok();
    }
}

/// Goes to a fragment as a link would, but without a step of history.
pub(crate) fn follow(fragment: &str) {
    window().location().replace(&format!("#{fragment}")).ok();
}

/// Goes to a fragment as a link does, with a step of history that leads back.
pub(crate) fn go(fragment: &str) {
    window().location().set_hash(fragment).ok();
}
