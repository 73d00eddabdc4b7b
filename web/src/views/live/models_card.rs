use groq_calc::{Date, Price, catalog::Item};
use groq_catalog::CATALOG;
use groq_catalog_file::account::{Compared, Difference, compare};
use leptos::{prelude::*, task::spawn_local};

use super::{
    account, ask, help,
    session::{Running, Session},
    words,
};
use crate::{
    browser::{download, html::Markup},
    i18n::{figures::MAX_SHOWN, locale::Locale},
    page::context::Page,
};

/// What the account lists, beside the catalog.
#[component]
pub(super) fn ModelsCard() -> impl IntoView {
    let (session, m) = (Session::here(), words::messages());
    let locale = Page::here().locale();
    let saved = RwSignal::new("");
    let idle =
        move || session.running.get() == Running::Nothing && session.key.with(Option::is_some);
    let result = move || {
        session.list.with(|list| match list {
            None => ().into_any(),
            Some(Err(failure)) => help::help(failure, None).into_any(),
            Some(Ok(list)) => {
                let table = table(locale, &compare(&CATALOG, list), list.models.len());
                view! {
                    <div inner_html=table></div>
                    <p>
                        <button id="live-save-catalog" type="button" on:click=move |_| save(session, saved)>
                            {m.save_catalog}
                        </button>
                        " "
                        <span role="status">{move || saved.get()}</span>
                    </p>
                    <p class="hint">{m.save_catalog_hint}</p>
                }
                .into_any()
            }
        })
    };
    view! {
        <section aria-labelledby="live-models-title" class="card">
            <h2 id="live-models-title">{m.models_title}</h2>
            <p>
                <button id="live-list" type="button" disabled=move || !idle() on:click=move |_| ask::list(session)>
                    {m.models_list}
                </button>
                <Show when=move || session.key.with(Option::is_none)>" " <span class="hint">{m.need_key}</span></Show>
                <span role="status">{move || (session.running.get() == Running::Listing).then_some(m.listing)}</span>
            </p>
            {result}
        </section>
    }
}

/// Saves the page's catalog with what the account's list adds to it.
fn save(session: Session, saved: RwSignal<&'static str>) {
    let m = words::messages();
    let now = String::from(js_sys::Date::new_0().to_iso_string());
    let day = now.get(..10).and_then(Date::parse).unwrap_or(CATALOG.newest());
    let Some(Ok(list)) = session.list.get_untracked() else { return };
    spawn_local(async move {
        let text = account::catalog(&compare(&CATALOG, &list), day).await;
        let done = text
            .and_then(|text| download::save("groq-catalog.json", "application/json", &text).ok());
        saved.set(done.map_or(m.save_catalog_failed, |()| m.save_catalog_done));
    });
}

fn table(locale: Locale, all: &[Compared<'_>], listed: usize) -> String {
    let m = locale.messages().live();
    let day = CATALOG.newest().to_string();
    let caption = m.models_caption.with([&locale.count(listed as u64), &day]);
    let mut markup = Markup::default();
    markup.open_table("live-models", &caption, &[m.model, m.window, m.difference]);
    // Of a long list, what differs is not the part that is left out.
    let (different, same): (Vec<_>, Vec<_>) =
        all.iter().partition(|one| all.len() > MAX_SHOWN && !one.differences.is_empty());
    for one in different.into_iter().chain(same).take(MAX_SHOWN) {
        let class = if one.differences.is_empty() { "" } else { "differs" };
        markup.open("tr", &[("class", class)]);
        markup.row_head(one.id);
        markup.figure(&words::known(locale, one.listed.and_then(|listed| listed.context_window)));
        let texts: Vec<String> =
            one.differences.iter().map(|one| difference(locale, one)).collect();
        markup.cell(
            if texts.is_empty() {
                m.same.to_string()
            } else {
                texts.join(locale.messages().answer.semicolon)
            }
            .as_str(),
        );
        markup.close("tr");
    }
    markup.close_table();
    if let Some(more) = locale.and_more(all.len()) {
        markup.leaf("p", &[("class", "hint")], &more);
    }
    markup.finish()
}

fn difference(locale: Locale, difference: &Difference) -> String {
    let m = locale.messages().live();
    let price = |price: Option<Price>| locale.usd_or_unknown(price.map(Price::listed_per_million));
    match difference {
        Difference::New => m.is_new.to_string(),
        Difference::Back => m.is_back.to_string(),
        Difference::Gone => m.is_gone.to_string(),
        Difference::Window { listed, known } => {
            m.window_differs.with([&locale.count(*listed), &words::known(locale, *known)])
        }
        Difference::MaxCompletion { listed, known } => {
            m.completion_differs.with([&locale.count(*listed), &words::known(locale, *known)])
        }
        Difference::Price { item, listed, known } => {
            let name = match item {
                Item::CachedInput => m.price_cached,
                Item::Output => m.price_output,
                Item::Characters => m.price_characters,
                _ => m.price_input,
            };
            m.price_differs.with([name, &price(Some(*listed)), &price(*known)])
        }
    }
}
