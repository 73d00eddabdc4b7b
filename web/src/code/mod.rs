//! Programs that keep to the plan.

use leptos::prelude::*;

use crate::page::Page;

/// The view.
#[component]
pub(crate) fn CodeView() -> impl IntoView {
    let m = Page::here().messages().code();
    view! { <p class="lead">{m.lead}</p> }
}
