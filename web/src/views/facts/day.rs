//! Days to choose from.

use groq_calc::Date;
use groq_catalog::CATALOG;
use leptos::prelude::*;

/// The visitor's day, by UTC.
pub(super) fn today() -> Option<Date> {
    let now = String::from(js_sys::Date::new_0().to_iso_string());
    Date::parse(now.get(..10)?)
}

/// A list of days, with the chosen one among them.
#[component]
pub(super) fn DayList(
    id: &'static str,
    label: &'static str,
    chosen: RwSignal<Date>,
) -> impl IntoView {
    let mut days = CATALOG.days();
    let at = chosen.get_untracked();
    if let Err(place) = days.binary_search(&at) {
        days.insert(place, at);
    }
    let options = days
        .into_iter()
        .rev()
        .map(|day| {
            let text = day.to_string();
            let selected = move || chosen.get() == day;
            view! { <option value=text.clone() selected=selected>{text.clone()}</option> }
        })
        .collect_view();
    let choose = move |event| {
        if let Some(day) = Date::parse(&event_target_value(&event)) {
            chosen.set(day);
        }
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id on:change=choose>{options}</select>
        </div>
    }
}
