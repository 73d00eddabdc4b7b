//! Scenarios side by side.

use leptos::prelude::*;

/// The view.
#[component]
pub(crate) fn CompareView() -> impl IntoView {}
