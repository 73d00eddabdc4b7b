use groq_calc::Date;
use groq_catalog::{CATALOG, website};
use leptos::prelude::*;

use crate::{
    browser::html::Markup, form::state::Choice, i18n::locale::Locale, page::context::Page,
    views::facts::words,
};

/// What Groq's pages advise for a use case, as of the day of the question.
#[component]
pub(super) fn UseCases() -> impl IntoView {
    let page = Page::here();
    let (locale, m) = (page.locale(), page.messages().reference());
    let content = move || {
        let day = page.form.with(|form| Date::parse(form.choice(Choice::AsOf)));
        let day = day.unwrap_or_else(|| CATALOG.newest());
        let mut markup = Markup::default();
        markup.open("ul", &[("class", "entries")]);
        for case in CATALOG.use_cases_on(day) {
            let [title, start, avoid] = match (locale, website::use_case(case.id, case.from)) {
                (Locale::ZhHans, Some(text)) => [text.title, text.start, text.avoid],
                _ => [case.title, case.start, case.avoid],
            };
            markup.open("li", &[("id", &format!("use-case-{}", case.id))]);
            markup.leaf("h3", &[], title);
            markup.open("dl", &[("class", "fixes")]);
            for (label, text) in [(m.start_with, start), (m.avoid, avoid)] {
                markup.open("div", &[]);
                markup.leaf("dt", &[], label);
                markup.leaf("dd", &[], text);
                markup.close("div");
            }
            markup.close("dl");
            markup.open("small", &[("class", "origin")]);
            words::source(&mut markup, case.source);
            markup.close("small");
            markup.close("li");
        }
        markup.close("ul");
        markup.finish()
    };
    view! {
        <section aria-labelledby="use-cases-title" class="card">
            <h2 id="use-cases-title">{m.use_cases}</h2>
            <p>{m.use_cases_lead}</p>
            <div inner_html=content></div>
        </section>
    }
}
