use groq_calc::{Cap, CatalogChange, Date, Difference, Plan, Tier};
use groq_catalog::CATALOG;
use leptos::prelude::*;

use super::{day::DayList, words};
use crate::{locale::Locale, page::Page};

/// The day of the article.
const FIRST: Date = Date::constant(2026, 6, 4);

/// What is different on a later day.
#[component]
pub(super) fn Changes() -> impl IntoView {
    let page = Page::here();
    let locale = page.locale();
    let facts = &page.messages().facts;
    let (from, to) = (RwSignal::new(FIRST), RwSignal::new(CATALOG.newest()));
    let shown = move || {
        let (from, to) = (from.get(), to.get());
        let changes = CATALOG.changes(from, to);
        if from >= to {
            return view! { <p id="changes-shown" role="status">{facts.wrong_order}</p> }
                .into_any();
        }
        if changes.is_empty() {
            return view! { <p id="changes-shown" role="status">{facts.no_change}</p> }.into_any();
        }
        let count = facts.changed.with([&locale.count(changes.len() as u64)]);
        let rows = changes.into_iter().map(|change| row(change, locale)).collect_view();
        view! {
            <p id="changes-shown" role="status">{count}</p>
            <div class="scroll" role="region" aria-label=facts.changes tabindex="0">
                <table id="facts-changes">
                    <caption>{facts.changes}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{facts.model}</th>
                            <th scope="col">{facts.change}</th>
                            <th scope="col">{facts.before}</th>
                            <th scope="col">{facts.after}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="changes-title" class="card">
            <h2 id="changes-title">{facts.changes}</h2>
            <div class="grid filters">
                <DayList id="changes-from" label=facts.from chosen=from />
                <DayList id="changes-to" label=facts.to chosen=to />
            </div>
            <p class="hint">{facts.as_of_hint}</p>
            {shown}
        </section>
    }
}

fn row(change: CatalogChange<'static>, locale: Locale) -> impl IntoView {
    let facts = &locale.messages().facts;
    let [what, before, after] = told(change.difference, locale);
    view! {
        <tr>
            <th scope="row">{change.model.unwrap_or(facts.tool_price)}</th>
            <td>{what}</td>
            <td>{before} {change.before.map(|from| words::origin(from, locale))}</td>
            <td>{after} {words::origin(change.after, locale)}</td>
        </tr>
    }
}

/// What is different, then and now.
fn told(difference: Difference<'static>, locale: Locale) -> [String; 3] {
    let messages = locale.messages();
    let (facts, shell) = (&messages.facts, &messages.shell);
    let count = |figure: Option<u64>| {
        figure.map_or_else(|| shell.unknown.to_string(), |figure| locale.count(figure))
    };
    let yes = |yes: bool| (if yes { facts.yes } else { facts.no }).to_string();
    match difference {
        Difference::Added { stage } => [
            facts.added.to_string(),
            "–".to_string(),
            words::stage(Some(stage), messages).to_string(),
        ],
        Difference::Retired { replacements: [] } => {
            [facts.retired.to_string(), "–".to_string(), facts.retired.to_string()]
        }
        Difference::Retired { replacements } => [
            facts.retired.to_string(),
            "–".to_string(),
            facts.replaced_by.with([&replacements.join(", ")]),
        ],
        Difference::Stage { before, after } => [
            facts.stage.to_string(),
            words::stage(Some(before), messages).to_string(),
            words::stage(Some(after), messages).to_string(),
        ],
        Difference::Price { item, before, after } => [
            facts.price_of.with([words::item(item, messages)]),
            words::price(item, before, locale),
            words::price(item, after, locale),
        ],
        Difference::Limit { plan, limit, before, after } => {
            let place = match plan {
                Plan::Free => locale.place(plan, Tier::OnDemand),
                Plan::Developer => shell.developer,
            };
            let cap = |cap: Cap| words::cap(cap, locale);
            [facts.limit_on.with([limit.name(), place]), cap(before), cap(after)]
        }
        Difference::Window { before, after } => {
            [facts.window.to_string(), count(before), count(after)]
        }
        Difference::MaxCompletion { before, after } => {
            [facts.longest_output.to_string(), count(before), count(after)]
        }
        Difference::Batch { listed } => [facts.batch.to_string(), yes(!listed), yes(listed)],
        Difference::Tool { tool, offered } => [tool.to_string(), yes(!offered), yes(offered)],
    }
}
