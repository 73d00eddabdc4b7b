use leptos::{ev, prelude::*};

use crate::{
    address, article::Article, bill::Bill, form::Inputs, gauges::Gauges, measure::Measure,
    options_table::OptionsTable, outcome::Outcome, sources::Sources, state::Form, verdict::Verdict,
};

/// An option that the visitor picked to look at: model, plan and tier.
pub(crate) type Picked = Option<(&'static str, groq_calc::Plan, groq_calc::Tier)>;

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    let read = Form::read(&address::fragment());
    let form = RwSignal::new(read.form);
    let ignored = RwSignal::new(read.ignored);
    let picked = RwSignal::new(Picked::None);
    let outcome = Memo::new(move |last: Option<&Outcome>| Outcome::new(&form.get(), last));
    Effect::new(move |before: Option<()>| {
        let fragment = form.with(Form::fragment);
        // A link that was not fully understood stays as it is until an edit.
        if before.is_some() {
            address::replace(&fragment);
        }
    });
    let _ = window_event_listener(ev::hashchange, move |_| {
        let fragment = address::fragment();
        if fragment != "#main"
            && fragment.trim_start_matches('#') != form.with_untracked(Form::fragment)
        {
            let read = Form::read(&fragment);
            ignored.set(read.ignored);
            form.set(read.form);
        }
    });
    let skip = move |event: ev::MouseEvent| {
        event.prevent_default();
        if let Some(main) = document().get_element_by_id("answer") {
            main.scroll_into_view();
        }
    };
    view! {
        <a class="skip" href="#answer" on:click=skip>"Skip to the answer"</a>
        <header>
            <h1>"groq-calc"</h1>
            <p>"Which Groq limit binds, what the month costs, which model and plan to take. Nothing you type leaves this page."</p>
        </header>
        <main>
            <Show when=move || ignored.with(|parts| !parts.is_empty())>
                <div class="notice" role="alert">
                    "Not understood in the link, and left aside: "
                    <code>{move || ignored.with(|parts| parts.join(", "))}</code>
                </div>
            </Show>
            <div class="columns">
                <Inputs form outcome />
                <div id="answer" class="answer" tabindex="-1">
                    <Verdict outcome />
                    <Gauges outcome picked />
                    <Bill outcome picked />
                </div>
            </div>
            <OptionsTable outcome picked />
            <Sources outcome />
            <Article />
            <Measure />
        </main>
        <footer>
            <p>"A month has 30 days unless you say otherwise. Limits hold per organisation; look at your account's Limits page before launch. Not made or endorsed by Groq."</p>
        </footer>
    }
}
