use leptos::prelude::*;
use replay_worker::Names;

use super::{columns, session::Session, words};
use crate::browser::html::Markup;

/// A name of a column.
type Field = fn(&mut Names) -> &mut String;

/// Which column is what, for a log that does not tell: its first rows, and a list
/// for each column that is needed.
#[component]
pub(super) fn ColumnsCard() -> impl IntoView {
    let (session, m) = (Session::of_this_page(), words::messages());
    let asks = Memo::new(move |_| {
        let asked = session.failure.with(|failure| {
            failure.as_ref().is_some_and(|failure| failure.remedy.as_deref() == Some("columns"))
        });
        asked && session.preview.with(|preview| !preview.is_empty())
    });
    let chosen = RwSignal::new(Names::default());
    let rows = move || {
        let mut markup = Markup::default();
        session.preview.with(|preview| {
            let [head, rows @ ..] = preview.as_slice() else { return };
            let heads: Vec<&str> = head.iter().map(String::as_str).collect();
            markup.open_table("replay-preview", m.columns_table, &heads);
            for row in rows {
                markup.open("tr", &[]);
                row.iter().for_each(|field| markup.cell(field));
                markup.close("tr");
            }
            markup.close_table();
        });
        markup.finish()
    };
    let pick = move |id: &'static str, label: &'static str, of: Field| {
        let options = move || {
            let columns = session.preview.with(|preview| preview.first().cloned());
            let options = columns.unwrap_or_default().into_iter().map(|name| {
                let value = name.clone();
                view! { <option value=value>{name}</option> }
            });
            options.collect_view()
        };
        view! {
            <div class="field">
                <label for=id>{label}</label>
                <select id=id on:change=move |event| chosen.update(|names| *of(names) = event_target_value(&event))>
                    <option value="">{m.columns_none}</option>
                    {options}
                </select>
            </div>
        }
    };
    let units = [
        ("", m.unit_by_size),
        ("s", m.unit_seconds),
        ("ms", m.unit_millis),
        ("us", m.unit_micros),
        ("ns", m.unit_nanos),
    ];
    let is_whole = move || {
        chosen.with(|names| {
            [&names.time, &names.input, &names.output].iter().all(|name| !name.is_empty())
        })
    };
    let take = move |_| {
        let names = chosen.get_untracked();
        session.preview.with_untracked(|preview| {
            if let Some(head) = preview.first() {
                columns::remember(head, &names);
            }
        });
        session.names.set(names);
    };
    view! {
        <Show when=move || asks.get()>
            <section class="card" aria-labelledby="replay-columns-title" id="replay-columns">
                <h2 id="replay-columns-title">{m.columns_title}</h2>
                <div inner_html=rows></div>
                <div class="pair">
                    {pick("replay-column-time", m.column_time, |names| &mut names.time)}
                    <div class="field">
                        <label for="replay-column-unit">{m.column_unit}</label>
                        <select id="replay-column-unit" on:change=move |event| chosen.update(|names| names.unit = event_target_value(&event))>
                            {units.map(|(value, name)| view! { <option value=value>{name}</option> }).into_iter().collect_view()}
                        </select>
                    </div>
                    {pick("replay-column-input", m.column_input, |names| &mut names.input)}
                    {pick("replay-column-output", m.column_output, |names| &mut names.output)}
                    {pick("replay-column-cached", m.column_cached, |names| &mut names.cached)}
                </div>
                <p class="acts"><button type="button" class="btn pri" id="replay-columns-use" on:click=take
                    disabled=move || !is_whole()>{m.columns_use}</button></p>
            </section>
        </Show>
    }
}
