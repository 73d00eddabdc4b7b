use groq_calc::{Kind, Plan, Tier};
use groq_catalog::CATALOG;
use leptos::{html, prelude::*};
use web_sys::DragEvent;

use super::{examples::EXAMPLES, session::Session, words};
use crate::{browser::download, page::context::Page};

/// Texts to start from.
#[component]
pub(super) fn Examples() -> impl IntoView {
    let (session, m) = (Session::of_this_page(), words::messages());
    let form = &Page::here().messages().form;
    let chips = EXAMPLES.map(|example| {
        let take = move |_| session.text.set((example.text)());
        let text = (example.text)();
        let pressed = move || session.text.with(|here| *here == text).to_string();
        view! {
            <button type="button" class="chip" id=format!("paste-example-{}", example.id)
                aria-pressed=pressed on:click=take>{(example.name)(m)}</button>
        }
    });
    view! {
        <div class="start">
            <div class="chips scroll-chips" role="group" aria-label=form.start_label>
                <span class="mu sm only-l" aria-hidden="true">{form.start}</span>
                {chips.into_iter().collect_view()}
            </div>
        </div>
    }
}

/// The text, and what it is read against.
#[component]
pub(super) fn TextCard() -> impl IntoView {
    let (session, m) = (Session::of_this_page(), words::messages());
    let page = Page::here();
    let locale = page.locale();
    let input = NodeRef::<html::Input>::new();
    let chosen = move |_| {
        if let Some(input) = input.get() {
            download::read_file(&input, move |_, text| session.text.set(text));
        }
    };
    let day = page
        .outcome
        .with_untracked(|outcome| outcome.question.as_ref()?.day(&CATALOG).ok())
        .unwrap_or_else(|| CATALOG.newest());
    let models = CATALOG
        .offered(day)
        .filter(|model| matches!(model.kind, Kind::Chat | Kind::System))
        .map(|model| {
            let chosen = move || session.model.with(|chosen| chosen == model.id);
            view! { <option value=model.id prop:selected=chosen>{model.id}</option> }
        });
    let plans = Plan::ALL.map(|plan| {
        let name = locale.place(plan, Tier::OnDemand);
        view! { <option value=plan.name() prop:selected=move || session.plan.get() == plan>{name}</option> }
    });
    let choose_plan = move |event| {
        session.plan.set(Plan::parse(&event_target_value(&event)).unwrap_or(Plan::Free));
    };
    // A file that is dropped is read; without this the browser would leave for it.
    let drop = move |event: DragEvent| {
        let files = event.data_transfer().and_then(|data| data.files());
        let Some(file) = files.and_then(|files| files.get(0)) else { return };
        event.prevent_default();
        download::read(file, move |_, text| session.text.set(text));
    };
    view! {
        <section class="card form text" aria-label=m.text on:drop=drop
            on:dragover=|event: DragEvent| event.prevent_default()>
            <div class="field">
                <div class="label">
                    <label for="paste-text">{m.text}</label>
                    <button type="button" class="link" id="paste-clear" on:click=move |_| session.text.set(String::new())
                        hidden=move || session.text.with(String::is_empty)>{m.clear}</button>
                </div>
                <textarea id="paste-text" rows="15" spellcheck="false" autocomplete="off" aria-describedby="paste-text-hint"
                    prop:value=move || session.text.get()
                    on:input=move |event| session.text.set(event_target_value(&event))></textarea>
                <p class="note" id="paste-text-hint">{m.text_hint}</p>
            </div>
            <div class="pair">
                <div class="field">
                    <label for="paste-plan">{m.plan}</label>
                    <select id="paste-plan" on:change=choose_plan>{plans.into_iter().collect_view()}</select>
                </div>
                <div class="field">
                    <label for="paste-model">{m.model}</label>
                    <select id="paste-model" on:change=move |event| session.model.set(event_target_value(&event))>
                        <option value="" prop:selected=move || session.model.with(String::is_empty)>{m.model_named}</option>
                        {models.collect_view()}
                    </select>
                </div>
            </div>
            <div class="field">
                <label for="paste-file">{m.file}</label>
                <input id="paste-file" type="file" accept=".txt,.md,.json,.jsonl,.ndjson,.csv,.sh,.log,text/*,application/json"
                    node_ref=input on:change=chosen />
            </div>
        </section>
    }
}
