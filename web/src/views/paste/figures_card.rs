use std::rc::Rc;

use groq_catalog::CATALOG;
use groq_paste::{Form as Written, Note};
use leptos::prelude::*;
use paste_worker::Reading;

use super::{
    error_card::named,
    fields::{counted_for, fields},
    session::{Session, State, Vocabulary},
    words,
};
use crate::{
    browser::{address, handed::Handed, html::Markup},
    form::{
        fields::default_text,
        state::{Choice, Form},
        view::View,
    },
    i18n::locale::Locale,
    page::context::Page,
    views::live,
};

/// What the text is, in a line.
#[component]
pub(super) fn Seen() -> impl IntoView {
    let (session, m) = (Session::of_this_page(), words::messages());
    let locale = Page::here().locale();
    let said = move || match session.state.get() {
        State::Empty => m.nothing_yet.to_string(),
        State::Busy => locale.messages().shell.loading.to_string(),
        State::TooLong(most) => m.too_long.with([&locale.count(most)]),
        State::Failed(text) => m.failed.with([&text]),
        State::Read(reading) => {
            named(locale, &reading).unwrap_or_else(|| words::seen(locale, &reading.seen))
        }
    };
    view! { <p id="paste-seen" class="card seen" role="status">{said}</p> }
}

/// What it means for a workload.
#[component]
pub(super) fn FiguresCard() -> impl IntoView {
    let (session, m) = (Session::of_this_page(), words::messages());
    let locale = Page::here().locale();
    let with_model = RwSignal::new(false);
    // An error and headers have no tokens.
    let reading = move || {
        session.reading().filter(|reading| {
            let seen = &reading.seen;
            let is_more = seen.requests + seen.answers > 0 || reading.error.is_none();
            is_more && seen.form != Written::Headers
        })
    };
    let is_shown = Memo::new(move |_| reading().is_some());
    let content = move || reading().map(|reading| write(&reading, session, locale));
    let has_figures = move || reading().is_some_and(|reading| !reading.figures.is_empty());
    let model = move || {
        let id = reading()?.model.clone()?;
        CATALOG.model(&id).filter(|model| model.is_offered(CATALOG.newest())).map(|model| model.id)
    };
    let use_them = move |_| {
        let Some(reading) = reading() else { return };
        let model = with_model.get_untracked().then(model).flatten();
        take(&reading, model);
    };
    let is_log =
        Memo::new(move |_| reading().is_some_and(|reading| reading.seen.form == Written::Log));
    view! {
        <Show when=move || is_shown.get()>
        <section aria-labelledby="paste-found-title" class="card" id="paste-found">
            <h2 id="paste-found-title">{m.found_title}</h2>
            <Counting />
            <div id="paste-figures" inner_html=content></div>
            <Show when=move || is_log.get()>
                <p class="actions">
                    <button id="paste-simulate" type="button" on:click=move |_| simulate(session)>{m.simulate_log}</button>
                </p>
            </Show>
            <Show when=has_figures>
                <p class="actions">
                    <button id="paste-use" type="button" on:click=use_them>{m.use_figures}</button>
                </p>
                <Show when=move || model().is_some()>
                    <label class="check">
                        <input id="paste-use-model" type="checkbox" prop:checked=move || with_model.get()
                            on:change=move |event| with_model.set(event_target_checked(&event)) />
                        <span>{move || m.use_model.with([model().unwrap_or_default()])}</span>
                    </label>
                </Show>
                <p class="hint">{m.use_hint}</p>
            </Show>
        </section>
        </Show>
    }
}

/// How far the exact count is, and the choice not to wait for it.
#[component]
fn Counting() -> impl IntoView {
    let (session, m) = (Session::of_this_page(), words::messages());
    let locale = Page::here().locale();
    let loading = move || match session.vocabulary.get() {
        Vocabulary::Loading(bytes, of) => Some((bytes, of)),
        _ => None,
    };
    let is_loading = Memo::new(move |_| loading().is_some());
    let progress = move || {
        let (bytes, of) = loading().unwrap_or_default();
        match of {
            0 => String::new(),
            of if bytes >= of => m.exact_building.to_string(),
            of => m
                .exact_loaded
                .with([&words::megabytes(locale, bytes), &words::megabytes(locale, of)]),
        }
    };
    let share = move || {
        let (bytes, of) = loading().unwrap_or_default();
        (of > 0).then(|| (bytes.min(of) * 1000 / of).to_string())
    };
    let countable =
        move || matches!(session.state.get(), State::Read(reading) if reading.countable);
    let left = move || {
        let text = match session.vocabulary.get() {
            Vocabulary::Declined => m.exact_stopped,
            Vocabulary::Failed(text) if text == "version" => m.exact_version,
            Vocabulary::Failed(_) => m.exact_failed,
            _ => return None,
        };
        countable().then_some(text)
    };
    let has_left = Memo::new(move |_| left().is_some());
    view! {
        <Show when=move || is_loading.get()>
            <div class="loading">
                <label for="paste-progress">{m.exact_loading}</label>
                <progress id="paste-progress" max="1000" value=share></progress>
                <p class="hint" id="paste-progress-text">{progress}</p>
                <button id="paste-stop" type="button" on:click=move |_| session.decline()>{m.exact_stop}</button>
            </div>
        </Show>
        <Show when=move || has_left.get()>
            <p class="hint" id="paste-estimated">{left}</p>
            <p><button id="paste-count" type="button" on:click=move |_| session.count()>{m.exact_start.with([MEGABYTES])}</button></p>
        </Show>
    }
}

/// About what is sent for the vocabulary, compressed, in megabytes.
const MEGABYTES: &str = "2";

