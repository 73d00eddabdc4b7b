//! How the live view writes times, counts and names.

use groq_protocol::{LimitKind, Nanos};

use crate::{
    i18n::{locale::Locale, messages::live::Live, sentences},
    page::context::Page,
};

/// The texts of the page's language.
pub(super) fn messages() -> &'static Live {
    Page::here().messages().live()
}

/// Milliseconds as seconds with two places.
pub(super) fn seconds(locale: Locale, millis: f64) -> String {
    locale.messages().live().seconds.with([&locale.decimal(&format!("{:.2}", millis / 1000.0))])
}

/// What is left of a wait: whole seconds where it is long, tenths at its end.
pub(super) fn left(locale: Locale, millis: f64) -> String {
    let places = usize::from(millis < 10_000.0);
    locale
        .messages()
        .live()
        .seconds
        .with([&locale.decimal(&format!("{:.places$}", millis.max(0.0) / 1000.0))])
}

pub(super) fn millis(nanos: Nanos) -> f64 {
    nanos.get() as f64 / 1e6
}

/// A count, or that it is not known.
pub(super) fn known(locale: Locale, count: Option<u64>) -> String {
    count.map_or_else(|| locale.messages().live().not_told.to_string(), |count| locale.count(count))
}

/// `TPM (tokens per minute)`.
pub(super) fn limit(locale: Locale, limit: LimitKind) -> String {
    match groq_calc::Limit::parse(limit.name()) {
        Some(known) => sentences::limit_in_full(locale.messages(), known),
        None => limit.name().to_string(),
    }
}
