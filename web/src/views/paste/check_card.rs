use std::rc::Rc;

use groq_paste::Form;
use groq_protocol::Severity;
use leptos::prelude::*;
use paste_worker::{Group, Reading};

use super::{
    fields::counted_for,
    session::{Session, State},
    words,
};
use crate::{
    browser::{download, html::Markup},
    i18n::{figures::MAX_SHOWN, locale::Locale},
    page::context::Page,
};

/// Bytes of the corrected text that are shown.
const MAX_BYTES_SHOWN: usize = 20_000;

/// What Groq would make of the requests, and how they look corrected.
#[component]
pub(super) fn CheckCard() -> impl IntoView {
    let (session, m) = (Session::of_this_page(), words::messages());
    let locale = Page::here().locale();
    let said = RwSignal::new("");
    let reading = move || match session.state.get() {
        State::Read(reading) if is_shown(&reading) => Some(reading),
        _ => None,
    };
    let is_shown = Memo::new(move |_| reading().is_some());
    let content = move || reading().map(|reading| write(&reading, session, locale));
    let corrected = move || reading().map(|reading| reading.corrected.clone()).unwrap_or_default();
    let has_corrected =
        Memo::new(move |_| reading().is_some_and(|reading| !reading.corrected.is_empty()));
    let start = move || reading().map(|reading| beginning(&reading.corrected).to_string());
    let is_start = Memo::new(move |_| {
        reading().is_some_and(|reading| beginning(&reading.corrected) != reading.corrected)
    });
    // What was said of one text is not true of the next.
    Effect::new(move |_| {
        session.text.track();
        said.set("");
    });
    let copy = move |_| {
        if is_start.get_untracked() {
            let told = move |done| said.set(if done { m.copied } else { m.not_copied_all });
            download::copy_text(corrected(), told);
        } else {
            let told = move |done| said.set(if done { m.copied } else { m.not_copied });
            download::copy("paste-corrected", told);
        }
    };
    let save = move |_| {
        let text = corrected();
        let several = reading().is_some_and(|reading| reading.checked > 1);
        let name = if several { "requests.jsonl" } else { "request.json" };
        download::save(name, "application/json", &text).ok();
    };
    view! {
        <Show when=move || is_shown.get()>
            <section aria-labelledby="paste-check-title" class="card" id="paste-check">
                <h2 id="paste-check-title">{m.check_title}</h2>
                <div id="paste-findings" inner_html=content></div>
                <Show when=move || has_corrected.get()>
                    <div class="field">
                        <label for="paste-corrected">{m.corrected_title}</label>
                        <p class="hint" id="paste-corrected-hint">
                            {m.corrected_hint} {move || is_start.get().then_some(" ")} {move || is_start.get().then_some(m.corrected_start)}
                        </p>
                        <textarea id="paste-corrected" readonly rows="8" spellcheck="false" aria-describedby="paste-corrected-hint" prop:value=start></textarea>
                    </div>
                    <p class="buttons">
                        <button type="button" id="paste-copy" on:click=copy>{m.copy}</button>
                        <button type="button" id="paste-save" on:click=save>{m.save}</button>
                    </p>
                    <p role="status" id="paste-copied">{move || said.get()}</p>
                </Show>
            </section>
        </Show>
    }
}

/// A bare prompt is checked by its size alone, and only shown if that is wrong.
fn is_shown(reading: &Reading) -> bool {
    let bare = matches!(reading.seen.form, Form::Prompt | Form::Text);
    reading.checked > 0 && (!bare || !reading.groups.is_empty())
}

/// The first lines of a text of any length.
fn beginning(text: &str) -> &str {
    let lines = text.match_indices('\n').nth(MAX_SHOWN - 1).map_or(text.len(), |(end, _)| end);
    let mut end = lines.min(MAX_BYTES_SHOWN);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn verdict(reading: &Reading, locale: Locale) -> String {
    let m = locale.messages().paste();
    let count = |count: usize| locale.count(count as u64);
    let (checked, refused) = (reading.checked, reading.refused);
    match (refused, reading.groups.is_empty(), checked) {
        (0, true, _) => m.check_fine.with([&count(checked)]),
        (0, false, 1) => m.check_one_ignored.to_string(),
        (0, false, _) => m.check_ignored.with([&count(checked)]),
        (_, _, 1) => m.check_one_refused.to_string(),
        (_, _, _) => m.check_refused.with([&count(refused), &count(checked)]),
    }
}

fn write(reading: &Rc<Reading>, session: Session, locale: Locale) -> String {
    let m = locale.messages().paste();
    let mut markup = Markup::default();
    let state = match (reading.refused, reading.groups.is_empty()) {
        (0, true) => "fine",
        (0, false) => "ignored",
        _ => "refused",
    };
    markup.leaf("p", &[("id", "paste-verdict"), ("class", state)], &verdict(reading, locale));
    let plan = words::place(locale, session.plan.get());
    markup.leaf("p", &[("class", "hint")], &m.check_plan.with([counted_for(reading), plan]));
    if !reading.groups.is_empty() {
        markup.open("ul", &[("class", "findings")]);
        for group in reading.groups.iter().take(MAX_SHOWN) {
            item(&mut markup, group, reading.checked > 1, locale);
        }
        if let Some(more) = locale.and_more(reading.groups.len()) {
            markup.leaf("li", &[], &more);
        }
        markup.close("ul");
    }
    match (reading.not_corrected, reading.checked) {
        (0, _) => {}
        (_, 1) => markup.leaf("p", &[("class", "hint")], m.not_corrected),
        (count, _) => {
            let text = m.not_corrected_of.with([&locale.count(count as u64)]);
            markup.leaf("p", &[("class", "hint")], &text);
        }
    }
    markup.finish()
}

/// Equal findings in a line.
fn item(markup: &mut Markup, group: &Group, several: bool, locale: Locale) {
    let m = locale.messages().paste();
    let (class, word) = match group.severity {
        Severity::Refused => ("refused", m.refused),
        Severity::AtRisk => ("ignored", m.at_risk),
        Severity::Ignored => ("ignored", m.ignored),
    };
    let count = |count: usize| locale.count(count as u64);
    let request = count(group.first_request);
    let mut text = words::cause(locale, &group.cause);
    if group.requests > 1 {
        text = m.found_in_several.with([&text, &count(group.requests), &request]);
    } else {
        if group.count > 1 {
            text = m.found_at.with([&text, &count(group.count), &group.path]);
        }
        if several {
            text = m.found_in.with([&text, &request]);
        }
    }
    markup.open("li", &[]);
    markup.leaf("span", &[("class", &format!("severity {class}"))], word);
    markup.text(" ");
    markup.leaf("code", &[], if group.count > 1 { &group.field } else { &group.path });
    markup.text(&m.sure.with(["", &text]));
    markup.close("li");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_shown_by_its_first_lines() {
        let lines = vec!["{}"; 1_000].join("\n");
        assert_eq!(beginning(&lines).lines().count(), MAX_SHOWN);
        assert_eq!(beginning("{}\n{}"), "{}\n{}");
        let line = "…".repeat(MAX_BYTES_SHOWN);
        assert!(beginning(&line).len() <= MAX_BYTES_SHOWN && line.starts_with(beginning(&line)));
    }
}
