//! In the module that is loaded later: what stands below the options.

use leptos::prelude::*;

use super::{bill::Bill, gauges::Gauges, levers::Levers, pictures::Pictures, quality::QualityCard};
use crate::{
    page::context::Page,
    views::{report, term},
};

/// Limits, cost, ways to save, and charts of the option that is looked at.
#[component]
pub(crate) fn Details() -> impl IntoView {
    let page = Page::here();
    term::listen();
    let outlook = Memo::new(move |_| {
        let picked = page.picked.get();
        page.outcome.with(|outcome| outcome.outlook(picked))
    });
    let has_answer = Memo::new(move |_| page.outcome.with(|outcome| outcome.answer.is_some()));
    // Paper has no form: what was entered stands there as text.
    let stated = move || {
        let stated = page.form.with(|form| report::stated(page.locale(), form.service()));
        stated.join(page.messages().answer.comma)
    };
    view! {
        <p class="printed" id="stated">{stated}</p>
        <Show when=move || has_answer.get()>
            <div class="two"><Gauges outlook /> <Bill outlook /></div>
            <QualityCard />
            <Levers outlook />
            <Pictures />
        </Show>
    }
}
