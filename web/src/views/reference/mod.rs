//! Errors, batch, flex, caching and spend limits, and what to check before launch.

mod checklist;
mod errors;
mod figures;
mod guide;
mod numbers;
mod use_cases;

use leptos::prelude::*;

/// The view.
#[component]
pub(crate) fn ReferenceView() -> impl IntoView {
    view! {
        <errors::Errors />
        <guide::Guide />
        <checklist::Checklist />
        <use_cases::UseCases />
    }
}
