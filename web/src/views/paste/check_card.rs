use std::rc::Rc;

use groq_paste::Form;
use groq_protocol::Severity;
use leptos::prelude::*;
use paste_worker::{Group, Mark, Reading};

use super::{
    causes,
    fields::counted_for,
    session::{Session, State},
    words,
};
use crate::{
    browser::{download, html::Markup},
    form::view::View,
    i18n::{figures::MAX_SHOWN, locale::Locale},
    page::context::Page,
    views::{icon::icon, view_link::view_link},
};

/// Bytes of the corrected text that are shown.
const MAX_BYTES_SHOWN: usize = 20_000;

/// What Groq would make of the requests.
#[component]
pub(super) fn CheckCard() -> impl IntoView {
    let session = Session::of_this_page();
    let locale = Page::here().locale();
    let reading = move || session.reading().filter(|reading| is_shown(reading));
    let is_shown = Memo::new(move |_| reading().is_some());
    let content = move || reading().map(|reading| write(&reading, session, locale));
    view! {
        <Show when=move || is_shown.get()>
            <section aria-labelledby="paste-verdict" class="card" id="paste-check">
                <div id="paste-findings" inner_html=content></div>
            </section>
        </Show>
    }
}

/// How they look corrected, to be taken away.
#[component]
pub(super) fn CorrectedCard() -> impl IntoView {
    let (session, page) = (Session::of_this_page(), Page::here());
    let (locale, m) = (page.locale(), words::messages());
    let said = RwSignal::new("");
    let reading = move || match session.state.get() {
        State::Read(reading) if !reading.corrected.is_empty() => Some(reading),
        _ => None,
    };
    let is_shown = Memo::new(move |_| reading().is_some());
    let several = move || reading().is_some_and(|reading| reading.checked > 1);
    let corrected = move || reading().map(|reading| reading.corrected.clone()).unwrap_or_default();
    let start = move || reading().map(|reading| beginning(&reading.corrected).to_string());
    let is_start =
        move || reading().is_some_and(|reading| beginning(&reading.corrected) != reading.corrected);
    let differs =
        Memo::new(move |_| reading().is_some_and(|reading| !reading.difference.is_empty()));
    let lines = move || {
        let mut markup = Markup::default();
        for (mark, line) in reading().iter().flat_map(|reading| &reading.difference) {
            draw(&mut markup, *mark, line, locale);
        }
        markup.finish()
    };
    // What was said of one text is not true of the next.
    Effect::new(move |_| {
        session.text.track();
        said.set("");
    });
    let copy = move |_| {
        let done = move |done| said.set(if done { m.copied } else { m.not_copied });
        download::copy_text(corrected(), done);
    };
    let save = move |_| {
        let name = if several() { "requests.jsonl" } else { "request.json" };
        download::save(name, "application/json", &corrected()).ok();
    };
    let live = move || {
        let content = view! { {icon("sim")} {m.try_live} }.into_any();
        view_link(page, View::Live, "btn s", content)
    };
    view! {
        <Show when=move || is_shown.get()>
            <section aria-labelledby="paste-corrected-title" class="card flush" id="paste-corrected-card">
                <div class="head">
                    <h2 id="paste-corrected-title">{move || if several() { m.corrected_titles } else { m.corrected_title }}</h2>
                    <span class="r acts">
                        {live()}
                        <button type="button" class="btn s" id="paste-save" on:click=save>{m.save}</button>
                        <button type="button" class="btn s pri" id="paste-copy" on:click=copy>{m.copy}</button>
                    </span>
                </div>
                <Show
                    when=move || differs.get()
                    fallback=move || view! {
                        <p class="hint" id="paste-corrected-hint">
                            {move || several().then_some(m.corrected_hint)} " " {move || is_start().then_some(m.corrected_start)}
                        </p>
                        <textarea id="paste-corrected" readonly rows="8" spellcheck="false"
                            aria-labelledby="paste-corrected-title" aria-describedby="paste-corrected-hint" prop:value=start></textarea>
                    }
                >
                    <pre class="diff mono" id="paste-difference" tabindex="0" role="region" aria-label=m.difference inner_html=lines></pre>
                </Show>
                <p role="status" class="note" id="paste-copied">{move || said.get()}</p>
            </section>
        </Show>
    }
}

