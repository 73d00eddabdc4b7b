use std::time::Duration;

use leptos::{html, prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{IntersectionObserver, IntersectionObserverEntry};

use crate::{
    browser::timer::Timer,
    form::view::View,
    page::{context::Page, lazy},
};

/// How long nothing must have been edited before charts are drawn: an answer
/// must never wait for one.
const REST: Duration = Duration::from_millis(120);

/// How long where they are not in the window: who prints the page has them too.
const UNSEEN: Duration = Duration::from_secs(8);

type Seen = Closure<dyn FnMut(js_sys::Array)>;

/// In the page: the place of the charts, which come with the module of the
/// other views once they are in the window, or later by themselves.
#[component]
pub(crate) fn Charts() -> impl IntoView {
    let page = Page::here();
    let place = NodeRef::<html::Div>::new();
    let near = RwSignal::new(false);
    let failed = RwSignal::new(false);
    let asked = StoredValue::new(false);
    let timer = Timer::new();
    let watching = StoredValue::new_local(None::<(IntersectionObserver, Seen)>);
    Effect::new(move |_| {
        let Some(place) = place.get() else { return };
        let seen = Seen::new(move |entries: js_sys::Array| {
            let latest = entries.pop().dyn_into::<IntersectionObserverEntry>();
            near.try_set(latest.is_ok_and(|entry| entry.is_intersecting()));
        });
        match IntersectionObserver::new(seen.as_ref().unchecked_ref()) {
            Ok(observer) => {
                observer.observe(&place);
                watching.set_value(Some((observer, seen)));
            }
            // A browser that cannot tell draws at once.
            Err(_) => near.set(true),
        }
    });
    let draw = move || {
        let Some(place) = place.get_untracked() else { return };
        asked.set_value(true);
        let texts = untrack(|| lazy::texts(page, View::Plan));
        spawn_local(async move {
            failed.try_set(!lazy::call("show", Some((&place, &texts))).await);
        });
    };
    Effect::new(move |_| {
        page.outcome.track();
        page.picked.track();
        timer.stop();
        timer.start(if near.get() { REST } else { UNSEEN }, draw);
    });
    on_cleanup(move || {
        watching.try_update_value(|watching| {
            if let Some((observer, _)) = watching.take() {
                observer.disconnect();
            }
        });
        if asked.try_get_value() == Some(true) {
            spawn_local(async {
                lazy::call("hide", None).await;
            });
        }
    });
    let messages = page.messages();
    view! {
        <div role="status">
            <Show when=move || failed.get()><p class="notice">{messages.charts().not_loaded}</p></Show>
        </div>
        <div id="charts" node_ref=place></div>
    }
}
