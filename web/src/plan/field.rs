use leptos::prelude::*;

use super::numbers::NUMBERS;
use crate::page::Page;

/// A number field: label, hint, error, box.
#[component]
pub(crate) fn Number(index: usize) -> impl IntoView {
    let Page { form, outcome, .. } = Page::here();
    let field = &NUMBERS[index];
    let (hint, problem) = (format!("{}-hint", field.name), format!("{}-error", field.name));
    let described = format!("{hint} {problem}");
    let error = Memo::new(move |_| {
        outcome.with(|outcome| {
            let mine = outcome.errors.iter().find(|error| error.field() == field.name);
            mine.map(ToString::to_string).unwrap_or_default()
        })
    });
    view! {
        <div class="field" class:bad=move || error.with(|error| !error.is_empty())>
            <label for=field.name>{field.label}</label>
            <p class="hint" id=hint>{field.hint}</p>
            <p class="error" id=problem>{move || error.get()}</p>
            <input
                id=field.name
                type="text"
                inputmode="decimal"
                autocomplete="off"
                spellcheck="false"
                aria-describedby=described
                aria-invalid=move || error.with(|error| (!error.is_empty()).to_string())
                prop:value=move || form.with(|form| form.number(index).to_string())
                on:input=move |event| form.update(|form| form.set_number(index, event_target_value(&event)))
            />
        </div>
    }
}
