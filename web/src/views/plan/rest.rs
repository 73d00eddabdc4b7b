use std::time::Duration;

use leptos::{ev, html, prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{IntersectionObserver, IntersectionObserverEntry};

use crate::{
    browser::timer::Timer,
    form::view::View,
    i18n::messages::Messages,
    page::{context::Page, lazy},
};

/// How long nothing must have been edited before it follows: an answer must never
/// wait for it.
const REST: Duration = Duration::from_millis(120);

/// How long where they are not in the window: who prints the page has them too.
const UNSEEN: Duration = Duration::from_secs(8);

type Seen = Closure<dyn FnMut(js_sys::Array)>;

/// In the page: the place of what stands below the options, which comes with the
/// module of the other views once it is in the window, or later by itself.
#[component]
pub(super) fn Rest() -> impl IntoView {
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
            failed.try_set(!lazy::call(View::Plan, "show", Some((&place, &texts))).await);
        });
    };
    Effect::new(move |_| {
        page.outcome.track();
        page.picked.track();
        timer.stop();
        timer.start(if near.get() { REST } else { UNSEEN }, draw);
    });
    // Who scrolls is about to see the options, whose scores come with the same module.
    let scrolled = window_event_listener(ev::scroll, move |_| {
        if asked.try_get_value() == Some(false) {
            timer.start(REST, draw);
        }
    });
    on_cleanup(move || {
        scrolled.remove();
        watching.try_update_value(|watching| {
            if let Some((observer, _)) = watching.take() {
                observer.disconnect();
            }
        });
        if asked.try_get_value() == Some(true) {
            spawn_local(async {
                lazy::call(View::Plan, "hide", None).await;
            });
        }
    });
    let messages = page.messages();
    view! {
        <div role="status">
            <Show when=move || failed.get()><p class="notice">{messages.shell.not_loaded}</p></Show>
        </div>
        <div id="details" class="rest" node_ref=place></div>
        <div class="rest skel" aria-hidden="true">{skeleton(messages)}</div>
    }
}

/// The cards that will come, while nothing is known of them.
fn skeleton(messages: &Messages) -> AnyView {
    let m = &messages.answer;
    let card = |title: &'static str| {
        view! {
            <section class="card"><div class="head"><h2>{title}</h2></div><span class="ph l"></span><span class="ph"></span><span class="ph"></span></section>
        }
    };
    view! {
        <div class="two">{card(m.limits_title)} {card(m.cost_title)}</div>
        {card(m.levers_title)}
        {card(m.charts)}
    }
    .into_any()
}
