//! The workload and the answer.

pub(crate) mod bill;
mod charts;
mod field;
mod form;
mod gauges;
mod levers;
mod measure;
mod my_limits;
pub(crate) mod options_table;
pub(crate) mod pictures;
mod soon;
mod verdict;

use groq_calc::Unit;
use leptos::prelude::*;

use crate::{i18n::messages::Messages, page::context::Page, views::plan::charts::Charts};
use soon::soon;

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
                {soon(0, move || view! { <gauges::Gauges outlook /> <bill::Bill outlook /> <levers::Levers outlook /> }.into_any())}
            </div>
        </div>
        {soon(5, || view! { <Charts /> <options_table::OptionsTable /> <measure::Measure /> }.into_any())}
        <verdict::Strip />
    }
}

/// The name of a unit in which a workload is counted.
pub(crate) fn unit_label(messages: &Messages, unit: Unit) -> &'static str {
    let m = &messages.form;
    match unit {
        Unit::Day => m.unit_day,
        Unit::Month => m.unit_month,
        Unit::Tasks => m.unit_tasks,
        Unit::Users => m.unit_users,
    }
}
