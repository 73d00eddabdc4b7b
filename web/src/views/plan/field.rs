use leptos::prelude::*;

use crate::{
    form::{errors, fields::NUMBERS, slider::Slider},
    page::context::Page,
};

/// What is wrong with a field, beside it.
pub(super) fn problem(page: Page, name: &'static str) -> impl Fn() -> String + Clone + Send {
    move || {
        page.outcome.with(|outcome| {
            let mine = outcome.errors.iter().find(|error| error.field() == name);
            let kind = outcome.answer.as_ref().map_or(groq_calc::Kind::Chat, |answer| answer.kind);
            mine.map(|error| errors::error(page.locale(), error, kind)).unwrap_or_default()
        })
    }
}

/// A number field: label, hint, error, box, and a slider where it has one.
pub(super) fn number(page: Page, index: usize) -> AnyView {
    let Page { form, .. } = page;
    let (field, messages, locale) = (&NUMBERS[index], page.messages(), page.locale());
    let name = field.name;
    let label = (field.label)(messages);
    let error = Memo::new({
        let problem = problem(page, name);
        move |_| problem()
    });
    let slider = (field.slider != Slider::None).then(|| {
        let position = move || form.with(|form| field.slider.position(form.number(index)));
        let spoken = move || locale.decimal(&field.slider.text(position()));
        view! {
            <input
                type="range"
                class="slider"
                min="0"
                max=field.slider.end().to_string()
                aria-label=messages.form.slider.with([label])
                aria-valuetext=spoken
                prop:value=move || position().to_string()
                on:input=move |event| {
                    let place = event_target_value(&event).parse().unwrap_or(0);
                    form.update(|form| form.set_number(index, field.slider.text(place)));
                }
            />
        }
    });
    view! {
        <div class="field" class:bad=move || error.with(|error| !error.is_empty())>
            <label for=name>{label}</label>
            <p class="hint" id=format!("{name}-hint")>{(field.hint)(messages)}</p>
            <p class="error" id=format!("{name}-error")>{move || error.get()}</p>
            <input
                id=name
                type="text"
                inputmode="decimal"
                autocomplete="off"
                spellcheck="false"
                aria-describedby=format!("{name}-hint {name}-error")
                aria-invalid=move || error.with(|error| (!error.is_empty()).to_string())
                prop:value=move || form.with(|form| form.number(index).to_string())
                on:input=move |event| form.update(|form| form.set_number(index, event_target_value(&event)))
            />
            {slider}
        </div>
    }
    .into_any()
}
