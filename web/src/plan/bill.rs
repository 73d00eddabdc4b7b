use groq_calc::Plan;
use leptos::prelude::*;

use super::gauges::looked_at;
use crate::page::Page;

/// The lines of the month.
#[component]
pub(crate) fn Bill() -> impl IntoView {
    let page = Page::here();
    let (outcome, picked, locale) = (page.outcome, page.picked, page.locale());
    let content = move || {
        outcome.with(|outcome| {
            let option = looked_at(outcome, picked.get())?;
            let rows: Vec<_> = option
                .monthly
                .lines
                .iter()
                .map(|line| {
                    view! {
                        <tr>
                            <th scope="row">{line.item.name().replace('_', " ")}</th>
                            <td class="number">{locale.fraction(line.quantity)} " " {line.unit}</td>
                            <td class="number">{locale.usd_or_unknown(Some(line.usd))}</td>
                        </tr>
                    }
                })
                .collect();
            let free = (option.plan == Plan::Free).then_some("The Free plan bills nothing; this is the list price.");
            let batch = match option.monthly.batch_usd {
                Some(usd) => format!("If all of it ran as batch: {} (half price, whatever was cached; up to 24 hours or more).", locale.usd_or_unknown(Some(usd))),
                None => "The model is not on the batch list.".to_string(),
            };
            let origin = option
                .prices_from
                .map(|from| format!("Prices: {}, from {}, {}.", from.source, from.from, from.status.name()));
            Some(view! {
                <p class="option-name">{locale.named(option)}</p>
                <div class="scroll" role="region" aria-label="Cost of the month" tabindex="0">
                    <table>
                        <caption>"A month at list price"</caption>
                        <thead><tr><th scope="col">"Item"</th><th scope="col" class="number">"Quantity"</th><th scope="col" class="number">"USD"</th></tr></thead>
                        <tbody>{rows}</tbody>
                        <tfoot><tr><th scope="row">"total"</th><td></td><td class="number">{locale.usd_or_unknown(option.monthly.list_usd)}</td></tr></tfoot>
                    </table>
                </div>
                <p>{free}</p>
                <p>{batch}</p>
                <p class="hint">{origin}</p>
            })
        })
    };
    view! {
        <section aria-labelledby="cost-title" class="card">
            <h2 id="cost-title">"Cost"</h2>
            {content}
        </section>
    }
}
