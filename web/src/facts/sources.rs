use groq_catalog::CATALOG;
use leptos::prelude::*;

use crate::page::Page;

/// Where the figures were read.
#[component]
pub(super) fn Sources() -> impl IntoView {
    let facts = &Page::here().messages().facts;
    let items = CATALOG
        .sources
        .iter()
        .map(|source| {
            let title = match source.url {
                "" => view! { <span>{source.title}</span> }.into_any(),
                url => view! { <a href=url rel="noreferrer">{source.title}</a> }.into_any(),
            };
            let read = facts.read_on.with([source.publisher, &source.accessed.to_string()]);
            view! { <li><code>{source.id}</code> " " <span lang="en">{title}</span> " " <small>{read}</small></li> }
        })
        .collect_view();
    view! {
        <section aria-labelledby="sources-title" class="card">
            <h2 id="sources-title">{facts.sources}</h2>
            <p>{facts.sources_lead}</p>
            <ul>{items}</ul>
        </section>
    }
}
