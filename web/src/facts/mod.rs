//! Models, limits and prices with their sources.

mod article;
mod sources;

use leptos::prelude::*;

/// The view.
#[component]
pub(crate) fn FactsView() -> impl IntoView {
    view! {
        <sources::Sources />
        <article::Article />
    }
}
