//! The workload and the answer.

mod bill;
mod field;
mod form;
mod gauges;
mod measure;
pub(crate) mod numbers;
mod options_table;
mod presets;
mod verdict;

use leptos::prelude::*;

/// The view.
#[component]
pub(crate) fn PlanView() -> impl IntoView {
    view! {
        <div class="columns">
            <form::Inputs />
            <div id="answer" class="answer" tabindex="-1">
                <verdict::Verdict />
                <gauges::Gauges />
                <bill::Bill />
            </div>
        </div>
        <options_table::OptionsTable />
        <measure::Measure />
    }
}
