//! A pasted text: what it is, what is wrong with it, what would pass, and what it
//! means for a workload. It is read in a worker, so that the page stays at hand
//! however long it is.

mod causes;
mod check_card;
mod error_card;
mod examples;
mod fields;
mod figures_card;
mod left_card;
mod session;
mod text_card;
mod words;

use leptos::prelude::*;

use crate::{
    browser::timer::{TYPING, Timer},
    form::state::Choice,
    page::context::Page,
};
pub(crate) use session::Session;

/// The view.
#[component]
pub(crate) fn PasteView() -> impl IntoView {
    let (page, session) = (Page::here(), Session::of_this_page());
    let as_of = Memo::new(move |_| page.form.with(|form| form.choice(Choice::AsOf).to_string()));
    let timer = Timer::new();
    Effect::new(move |before: Option<()>| {
        session.text.track();
        session.model.track();
        session.plan.track();
        let day = as_of.get();
        match before {
            // Back in the view, it is read at once.
            None => session.ask(&day),
            Some(()) => timer.start(TYPING, move || session.ask(&day)),
        }
    });
    view! {
        <text_card::Examples />
        <div class="duo paste">
            <text_card::TextCard />
            <div class="rest">
                <figures_card::Seen />
                <error_card::ErrorCard />
                <left_card::LeftCard />
                <check_card::CheckCard />
                <check_card::CorrectedCard />
                <figures_card::FiguresCard />
            </div>
        </div>
    }
}
