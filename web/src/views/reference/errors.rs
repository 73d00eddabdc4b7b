use groq_catalog::{ERRORS, ErrorCode, Waiting};
use groq_protocol::ApiError;
use leptos::prelude::*;

use crate::{
    browser::{handed::Handed, html::Markup},
    i18n::{locale::Locale, sentences},
    page::context::Page,
    views::facts::words,
};

/// Words that stand in every error.
const NOISE: [&str; 6] = ["error", "code", "status", "http", "错误", "错误码"];

/// What the visitor looks for: an entry, a status, or words in either language; or
/// else an error as it was answered.
fn find(written: &str) -> Vec<&'static ErrorCode> {
    let text = written.trim().to_lowercase();
    let all = |is: &dyn Fn(&ErrorCode) -> bool| {
        ERRORS.iter().filter(|error| is(error)).collect::<Vec<_>>()
    };
    if let Some(error) = ERRORS.iter().find(|error| error.id == text && text.contains('-')) {
        return vec![error];
    }
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    let words: Vec<&str> = words.filter(|word| !word.is_empty() && !NOISE.contains(word)).collect();
    let statuses = all(&|error| words.contains(&error.http_status()));
    if !statuses.is_empty() {
        return statuses;
    }
    let found = all(&|error| words.iter().all(|word| matches(error, word)));
    if !found.is_empty() {
        return found;
    }
    let kind = ApiError::parse(0, written).kind();
    all(&|error| error.kinds.contains(&kind.name()))
}

fn matches(error: &ErrorCode, word: &str) -> bool {
    let texts = [error.title, error.meaning, error.first_fix, error.production_fix];
    let places = texts.iter().flat_map(|text| [text.en, text.zh]);
    let codes = error.codes.iter().chain(error.kinds).copied();
    codes.chain(places).any(|place| place.to_lowercase().contains(word))
}

/// Every status with its fixes.
#[component]
pub(super) fn Errors() -> impl IntoView {
    let page = Page::here();
    let locale = page.locale();
    let reference = page.messages().reference();
    // Another place may lead to an entry.
    let wanted = Handed::Entry.take().and_then(|entry| entry.as_string());
    let text = RwSignal::new(wanted.unwrap_or_default());
    let found = move || text.with(|text| find(text));
    let count = move || {
        let shown = locale.count(found().len() as u64);
        reference.shown.with([&shown, &locale.count(ERRORS.len() as u64)])
    };
    let list = move || {
        let mut markup = Markup::default();
        for error in found() {
            item(&mut markup, error, locale);
        }
        markup.finish()
    };
    view! {
        <section aria-labelledby="errors-title" class="card">
            <h2 id="errors-title">{reference.errors}</h2>
            <p>{reference.errors_lead}</p>
            <div class="field filters">
                <label for="errors-search">{reference.search}</label>
                <input id="errors-search" type="search" autocomplete="off"
                    prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event)) />
            </div>
            <p id="errors-shown" class="hint" aria-live="polite">{count}</p>
            <Show when=move || found().is_empty()><p>{reference.none}</p></Show>
            <ul id="errors" class="entries" inner_html=list></ul>
        </section>
    }
}

fn item(markup: &mut Markup, error: &'static ErrorCode, locale: Locale) {
    let messages = locale.messages();
    let reference = messages.reference();
    markup.open("li", &[("id", &format!("error-{}", error.id))]);
    markup.open("h3", &[]);
    markup.leaf("span", &[("class", "status")], error.http_status());
    markup.text(" ");
    markup.text(locale.text(error.title));
    markup.close("h3");
    markup.open("p", &[]);
    markup.prose(locale.text(error.meaning));
    for code in error.codes {
        markup.text(" ");
        markup.leaf("code", &[], code);
    }
    markup.close("p");
    markup.open("dl", &[("class", "fixes")]);
    let waiting = match error.waiting {
        Waiting::Never => reference.wait_never,
        Waiting::Told => reference.wait_told,
        Waiting::Backoff => reference.wait_backoff,
        Waiting::Reset => reference.wait_reset,
    };
    for (name, text) in [
        (reference.first_fix, locale.text(error.first_fix)),
        (reference.production_fix, locale.text(error.production_fix)),
        (reference.waiting, waiting),
    ] {
        markup.open("div", &[]);
        markup.leaf("dt", &[], name);
        markup.open("dd", &[]);
        markup.prose(text);
        markup.close("dd");
        markup.close("div");
    }
    markup.open("div", &[]);
    markup.leaf("dt", &[], reference.source);
    markup.open("dd", &[]);
    words::source(markup, error.source);
    markup.text(&reference.sure.with([sentences::status(messages, error.status)]));
    for tag in ["dd", "div", "dl", "li"] {
        markup.close(tag);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_finds_its_status_alone() {
        let ids = |text| find(text).iter().map(|error| error.id).collect::<Vec<_>>();
        assert_eq!(ids(" 429 "), ["429", "429-too-large"]);
        assert_eq!(
            ids("400"),
            [
                "400",
                "400-audio",
                "400-context",
                "400-generation",
                "400-length",
                "400-restricted",
                "400-spend",
                "400-terms",
                "400-text"
            ]
        );
        assert_eq!(ids("Capacity_Exceeded"), ["498"]);
        assert_eq!(ids("密钥缺失"), ["401"]);
        assert_eq!(ids("Error code: 429"), ["429", "429-too-large"]);
        assert_eq!(ids("429-too-large"), ["429-too-large"]);
        let told = "Request too large for model `m` on tokens per minute (TPM): Limit 8000, Requested 12871";
        for text in ["too large", told] {
            let found = ids(text);
            assert!(found.contains(&"413"), "{text}: {found:?}");
        }
        let reached = "Rate limit reached for model `m` on requests per day (RPD): Limit 1000";
        assert!(ids(reached).contains(&"429"), "{:?}", ids(reached));
        assert_eq!(ids("").len(), ERRORS.len());
        assert!(ids("no such thing").is_empty());
    }
}
