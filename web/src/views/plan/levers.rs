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
        view::View,
    },
    i18n::sentences,
    page::context::Page,
};

/// What would save money or make room, the most effective first.
#[component]
pub(super) fn Levers(outlook: Memo<Option<Outlook<'static>>>) -> impl IntoView {
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
            markup.open("ul", &[("class", "rows levers")]);
            for (index, change) in outlook.levers.iter().enumerate() {
                let what = sentences::lever(locale, change);
                markup.open("li", &[]);
                markup.open("div", &[]);
                markup.leaf("b", &[("class", "m")], &what);
                markup.leaf("div", &[("class", "sm mu")], &sentences::effect(locale, change));
                markup.close("div");
                let cost = change.after.monthly_usd;
                let cost = cost.map(|usd| m.new_cost.with([&locale.money(usd)]));
                markup.leaf("span", &[("class", "num b")], &cost.unwrap_or_default());
                let label = m.labelled.with([m.apply, &what]);
                let index = index.to_string();
                let button = [
                    ("type", "button"),
                    ("class", "btn s"),
                    ("aria-label", &*label),
                    ("data-index", &*index),
                ];
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
            // The address is where the page follows, with a step that leads back.
            let mut changed = form.get_untracked();
            apply(&mut changed, &change);
            address::go(&changed.fragment(View::Plan));
            // The list is another one now; whoever pressed stays at its head.
            address::focus("levers-title");
        }
    };
    view! {
        <section aria-labelledby="levers-title" class="card">
            <div class="head"><h2 id="levers-title" tabindex="-1">{m.levers_title}</h2></div>
            <div inner_html=rows on:click=press></div>
        </section>
    }
}

/// Writes a lever's change into the form. A month's totals are left for
/// figures per request, which is what a lever names.
fn apply(form: &mut Form, change: &Change<'static>) {
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
        Lever::AnotherModel => {
            form.set_choice(Choice::Model, change.id.model.to_string());
            form.pick(None);
        }
        // Flex belongs to the developer plan, and so is tried with it.
        _ => {
            form.set_ticked(Tick::Developer, true);
            form.pick(Some(change.id));
        }
    }
}
