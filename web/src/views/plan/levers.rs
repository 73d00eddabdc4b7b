use groq_calc::{
    Outlook,
    outlook::{Change, Lever},
};
use leptos::prelude::*;

use crate::{
    browser::{
        address,
        html::{Markup, pressed},
    },
    form::{
        state::{Choice, Form, Tick},
        unit::Unit,
    },
    i18n::sentences,
    page::context::Page,
};

/// What would save money or make room, the most effective first.
#[component]
pub(crate) fn Levers(outlook: Memo<Option<Outlook<'static>>>) -> impl IntoView {
    let page = Page::here();
    let (form, locale, m) = (page.form, page.locale(), &page.messages().answer);
    let rows = move || {
        let mut markup = Markup::default();
        outlook.with(|outlook| {
            let Some(outlook) = outlook else { return };
            if outlook.levers.is_empty() {
                markup.leaf("p", &[], m.levers_none);
                return;
            }
            markup.open("ul", &[("class", "levers")]);
            for (index, change) in outlook.levers.iter().enumerate() {
                let what = sentences::lever(locale, change);
                markup.open("li", &[]);
                markup.open("span", &[]);
                markup.text(&what);
                markup.text(" ");
                markup.leaf("strong", &[], &sentences::effect(locale, change));
                markup.close("span");
                let label = format!("{}: {what}", m.apply);
                let index = index.to_string();
                let button = [("type", "button"), ("aria-label", &*label), ("data-index", &*index)];
                markup.leaf("button", &button, m.apply);
                markup.close("li");
            }
            markup.close("ul");
        });
        markup.finish()
    };
    let press = move |event: leptos::ev::MouseEvent| {
        let Some(index) = pressed(&event) else { return };
        let change = outlook.with_untracked(|outlook| {
            outlook.as_ref().and_then(|outlook| outlook.levers.get(index).copied())
        });
        if let Some(change) = change {
            form.update(|form| apply(form, &change));
            if matches!(change.lever, Lever::Developer | Lever::Flex) {
                page.picked.set(Some(change.id));
            }
            // The list is another one now; whoever pressed stays at its head.
            address::focus("levers-title");
        }
    };
    view! {
        <section aria-labelledby="levers-title" class="card">
            <h2 id="levers-title" tabindex="-1">{m.levers_title}</h2>
            <div inner_html=rows on:click=press></div>
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
        ) && form.unit() == Unit::Month
        {
            form.set_unit(Unit::Day);
        }
        form.set_named(field, &to.to_string());
        return;
    }
    match change.lever {
        Lever::AnotherModel => form.set_choice(Choice::Model, change.id.model.to_string()),
        // Flex belongs to the developer plan, and so is tried with it.
        _ => form.set_ticked(Tick::Developer, true),
    }
}
