//! Models, limits and prices with their sources.

mod article;
mod changes;
mod columns;
mod day;
mod model_row;
mod models;
mod results;
mod sources;
pub(crate) mod words;

use groq_catalog::CATALOG;
use leptos::prelude::*;

use crate::page::context::Page;

/// A figure older than this is worth a second look.
const OLD_DAYS: i64 = 60;

/// The view.
#[component]
pub(crate) fn FactsView() -> impl IntoView {
    let page = Page::here();
    let facts = page.messages().facts();
    let newest = CATALOG.newest();
    let age = day::today().map(|today| today.days_since_epoch() - newest.days_since_epoch());
    let old = age.filter(|days| *days > OLD_DAYS).map(|days| {
        let days = page.locale().decimal(&days.to_string());
        view! { <p id="old-figures" class="notice">{facts.old.with([&days])}</p> }
    });
    view! {
        <p>{facts.newest.with([&newest.to_string()])}</p>
        {old}
        <models::Models />
        <changes::Changes />
        <article::Article />
        <sources::Sources />
    }
}
