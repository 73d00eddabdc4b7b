//! The workload and the answer.

pub(crate) mod bill;
mod charts;
mod deferred;
mod field;
mod form;
mod gauges;
mod levers;
mod measure;
mod my_limits;
pub(crate) mod options_table;
pub(crate) mod pictures;
mod verdict;

use leptos::prelude::*;

use crate::{page::context::Page, views::plan::charts::Charts};
use deferred::deferred;

/// The view.
#[component]
pub(crate) fn PlanView() -> impl IntoView {
    let page = Page::here();
    let outlook = Memo::new(move |_| {
        let picked = page.picked.get();
        page.settled.with(|outcome| outcome.outlook(picked))
    });
    view! {
        <div class="columns">
            <form::Inputs />
            <div id="answer" class="answer" tabindex="-1">
                <verdict::Verdict />
                {deferred(0, move || view! { <gauges::Gauges outlook /> <bill::Bill outlook /> <levers::Levers outlook /> }.into_any())}
            </div>
        </div>
        {deferred(5, || view! { <Charts /> <options_table::OptionsTable /> <measure::Measure /> }.into_any())}
        <verdict::Strip />
    }
}
