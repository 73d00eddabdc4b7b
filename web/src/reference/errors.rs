use groq_catalog::{ERRORS, ErrorCode, Waiting};
use leptos::prelude::*;

use crate::{facts::words, locale::Locale, page::Page};

/// Whether a code is what the visitor looks for: its number, its codes or its
/// words, in either language.
fn matches(error: &ErrorCode, text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let texts = [error.title, error.meaning, error.first_fix, error.production_fix];
    let words = texts.iter().flat_map(|text| [text.en, text.zh]);
    let codes = error.codes.iter().copied();
    [error.id]
        .into_iter()
        .chain(codes)
        .chain(words)
        .any(|place| place.to_lowercase().contains(&text))
}

/// Every status with its fixes.
#[component]
pub(super) fn Errors() -> impl IntoView {
    let page = Page::here();
    let locale = page.locale();
    let reference = &page.messages().reference;
    let text = RwSignal::new(String::new());
    let found = move || {
        text.with(|text| ERRORS.iter().filter(|error| matches(error, text)).collect::<Vec<_>>())
    };
    let count = move || {
        let shown = locale.count(found().len() as u64);
        reference.shown.with([&shown, &locale.count(ERRORS.len() as u64)])
    };
    let list = move || found().into_iter().map(|error| item(error, locale)).collect_view();
    view! {
        <section aria-labelledby="errors-title" class="card">
            <h2 id="errors-title">{reference.errors}</h2>
            <p>{reference.errors_lead}</p>
            <div class="field filters">
                <label for="errors-search">{reference.search}</label>
                <input id="errors-search" type="search" autocomplete="off"
                    on:input=move |event| text.set(event_target_value(&event)) />
            </div>
            <p id="errors-shown" class="hint" aria-live="polite">{count}</p>
            <Show when=move || found().is_empty()><p>{reference.none}</p></Show>
            <ul id="errors" class="entries">{list}</ul>
        </section>
    }
}

fn item(error: &'static ErrorCode, locale: Locale) -> impl IntoView {
    let messages = locale.messages();
    let reference = &messages.reference;
    let waiting = match error.waiting {
        Waiting::Never => reference.wait_never,
        Waiting::Told => reference.wait_told,
        Waiting::Backoff => reference.wait_backoff,
        Waiting::Reset => reference.wait_reset,
    };
    let codes = error.codes.iter().map(|code| view! { <code>{*code}</code> " " }).collect_view();
    view! {
        <li id=format!("error-{}", error.id)>
            <h3><span class="status">{error.http_status()}</span> " " {locale.text(error.title)}</h3>
            <p>{locale.text(error.meaning)} " " {codes}</p>
            <dl class="fixes">
                <div><dt>{reference.first_fix}</dt><dd>{locale.text(error.first_fix)}</dd></div>
                <div><dt>{reference.production_fix}</dt><dd>{locale.text(error.production_fix)}</dd></div>
                <div><dt>{reference.waiting}</dt><dd>{waiting}</dd></div>
                <div>
                    <dt>{reference.source}</dt>
                    <dd>{words::source(error.source)} " (" {words::status(error.status, messages)} ")"</dd>
                </div>
            </dl>
        </li>
    }
}
