use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

use super::controls;
use crate::{
    browser::address,
    form::{
        fields::{NUMBERS, index_of},
        length::Length,
        state::{Choice, Form, Tick},
        unit::Unit,
        view::View,
        work::Work,
    },
    page::context::Page,
};

/// The workload and what is asked of the answer. It is written as HTML and listened
/// to with one listener for each kind of event: a view for every field would weigh
/// more than the engine does. Of several services, `part` writes the fields of the
/// open one, or what holds for all.
#[component]
pub(crate) fn Inputs(
    class: &'static str,
    label: &'static str,
    part: fn(Page, (Work, Unit)) -> String,
) -> impl IntoView {
    let page = Page::here();
    let Page { form, .. } = page;
    let root = NodeRef::<html::Form>::new();
    let note = RwSignal::new(String::new());
    let shape = Memo::new(move |_| form.with(|form| (form.work(), form.unit())));
    Effect::new(move |before: Option<Option<(Work, Unit)>>| {
        let now = shape.get();
        let root = root.get()?;
        if before.flatten() != Some(now) {
            rebuild(&root, &part(page, now));
        }
        controls::follow(page, &note.get());
        Some(now)
    });
    let typed = move |event: Event| {
        let Some((id, text)) = control(&event) else { return };
        match index_of(&id).filter(|index| NUMBERS[*index].name == id) {
            Some(index) => {
                // A field that is right so far starts over.
                if !controls::is_wrong(page, NUMBERS[index].name) {
                    page.left.update(|left| left.retain(|one| *one != id));
                }
                form.update(|form| form.set_number(index, text));
            }
            None if id == "as_of" => form.update(|form| form.set_choice(Choice::AsOf, text)),
            None => {}
        }
    };
    let changed = move |event: Event| {
        let Some((id, text)) = control(&event) else { return };
        let checked = event_target_checked;
        match id.as_str() {
            "unit" => {
                if let Some(unit) = Unit::parse(&text) {
                    page.commit(|form| form.set_unit(unit));
                }
            }
            "length" => {
                if let Some(length) = Length::parse(&text) {
                    form.update(|form| form.set_length(length));
                }
            }
            "model" => page.commit(|form| form.set_choice(Choice::Model, text)),
            "admission" => page.commit(|form| form.set_choice(Choice::Admission, text)),
            "plan-free" => tick(page, Tick::Free, checked(&event)),
            "plan-developer" => tick(page, Tick::Developer, checked(&event)),
            "production" => tick(page, Tick::Production, checked(&event)),
            name => {
                if let Some(field) = NUMBERS.iter().find(|field| field.name == name) {
                    controls::leave(page, field.name);
                } else if let Some(work) = name.strip_prefix("work-").and_then(Work::parse) {
                    page.commit(|form| form.set_work(work));
                } else if let Some(Ok(capability)) = name.strip_prefix("needs-").map(str::parse) {
                    page.commit(|form| form.set_needs(capability, checked(&event)));
                }
            }
        }
    };
    let pressed = move |event: leptos::ev::MouseEvent| {
        let button = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
        let Some(button) = button.filter(|button| button.tag_name() == "BUTTON") else { return };
        let number = button.get_attribute("data-field").and_then(|field| index_of(&field));
        match (number, button.id().as_str()) {
            (Some(index), _) => {
                let text = button.get_attribute("data-value").unwrap_or_default();
                form.update(|form| form.set_number(index, text));
            }
            (None, "use-case-remove") => {
                page.commit(|form| form.set_choice(Choice::UseCase, String::new()));
            }
            (None, "add-service") => {
                page.left.set(Vec::new());
                page.commit(|form| form.add_service(|number| service_name(page, number)));
            }
            (None, "add-call") => {
                page.left.set(Vec::new());
                page.commit(|form| form.add_call(|number| service_name(page, number)));
            }
            (None, "convert") => {
                address::go(&form.with_untracked(|form| form.fragment(View::Words)))
            }
            (None, "limits-use") => note.set(controls::take_limits(page)),
            (None, "limits-drop") => form.update(Form::drop_limits),
            _ => {}
        }
    };
    view! {
        <form class=class aria-label=label node_ref=root
            on:submit=|event| event.prevent_default()
            on:input=typed on:change=changed on:click=pressed></form>
    }
}

/// What a service is called at first.
pub(crate) fn service_name(page: Page, number: usize) -> String {
    page.messages().form.service.with([&number.to_string()])
}

fn tick(page: Page, tick: Tick, on: bool) {
    page.commit(|form| form.set_ticked(tick, on));
}

/// The id and the text of the control that an event is of.
fn control(event: &Event) -> Option<(String, String)> {
    let target = event.target()?;
    if let Some(input) = target.dyn_ref::<HtmlInputElement>() {
        Some((input.id(), input.value()))
    } else if let Some(select) = target.dyn_ref::<HtmlSelectElement>() {
        Some((select.id(), select.value()))
    } else {
        let area = target.dyn_ref::<HtmlTextAreaElement>()?;
        Some((area.id(), area.value()))
    }
}

/// Writes the form anew: other fields are asked for. What was unfolded stays so, and
/// whoever was at a control stays at it.
fn rebuild(root: &HtmlElement, html: &str) {
    let focused = document().active_element().map(|element| element.id()).unwrap_or_default();
    let folds = ["advanced", "groq-tools", "own", "conditions"];
    let is_open =
        |id: &&str| document().get_element_by_id(id).is_some_and(|fold| fold.has_attribute("open"));
    let open: Vec<&str> = folds.into_iter().filter(is_open).collect();
    root.set_inner_html(html);
    for fold in open.iter().filter_map(|id| document().get_element_by_id(id)) {
        fold.set_attribute("open", "").ok();
    }
    if !focused.is_empty() && document().active_element().is_none_or(|now| now.id() != focused) {
        let within = root.query_selector(&format!("[id='{focused}']")).ok().flatten();
        if let Some(element) = within.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            element.focus().ok();
        }
    }
}
