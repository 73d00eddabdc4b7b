use std::time::Duration;

use leptos::{ev::SubmitEvent, html, prelude::*};

use super::{base::BaseUrl, key::Key, session::Session, words};
use crate::browser::address;

/// The key and whom it is for. What is typed leaves the field as soon as it is
/// taken, and nothing of it is shown.
#[component]
pub(super) fn KeyCard() -> impl IntoView {
    let (session, m) = (Session::here(), words::messages());
    let field = NodeRef::<html::Input>::new();
    let (keep, wrong) = (RwSignal::new(false), RwSignal::new(false));
    let moved = RwSignal::new(false);
    let take = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(input) = field.get_untracked() else { return };
        let key = Key::parse(&input.value());
        input.set_value("");
        wrong.set(key.is_none());
        let Some(key) = key else { return };
        if keep.get_untracked() {
            session.base.with_untracked(|base| key.keep(base));
        }
        moved.set(false);
        session.key.set(Some(key));
        // The field gives way to the button.
        set_timeout(|| address::focus("live-key-clear"), Duration::ZERO);
    };
    let forget = move |_| {
        session.forget_key();
        set_timeout(|| address::focus("live-key"), Duration::ZERO);
    };
    let is_set = Memo::new(move |_| session.key.with(Option::is_some));
    let host = move || session.base.with(|base| base.origin().to_string());
    let entry = move || {
        if is_set.get() {
            let kept = Key::kept().map(|_| m.key_kept);
            view! {
                <p id="live-key-state">{move || m.key_set.with([&host()])} " " {kept}</p>
                <p><button id="live-key-clear" type="button" on:click=forget>{m.key_clear}</button></p>
            }
            .into_any()
        } else {
            view! {
                <form on:submit=take>
                    <div class="field" class:bad=move || wrong.get()>
                        <label for="live-key">{m.key}</label>
                        <p class="hint" id="live-key-hint">{m.key_hint}</p>
                        <p class="error" id="live-key-error">{move || wrong.get().then_some(m.key_bad)}</p>
                        <input id="live-key" type="password" autocomplete="off" spellcheck="false"
                            autocapitalize="off" aria-describedby="live-key-hint live-key-error" node_ref=field />
                    </div>
                    <div class="tick">
                        <input id="live-key-keep" type="checkbox" prop:checked=move || keep.get()
                            on:change=move |event| keep.set(event_target_checked(&event)) />
                        <label for="live-key-keep">{m.key_keep}</label>
                    </div>
                    <p><button id="live-key-use" type="submit">{m.key_use}</button></p>
                </form>
            }
            .into_any()
        }
    };
    let text = RwSignal::new(session.base.with_untracked(|base| base.as_str().to_string()));
    let refused = RwSignal::new(false);
    let use_base = move |event: SubmitEvent| {
        event.prevent_default();
        let base = text.with_untracked(|text| BaseUrl::parse(text));
        refused.set(base.is_none());
        if let Some(base) = base {
            let had_key = session.key.with_untracked(Option::is_some);
            text.set(base.as_str().to_string());
            session.move_to(base);
            moved.set(had_key && session.key.with_untracked(Option::is_none));
        }
    };
    view! {
        <section aria-labelledby="live-key-title" class="card">
            <h2 id="live-key-title">{m.key_title}</h2>
            <form on:submit=use_base>
                <div class="field" class:bad=move || refused.get()>
                    <label for="live-base">{m.base}</label>
                    <p class="hint" id="live-base-hint">{m.base_hint}</p>
                    <p class="error" id="live-base-error" role="status">{move || refused.get().then_some(m.base_bad)}</p>
                    <div class="beside">
                        <input id="live-base" type="text" inputmode="url" autocomplete="off" spellcheck="false"
                            aria-describedby="live-base-hint live-base-error"
                            prop:value=move || text.get()
                            on:input=move |event| text.set(event_target_value(&event)) />
                        <button id="live-base-use" type="submit">{m.base_use}</button>
                    </div>
                </div>
            </form>
            <p role="status" id="live-base-moved">{move || moved.get().then_some(m.base_moved)}</p>
            {entry}
        </section>
    }
}
