use leptos::prelude::*;

use super::{
    calls::{calls, load, of_service, wrong_fields},
    colour::colour,
    done::Done,
    problem::problem,
};
use crate::{
    browser::address,
    page::{context::Page, planned::Planned},
    views::plan::{form::Inputs, form_html},
};

/// A service: its name, load and cost, and of the open one its fields.
pub(super) fn row(
    page: Page,
    planned: RwSignal<Planned>,
    done: Done,
    index: usize,
    is_open: bool,
) -> AnyView {
    let (form, locale) = (page.form, page.locale());
    let m = page.messages().services();
    let about = Memo::new(move |_| {
        form.with(|form| {
            let service = form.services().get(index)?;
            Some((service.name.clone(), service.is_blank(), load(locale, service)))
        })
    });
    let name = move || about.with(|about| about.as_ref().map(|about| about.0.clone()));
    let line = move || {
        let (_, is_blank, load) = about.get().unwrap_or_default();
        let wrong = planned.with(|planned| {
            let mut wrong = planned.wrong.iter().filter(|wrong| wrong.service == Some(index));
            wrong.next().map(|wrong| problem(locale, wrong))
        });
        match wrong.filter(|_| !is_open) {
            _ if is_blank => view! { <span class="sm mu">{m.blank}</span> }.into_any(),
            Some(text) => view! { <span class="msg">{text}</span> }.into_any(),
            None => view! { <span class="sm mu">{load}</span> }.into_any(),
        }
    };
    let cost = move || {
        planned.with(|planned| {
            let service = planned.answer.as_ref()?.services.get(planned.place(index)?)?;
            Some(locale.money_or_unknown(service.monthly_usd))
        })
    };
    let open = move |_| {
        if !is_open {
            form.update(|form| form.set_open(index));
            page.left.set(form.with_untracked(|form| wrong_fields(form.service())));
            let id = format!("service-{index}");
            request_animation_frame(move || address::focus(&id));
        }
    };
    view! {
        <div class="svc" class:open=is_open>
            <h3>
                <button type="button" class="row" id=format!("service-{index}") aria-expanded=is_open.to_string() on:click=open>
                    <span class=format!("sw {}", colour(index))></span>
                    <span><b class="m">{name}</b> {line}</span>
                    <span class="num b">{cost}</span>
                </button>
            </h3>
            {is_open.then(|| fields(page, planned, done, index))}
        </div>
    }
    .into_any()
}

/// The fields of the open service.
fn fields(page: Page, planned: RwSignal<Planned>, done: Done, index: usize) -> AnyView {
    let form = page.form;
    let m = page.messages().services();
    let actions = [
        ("service-copy", m.copy),
        ("service-up", m.up),
        ("service-down", m.down),
        ("service-delete", m.delete),
    ];
    let act = move |id: &'static str| {
        let moved = |name: &str| m.moved.with([name]);
        match id {
            "service-copy" => done.step(
                page,
                |name| m.copied.with([name]),
                |form| form.copy_service(|number, of| m.copy_of.with([&number.to_string(), of])),
            ),
            "service-up" => done.step(page, moved, |form| form.move_service(true)),
            "service-down" => done.step(page, moved, |form| form.move_service(false)),
            _ => {
                let name = form.with_untracked(|form| form.service().name.clone());
                done.step(page, |_| m.deleted.with([&name]), |form| form.delete_service());
            }
        }
        let id = if id == "service-delete" { "services-title" } else { id };
        request_animation_frame(move || address::focus(id));
    };
    let count = form.with_untracked(|form| form.services().len());
    let labelled = page.messages().answer.labelled;
    let buttons = actions.map(|(id, text)| {
        let off = match id {
            "service-up" => index == 0,
            "service-down" => index + 1 == count,
            "service-delete" => count == 1,
            _ => false,
        };
        let label = move || {
            labelled.with([text, &form.with(|form| form.service().name.clone())])
        };
        view! { <button type="button" class="btn s" id=id aria-label=label disabled=off on:click=move |_| act(id)>{text}</button> }
    });
    view! {
        <div class="form">
            {text(page, planned, index, "name", "service-name", [m.name, ""])}
            <Inputs class="form inputs" label=m.service part=form_html::service />
            {calls(page, planned, done, index)}
            {text(page, planned, index, "growth_percent_per_month", "service-growth", [m.growth, m.growth_hint])}
            <p class="buttons">{buttons.into_iter().collect_view()}</p>
        </div>
    }
    .into_any()
}

/// The name or the growth of the open service.
fn text(
    page: Page,
    planned: RwSignal<Planned>,
    index: usize,
    field: &'static str,
    id: &'static str,
    [label, hint]: [&'static str; 2],
) -> AnyView {
    let (form, locale) = (page.form, page.locale());
    let is_name = field == "name";
    // Said when the field is left, not while it is typed.
    let wrong = Memo::new(move |_| {
        let is_left = page.left.with(|left| left.contains(&field));
        of_service(locale, planned, index, field).filter(|_| is_left)
    });
    let value = move || {
        form.with(|form| {
            let service = form.service();
            if is_name { service.name.clone() } else { service.growth.clone() }
        })
    };
    let take = move |event| {
        let text = event_target_value(&event);
        form.update(|form| if is_name { form.set_name(text) } else { form.set_growth(text) });
    };
    let leave = move |_| {
        page.left.update(|left| {
            if !left.contains(&field) {
                left.push(field);
            }
        });
    };
    view! {
        <div class="field" class:bad=move || wrong.with(Option::is_some)>
            <span class="label">
                <label for=id>{label}</label>
                <span class="h" id=format!("{id}-hint")>{hint}</span>
            </span>
            <input id=id type="text" autocomplete="off" aria-describedby=format!("{id}-hint {id}-error")
                aria-invalid=move || wrong.with(Option::is_some).to_string()
                prop:value=value on:input=take on:change=leave />
            <p class="msg" id=format!("{id}-error")>{move || wrong.get()}</p>
        </div>
    }
    .into_any()
}
