use groq_calc::replay::Sample;
use leptos::{ev, html, prelude::*};
use replay_worker::Synthetic;
use web_sys::{DragEvent, File};

use super::{
    session::{Failure, Progress, SAMPLE, Session, Source},
    words,
};
use crate::{browser::download, page::context::Page, views::text_field::text_field};

/// Where the log comes from: a file, dropped or chosen, or a formula.
#[component]
pub(super) fn LogCard() -> impl IntoView {
    let (session, m) = (Session::of_this_page(), words::messages());
    let locale = Page::here().locale();
    let is_over = RwSignal::new(false);
    let take = move |file: Option<File>| {
        if let Some(file) = file {
            session.take(file);
        }
    };
    let drop = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(false);
        let files = event.data_transfer().and_then(|data| data.files());
        take(files.and_then(|files| files.get(0)));
    };
    let input = NodeRef::<html::Input>::new();
    let chosen =
        move |_| take(input.get().and_then(|input| input.files()).and_then(|files| files.get(0)));
    let whole = |text: &str| text.trim().parse::<u64>().ok();
    let requests = move || {
        session.requests.with(|text| whole(text)).filter(|count| *count <= MOST && *count > 0)
    };
    let seed = move || session.seed.with(|text| whole(text));
    let invent = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if let (Some(requests), Some(seed)) = (requests(), seed()) {
            session.source.set(Source::Synthetic(Synthetic { requests, seed }));
        }
    };
    let from = move || {
        session.source.with(|source| match source {
            Source::Nothing => m.no_log.to_string(),
            Source::Synthetic(_) => m.reading_invented.to_string(),
            Source::File(file) => m.reading.with([&file.name()]),
        })
    };
    // The sample as a file, which shows the form of a log.
    let sample = move |_| {
        let mut text = String::from("t_us,input,cached,output\n");
        for row in Sample::new(SAMPLE.seed, SAMPLE.requests) {
            let (t_us, input, cached, output) =
                (row.t_us(), row.input(), row.cached(), row.output());
            text.push_str(&format!("{t_us},{input},{cached},{output}\n"));
        }
        download::save("groq-calc-sample.csv", "text/csv", &text).ok();
    };
    let bad_requests =
        move || requests().is_none().then(|| m.bad_whole.with(["1", &locale.count(MOST)]));
    let bad_seed =
        move || seed().is_none().then(|| m.bad_whole.with(["0", &locale.count(u64::MAX)]));
    let field = |id, label, text: RwSignal<String>, error| {
        text_field(
            id,
            "numeric",
            [label, ""],
            error,
            move || text.get(),
            move |typed| text.set(typed),
        )
    };
    view! {
        <section aria-labelledby="replay-log-title" class="card drop" class:over=move || is_over.get()
            on:dragover=move |event: DragEvent| { event.prevent_default(); is_over.set(true) }
            on:dragleave=move |_| is_over.set(false)
            on:drop=drop>
            <h2 id="replay-log-title">{m.log_title}</h2>
            <p id="replay-source">{from}</p>
            <p class="note">{m.drop_here}</p>
            <input id="replay-file" type="file" aria-label=m.choose accept=".csv,.json,.jsonl,.ndjson,.txt,.log,.gz,.zst"
                node_ref=input on:change=chosen />
            <details>
                <summary>{m.formats}</summary>
                <ul>
                    <li>{m.formats_rows}</li>
                    <li>{m.formats_azure}</li>
                    <li>{m.formats_json}</li>
                </ul>
                <p>{m.formats_packed}</p>
            </details>
            <details>
            <summary>{m.invent_title}</summary>
            <form on:submit=invent>
                <div class="grid">
                    {field("replay-requests", m.invent_requests, session.requests, Memo::new(move |_| bad_requests()))}
                    {field("replay-seed", m.invent_seed, session.seed, Memo::new(move |_| bad_seed()))}
                </div>
                <p><button id="replay-invent" type="submit"
                    disabled=move || requests().is_none() || seed().is_none()>{m.invent}</button></p>
            </form>
            </details>
            <p><button type="button" class="link" id="replay-sample" on:click=sample>{m.sample_csv}</button></p>
        </section>
    }
}

