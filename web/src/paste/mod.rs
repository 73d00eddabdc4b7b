//! A pasted text, read into figures and checked.

use leptos::prelude::*;

use crate::page::Page;

/// The view.
#[component]
pub(crate) fn PasteView() -> impl IntoView {
    let m = Page::here().messages().paste();
    view! { <p class="lead">{m.lead}</p> }
}
