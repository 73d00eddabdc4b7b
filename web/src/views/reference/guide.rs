use groq_catalog::{TOPICS, Topic};
use leptos::prelude::*;

use super::numbers::Planned;
use crate::{
    browser::html::Markup,
    i18n::{locale::Locale, sentences},
    page::context::Page,
    views::facts::words,
};

/// Batch, flex, caching and spend limits, with the visitor's own numbers.
#[component]
pub(super) fn Guide() -> impl IntoView {
    let page = Page::here();
    let locale = page.locale();
    let reference = page.messages().reference();
    let content = move || {
        let mut markup = Markup::default();
        let planned = Planned::here(page);
        match &planned {
            Some(planned) => planned.month(&mut markup, locale),
            None => markup.leaf("p", &[("class", "hint")], reference.no_answer),
        }
        for topic in TOPICS {
            write(&mut markup, topic, planned.as_ref(), locale);
        }
        markup.finish()
    };
    view! {
        <section aria-labelledby="guide-title" class="card">
            <h2 id="guide-title">{reference.guide}</h2>
            <div inner_html=content></div>
        </section>
    }
}

fn write(markup: &mut Markup, topic: &Topic, planned: Option<&Planned>, locale: Locale) {
    let messages = locale.messages();
    markup.open("div", &[("class", "topic"), ("id", &format!("topic-{}", topic.id))]);
    markup.leaf("h3", &[], locale.text(topic.title));
    markup.leaf("p", &[], locale.text(topic.summary));
    match (topic.id, planned) {
        ("flex", Some(planned)) => planned.caps(markup, locale),
        ("spend-limits", Some(planned)) => planned.spend(markup, locale),
        _ => {}
    }
    markup.open("ul", &[]);
    for fact in topic.facts {
        markup.open("li", &[]);
        markup.prose(locale.text(fact.text));
        markup.text(" ");
        markup.open("small", &[("class", "origin")]);
        words::source(markup, fact.source);
        markup.text(&messages.reference().sure.with([sentences::status(messages, fact.status)]));
        markup.close("small");
        markup.close("li");
    }
    markup.close("ul");
    markup.close("div");
}