/// A line of the difference; what was done to it is said as well as shown.
fn draw(markup: &mut Markup, mark: Mark, line: &str, locale: Locale) {
    let m = locale.messages().paste();
    let (tag, said, sign) = match mark {
        Mark::Same => ("span", "", "  "),
        Mark::Removed => ("del", m.line_removed, "− "),
        Mark::Added => ("ins", m.line_added, "+ "),
        Mark::Gap => {
            let text = m.lines_same.with([line]);
            return markup.leaf("span", &[("class", "gap")], &format!("  … {text}"));
        }
    };
    markup.open(tag, &[]);
    markup.leaf("span", &[("class", "sr")], said);
    markup.text(sign);
    markup.text(line);
    markup.close(tag);
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

/// What is known of the requests: a class, a picture, a heading and what it means.
fn verdict(
    reading: &Reading,
    locale: Locale,
) -> (&'static str, &'static str, String, &'static str) {
    let m = locale.messages().paste();
    let count = |count: usize| locale.count(count as u64);
    let (checked, refused) = (reading.checked, reading.refused);
    match (refused, reading.groups.is_empty(), checked) {
        (0, true, 0 | 1) => ("ok", "ok", m.fine_title.to_string(), ""),
        (0, true, _) => ("ok", "ok", m.all_fine.with([&count(checked)]), ""),
        (0, false, 1) => ("warn", "warn", m.changed_title.to_string(), m.changed_text),
        (0, false, _) => ("warn", "warn", m.all_changed.with([&count(checked)]), m.changed_text),
        (_, _, 1) => ("bad", "no", m.refused_title.to_string(), m.refused_text),
        (_, _, _) => {
            let title = m.some_refused.with([&count(refused), &count(checked)]);
            ("bad", "no", title, m.refused_text)
        }
    }
}

fn write(reading: &Rc<Reading>, session: Session, locale: Locale) -> String {
    let m = locale.messages().paste();
    let mut markup = Markup::default();
    let (class, picture, title, text) = verdict(reading, locale);
    markup.open("h2", &[("id", "paste-verdict"), ("class", &format!("big st {class}"))]);
    markup.icon(picture);
    markup.text(&title);
    markup.close("h2");
    let plan = words::place(locale, session.plan.get());
    let by = m.check_plan.with([counted_for(reading), plan]);
    markup.open("p", &[]);
    markup.text(text);
    markup.text(" ");
    markup.leaf("span", &[("class", "mu")], &by);
    markup.close("p");
    for severity in [Severity::Refused, Severity::AtRisk, Severity::Ignored] {
        let mut groups =
            reading.groups.iter().filter(|group| group.severity == severity).peekable();
        if groups.peek().is_none() {
            continue;
        }
        let (class, word) = match severity {
            Severity::Refused => ("tag bad", m.refused),
            Severity::AtRisk => ("tag warn", m.at_risk),
            Severity::Ignored => ("tag warn", m.ignored),
        };
        markup.open("h3", &[]);
        markup.leaf("span", &[("class", class)], word);
        markup.close("h3");
        markup.open("ul", &[("class", "findings")]);
        for group in groups.take(MAX_SHOWN) {
            item(&mut markup, group, reading.checked > 1, locale);
        }
        markup.close("ul");
    }
    if let Some(more) = locale.and_more(reading.groups.len()) {
        markup.leaf("p", &[], &more);
    }
    match (reading.not_corrected, reading.checked) {
        (0, _) => {}
        (_, 1) => markup.leaf("p", &[("class", "hint")], m.not_corrected),
        (count, _) => {
            let text = m.not_corrected_of.with([&locale.count(count as u64)]);
            markup.leaf("p", &[("class", "hint")], &text);
        }
    }
    if !reading.not_checked.is_empty() {
        let parts: Vec<_> =
            reading.not_checked.iter().map(|part| words::not_checked(locale, part)).collect();
        let text = m.not_checked.with([&parts.join(locale.messages().answer.semicolon)]);
        markup.leaf("p", &[("class", "note"), ("id", "paste-unchecked")], &text);
    }
    markup.finish()
}

/// Equal findings in a line.
fn item(markup: &mut Markup, group: &Group, several: bool, locale: Locale) {
    let m = locale.messages().paste();
    let count = |count: usize| locale.count(count as u64);
    let request = count(group.first_request);
    let mut text = causes::cause(locale, &group.cause);
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