/// The figures with their sources, and what else there is to know.
fn write(reading: &Rc<Reading>, session: Session, locale: Locale) -> String {
    let messages = locale.messages();
    let m = messages.paste();
    let (measured, fields) = corrected(reading);
    let mut markup = Markup::default();
    if reading.figures.is_empty() {
        markup.leaf("p", &[], m.no_figures);
    } else {
        let heads = [m.figure, m.per_request, m.basis];
        markup.open_table("paste-table", m.figures_caption, &heads);
        for (figure, (name, value)) in reading.figures.iter().zip(&fields) {
            markup.open("tr", &[("data-field", name)]);
            markup.row_head(&words::field(messages, name));
            let shown =
                value.parse().map_or_else(|_| locale.decimal(value), |count| locale.count(count));
            markup.figure(&shown);
            let mut from = words::origin(locale, &figure.origin);
            if let Some(all) = measured.filter(|_| *value != figure.value) {
                let counts =
                    [all.answers, all.counted, all.estimated].map(|count| locale.count(count));
                let [answers, counted, estimated] = &counts;
                from = m.joined.with([&from, &m.corrected.with([answers, counted, estimated])]);
            }
            markup.cell(&m.sure.with([words::basis(m, figure.basis), &from]));
            markup.close("tr");
        }
        markup.close_table();
    }
    if !reading.spreads.is_empty() {
        let heads =
            [m.figure, m.spread_count, m.spread_p50, m.spread_p90, m.spread_p99, m.spread_max];
        markup.open_table("paste-spread", m.spread_caption, &heads);
        for one in &reading.spreads {
            markup.open("tr", &[("data-field", &one.field)]);
            markup.row_head(&words::field(messages, &one.field));
            for count in [one.count as u64, one.p50, one.p90, one.p99, one.max] {
                markup.figure(&locale.count(count));
            }
            markup.close("tr");
        }
        markup.close_table();
    }
    let counting = session.is_counting.get();
    // An error that is explained need not be told of.
    let is_told = |note: &&Note| {
        reading.error.is_some() && matches!(note, Note::Failed { .. } | Note::Errors { .. })
    };
    let notes: Vec<&Note> = reading.notes.iter().filter(|note| !is_told(note)).collect();
    if !notes.is_empty() {
        markup.open(
            "ul",
            &[("class", "notes"), ("aria-busy", if counting { "true" } else { "false" })],
        );
        for note in notes {
            markup.leaf("li", &[], &words::note(locale, note));
        }
        markup.close("ul");
    }
    markup.finish()
}

/// The figures as fields, estimates corrected by what answers of this visit
/// measured, and what they measured.
fn corrected(reading: &Reading) -> (Option<live::Measured>, Vec<(&str, String)>) {
    let measured = live::Session::of_this_page().measured(counted_for(reading));
    (measured, fields(reading, |count| measured.map_or(count, |all| all.correct(count))))
}

/// Puts the figures into the plan and goes there; a step back leads here again.
fn take(reading: &Reading, model: Option<&str>) {
    let (_, fields) = corrected(reading);
    let mut form = Form::read(&address::fragment()).form;
    put(&mut form, &fields, model);
    address::go(&form.fragment(View::Plan));
}

/// Replays the log as it was pasted.
fn simulate(session: Session) {
    let text = js_sys::Array::of1(&session.text.get_untracked().into());
    if let Ok(file) = web_sys::File::new_with_str_sequence(&text, "log.csv") {
        Handed::Log.leave(&file);
        let form = Form::read(&address::fragment()).form;
        address::go(&form.fragment(View::Replay));
    }
}

/// What a request takes is that of the text alone; what it does not say is left
/// at its default.
fn put(form: &mut Form, fields: &[(&str, String)], model: Option<&str>) {
    form.leave_month();
    let has = |name: &str| fields.iter().any(|(field, _)| *field == name);
    if has("input_tokens") || has("output_tokens") || has("audio_seconds") || has("characters") {
        for name in ["cached_input_tokens", "max_completion_tokens", "audio_seconds", "characters"]
        {
            form.set_named(name, &default_text(name));
        }
    }
    if has("audio_seconds") || has("characters") {
        for name in ["input_tokens", "output_tokens"] {
            form.set_named(name, &default_text(name));
        }
    }
    for (name, value) in fields {
        form.set_named(name, value);
    }
    form.follow_numbers();
    if let Some(model) = model {
        form.set_choice(Choice::Model, model.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_become_a_question_that_has_an_answer() {
        for fragment in [
            "",
            "#v=2&unit=month&mn=3000&mi=3000000&mo=300000",
            "#v=1&requests_per_day=50&input_tokens=10&cached_input_tokens=9&output_tokens=500&max_completion_tokens=900",
        ] {
            let mut form = Form::read(fragment).form;
            let fields = [
                ("input_tokens", "900".to_string()),
                ("max_completion_tokens", "9000".to_string()),
            ];
            put(&mut form, &fields, Some("openai/gpt-oss-20b"));
            let (question, _) = form.question().unwrap();
            let workload = question.workload;
            assert_eq!((workload.input_tokens.get(), workload.cached_input_tokens.get()), (900, 0));
            assert_eq!(workload.max_completion_tokens.map(|most| most.get()), Some(9000));
            assert_eq!(form.choice(Choice::Model), "openai/gpt-oss-20b");
            put(&mut form, &[("audio_seconds", "12.500".to_string())], None);
            let (question, _) = form.question().unwrap();
            assert_eq!(
                (question.workload.audio.get(), question.workload.input_tokens.get()),
                (12_500, 0)
            );
        }
    }
}
