use groq_calc::Kind;

use crate::{
    form::{asked::Wrong, errors},
    i18n::locale::Locale,
};

/// What is wrong, in words.
pub(crate) fn problem(locale: Locale, wrong: &Wrong) -> String {
    let m = locale.messages().services();
    let (error, value) = (&wrong.error, wrong.error.value());
    match error.field() {
        "name" if error.is_missing() => m.name_missing.to_string(),
        "name" if value.chars().count() > 80 || value.contains('\\') => m.name_bad.to_string(),
        "name" => m.name_taken.with([value]),
        "calls" => m.calls_mixed.with([value]),
        "profile" => m.profile_bad.with([value]),
        "growth_percent_per_month" => m.growth_bad.with([value]),
        _ => errors::error(locale, error, Kind::Chat),
    }
}
