//! The plan to take away: a link, text, files, print.

mod report;
mod services;

use leptos::prelude::*;

use crate::{
    form::{json, state::Form, view::View},
    page::{context::Page, planned::Planned},
    views::report::{DEFAULT_MARGIN, sheet},
};
use report::Report;

/// What can be taken away: its key, its file's ending and type.
const KINDS: [(&str, &str, &str); 6] = [
    ("link", "txt", "text/plain"),
    ("markdown", "md", "text/markdown"),
    ("csv", "csv", "text/csv"),
    ("question", "json", "application/json"),
    ("answer", "json", "application/json"),
    ("note", "txt", "text/plain"),
];

/// The view.
#[component]
pub(crate) fn ShareView() -> impl IntoView {
    let page = Page::here();
    let (locale, m) = (page.locale(), page.messages().share());
    let kind = RwSignal::new(KINDS[0]);
    let said = RwSignal::new("");
    let text = Memo::new(move |_| {
        let link = here(page);
        let (kind, _, _) = kind.get();
        if !page.form.with(Form::is_alone) {
            return page.form.with(|form| of_services(page, form, kind, link));
        }
        let picked = page.picked.get();
        page.outcome.with(|outcome| {
            let outlook = outcome.outlook(picked);
            match kind {
                "link" => link,
                "question" => page.form.with(|form| json::question(form.draft())),
                "answer" => outcome
                    .answer
                    .as_ref()
                    .map_or_else(String::new, |answer| json::answer(answer, outlook.as_ref())),
                _ => {
                    let report = Report::of(locale, outcome, picked, outlook.as_ref(), &link);
                    report.map_or_else(String::new, |report| match kind {
                        "markdown" => report.markdown(),
                        "csv" => report.csv(),
                        _ => report.note(),
                    })
                }
            }
        })
    });
    let kinds = KINDS.map(|(key, _, _)| {
        let label = match key {
            "link" => m.link,
            "markdown" => m.markdown,
            "csv" => m.csv,
            "question" => m.question,
            "answer" => m.answer,
            _ => m.note,
        };
        view! { <option value=key>{label}</option> }
    });
    let choose = move |event| {
        let key = event_target_value(&event);
        if let Some(chosen) = KINDS.into_iter().find(|(known, _, _)| *known == key) {
            kind.set(chosen);
            said.set("");
        }
    };
    let copy = move |_| {
        crate::browser::download::copy("taken", move |done| {
            said.set(if done { m.copied } else { m.not_copied })
        });
    };
    let save = move |_| {
        let (key, ending, mime) = kind.get_untracked();
        let name = format!("groq-calc-{key}.{ending}");
        text.with_untracked(|text| crate::browser::download::save(&name, mime, text).ok());
    };
    let print = |_| {
        window().print().ok();
    };
    view! {
        <section class="card take" aria-labelledby="view-title">
            <div class="field">
                <label for="take-kind">{m.what}</label>
                <select id="take-kind" on:change=choose>{kinds.into_iter().collect_view()}</select>
            </div>
            <div class="field">
                <label for="taken">{m.text}</label>
                <textarea id="taken" readonly rows="16" spellcheck="false" prop:value=move || text.get()></textarea>
            </div>
            <p class="buttons">
                <button type="button" id="copy" on:click=copy>{m.copy}</button>
                <button type="button" id="save" on:click=save>{m.save}</button>
                <button type="button" id="print" on:click=print>{m.print}</button>
            </p>
            <p role="status" id="copied">{move || said.get()}</p>
        </section>
        <pre class="printed">{move || text.get()}</pre>
    }
}

/// What can be taken away of several services.
fn of_services(page: Page, form: &Form, kind: &str, link: String) -> String {
    let planned = Planned::new(form, None);
    let answer = planned.answer.as_deref();
    match kind {
        "link" => link,
        "question" => json::question(form.draft()),
        "answer" => answer.map_or_else(String::new, json::services_answer),
        "csv" => answer.map_or_else(String::new, services::csv),
        _ => sheet(page, form, DEFAULT_MARGIN)
            .map_or_else(String::new, |sheet| sheet.markdown(&link)),
    }
}

/// The whole address of the plan.
fn here(page: Page) -> String {
    page.form.track();
    let address = window().location().href().unwrap_or_default();
    let bare = address.split('#').next().unwrap_or_default();
    format!("{bare}{}", page.href(View::Plan))
}
