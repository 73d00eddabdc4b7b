use leptos::{ev::Custom, prelude::*};
use web_sys::Event;

use crate::page::context::Page;

/// Offers the new version that `loader.js` found; nothing happens unasked.
#[component]
pub(crate) fn Update() -> impl IntoView {
    let shell = &Page::here().messages().shell;
    let found = || {
        let root = document().document_element();
        root.is_some_and(|root| root.get_attribute("data-update").is_some())
    };
    let ready = RwSignal::new(found());
    let heard =
        window_event_listener(Custom::<Event>::new("update-ready"), move |_| ready.set(true));
    on_cleanup(move || heard.remove());
    let accept = |_| {
        if let Ok(event) = Event::new("update-accepted") {
            window().dispatch_event(&event).ok();
        }
    };
    view! {
        <div role="status">
            <Show when=move || ready.get()>
                <p id="update" class="offer">
                    {shell.update_ready} " "
                    <button id="update-accept" type="button" on:click=accept>{shell.update_accept}</button>
                </p>
            </Show>
        </div>
    }
}
