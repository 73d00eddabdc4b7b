//! Several services on one account: their fields, and the answer for all of them.

mod bar;
pub(crate) mod calls;
pub(crate) mod colour;
mod cost;
mod done;
pub(crate) mod growth;
pub(crate) mod hero;
mod limits;
pub(crate) mod months;
mod problem;
mod row;
mod rows;
mod ways;

use std::time::Duration;

use leptos::prelude::*;

use crate::{
    browser::{address, timer::Timer, writer::Writer},
    form::view::View,
    page::{context::Page, planned::Planned},
    views::term,
};

/// How long nothing must have been edited before the engine is asked: a dozen
/// services take it longer than a key press may.
const REST: Duration = Duration::from_millis(60);

/// The view.
#[component]
pub(crate) fn ServicesView() -> impl IntoView {
    let page = Page::here();
    term::listen();
    let form = page.form;
    let planned = RwSignal::new(form.with_untracked(|form| Planned::new(form, None)));
    let done = done::Done::new();
    let engine = Timer::new();
    let writer = Writer::new(move || {
        if let Some(fragment) = form.try_with_untracked(|form| form.fragment(View::Plan)) {
            address::replace(&fragment);
            address::announce();
        }
    });
    Effect::new(move |before: Option<()>| {
        form.track();
        if before.is_none() {
            return;
        }
        engine.start(REST, move || {
            let Some(last) = planned.try_get_untracked() else { return };
            planned.set(form.with_untracked(|form| Planned::new(form, Some(&last))));
        });
        writer.later();
    });
    // Whoever goes to a link has left the field before.
    view! {
        <div class="split" on:focusout=move |_| writer.flush()>
            <rows::Changes done />
            <hero::Hero planned />
            <rows::Rows planned done />
            <div class="rest">
                <Show when=move || planned.with(|planned| planned.answer.is_some())>
                    <cost::Cost planned />
                    <limits::Limits planned />
                    <growth::Growth planned />
                    <ways::Ways planned />
                </Show>
            </div>
        </div>
    }
}
