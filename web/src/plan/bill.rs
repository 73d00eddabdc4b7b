use groq_calc::{Outlook, Plan, Spend};
use leptos::prelude::*;

use crate::{locale::Locale, page::Page, sentences};

/// The lines of the month, and the budget as a spend limit.
#[component]
pub(crate) fn Bill(outlook: Memo<Option<Outlook<'static>>>) -> impl IntoView {
    let page = Page::here();
    let (outcome, picked, locale) = (page.outcome, page.picked, page.locale());
    let messages = page.messages();
    let m = &messages.answer;
    let content = move || {
        outcome.with(|outcome| {
            let option = outcome.looked_at(picked.get())?;
            let rows = option.monthly.lines.iter().map(|line| {
                let quantity =
                    format!("{} {}", locale.fraction(line.quantity), sentences::unit(messages, line.unit));
                view! {
                    <tr>
                        <th scope="row">{sentences::item(messages, line.item)}</th>
                        <td class="number">{quantity}</td>
                        <td class="number">{locale.usd(line.usd)}</td>
                    </tr>
                }
            });
            let rows: Vec<_> = rows.collect();
            let mut notes = Vec::new();
            if option.plan == Plan::Free {
                notes.push(m.free_bills_nothing.to_string());
            }
            notes.push(match option.monthly.batch_usd {
                Some(usd) => m.all_batch.with([&locale.usd(usd)]),
                None => m.no_batch.to_string(),
            });
            outlook.with(|outlook| {
                if let Some(spend) = outlook.as_ref().and_then(|outlook| outlook.spend.as_ref()) {
                    notes.push(spending(locale, spend));
                }
            });
            let origin = option.prices_from.map(|from| sentences::origin(locale, m.prices_from, &from));
            Some(view! {
                <div class="scroll" role="region" aria-labelledby="cost-title" tabindex="0">
                    <table>
                        <caption>{m.cost_caption}</caption>
                        <thead><tr><th scope="col">{m.item}</th><th scope="col" class="number">{m.quantity}</th><th scope="col" class="number">{m.usd}</th></tr></thead>
                        <tbody>{rows}</tbody>
                        <tfoot><tr><th scope="row">{m.total}</th><td></td><td class="number">{locale.usd_or_unknown(option.monthly.list_usd)}</td></tr></tfoot>
                    </table>
                </div>
                {notes.into_iter().map(|note| view! { <p>{note}</p> }).collect_view()}
                <p class="hint">{origin}</p>
            })
        })
    };
    view! {
        <section aria-labelledby="cost-title" class="card">
            <h2 id="cost-title">{m.cost_title}</h2>
            {content}
        </section>
    }
}

/// What the budget does as a spend limit.
pub(crate) fn spending(locale: Locale, spend: &Spend) -> String {
    let m = &locale.messages().answer;
    let budget = locale.usd(spend.budget_usd);
    let Some(day) = spend.reached_on_day else { return m.spend_not_reached.with([&budget]) };
    let [_, longest] = &spend.overrun;
    let overrun = m.spend_overrun.with([&locale.usd(longest.usd), &longest.minutes.to_string()]);
    let buffered = match spend.buffered_usd {
        Some(usd) => m.spend_buffered.with([&locale.usd(usd)]),
        None => m.spend_hopeless.to_string(),
    };
    format!("{} {overrun} {buffered}", m.spend_reached.with([&budget, &day.to_string()]))
}
