use leptos::prelude::*;

/// A field for a short text: its label, a hint if there is one, what is wrong
/// with it, and the box.
pub(crate) fn text_field(
    id: &'static str,
    mode: &'static str,
    [label, hint]: [&'static str; 2],
    error: Memo<Option<String>>,
    value: impl Fn() -> String + Send + Sync + 'static,
    take: impl Fn(String) + 'static,
) -> AnyView {
    let about = match hint {
        "" => format!("{id}-error"),
        _ => format!("{id}-hint {id}-error"),
    };
    let hint =
        (!hint.is_empty()).then(|| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> });
    view! {
        <div class="field" class:bad=move || error.with(Option::is_some)>
            <label for=id>{label}</label>
            {hint}
            <p class="error" id=format!("{id}-error")>{move || error.get()}</p>
            <input id=id type="text" inputmode=mode autocomplete="off"
                aria-describedby=about
                aria-invalid=move || error.with(Option::is_some).to_string()
                prop:value=value
                on:input=move |event| take(event_target_value(&event)) />
        </div>
    }
    .into_any()
}
