//! The workload and the answer.

pub(crate) mod bill;
mod controls;
mod deferred;
pub(crate) mod details;
mod examples;
pub(crate) mod form;
pub(crate) mod form_html;
mod gauges;
pub(crate) mod hero;
mod levers;
mod measure;
mod option_row;
mod options;
pub(crate) mod pictures;
mod quality;
mod rest;

use leptos::prelude::*;

use crate::{
    form::state::Form,
    page::{context::Page, lazy::LazyView},
};
use deferred::deferred;

/// The view. Several services come with the module of the other views.
#[component]
pub(crate) fn PlanView() -> impl IntoView {
    let page = Page::here();
    let is_alone = Memo::new(move |_| page.form.with(Form::is_alone));
    move || match is_alone.get() {
        true => one(page),
        false => LazyView().into_any(),
    }
}

/// One workload and its answer.
fn one(page: Page) -> AnyView {
    let label = page.messages().form.title;
    view! {
        <div class="split">
            <examples::Examples />
            <hero::Hero />
            <form::Inputs class="side card form inputs" label part=form_html::whole />
            <div class="rest">
                {deferred(0, || options::Options().into_any())}
                {deferred(5, || view! { <rest::Rest /> <measure::Measure /> }.into_any())}
            </div>
        </div>
    }
    .into_any()
}
