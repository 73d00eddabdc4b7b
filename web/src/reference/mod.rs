//! Errors, batch, flex and caching, and what to check before launch.

use leptos::prelude::*;

/// The view.
#[component]
pub(crate) fn ReferenceView() -> impl IntoView {}
