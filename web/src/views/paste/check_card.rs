use std::rc::Rc;

use groq_paste::Form;
use groq_protocol::Severity;
use leptos::prelude::*;
use paste_worker::{Checked, MOST_SHOWN, Reading};

use super::{
    fields::counted_for,
    session::{Session, State},
    words,
};
use crate::{
    browser::{download, html::Markup},
    i18n::locale::Locale,
    page::context::Page,
};

/// What Groq would make of the requests, and how they look mended.
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
    let mended = move || reading().map(|reading| reading.mended.clone()).unwrap_or_default();
    let has_mended = Memo::new(move |_| !mended().is_empty());
    // What was said of one text is not true of the next.
    Effect::new(move |_| {
        session.text.track();
        said.set("");
    });
    let copy = move |_| {
        download::copy("paste-mended", move |done| {
            said.set(if done { m.copied } else { m.not_copied });
        });
    };
    let save = move |_| {
        let text = mended();
        let name = if text.contains('\n') { "requests.jsonl" } else { "request.json" };
        download::save(name, "application/json", &text).ok();
    };
    view! {
        <Show when=move || is_shown.get()>
            <section aria-labelledby="paste-check-title" class="card" id="paste-check">
                <h2 id="paste-check-title">{m.check_title}</h2>
                <div id="paste-findings" inner_html=content></div>
                <Show when=move || has_mended.get()>
                    <div class="field">
                        <label for="paste-mended">{m.mended_title}</label>
                        <p class="hint" id="paste-mended-hint">{m.mended_hint}</p>
                        <textarea id="paste-mended" readonly rows="8" spellcheck="false" aria-describedby="paste-mended-hint" prop:value=mended></textarea>
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
    reading.checked > 0 && (!bare || !reading.found.is_empty())
}

fn verdict(reading: &Reading, locale: Locale) -> String {
    let m = locale.messages().paste();
    let count = |count: usize| locale.count(count as u64);
    let (checked, refused) = (reading.checked, reading.refused);
    match (refused, reading.found.is_empty(), checked) {
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
    let state = match (reading.refused, reading.found.is_empty()) {
        (0, true) => "fine",
        (0, false) => "ignored",
        _ => "refused",
    };
    markup.leaf("p", &[("id", "paste-verdict"), ("class", state)], &verdict(reading, locale));
    let plan = words::place(locale, session.plan.get());
    markup.leaf("p", &[("class", "hint")], &m.check_plan.with([counted_for(reading), plan]));
    if reading.found.len() == MOST_SHOWN {
        let first = locale.count(MOST_SHOWN as u64);
        markup.leaf("p", &[("class", "hint")], &m.check_first.with([&first]));
    }
    for checked in &reading.found {
        if reading.checked > 1 {
            let place = locale.count(checked.place as u64);
            markup.leaf("h3", &[], &m.check_request.with([&place]));
        }
        findings(&mut markup, checked, locale);
    }
    markup.finish()
}

fn findings(markup: &mut Markup, checked: &Checked, locale: Locale) {
    let m = locale.messages().paste();
    markup.open("ul", &[("class", "findings")]);
    for finding in &checked.findings {
        let (class, word) = match finding.severity {
            Severity::Refused => ("refused", m.refused),
            Severity::Ignored => ("ignored", m.ignored),
        };
        markup.open("li", &[]);
        markup.leaf("span", &[("class", &format!("severity {class}"))], word);
        markup.text(" ");
        markup.leaf("code", &[], &finding.path);
        markup.text(&m.sure.with(["", &words::cause(locale, finding)]));
        markup.close("li");
    }
    markup.close("ul");
    if !checked.mends {
        markup.leaf("p", &[("class", "hint")], m.not_mended);
    }
}
