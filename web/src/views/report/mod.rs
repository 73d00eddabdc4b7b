//! One page to hand on: what was assumed, what it costs, what it needs of the limits,
//! and what may change it.

mod notes;
mod paper;
mod sheet;

use leptos::prelude::*;

use crate::{
    form::state::{Choice, Form, Tick},
    page::{context::Page, planned::Planned},
};
pub(crate) use notes::stated;
pub(crate) use sheet::Sheet;

/// The margin on the cost, in percent, until the reader chooses another.
pub(crate) const DEFAULT_MARGIN: u64 = 20;

/// The most that can be chosen.
const MOST_MARGIN: u64 = 1000;

/// What the report of a form says; nothing where it has no answer.
pub(crate) fn sheet(page: Page, form: &Form, margin: u64) -> Option<Sheet> {
    let mut form = form.clone();
    // An option that was chosen is what the report is about.
    if let Some(id) = form.picked().filter(|_| form.is_alone()) {
        form.set_choice(Choice::Model, id.model.to_string());
        form.set_ticked(Tick::Free, id.plan == groq_calc::Plan::Free);
        form.set_ticked(Tick::Developer, id.plan == groq_calc::Plan::Developer);
    }
    let planned = Planned::new(&form, None);
    let today = String::from(js_sys::Date::new_0().to_iso_string());
    let day = today.split('T').next().unwrap_or_default();
    Sheet::of(page.locale(), &form, &planned, margin, day)
}

/// The view.
#[component]
pub(crate) fn ReportView() -> impl IntoView {
    let page = Page::here();
    let m = page.messages().report();
    let written = RwSignal::new(DEFAULT_MARGIN.to_string());
    let margin = Memo::new(move |_| {
        written.with(|text| text.trim().parse::<u64>().ok().filter(|margin| *margin <= MOST_MARGIN))
    });
    let is_bad = move || margin.get().is_none();
    // The last good margin stays while another is typed.
    let sheet = Memo::new(move |last: Option<&Option<Sheet>>| match margin.get() {
        Some(margin) => page.form.with(|form| sheet(page, form, margin)),
        None => last.cloned().flatten(),
    });
    let paper =
        move || sheet.with(|sheet| sheet.as_ref().map(|sheet| paper::html(page.locale(), sheet)));
    let print = |_| {
        window().print().ok();
    };
    view! {
        <div class="paperwrap">
            <Show when=move || sheet.with(Option::is_some) fallback=move || view! { <p class="card">{m.nothing}</p> }>
                <div class="take papertools">
                    <div class="field" class:bad=is_bad>
                        <span class="label">
                            <label for="margin">{m.margin}</label>
                            <span class="h" id="margin-hint">{m.margin_hint}</span>
                        </span>
                        <input id="margin" type="text" inputmode="numeric" autocomplete="off" aria-describedby="margin-hint margin-error"
                            aria-invalid=move || is_bad().to_string()
                            prop:value=move || written.get() on:input=move |event| written.set(event_target_value(&event)) />
                        <p class="msg" id="margin-error">{move || is_bad().then_some(m.margin_bad)}</p>
                    </div>
                    <button type="button" class="btn pri" id="print" on:click=print>{m.print}</button>
                </div>
                <article class="card paper" id="report" aria-labelledby="report-title" inner_html=paper></article>
            </Show>
        </div>
    }
}
