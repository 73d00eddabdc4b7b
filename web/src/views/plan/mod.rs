//! The workload and the answer.

pub(crate) mod bill;
mod controls;
mod deferred;
pub(crate) mod details;
mod examples;
mod form;
mod form_html;
mod gauges;
mod hero;
mod levers;
mod measure;
mod option_row;
mod options;
pub(crate) mod pictures;
mod quality;
mod rest;

use leptos::prelude::*;

use deferred::deferred;

/// The view.
#[component]
pub(crate) fn PlanView() -> impl IntoView {
    view! {
        <div class="split">
            <examples::Examples />
            <hero::Hero />
            <form::Inputs />
            <div class="rest">
                {deferred(0, || options::Options().into_any())}
                {deferred(5, || view! { <rest::Rest /> <measure::Measure /> }.into_any())}
            </div>
        </div>
    }
}
