use leptos::prelude::*;

/// A picture from the page's own set, which `index.html` holds.
pub(crate) fn icon(name: &str) -> AnyView {
    let shape = format!("<use href=\"#icon-{name}\"></use>");
    view! { <svg class="i" aria-hidden="true" focusable="false" inner_html=shape></svg> }.into_any()
}
