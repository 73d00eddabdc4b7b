//! Groq itself, with the visitor's own key. The only part of the page that uses
//! the network, and the only one that knows the key.

mod account;
mod allowance;
mod ask;
mod base;
mod call;
mod exchange;
mod failure;
mod hand_over;
mod help;
mod histogram;
mod key;
mod key_card;
mod measured;
mod meter;
mod models_card;
mod prompt_card;
mod sample;
mod sample_card;
mod seen;
mod series;
mod session;
mod spread;
mod tick;
mod words;

use std::time::Duration;

use leptos::prelude::*;

pub(crate) use measured::Measured;
pub(crate) use session::Session;
use tick::Tick;

/// The view.
#[component]
pub(crate) fn LiveView() -> impl IntoView {
    provide_context(Session::of_this_page());
    let tick = RwSignal::new(call::now());
    provide_context(Tick(tick));
    let period = Duration::from_millis(if call::wants_calm() { 1000 } else { 250 });
    if let Ok(handle) = set_interval_with_handle(move || tick.set(call::now()), period) {
        on_cleanup(move || handle.clear());
    }
    let m = words::messages();
    view! {
        <p class="lead">{m.lead}</p>
        <div class="live">
            <key_card::KeyCard />
            <models_card::ModelsCard />
            <prompt_card::PromptCard />
            <meter::MeterCard />
            <sample_card::SampleCard />
        </div>
    }
}
