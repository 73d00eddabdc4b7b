use groq_calc::Plan;
use groq_catalog::CATALOG;
use leptos::prelude::*;

use crate::{
    form::limits_text::{self, Found},
    i18n::figures::MAX_SHOWN,
    page::context::Page,
};

/// The limits of one's own account, pasted or typed.
#[component]
pub(crate) fn MyLimits() -> impl IntoView {
    let page = Page::here();
    let Page { form, .. } = page;
    let messages = page.messages();
    let m = &messages.form;
    let text = RwSignal::new(String::new());
    let plan = RwSignal::new(Plan::Developer);
    let note = RwSignal::new(String::new());
    let take = move |_| {
        let Found { limits, left } =
            text.with_untracked(|text| limits_text::read(&CATALOG, text, plan.get_untracked()));
        note.set(if limits.is_empty() {
            m.my_limits_nothing.to_string()
        } else if left.is_empty() {
            String::new()
        } else {
            m.my_limits_left.with([&page.locale().first_of(&left)])
        });
        if !limits.is_empty() {
            form.update(|form| form.add_limits(limits));
        }
    };
    let plans = Plan::ALL.map(|one| {
        let name = page.locale().place(one, groq_calc::Tier::OnDemand);
        view! { <option value=one.name() prop:selected=move || plan.get() == one>{name}</option> }
    });
    let limits = Memo::new(move |_| form.with(|form| form.limits().to_vec()));
    let list = move || {
        let limits = limits.get();
        if limits.is_empty() {
            return view! { <p class="hint">{m.my_limits_none}</p> }.into_any();
        }
        let count = limits.len().to_string();
        let more = page.locale().and_more(limits.len()).map(|more| view! { <li>{more}</li> });
        let items = limits.into_iter().take(MAX_SHOWN).map(|own| {
            let place = page.locale().place(own.plan, groq_calc::Tier::OnDemand);
            view! { <li>{own.model} ", " {place} ": " {own.limit.name()} " " {own.cap}</li> }
        });
        view! {
            <p>{m.my_limits_in_use.with([&count])}</p>
            <ul id="own-limits">{items.collect_view()} {more}</ul>
            <button type="button" on:click=move |_| form.update(|form| form.drop_limits())>{m.my_limits_drop}</button>
        }
        .into_any()
    };
    view! {
        <p class="hint">{m.my_limits_note}</p>
        <div class="field">
            <label for="limits-text">{m.my_limits_text}</label>
            <textarea
                id="limits-text"
                rows="4"
                spellcheck="false"
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
            ></textarea>
        </div>
        <div class="field">
            <label for="limits-plan">{m.my_limits_plan}</label>
            <select id="limits-plan" on:change=move |event| {
                plan.set(Plan::parse(&event_target_value(&event)).unwrap_or(Plan::Developer));
            }>{plans.to_vec()}</select>
        </div>
        <p><button type="button" id="limits-use" on:click=take>{m.my_limits_use}</button></p>
        <p class="error" id="limits-note" role="status">{move || note.get()}</p>
        {list}
    }
}
