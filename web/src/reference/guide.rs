use groq_catalog::{TOPICS, Topic};
use leptos::prelude::*;

use super::numbers::{Caps, Month, SpendLimit};
use crate::{facts::words, locale::Locale, page::Page};

/// Batch, flex, caching and spend limits, with the visitor's own numbers.
#[component]
pub(super) fn Guide() -> impl IntoView {
    let page = Page::here();
    let locale = page.locale();
    let reference = &page.messages().reference;
    let topics = TOPICS.iter().map(|topic| view_topic(topic, locale)).collect_view();
    view! {
        <section aria-labelledby="guide-title" class="card">
            <h2 id="guide-title">{reference.guide}</h2>
            <Month />
            {topics}
        </section>
    }
}

fn view_topic(topic: &'static Topic, locale: Locale) -> impl IntoView {
    let messages = locale.messages();
    let numbers = match topic.id {
        "flex" => Some(view! { <Caps /> }.into_any()),
        "spend-limits" => Some(view! { <SpendLimit /> }.into_any()),
        _ => None,
    };
    let facts = topic
        .facts
        .iter()
        .map(|fact| {
            view! {
                <li>
                    {locale.text(fact.text)} " "
                    <small class="origin">{words::source(fact.source)} ", " {words::status(fact.status, messages)}</small>
                </li>
            }
        })
        .collect_view();
    view! {
        <article id=format!("topic-{}", topic.id) class="topic">
            <h3>{locale.text(topic.title)}</h3>
            <p>{locale.text(topic.summary)}</p>
            {numbers}
            <ul>{facts}</ul>
        </article>
    }
}
