use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::{form::view::View, page::context::Page};

/// A link to a view, which carries all that is entered. It follows once typing
/// has paused, or when it is used. Of the class `place`, it says where one is.
pub(crate) fn view_link(page: Page, view: View, class: &'static str, content: AnyView) -> AnyView {
    let href = move || {
        page.settled.track();
        page.picked.track();
        page.href(view)
    };
    let use_it = move |event: ev::MouseEvent| {
        let link = event.current_target().and_then(|link| link.dyn_into::<Element>().ok());
        if let Some(link) = link {
            link.set_attribute("href", &page.href(view)).ok();
        }
    };
    let current = move || (class == "place" && page.view.get().place() == view).then_some("page");
    view! { <a class=class href=href on:click=use_it aria-current=current>{content}</a> }.into_any()
}
