use groq_calc::{Change, Lever, Outlook};
use leptos::prelude::*;

use crate::{
    page::Page,
    sentences,
    state::{Choice, Form, Tick},
};

/// What would save money or make room, the most effective first.
#[component]
pub(crate) fn Levers(outlook: Memo<Option<Outlook<'static>>>) -> impl IntoView {
    let page = Page::here();
    let (form, locale, m) = (page.form, page.locale(), &page.messages().answer);
    let rows = move || {
        outlook.with(|outlook| {
            let levers = &outlook.as_ref()?.levers;
            if levers.is_empty() {
                return Some(view! { <p>{m.levers_none}</p> }.into_any());
            }
            let rows = levers.iter().map(|change| {
                let change = *change;
                let what = sentences::lever(locale, &change);
                let label = format!("{}: {what}", m.apply);
                view! {
                    <li>
                        <span>{what} " " <strong>{sentences::effect(locale, &change)}</strong></span>
                        <button
                            type="button"
                            aria-label=label
                            on:click=move |_| form.update(|form| apply(form, &change))
                        >{m.apply}</button>
                    </li>
                }
            });
            let rows: Vec<_> = rows.collect();
            Some(view! { <ul class="levers">{rows}</ul> }.into_any())
        })
    };
    view! {
        <section aria-labelledby="levers-title" class="card">
            <h2 id="levers-title">{m.levers_title}</h2>
            {rows}
        </section>
    }
}

/// Writes a lever's change into the form. A month's totals are left for
/// figures per request, which is what a lever names.
fn apply(form: &mut Form, change: &Change<'_>) {
    if let (Some(field), Some(to)) = (change.lever.field(), change.to) {
        if matches!(
            change.lever,
            Lever::CacheMore | Lever::ShorterPrompt | Lever::ShorterCompletion
        ) && form.unit() == groq_calc::Unit::Month
        {
            form.set_unit(groq_calc::Unit::Day);
        }
        form.set_named(field, &to.to_string());
        return;
    }
    match change.lever {
        Lever::AnotherModel => form.set_choice(Choice::Model, change.model.to_string()),
        // Flex belongs to the developer plan, and so is tried with it.
        _ => form.set_ticked(Tick::Developer, true),
    }
}
