//! The catalog's own terms in the visitor's language.

use groq_calc::{
    Caps, Kind, Limit, Price,
    catalog::{Cap, Item, Lifecycle, Provenance},
};
use groq_catalog::CATALOG;

use crate::{
    browser::html::Markup,
    i18n::{locale::Locale, messages::Messages, sentences},
};

pub(super) fn kind(kind: Kind, messages: &Messages) -> &'static str {
    let facts = messages.facts();
    match kind {
        Kind::Chat => facts.chat,
        Kind::Transcription => facts.transcription,
        Kind::Speech => facts.speech,
        Kind::Moderation => facts.moderation,
        Kind::System => facts.system,
    }
}

/// The heading of a table of such models.
pub(super) fn heading(kind: Kind, messages: &Messages) -> &'static str {
    let facts = messages.facts();
    match kind {
        Kind::Chat => facts.chat_title,
        Kind::Transcription => facts.transcription_title,
        Kind::Speech => facts.speech_title,
        Kind::Moderation => facts.moderation_title,
        Kind::System => facts.system_title,
    }
}

pub(super) fn stage(stage: Option<Lifecycle<'_>>, messages: &Messages) -> &'static str {
    let facts = messages.facts();
    match stage {
        None => facts.not_yet,
        Some(Lifecycle::Production) => facts.production,
        Some(Lifecycle::Preview) => facts.preview,
        Some(Lifecycle::Listed) => facts.listed,
        Some(Lifecycle::Enterprise { .. }) => facts.enterprise,
        Some(Lifecycle::Retired { .. }) => facts.retired,
    }
}

/// What a price prices.
pub(super) fn item(item: Item, messages: &Messages) -> &'static str {
    let facts = messages.facts();
    match item {
        Item::Input | Item::BatchInput => facts.price_input,
        Item::CachedInput => facts.price_cached,
        Item::Output | Item::BatchOutput => facts.price_output,
        Item::Audio | Item::BatchAudio => facts.price_audio,
        Item::Characters => facts.price_characters,
        tool => sentences::item(messages, tool),
    }
}

/// A price as it is listed for what it prices.
pub(super) fn price(item: Item, price: Option<Price>, locale: Locale) -> String {
    locale.usd_or_unknown(price.map(|price| match item {
        Item::Audio | Item::CodeExecution | Item::BrowserAutomation => price.listed(),
        Item::WebSearchBasic | Item::WebSearchAdvanced | Item::VisitWebsite => {
            price.listed_per_thousand()
        }
        _ => price.listed_per_million(),
    }))
}

pub(super) fn cap(cap: Cap, locale: Locale) -> String {
    match cap {
        Cap::At(cap) => locale.count(cap),
        Cap::Unknown => locale.messages().shell.unknown.to_string(),
        Cap::Absent => locale.messages().facts().nothing.to_string(),
    }
}

/// `RPM 30 · RPD 1,000`, and what is not published.
pub(super) fn caps(caps: Caps, locale: Locale) -> String {
    let facts = locale.messages().facts();
    let mut parts: Vec<String> = Limit::ALL
        .into_iter()
        .filter_map(|limit| Some(format!("{limit} {}", locale.count(caps.figure(limit)?))))
        .collect();
    let unknown = caps.unknown();
    if !unknown.is_empty() {
        let names: Vec<_> = unknown.iter().map(Limit::name).collect();
        parts.push(facts.unpublished.with([&names.join(locale.messages().answer.comma)]));
    }
    if parts.is_empty() { facts.no_limit.to_string() } else { parts.join(" · ") }
}

/// A source by its id: a link where it has an address.
pub(crate) fn source(markup: &mut Markup, id: &str) {
    let source = CATALOG.source(id);
    let title = source.map_or("", |source| source.title);
    match source.map_or("", |source| source.url) {
        "" => markup.leaf("span", &[("title", title), ("lang", "en")], id),
        url => {
            let link = [("href", url), ("title", title), ("lang", "en"), ("rel", "noreferrer")];
            markup.leaf("a", &link, id);
        }
    }
}

/// Since when, how sure, and who says so.
pub(super) fn origin(markup: &mut Markup, from: Provenance<'static>, locale: Locale) {
    let messages = locale.messages();
    markup.open("small", &[("class", "origin")]);
    let words = [&from.from.to_string(), sentences::status(messages, from.status)];
    markup.text(&messages.facts().origin.with(words));
    source(markup, from.source);
    markup.close("small");
}
