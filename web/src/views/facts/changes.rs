use groq_calc::{
    Date, Plan, Tier,
    catalog::{Admission, Cap, CatalogChange, Difference},
};
use groq_catalog::CATALOG;
use leptos::prelude::*;

use super::{day::DayList, words};
use crate::{
    browser::html::Markup,
    i18n::{locale::Locale, sentences},
    page::context::Page,
};

/// The day of the article.
const FIRST: Date = Date::constant(2026, 6, 4);

/// What is different on a later day.
#[component]
pub(super) fn Changes() -> impl IntoView {
    let page = Page::here();
    let locale = page.locale();
    let facts = page.messages().facts();
    let (from, to) = (RwSignal::new(FIRST), RwSignal::new(CATALOG.newest()));
    let changes = Memo::new(move |_| CATALOG.changes(from.get(), to.get()));
    let told = move || match changes.with(Vec::len) {
        0 if from.get() >= to.get() => facts.wrong_order.to_string(),
        0 => facts.no_change.to_string(),
        count => facts.changed.with([&locale.count(count as u64)]),
    };
    let table = move || {
        changes
            .with(|changes| if changes.is_empty() { String::new() } else { table(changes, locale) })
    };
    view! {
        <section aria-labelledby="changes-title" class="card">
            <h2 id="changes-title">{facts.changes}</h2>
            <div class="grid filters">
                <DayList id="changes-from" label=facts.from chosen=from />
                <DayList id="changes-to" label=facts.to chosen=to />
            </div>
            <p class="hint">{facts.as_of_hint}</p>
            <p id="changes-shown" role="status">{told}</p>
            <div inner_html=table></div>
        </section>
    }
}

fn table(changes: &[CatalogChange<'static>], locale: Locale) -> String {
    let facts = locale.messages().facts();
    let mut markup = Markup::default();
    let heads = [facts.model, facts.change, facts.before, facts.after];
    markup.open_table("facts-changes", facts.changes_table, &heads);
    for change in changes {
        let [what, before, after] = told(change.difference, locale);
        markup.open("tr", &[]);
        markup.row_head(match (change.model, change.difference) {
            (Some(model), _) => model,
            (None, Difference::Admission { .. }) => "–",
            (None, _) => facts.tool_price,
        });
        markup.cell(&what);
        for (text, from) in [(before, change.before), (after, Some(change.after))] {
            markup.open("td", &[]);
            markup.text(&text);
            if let Some(from) = from {
                words::origin(&mut markup, from, locale);
            }
            markup.close("td");
        }
        markup.close("tr");
    }
    markup.close_table();
    markup.finish()
}

/// What is different, then and now.
fn told(difference: Difference<'static>, locale: Locale) -> [String; 3] {
    let messages = locale.messages();
    let (facts, shell) = (messages.facts(), &messages.shell);
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
            facts.replaced_by.with([&replacements.join(messages.answer.comma)]),
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
        Difference::Admission { before, after } => {
            let form = &messages.form;
            let rule = |admission: Admission| match admission {
                Admission::Reserved => form.admission_reserved.to_string(),
                Admission::Expected => form.admission_expected.to_string(),
            };
            [form.admission.to_string(), rule(before), rule(after)]
        }
        Difference::Batch { listed } => [facts.batch.to_string(), yes(!listed), yes(listed)],
        Difference::Tool { tool, offered } => {
            [sentences::tool_name(messages, tool).to_string(), yes(!offered), yes(offered)]
        }
    }
}

#[cfg(test)]
mod tests {
    use groq_calc::{
        Limit,
        catalog::{Item, Lifecycle, Tool},
    };

    use super::*;

    /// The place of a kind of difference: one that is new belongs into the test below.
    const fn place(difference: Difference<'_>) -> usize {
        match difference {
            Difference::Added { .. } => 0,
            Difference::Retired { .. } => 1,
            Difference::Stage { .. } => 2,
            Difference::Price { .. } => 3,
            Difference::Limit { .. } => 4,
            Difference::Window { .. } => 5,
            Difference::MaxCompletion { .. } => 6,
            Difference::Admission { .. } => 7,
            Difference::Batch { .. } => 8,
            Difference::Tool { .. } => 9,
        }
    }

    #[test]
    fn every_difference_is_told_in_chinese() {
        let (reserved, expected) = (Admission::Reserved, Admission::Expected);
        let mut all = vec![
            Difference::Added { stage: Lifecycle::Preview },
            Difference::Retired { replacements: &[] },
            Difference::Retired { replacements: &["openai/gpt-oss-20b"] },
            Difference::Stage { before: Lifecycle::Listed, after: Lifecycle::Production },
            Difference::Window { before: None, after: Some(131_072) },
            Difference::MaxCompletion { before: Some(8192), after: None },
            Difference::Admission { before: reserved, after: expected },
            Difference::Admission { before: expected, after: reserved },
            Difference::Batch { listed: true },
        ];
        all.extend(Tool::ALL.map(|tool| Difference::Tool { tool, offered: false }));
        let items = [Item::Input, Item::CachedInput, Item::Output, Item::Audio, Item::Characters];
        let of_tools = [
            Item::WebSearchBasic,
            Item::WebSearchAdvanced,
            Item::VisitWebsite,
            Item::CodeExecution,
            Item::BrowserAutomation,
        ];
        let price = |item| Difference::Price { item, before: None, after: None };
        all.extend(items.into_iter().chain(of_tools).map(price));
        all.extend(Limit::ALL.map(|limit| Difference::Limit {
            plan: Plan::Free,
            limit,
            before: Cap::Absent,
            after: Cap::Unknown,
        }));
        let mut seen: Vec<usize> = all.iter().map(|difference| place(*difference)).collect();
        seen.dedup();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen, (0..10).collect::<Vec<_>>());
        for difference in all {
            let [english, chinese] = Locale::ALL.map(|locale| told(difference, locale));
            assert_ne!(english[0], chinese[0]);
            for (english, chinese) in english.iter().zip(&chinese) {
                let is_text = english.chars().any(|letter| letter.is_ascii_lowercase());
                assert!(!is_text || english != chinese, "{difference:?}: {chinese}");
            }
        }
    }
}
