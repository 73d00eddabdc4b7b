//! What the engine's things are called.

use groq_calc::{
    Kind, Limit,
    capacity::Headroom,
    catalog::{Item, LimitSet, Provenance, Status, Tool},
};

use crate::i18n::{
    locale::Locale,
    messages::{Messages, Sentence, decisions::Decisions},
};

/// `RPD and TPD`.
pub(crate) fn limits(locale: Locale, set: LimitSet) -> String {
    let names: Vec<&str> = set.iter().map(Limit::name).collect();
    names.join(locale.messages().answer.and)
}

/// `TPD binds` or `RPD and TPD bind`.
pub(crate) fn bind(locale: Locale, set: LimitSet) -> String {
    let m = &locale.messages().answer;
    let sentence = if set.iter().count() > 1 { m.several_bind } else { m.one_binds };
    sentence.with([&limits(locale, set)])
}

/// `TPM (tokens per minute)`.
pub(crate) fn limit_in_full(messages: &Messages, limit: Limit) -> String {
    messages.answer.noted.with([limit.name(), limit_title(messages, limit)])
}

/// The abbreviation written out.
pub(crate) fn limit_title(messages: &Messages, limit: Limit) -> &'static str {
    let m = &messages.answer;
    match limit {
        Limit::RPM => m.rpm,
        Limit::RPD => m.rpd,
        Limit::TPM => m.tpm,
        Limit::TPD => m.tpd,
        Limit::ITPM => m.itpm,
        Limit::OTPM => m.otpm,
        Limit::ASH => m.ash,
        Limit::ASD => m.asd,
        other => other.name(),
    }
}

/// How sure a figure is.
pub(crate) fn status(messages: &Messages, status: Status) -> &'static str {
    match status {
        Status::Confirmed => messages.answer.confirmed,
        Status::Likely => messages.answer.likely,
        Status::Speculation => messages.answer.speculation,
    }
}

/// What a model does.
pub(crate) fn kind(messages: &Messages, kind: Kind) -> &'static str {
    let m = &messages.problems;
    match kind {
        Kind::Chat => m.chat,
        Kind::Transcription => m.transcription,
        Kind::Speech => m.speech,
        Kind::Moderation => m.moderation,
        Kind::System => m.system,
    }
}

/// A line of the bill.
pub(crate) fn item(messages: &Messages, item: Item) -> &'static str {
    let m = &messages.answer;
    match item {
        Item::Input => m.item_input,
        Item::CachedInput => m.item_cached_input,
        Item::Output => m.item_output,
        Item::BatchInput => m.item_batch_input,
        Item::BatchOutput => m.item_batch_output,
        Item::Audio => m.item_audio,
        Item::BatchAudio => m.item_batch_audio,
        Item::Characters => m.item_characters,
        Item::WebSearchBasic => m.item_web_search_basic,
        Item::WebSearchAdvanced => m.item_web_search_advanced,
        Item::VisitWebsite => m.item_visit_website,
        Item::CodeExecution => m.item_code_execution,
        Item::BrowserAutomation => m.item_browser_automation,
    }
}

/// What a line of the bill counts in.
pub(crate) fn unit(messages: &Messages, unit: &str) -> &'static str {
    let m = &messages.answer;
    match unit {
        "hour" => m.unit_hour,
        "character" => m.unit_character,
        "request" => m.unit_request,
        _ => m.unit_token,
    }
}

pub(crate) fn tool_name(messages: &Messages, tool: Tool) -> &'static str {
    let m = &messages.answer;
    match tool {
        Tool::WebSearchBasic => m.item_web_search_basic,
        Tool::WebSearchAdvanced => m.item_web_search_advanced,
        Tool::VisitWebsite => m.item_visit_website,
        Tool::CodeExecution => m.item_code_execution,
        Tool::BrowserAutomation => m.item_browser_automation,
    }
}

/// A benchmark by its id and English title; most are names in every language.
pub(crate) fn benchmark<'a>(locale: Locale, id: &str, title: &'a str) -> &'a str {
    let m = &Decisions::ZH;
    match (locale, id) {
        (Locale::En, _) => title,
        (_, "arena-text") => m.arena_text,
        (_, "hallucination") => m.hallucination,
        (_, "wer-short-form") => m.wer_short_form,
        (_, "wer-multilingual") => m.wer_multilingual,
        (_, "wer-long-form") => m.wer_long_form,
        _ => title,
    }
}

/// Source, date and status of limits or prices.
pub(crate) fn origin(locale: Locale, sentence: Sentence<3>, from: &Provenance<'_>) -> String {
    let status = status(locale.messages(), from.status);
    sentence.with([from.source, &from.from.to_string(), status])
}

/// A number of requests that may have no known limit.
pub(crate) fn room(locale: Locale, room: Headroom) -> String {
    match room {
        Headroom::Unbounded => locale.most(None),
        bounded => locale.count(bounded.count()),
    }
}
