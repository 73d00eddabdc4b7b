use groq_calc::{Answer, Kind};
use leptos::prelude::*;

use crate::{
    form::errors,
    i18n::{locale::Locale, sentences},
    page::{context::Page, outcome::Outcome},
};

/// The answer in a sentence, the binding limit and the month's cost.
#[component]
pub(crate) fn Verdict() -> impl IntoView {
    let page = Page::here();
    let (outcome, locale, messages) = (page.outcome, page.locale(), page.messages());
    type Saying = fn(Locale, &Answer<'static>) -> String;
    let (m, p) = (&messages.answer, &messages.problems);
    let answered = move |text: Saying| {
        move || {
            outcome.with(|outcome| {
                outcome.answer.as_ref().map(|answer| text(locale, answer)).unwrap_or_default()
            })
        }
    };
    let verdict = answered(sentences::verdict);
    let verdict = move || {
        let text = verdict();
        if text.is_empty() { m.ask.to_string() } else { text }
    };
    let facts: [(&str, &str, Saying); 4] = [
        (m.option, "option", |locale: Locale, answer| {
            answer.best().map_or_else(String::new, |option| locale.named(option))
        }),
        (m.binding, "binding", sentences::binding),
        (m.monthly, "monthly", |locale: Locale, answer| {
            answer
                .best()
                .map_or_else(String::new, |option| locale.usd_or_unknown(option.monthly.total_usd))
        }),
        (m.at_most, "per-day", |locale: Locale, answer| {
            answer
                .best()
                .map_or_else(String::new, |option| locale.most(option.requests_per_day_max))
        }),
    ];
    let facts = facts.map(|(label, id, text)| {
        view! { <div><dt>{label}</dt><dd id=id>{answered(text)}</dd></div> }
    });
    let problems = move || {
        outcome.with(|outcome| {
            let kind = outcome.answer.as_ref().map_or(Kind::Chat, |answer| answer.kind);
            let items = outcome.errors.iter().map(|error| {
                view! { <li>{errors::error(locale, error, kind)}</li> }
            });
            items.collect_view()
        })
    };
    view! {
        <section aria-labelledby="verdict-title" class="card">
            <h2 id="verdict-title">{m.title}</h2>
            <Show when=move || outcome.with(|outcome| !outcome.errors.is_empty())>
                <div class="problems" role="alert">
                    <p>{p.title} ". " {move || outcome.with(Outcome::is_stale).then_some(p.stale)}</p>
                    <ul>{problems}</ul>
                </div>
            </Show>
            <p id="verdict" aria-live="polite" class:stale=move || outcome.with(Outcome::is_stale)>{verdict}</p>
            <dl class="facts">{facts.to_vec()}</dl>
            <p class="hint" id="because">{answered(sentences::because)}</p>
            <p class="hint" id="retires">{answered(sentences::retirement)}</p>
        </section>
    }
}

/// The answer in a line, to keep in sight where the form fills the screen.
#[component]
pub(crate) fn Strip() -> impl IntoView {
    let page = Page::here();
    let (outcome, locale, m) = (page.outcome, page.locale(), &page.messages().answer);
    let line = move || {
        outcome.with(|outcome| {
            let answer = outcome.answer.as_ref()?;
            let option = answer.best()?;
            let (binding, cost) = (
                sentences::option_binding(locale, option),
                locale.usd_or_unknown(option.monthly.total_usd),
            );
            Some(format!("{} · {binding} · {cost}", locale.named(option)))
        })
    };
    let go = |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        crate::browser::address::focus("answer");
    };
    view! {
        <a class="strip" href="#answer" on:click=go>
            <span class="hidden">{m.to_answer} ": "</span>
            {line}
        </a>
    }
}
