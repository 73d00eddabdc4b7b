//! The page of groq-calc: a form, a live answer, and where every figure comes
//! from. It shows what `groq-calc` works out and computes nothing itself.
#![forbid(unsafe_code)]
#![deny(missing_docs)]
// What `#[component]` writes is `pub` whatever the function is.
#![allow(unreachable_pub)]

mod app;
mod browser;
mod charts;
mod form;
mod i18n;
mod page;
mod views;

pub use app::App;
pub use form::state::Form;
pub use views::lazy_module::{hide, show_actions, show_diagnose, show_planning, show_tools};

/// Takes the place of the note that the page is loading.
pub fn start() {
    let document = leptos::prelude::document();
    if let Some(note) = document.get_element_by_id("loading") {
        note.remove();
    }
    leptos::mount::mount_to_body(App);
}
