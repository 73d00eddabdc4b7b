//! What is wrong with the form.

use groq_calc::{Error, Kind, Limit};

use crate::{
    form::catalog::CATALOG,
    form::fields::{NUMBERS, index_of, range_of},
    i18n::{locale::Locale, sentences::kind},
};

/// What is wrong with a field and what it may hold.
pub(crate) fn error(locale: Locale, error: &Error, kind_asked: Kind) -> String {
    let messages = locale.messages();
    let m = &messages.problems;
    let (field, value) = (error.field(), error.value());
    let value = match value.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_string(),
    };
    let value = value.as_str();
    let label = index_of(field).map_or(field, |index| (NUMBERS[index].label)(messages));
    match field {
        "input_tokens" if error.is_missing() => return m.nothing_asked.to_string(),
        "requests_per_day" if error.is_missing() => return m.missing_day.to_string(),
        "requests_per_month" if error.is_missing() => return m.missing_month.to_string(),
        "cached_input_tokens" => return m.cached.with([value]),
        "monthly_budget_usd" => return m.budget.with([value]),
        "plans" => return m.no_plan.to_string(),
        "use_case" => return m.unknown_use_case.with([value]),
        "as_of" => {
            let oldest = CATALOG.oldest();
            return match groq_calc::Date::parse(value) {
                Some(_) => m.too_early.with([value, &oldest.to_string()]),
                None => m.date.with([value]),
            };
        }
        "models" => return model_error(locale, error, kind_asked),
        "limits" => return m.unknown_model.with([value]),
        _ => {}
    }
    if Limit::parse(field).is_some() {
        return m.own_limit.with([field, value]);
    }
    if error.is_overflow() {
        return m.too_large.with([label]);
    }
    let Some(range) = range_of(field) else { return m.range.with([label, value]) };
    let (from, to) = (locale.count(range.min), locale.count(range.max));
    if error.is_missing() {
        return m.missing.with([label, &m.from_to.with([&from, &to])]);
    }
    let sentence = if range.decimals == 0 { m.whole } else { m.decimal };
    sentence.with([label, value, &from, &to])
}

fn model_error(locale: Locale, error: &Error, kind_asked: Kind) -> String {
    let m = &locale.messages().problems;
    let id = error.value();
    let Some(model) = CATALOG.model(id) else { return m.unknown_model.with([id]) };
    if error.is_out_of_range() {
        return m.wrong_kind.with([id, kind(locale.messages(), kind_asked)]);
    }
    let gone = model.lifecycle.iter().find(|entry| !entry.value.is_offered());
    match gone.map(|entry| (entry.from, entry.value.replacements())) {
        Some((from, [])) => m.retired_for_nothing.with([id, &from.to_string()]),
        Some((from, names)) => {
            m.retired.with([id, &from.to_string(), &names.join(locale.messages().answer.comma)])
        }
        None => m.not_yet.with([id]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{form::state::Form, page::outcome::Outcome};

    fn outcome(fragment: &str) -> Outcome {
        Outcome::new(&Form::read(fragment).form, None)
    }

    #[test]
    fn every_error_names_field_and_value_in_both_languages() {
        for (fragment, field, parts) in [
            ("n=x", "requests_per_day", &["x", "1,000,000,000,000"][..]),
            ("n=", "requests_per_day", &[]),
            ("n=1&h=25", "active_hours_per_day", &["25", "24"]),
            ("n=1&i=5&c=9", "cached_input_tokens", &["9"]),
            ("n=1&a=1.2345", "audio_seconds", &["1.2345"]),
            ("n=1", "input_tokens", &[]),
            ("n=1&y=much", "monthly_budget_usd", &["much"]),
            ("n=1&plans=", "plans", &[]),
            ("n=1&on=soon", "as_of", &["soon"]),
            ("n=1&i=1&on=1999-01-01", "as_of", &["1999-01-01"]),
            ("n=1&i=1&model=x", "models", &["x"]),
            ("n=1&i=1&model=llama-3.1-8b-instant", "models", &["2026-08-16", "openai/gpt-oss-20b"]),
            ("n=1&i=1&model=whisper-large-v3", "models", &["whisper-large-v3"]),
            ("n=1&i=1&use=x", "use_case", &["x"]),
            ("n=1&my=openai/gpt-oss-20b,free,TPD,much", "TPD", &["TPD", "much"]),
            ("n=1&i=1&my=x,free,TPD,1", "limits", &["x"]),
            ("unit=tasks&tc=9999&tn=1", "calls_per_task", &["9999", "1,000"]),
            ("n=1&w=x", "min_context", &["x"]),
        ] {
            let outcome = outcome(fragment);
            let found = outcome.errors.iter().find(|error| error.field() == field);
            let found = found.unwrap_or_else(|| panic!("{fragment}: {:?}", outcome.errors));
            for locale in Locale::ALL {
                let text = error(locale, found, Kind::Chat);
                for part in parts {
                    assert!(text.contains(part), "{part} is not in {text}");
                }
            }
        }
    }
}
