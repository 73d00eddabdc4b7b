use leptos::prelude::*;

use crate::{
    form::{
        presets::{Preset, TEMPLATES},
        state::Form,
        view::View,
    },
    page::context::Page,
};

/// Workloads to start from, and the way back from the last one.
#[component]
pub(super) fn Examples() -> impl IntoView {
    let page = Page::here();
    let messages = page.messages();
    let m = &messages.form;
    let replaced = RwSignal::new(None::<&'static Preset>);
    let addresses: Vec<String> = TEMPLATES
        .iter()
        .map(|preset| Form::read(preset.fragment).form.fragment(View::Plan))
        .collect();
    let chosen = Memo::new(move |_| {
        page.settled.track();
        let here = page.form.with(|form| form.fragment(View::Plan));
        addresses.iter().position(|address| *address == here)
    });
    let chips = TEMPLATES.iter().enumerate().map(|(index, preset)| {
        let choose = move |_| {
            if chosen.get_untracked() == Some(index) {
                return;
            }
            page.left.set(Vec::new());
            page.commit(|form| {
                // The account's own limits stay: they are not of the workload.
                let own = form.limits().to_vec();
                *form = Form::read(preset.fragment).form;
                form.add_limits(own);
            });
            replaced.set(Some(preset));
        };
        let pressed = move || (chosen.get() == Some(index)).to_string();
        view! {
            <button type="button" class="chip" id=preset.id aria-pressed=pressed on:click=choose>{(preset.title)(messages)}</button>
        }
    });
    let undo = move |_| {
        replaced.set(None);
        if let Ok(history) = window().history() {
            history.back().ok();
        }
    };
    // Gone once the example is edited or left.
    let note = move || {
        let preset = replaced.get()?;
        let is_here = chosen.get().is_some_and(|index| TEMPLATES[index].id == preset.id);
        is_here.then(|| {
            let about = preset.about.map(|about| about(messages));
            view! {
                <p class="note undo">
                    <span>{m.replaced.with([(preset.title)(messages)])} " " {about}</span>
                    <button type="button" class="link" id="undo" on:click=undo>{m.undo}</button>
                </p>
            }
        })
    };
    view! {
        <div class="start">
            <div class="chips scroll-chips" role="group" aria-label=m.start_label>
                <span class="mu sm only-l" aria-hidden="true">{m.start}</span>
                {chips.collect_view()}
            </div>
            <div role="status">{note}</div>
        </div>
    }
}
