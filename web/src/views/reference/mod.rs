//! Errors, batch, flex, caching and spend limits, and what to check before launch.

mod checklist;
mod errors;
mod figures;
mod guide;
mod numbers;

use leptos::prelude::*;

/// The view.
#[component]
pub(crate) fn ReferenceView() -> impl IntoView {
    view! {
        <errors::Errors />
        <guide::Guide />
        <checklist::Checklist />
    }
}
