use groq_calc::{Date, Dated};
use groq_catalog::CATALOG;
use leptos::prelude::*;

use crate::page::Page;

/// A figure older than this is worth a second look.
const OLD_DAYS: i64 = 60;

fn today() -> Option<Date> {
    let now = String::from(js_sys::Date::new_0().to_iso_string());
    Date::parse(now.get(..10)?)
}

/// Where every figure comes from.
#[component]
pub(crate) fn Sources() -> impl IntoView {
    let Page { outcome, .. } = Page::here();
    let newest = CATALOG.newest();
    let age = today().map(|today| today.days_since_epoch() - newest.days_since_epoch());
    let old = age.filter(|days| *days > OLD_DAYS).map(|days| {
        view! { <p class="notice">"The newest figure is " {days} " days old: check Groq's own pages."</p> }
    });
    let day = move || {
        outcome.with(|outcome| outcome.answer.as_ref().map_or(newest, |answer| answer.as_of))
    };
    let rows = move || {
        let day = day();
        CATALOG
            .offered(day)
            .map(|model| {
                view! {
                    <tr>
                        <th scope="row">{model.id}</th>
                        <td>{model.stage(day).map_or("", |entry| entry.value.name())}</td>
                        <td>{origin(Dated::at(model.free, day))}</td>
                        <td>{origin(Dated::at(model.developer, day))}</td>
                        <td>{origin(model.prices_at(day))}</td>
                    </tr>
                }
            })
            .collect_view()
    };
    let titles = CATALOG
        .sources
        .iter()
        .map(|source| {
            let title = match source.url {
                "" => view! { {source.title} }.into_any(),
                url => view! { <a href=url rel="noreferrer">{source.title}</a> }.into_any(),
            };
            view! { <li><code>{source.id}</code> ": " {title} ", " {source.publisher} ", read " {source.accessed.to_string()}</li> }
        })
        .collect_view();
    view! {
        <section aria-labelledby="sources-title" class="card">
            <h2 id="sources-title">"Sources and dates"</h2>
            <p>"Newest figure: " <strong>{newest.to_string()}</strong> ". Shown as of " {move || day().to_string()} "."</p>
            {old}
            <details>
                <summary>"By model"</summary>
                <div class="scroll" role="region" aria-label="Sources by model" tabindex="0">
                    <table>
                        <caption>"Where limits and prices were read, from when they hold, and how sure they are"</caption>
                        <thead><tr><th scope="col">"Model"</th><th scope="col">"Stage"</th><th scope="col">"Free limits"</th><th scope="col">"Developer limits"</th><th scope="col">"Prices"</th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </details>
            <details>
                <summary>"All sources"</summary>
                <ul>{titles}</ul>
            </details>
        </section>
    }
}

fn origin<T>(entry: Option<&Dated<'_, T>>) -> String {
    entry.map_or("unknown".to_string(), |entry| {
        format!("{}, {} ({})", entry.from, entry.status.name(), entry.source)
    })
}
