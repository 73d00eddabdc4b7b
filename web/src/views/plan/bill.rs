use groq_calc::{Outlook, Plan, catalog::Item};
use leptos::prelude::*;

use crate::{browser::html::Markup, i18n::sentences, page::context::Page};

/// The colour of a line, as in the charts.
fn colour(item: Item) -> &'static str {
    match item {
        Item::Input | Item::Audio | Item::Characters => "sw c-in",
        Item::CachedInput => "sw c-ca",
        Item::Output => "sw c-out",
        _ => "sw c-3",
    }
}

/// The lines of the month, and the budget as a spend limit.
#[component]
pub(super) fn Bill(outlook: Memo<Option<Outlook<'static>>>) -> impl IntoView {
    let page = Page::here();
    let (outcome, locale) = (page.outcome, page.locale());
    let messages = page.messages();
    let m = &messages.answer;
    let days = move || {
        outcome.with(|outcome| {
            let days = outcome.question.as_ref()?.workload.days_per_month;
            Some(m.days_list_price.with([&locale.count(days)]))
        })
    };
    let content = move || {
        let mut markup = Markup::default();
        outcome.with(|outcome| {
            let Some(option) = outcome.looked_at(page.picked.get()) else { return };
            markup.open("table", &[("class", "plain"), ("id", "bill")]);
            markup.leaf("caption", &[("class", "hidden")], m.cost_caption);
            markup.open("tbody", &[]);
            for line in &option.monthly.lines {
                let unit = sentences::unit(messages, line.unit);
                markup.open("tr", &[]);
                markup.open("th", &[("scope", "row")]);
                markup.leaf("span", &[("class", colour(line.item))], "");
                markup.text(&sentences::capitalised(sentences::item(messages, line.item)));
                let quantity = format!("{} {unit}", locale.fraction(line.quantity));
                markup.leaf("div", &[("class", "sm mu ind")], &quantity);
                markup.close("th");
                markup.leaf("td", &[("class", "num")], &locale.money(line.usd));
                markup.close("tr");
            }
            markup.close("tbody");
            markup.open("tfoot", &[]);
            markup.open("tr", &[]);
            markup.row_head(m.total);
            let total = locale.money_or_unknown(option.monthly.list_usd);
            markup.leaf("td", &[("class", "num")], &total);
            markup.close("tr");
            markup.close("tfoot");
            markup.close("table");
            let mut note = |text: &str| markup.leaf("p", &[("class", "note")], text);
            if option.id.plan == Plan::Free {
                note(m.free_bills_nothing);
            }
            match option.monthly.batch_usd {
                Some(usd) => note(&m.all_batch.with([&locale.money(usd)])),
                None => note(m.no_batch),
            }
            outlook.with(|outlook| {
                if let Some(spend) = outlook.as_ref().and_then(|outlook| outlook.spend.as_ref()) {
                    note(&sentences::spend(locale, spend));
                }
            });
            if let Some(from) = option.prices_from {
                note(&sentences::origin(locale, m.prices_from, &from));
            }
        });
        markup.finish()
    };
    view! {
        <section aria-labelledby="cost-title" class="card">
            <div class="head"><h2 id="cost-title">{m.cost_title}</h2><span class="mu sm r">{days}</span></div>
            <div inner_html=content></div>
        </section>
    }
}
