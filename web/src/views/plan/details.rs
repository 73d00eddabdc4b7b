//! In the module that is loaded later: what stands below the options.

use leptos::prelude::*;

use super::{bill::Bill, gauges::Gauges, levers::Levers, pictures::Pictures, quality::QualityCard};
use crate::page::context::Page;

/// Limits, cost, ways to save, and charts of the option that is looked at.
#[component]
pub(crate) fn Details() -> impl IntoView {
    let page = Page::here();
    let outlook = Memo::new(move |_| {
        let picked = page.picked.get();
        page.outcome.with(|outcome| outcome.outlook(picked))
    });
    let has_answer = Memo::new(move |_| page.outcome.with(|outcome| outcome.answer.is_some()));
    view! {
        <Show when=move || has_answer.get()>
            <div class="two"><Gauges outlook /> <Bill outlook /></div>
            <QualityCard />
            <Levers outlook />
            <Pictures />
        </Show>
    }
}
