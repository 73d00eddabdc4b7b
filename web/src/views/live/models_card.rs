use groq_calc::Price;
use groq_catalog::CATALOG;
use leptos::prelude::*;

use super::{
    ask, help,
    model_list::{Compared, Difference, Priced, compare},
    session::{Running, Session},
    words,
};
use crate::{
    browser::html::Markup,
    i18n::{figures::MAX_SHOWN, locale::Locale},
    page::context::Page,
};

/// What the account lists, beside the catalog.
#[component]
pub(super) fn ModelsCard() -> impl IntoView {
    let (session, m) = (Session::here(), words::messages());
    let locale = Page::here().locale();
    let idle =
        move || session.running.get() == Running::Nothing && session.key.with(Option::is_some);
    let result = move || {
        session.list.with(|list| match list {
            None => ().into_any(),
            Some(Err(failure)) => help::help(failure, None).into_any(),
            Some(Ok(list)) => {
                let table = table(locale, &compare(&CATALOG, list), list.models.len());
                view! { <div inner_html=table></div> }.into_any()
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

fn table(locale: Locale, all: &[Compared], listed: usize) -> String {
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
        markup.row_head(&one.id);
        markup.figure(&words::known(locale, one.window));
        let texts: Vec<String> =
            one.differences.iter().map(|one| difference(locale, one)).collect();
        markup.cell(if texts.is_empty() { m.same.to_string() } else { texts.join("; ") }.as_str());
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
        Difference::Window(here, known) => {
            m.window_differs.with([&locale.count(*here), &words::known(locale, *known)])
        }
        Difference::Completion(here, known) => {
            m.completion_differs.with([&locale.count(*here), &words::known(locale, *known)])
        }
        Difference::Price(which, here, known) => {
            let name = match which {
                Priced::Input => m.price_input,
                Priced::CachedInput => m.price_cached,
                Priced::Output => m.price_output,
            };
            m.price_differs.with([name, &price(Some(*here)), &price(*known)])
        }
    }
}
