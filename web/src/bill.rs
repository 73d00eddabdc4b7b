use groq_calc::Plan;
use leptos::prelude::*;

use crate::{app::Picked, gauges::looked_at, outcome::Outcome, text};

/// The lines of the month.
#[component]
pub(crate) fn Bill(outcome: Memo<Outcome>, picked: RwSignal<Picked>) -> impl IntoView {
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
                            <td class="number">{text::grouped(&line.quantity.to_string())} " " {line.unit}</td>
                            <td class="number">{text::usd(Some(line.usd))}</td>
                        </tr>
                    }
                })
                .collect();
            let free = (option.plan == Plan::Free).then_some("The Free plan bills nothing; this is the list price.");
            let batch = match option.monthly.batch_usd {
                Some(usd) => format!("If all of it ran as batch: {} (half price, whatever was cached; up to 24 hours or more).", text::usd(Some(usd))),
                None => "The model is not on the batch list.".to_string(),
            };
            let origin = option
                .prices_from
                .map(|from| format!("Prices: {}, from {}, {}.", from.source, from.from, from.status.name()));
            Some(view! {
                <p class="option-name">{text::named(option)}</p>
                <div class="scroll" role="region" aria-label="Cost of the month" tabindex="0">
                    <table>
                        <caption>"A month at list price"</caption>
                        <thead><tr><th scope="col">"Item"</th><th scope="col" class="number">"Quantity"</th><th scope="col" class="number">"USD"</th></tr></thead>
                        <tbody>{rows}</tbody>
                        <tfoot><tr><th scope="row">"total"</th><td></td><td class="number">{text::usd(option.monthly.list_usd)}</td></tr></tfoot>
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
