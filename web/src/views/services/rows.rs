use leptos::prelude::*;

use super::{done::Done, row};
use crate::{
    browser::address,
    form::{presets::TEMPLATES, state::Form},
    page::{context::Page, planned::Planned},
    views::{
        icon::icon,
        plan::{
            form::{Inputs, service_name},
            form_html,
        },
    },
};

/// Examples for a service of which nothing is entered, and what was done last.
#[component]
pub(super) fn Changes(done: Done) -> impl IntoView {
    let page = Page::here();
    let (messages, m) = (page.messages(), page.messages().services());
    let is_blank = Memo::new(move |_| page.form.with(|form| form.service().is_blank()));
    let chips = move || {
        let chips = TEMPLATES.iter().map(|preset| {
            let fill = move |_| {
                let title = (preset.title)(messages).to_string();
                page.left.set(Vec::new());
                page.commit(|form| {
                    let is_free = form.services().iter().all(|other| other.name != title);
                    let name = if is_free { title } else { form.service().name.clone() };
                    form.fill_service(&Form::read(preset.fragment).form, name);
                });
                request_animation_frame(|| address::focus("service-name"));
            };
            view! { <button type="button" class="chip" id=preset.id on:click=fill>{(preset.title)(messages)}</button> }
        });
        view! {
            <div class="chips scroll-chips" role="group" aria-label=m.start>
                <span class="mu sm only-l" aria-hidden="true">{m.start}</span>
                {chips.collect_view()}
            </div>
        }
    };
    let undo = move |_| {
        done.forget();
        if let Ok(history) = window().history() {
            history.back().ok();
        }
    };
    let note = move || {
        done.text().map(|text| {
            view! {
                <p class="note undo">
                    <span>{text}</span>
                    <button type="button" class="link" id="undo" on:click=undo>{messages.form.undo}</button>
                </p>
            }
        })
    };
    view! {
        <div class="start">
            {move || is_blank.get().then(chips)}
            <div role="status">{note}</div>
        </div>
    }
}

/// All services as rows, what holds for all of them, and the total.
#[component]
pub(super) fn Rows(planned: RwSignal<Planned>, done: Done) -> impl IntoView {
    let page = Page::here();
    let (form, locale) = (page.form, page.locale());
    let m = page.messages().services();
    // The rows are built anew only where they are others.
    let shape = Memo::new(move |_| form.with(|form| (form.services().len(), form.open())));
    let has_room = Memo::new(move |_| form.with(Form::has_room));
    let add = move |_| {
        done.step(
            page,
            |name| m.added.with([name]),
            |form| {
                form.add_service(|number| service_name(page, number));
            },
        );
        request_animation_frame(|| address::focus("service-name"));
    };
    // Whoever has just added one goes on in it.
    if form.with_untracked(|form| form.open() > 0 && form.service().is_blank()) {
        request_animation_frame(|| address::focus("service-name"));
    }
    let rows = move || {
        let (count, open) = shape.get();
        (0..count).map(|index| row::row(page, planned, done, index, index == open)).collect_view()
    };
    let total = move || {
        planned.with(|planned| {
            let answer = planned.answer.as_ref().filter(|_| !planned.is_stale());
            answer.map_or("–".to_string(), |answer| {
                locale.money_or_unknown(answer.monthly.total_usd)
            })
        })
    };
    view! {
        <section class="side card svcs" aria-labelledby="services-title">
            <div class="head">
                <h2 id="services-title" tabindex="-1">{m.title}</h2>
                <Show when=move || has_room.get() fallback=move || view! { <span class="r sm mu">{m.full}</span> }>
                    <button type="button" class="link r" id="add-service" on:click=add>{icon("plus")} {page.messages().form.add_service}</button>
                </Show>
            </div>
            {rows}
            <Inputs class="form inputs svc" label=page.messages().form.conditions part=form_html::conditions />
            <div class="sum">
                <span>{m.total} " " <span class="mu sm">{page.messages().answer.a_month}</span></span>
                <output class="b" id="total" for="service-name">{total}</output>
            </div>
        </section>
    }
}
