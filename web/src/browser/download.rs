//! Text handed to the clipboard or to a file, and a file read.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, File, HtmlAnchorElement, HtmlInputElement, HtmlTextAreaElement, Url,
};

use crate::browser::clipboard;

/// Selects a text field and copies its text; `done` learns whether the browser
/// allowed it.
pub(crate) fn copy(id: &'static str, done: impl FnOnce(bool) + 'static) {
    let field = document().get_element_by_id(id);
    let Some(field) = field.and_then(|field| field.dyn_into::<HtmlTextAreaElement>().ok()) else {
        return done(false);
    };
    field.select();
    copy_text(field.value(), done);
}

/// Copies a text; `done` learns whether the browser allowed it.
pub(crate) fn copy_text(text: String, done: impl FnOnce(bool) + 'static) {
    leptos::task::spawn_local(async move { done(clipboard::write(&text).await) });
}

/// Saves a text as a file.
pub(crate) fn save(name: &str, kind: &str, text: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&url)
}

/// Reads the file that was chosen in an input; `done` gets its name and text.
pub(crate) fn read_file(input: &HtmlInputElement, done: impl FnOnce(String, String) + 'static) {
    if let Some(file) = input.files().and_then(|files| files.get(0)) {
        read(file, done);
    }
}

/// Reads a file; `done` gets its name and text.
pub(crate) fn read(file: File, done: impl FnOnce(String, String) + 'static) {
    leptos::task::spawn_local(async move {
        if let Ok(text) = JsFuture::from(file.text()).await {
            done(file.name(), text.as_string().unwrap_or_default());
        }
    });
}
