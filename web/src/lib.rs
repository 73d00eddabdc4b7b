//! The page of groq-calc: a form, a live answer, and where every figure comes
//! from. It shows what `groq-calc` works out and computes nothing itself.
#![forbid(unsafe_code)]
#![deny(missing_docs)]
// What `#[component]` writes is `pub` whatever the function is.
#![allow(unreachable_pub)]

mod address;
mod app;
mod charts;
mod clipboard;
mod code;
mod codec;
mod compare;
mod facts;
mod hired;
mod later;
mod limits_text;
mod live;
mod locale;
mod markup;
mod messages;
mod outcome;
mod page;
mod paste;
mod pause;
mod plan;
mod reference;
mod replay;
mod sentences;
mod share;
mod state;
mod storage;
mod text_field;
mod theme;
mod trace;
mod update;
mod view;

pub use app::App;
pub use later::{hide, show};
pub use state::Form;

/// Takes the place of the note that the page is loading.
pub fn start() {
    let document = leptos::prelude::document();
    if let Some(note) = document.get_element_by_id("loading") {
        note.remove();
    }
    leptos::mount::mount_to_body(App);
}
