use groq_catalog::CATALOG;
use leptos::prelude::*;

use crate::{browser::html::Markup, page::context::Page};

/// Where the figures were read.
#[component]
pub(super) fn Sources() -> impl IntoView {
    let facts = Page::here().messages().facts();
    let mut markup = Markup::default();
    for source in CATALOG.sources {
        markup.open("li", &[]);
        markup.leaf("code", &[], source.id);
        markup.text(" ");
        match source.url {
            "" => markup.leaf("span", &[("lang", "en")], source.title),
            url => {
                let link = [("href", url), ("lang", "en"), ("rel", "noreferrer")];
                markup.leaf("a", &link, source.title);
            }
        }
        markup.text(" ");
        let read = facts.read_on.with([source.publisher, &source.accessed.to_string()]);
        markup.leaf("small", &[], &read);
        markup.close("li");
    }
    view! {
        <section aria-labelledby="sources-title" class="card">
            <h2 id="sources-title">{facts.sources}</h2>
            <p>{facts.sources_lead}</p>
            <div class="scroll long" role="group" aria-labelledby="sources-title" tabindex="0">
                <ul id="sources" inner_html=markup.finish()></ul>
            </div>
        </section>
    }
}
