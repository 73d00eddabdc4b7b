use groq_calc::{Outlook, Plan};
use leptos::prelude::*;

use crate::{browser::html::Markup, i18n::sentences, page::context::Page};

/// The lines of the month, and the budget as a spend limit.
#[component]
pub(crate) fn Bill(outlook: Memo<Option<Outlook<'static>>>) -> impl IntoView {
    let page = Page::here();
    let (outcome, picked, locale) = (page.settled, page.picked, page.locale());
    let messages = page.messages();
    let m = &messages.answer;
    let content = move || {
        let mut markup = Markup::default();
        outcome.with(|outcome| {
            let Some(option) = outcome.looked_at(picked.get()) else { return };
            markup.open_table("bill", m.cost_caption, &[m.item, m.quantity, m.usd]);
            for line in &option.monthly.lines {
                let unit = sentences::unit(messages, line.unit);
                markup.open("tr", &[]);
                markup.row_head(sentences::item(messages, line.item));
                markup.figure(&format!("{} {unit}", locale.fraction(line.quantity)));
                markup.figure(&locale.usd(line.usd));
                markup.close("tr");
            }
            markup.open("tr", &[("class", "total")]);
            markup.row_head(m.total);
            markup.cell("");
            markup.figure(&locale.usd_or_unknown(option.monthly.list_usd));
            markup.close("tr");
            markup.close_table();
            let mut note = |text: &str| markup.leaf("p", &[], text);
            if option.id.plan == Plan::Free {
                note(m.free_bills_nothing);
            }
            match option.monthly.batch_usd {
                Some(usd) => note(&m.all_batch.with([&locale.usd(usd)])),
                None => note(m.no_batch),
            }
            outlook.with(|outlook| {
                if let Some(spend) = outlook.as_ref().and_then(|outlook| outlook.spend.as_ref()) {
                    note(&sentences::spend(locale, spend));
                }
            });
            if let Some(from) = option.prices_from {
                let origin = sentences::origin(locale, m.prices_from, &from);
                markup.leaf("p", &[("class", "hint")], &origin);
            }
        });
        markup.finish()
    };
    view! {
        <section aria-labelledby="cost-title" class="card">
            <h2 id="cost-title">{m.cost_title}</h2>
            <div inner_html=content></div>
        </section>
    }
}
