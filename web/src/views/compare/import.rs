use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::{
    browser::download,
    form::{
        json,
        scenario::{MOST_PINNED, Scenario, Scenarios},
    },
    page::context::Page,
};

/// A question from a file or from text.
#[component]
pub(super) fn Import(scenarios: RwSignal<Scenarios>) -> impl IntoView {
    let page = Page::here();
    let m = page.messages().compare();
    let text = RwSignal::new(String::new());
    let said = RwSignal::new((false, String::new()));
    let take = move |name: &str, text: &str| match json::read(text) {
        Err(error) => said.set((true, m.import_bad.with([&error]))),
        Ok(form) => {
            let scenario = Scenario::new(name, &form);
            let name = scenario.name.clone();
            let full = scenarios.with_untracked(|all| {
                all.pinned().filter(|one| one.name != name).count() >= MOST_PINNED
            });
            scenarios.update(|all| all.keep(scenario));
            scenarios.with_untracked(Scenarios::remember);
            let sentence = if full { m.import_kept } else { m.import_done };
            said.set((false, sentence.with([&name])));
        }
    };
    let from_file = move |event: leptos::ev::Event| {
        let input = event.target().and_then(|target| target.dyn_into().ok());
        if let Some(input) = input {
            download::read_file(&input, move |name, text| {
                take(name.trim_end_matches(".json"), &text);
            });
        }
    };
    let from_text = move |_| text.with_untracked(|text| take(m.imported, text));
    view! {
        <p class="hint">{m.import_note}</p>
        <div class="field">
            <label for="import-file">{m.import_file}</label>
            <input id="import-file" type="file" accept=".json,application/json" on:change=from_file />
        </div>
        <div class="field">
            <label for="import-text">{m.import_text}</label>
            <textarea id="import-text" rows="5" spellcheck="false" prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))></textarea>
        </div>
        <p><button type="button" id="import" on:click=from_text>{m.import_use}</button></p>
        <p id="imported" role="status" class:error=move || said.with(|said| said.0)>{move || said.with(|said| said.1.clone())}</p>
    }
}
