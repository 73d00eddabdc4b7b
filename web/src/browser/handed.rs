//! What one module of views leaves for another: each is a program of its own, and they
//! share nothing but the page.

use js_sys::Reflect;
use leptos::prelude::window;
use wasm_bindgen::JsValue;

/// A thing that is left for the next view.
#[derive(Clone, Copy)]
pub(crate) enum Handed {
    /// The file of a log, to be replayed.
    Log,
    /// The entry of the guide to look at.
    Entry,
}

impl Handed {
    fn key(self) -> JsValue {
        match self {
            Self::Log => "handedLog",
            Self::Entry => "handedEntry",
        }
        .into()
    }

    /// Leaves it.
    pub(crate) fn leave(self, value: &JsValue) {
        // A page that can't be written to hands nothing on.
        Reflect::set(&window(), &self.key(), value).ok();
    }

    /// Takes what was left, once.
    pub(crate) fn take(self) -> Option<JsValue> {
        let value = Reflect::get(&window(), &self.key()).ok()?;
        self.leave(&JsValue::UNDEFINED);
        (!value.is_undefined()).then_some(value)
    }
}