/// The most requests that are invented here.
const MOST: u64 = if Sample::MOST < 10_000_000 { Sample::MOST } else { 10_000_000 };

/// How far the replay is, or why there is none.
#[component]
pub(super) fn Running() -> impl IntoView {
    let (page, session, m) = (Page::here(), Session::of_this_page(), words::messages());
    let locale = page.locale();
    let has_source = move || session.source.with(|source| !matches!(source, Source::Nothing));
    let again = move |_| {
        page.outcome.with_untracked(|outcome| session.start(outcome.question.as_deref(), true));
    };
    let reads = Memo::new(move |_| session.progress.with(Option::is_some));
    let runs = Memo::new(move |_| session.is_running());
    let thousandths =
        move || session.progress.get().map_or(0, |progress| progress.thousandths).to_string();
    let text = move || {
        session.progress.get().map(|Progress { thousandths, rows }| {
            let share = format!("{}%", thousandths / 10);
            m.progress_text.with([&share, &locale.count(rows)])
        })
    };
    let failure = move || {
        session.failure.get().map(|Failure { text, remedy }| {
            let fixes = fixes(session, remedy.as_deref());
            view! {
                <div class="notice" role="alert" id="replay-failure">
                    <strong>{m.failed_title}</strong>
                    <p lang="en">{text}</p>
                    <p class="buttons">{fixes}</p>
                    <p>{m.failed_next}</p>
                </div>
            }
        })
    };
    view! {
        <Show when=has_source>
            <section class="card running" aria-label=m.progress>
                <Show when=move || reads.get()>
                    <progress id="replay-progress" max="1000" value=thousandths aria-label=m.progress></progress>
                    <p id="replay-progress-text">{text}</p>
                </Show>
                <p class="beside">
                    <button id="replay-start" type="button" on:click=again disabled=move || reads.get()>{m.start}</button>
                    <button id="replay-cancel" type="button" on:click=move |_| session.cancel()
                        disabled=move || !runs.get()>{m.cancel}</button>
                </p>
                <p role="status">{move || session.is_cancelled.get().then_some(m.cancelled)}</p>
            </section>
        </Show>
        {failure}
    }
}

/// What an error asks for, one press away.
fn fixes(session: Session, remedy: Option<&str>) -> Vec<AnyView> {
    let m = words::messages();
    let fix = |id: &'static str, name: &'static str, does: Fix| {
        let press = move |_| match does {
            Fix::Unit(unit) => session.names.update(|names| names.unit = unit.to_string()),
            Fix::Sort => session.settings.update(|settings| settings.sort = true),
            Fix::Skip => session.settings.update(|settings| settings.skip_bad_rows = true),
        };
        view! { <button type="button" id=id on:click=press>{name}</button> }.into_any()
    };
    match remedy {
        Some("time_unit") => vec![
            fix("replay-unit-s", m.read_seconds, Fix::Unit("s")),
            fix("replay-unit-ms", m.read_millis, Fix::Unit("ms")),
            fix("replay-unit-us", m.read_micros, Fix::Unit("us")),
            fix("replay-unit-ns", m.read_nanos, Fix::Unit("ns")),
        ],
        Some("sort") => vec![fix("replay-fix-sort", m.do_sort, Fix::Sort)],
        Some("skip_rows") => vec![fix("replay-fix-skip", m.do_skip, Fix::Skip)],
        _ => Vec::new(),
    }
}

/// What is done about an error.
#[derive(Clone, Copy)]
enum Fix {
    /// Times are read in a unit.
    Unit(&'static str),
    /// Rows are sorted.
    Sort,
    /// Bad rows are skipped.
    Skip,
}
