//! What the engine found, in the words of a language.

use groq_calc::{
    Answer, Blocked, Change, Error, Item, Kind, Lever, Lifecycle, Limit, LimitSet, PassedOver,
    Plan, PlanOption, Provenance, Room, Status, Tool, Usd,
};
use groq_catalog::CATALOG;

use crate::{
    locale::{Locale, short},
    messages::Messages,
    outcome::shown,
    plan::numbers::{NUMBERS, index_of, range_of},
};

/// `RPD and TPD`.
pub(crate) fn limits(locale: Locale, set: LimitSet) -> String {
    let names: Vec<&str> = set.iter().map(Limit::name).collect();
    names.join(locale.messages().answer.and)
}

/// `TPM (tokens per minute)`.
pub(crate) fn limit_in_full(messages: &Messages, limit: Limit) -> String {
    format!("{} ({})", limit.name(), limit_title(messages, limit))
}

/// The abbreviation written out.
pub(crate) fn limit_title(messages: &Messages, limit: Limit) -> &'static str {
    let m = &messages.answer;
    match limit {
        Limit::Rpm => m.rpm,
        Limit::Rpd => m.rpd,
        Limit::Tpm => m.tpm,
        Limit::Tpd => m.tpd,
        Limit::Itpm => m.itpm,
        Limit::Otpm => m.otpm,
        Limit::Ash => m.ash,
        Limit::Asd => m.asd,
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

/// Source, date and status of limits or prices.
pub(crate) fn origin(
    locale: Locale,
    sentence: crate::messages::Sentence<3>,
    from: &Provenance<'_>,
) -> String {
    let status = status(locale.messages(), from.status);
    sentence.with([from.source, &from.from.to_string(), status])
}

/// Why no request can pass.
pub(crate) fn blocked(locale: Locale, blocked: Blocked) -> String {
    let m = &locale.messages().answer;
    let count = |count| locale.count(count);
    match blocked {
        Blocked::TooLarge { limit, requested, cap } => {
            m.too_large.with([&count(requested), limit.name(), &count(cap)])
        }
        Blocked::Context { requested, window } => {
            m.over_context.with([&count(requested), &count(window)])
        }
        Blocked::Completion { requested, cap } => {
            m.over_completion.with([&count(requested), &count(cap)])
        }
        Blocked::Tool(tool) => m.no_tool.with([tool_name(locale.messages(), tool)]),
    }
}

fn tool_name(messages: &Messages, tool: Tool) -> &'static str {
    let m = &messages.answer;
    match tool {
        Tool::WebSearchBasic => m.item_web_search_basic,
        Tool::WebSearchAdvanced => m.item_web_search_advanced,
        Tool::VisitWebsite => m.item_visit_website,
        Tool::CodeExecution => m.item_code_execution,
        Tool::BrowserAutomation => m.item_browser_automation,
    }
}

/// Why an option was not recommended.
pub(crate) fn passed_over(locale: Locale, reason: PassedOver) -> &'static str {
    let m = &locale.messages().answer;
    match reason {
        PassedOver::Blocked => m.passed_blocked,
        PassedOver::DoesNotFit => m.passed_does_not_fit,
        PassedOver::UnknownPrice => m.passed_unknown_price,
        PassedOver::FreePlan => m.passed_free_plan,
        PassedOver::NotProduction => m.passed_not_production,
        PassedOver::Context => m.passed_context,
        PassedOver::Budget => m.passed_budget,
        PassedOver::UnknownLimits => m.passed_unknown_limits,
        PassedOver::Dearer => m.passed_dearer,
        PassedOver::LaterTier => m.passed_later_tier,
        PassedOver::Fuller => m.passed_fuller,
        PassedOver::Tie => m.passed_tie,
    }
}

/// A number of requests that may have no known limit.
pub(crate) fn room(locale: Locale, room: Room) -> String {
    match room {
        Room::Unbounded => locale.most(None),
        bounded => locale.count(bounded.count()),
    }
}

/// The answer in a sentence or two.
pub(crate) fn verdict(locale: Locale, answer: &Answer<'_>) -> String {
    let m = &locale.messages().answer;
    let is_free = |plan: Plan| plan == Plan::Free;
    let recommends_free = answer.recommended.as_ref().is_some_and(|choice| is_free(choice.plan));
    let free = match answer.best_free() {
        Some(option) if recommends_free => return fits_free(locale, option),
        Some(option) => misses_free(locale, answer, option),
        None => String::new(),
    };
    let rest = match (&answer.recommended, &answer.nearest) {
        (Some(choice), _) => {
            let named = locale.model_on(choice.model, choice.plan, choice.tier);
            m.cheapest.with([&named, &locale.usd(choice.monthly_usd)])
        }
        (None, Some(near)) => {
            let nothing = match answer.options.iter().any(|option| option.fits) {
                true => m.nothing_meets,
                false => m.nothing_fits,
            };
            let named = locale.model_on(near.model, near.plan, near.tier);
            m.nearest.with([nothing, &named, &change(locale, answer)])
        }
        (None, None) => {
            m.no_model.with([kind(locale.messages(), answer.kind), &answer.as_of.to_string()])
        }
    };
    match (free.is_empty(), locale) {
        (true, _) => rest,
        (false, Locale::En) => format!("{free} {rest}"),
        (false, Locale::ZhHans) => free + &rest,
    }
}

fn fits_free(locale: Locale, option: &PlanOption<'_>) -> String {
    let m = &locale.messages().answer;
    let binds = match option.binding.is_empty() {
        true => String::new(),
        false => {
            let most = option.requests_per_day_max;
            let most = most.map_or(m.any_number.to_string(), |most| locale.count(most));
            m.where_binds.with([&limits(locale, option.binding), &most])
        }
    };
    let list = option.monthly.list_usd;
    let list = list.map_or(String::new(), |usd| m.list_price.with([&locale.usd(usd)]));
    let fits = m.fits_free.with([short(option.model), &binds]);
    let costs = m.costs_nothing.with([&list]);
    match locale {
        Locale::En => format!("{fits} {costs}"),
        Locale::ZhHans => fits + &costs,
    }
}

fn misses_free(locale: Locale, answer: &Answer<'_>, option: &PlanOption<'_>) -> String {
    let m = &locale.messages().answer;
    if let Some(reason) = option.blocked {
        return m.not_free.with([&blocked(locale, reason)]);
    }
    if option.fits {
        let reason = option.passed_over.map_or("", |reason| passed_over(locale, reason));
        return m.free_passed_over.with([reason]);
    }
    let several = option.binding.iter().count() > 1;
    let binding = limits(locale, option.binding);
    let fit = match option.requests_per_day_max {
        Some(most) if most < answer.requests_per_day => {
            let sentence = if several { m.day_fits_all } else { m.day_fits };
            sentence.with([&binding, &locale.count(most), &locale.count(answer.requests_per_day)])
        }
        _ => {
            let sentence = if several { m.minute_fits_all } else { m.minute_fits };
            let most = option.requests_per_minute_max.unwrap_or(0);
            sentence.with([&binding, &locale.count(most)])
        }
    };
    m.not_free.with([&fit])
}

/// Why the recommended option, or what would have to change for the nearest.
pub(crate) fn because(locale: Locale, answer: &Answer<'static>) -> String {
    let m = &locale.messages().answer;
    if answer.recommended.is_none() {
        return match answer.nearest {
            Some(_) => m.change.with([&change(locale, answer)]),
            None => String::new(),
        };
    }
    // Those that were passed over only for being second to it.
    let rivals = answer.options.iter().filter(|option| {
        use PassedOver::{Dearer, Fuller, LaterTier, Tie, UnknownLimits};
        matches!(option.passed_over, None | Some(UnknownLimits | Dearer | LaterTier | Fuller | Tie))
    });
    match rivals.count() {
        1 => m.why.with([m.only_one]),
        count => m.why.with([&m.none_cheaper.with([&locale.count(count as u64)])]),
    }
}

/// What stands between the nearest option and a recommendation.
fn change(locale: Locale, answer: &Answer<'_>) -> String {
    let m = &locale.messages().answer;
    let Some(near) = &answer.nearest else { return String::new() };
    let place = (near.model, near.plan, near.tier);
    let same = |option: &&PlanOption<'_>| (option.model, option.plan, option.tier) == place;
    let Some(option) = answer.options.iter().find(same) else { return String::new() };
    match (option.blocked, option.passed_over) {
        (Some(Blocked::TooLarge { limit, cap, .. }), _) => {
            m.change_size.with([&locale.count(cap), limit.name()])
        }
        (Some(reason), _) => blocked(locale, reason),
        (None, Some(PassedOver::DoesNotFit)) => {
            let most = |most: Option<u64>| most.map_or("?".to_string(), |most| locale.count(most));
            m.change_volume.with([
                &most(option.requests_per_day_max),
                &locale.count(answer.requests_per_day),
                &most(option.requests_per_minute_max),
                &limits(locale, option.binding),
            ])
        }
        (None, Some(PassedOver::Budget)) => {
            m.change_budget.with([&locale.usd(option.monthly.total_usd.unwrap_or(Usd::ZERO))])
        }
        (None, Some(reason)) => m.change_other.with([passed_over(locale, reason)]),
        (None, None) => String::new(),
    }
}

/// The binding limit and how far it is used.
pub(crate) fn binding(locale: Locale, answer: &Answer<'static>) -> String {
    shown(answer).map_or_else(String::new, |option| option_binding(locale, option))
}

/// As [`binding`], of one option.
pub(crate) fn option_binding(locale: Locale, option: &PlanOption<'_>) -> String {
    let m = &locale.messages().answer;
    match (option.blocked, option.binding.is_empty()) {
        (Some(_), _) => m.blocked.to_string(),
        (None, true) => m.none.to_string(),
        (None, false) => {
            m.limit_at.with([&limits(locale, option.binding), &locale.percent(option.utilization)])
        }
    }
}

/// What a lever does.
pub(crate) fn lever(locale: Locale, change: &Change<'_>) -> String {
    let m = &locale.messages().answer;
    let to = locale.count(change.to.unwrap_or(0));
    match change.lever {
        Lever::CacheMore => m.lever_cache_more.with([&to]),
        Lever::Batch => m.lever_batch.with([&to]),
        Lever::ReserveLess => m.lever_reserve_less.with([&to]),
        Lever::ShorterPrompt => m.lever_shorter_prompt.with([&to]),
        Lever::ShorterCompletion => m.lever_shorter_completion.with([&to]),
        Lever::AnotherModel => m.lever_another_model.with([short(change.model)]),
        Lever::Developer => m.lever_developer.to_string(),
        Lever::Flex => m.lever_flex.to_string(),
    }
}

/// What pulling it brings.
pub(crate) fn effect(locale: Locale, change: &Change<'_>) -> String {
    let m = &locale.messages().answer;
    let mut parts = Vec::new();
    if change.after.fits && !change.before.fits {
        parts.push(m.makes_it_fit.to_string());
    }
    if change.saves() > Usd::ZERO {
        parts.push(m.saves.with([&locale.usd(change.saves())]));
    }
    if change.costs() > Usd::ZERO {
        parts.push(m.costs.with([&locale.usd(change.costs())]));
    }
    match change.gains() {
        Room::Nothing => {}
        Room::Unbounded => parts.push(m.gains_all.to_string()),
        Room::UpTo(count) => parts.push(m.gains.with([&locale.count(count)])),
    }
    parts.join(m.comma)
}

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
    let retired = model.lifecycle.iter().find_map(|entry| match entry.value {
        Lifecycle::Retired { replacements } => Some((entry.from, replacements)),
        _ => None,
    });
    match retired {
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
    use crate::{
        outcome::Outcome,
        plan::presets::{SCENARIOS, TEMPLATES},
        state::Form,
    };

    fn outcome(fragment: &str) -> Outcome {
        Outcome::new(&Form::read(fragment).form, None)
    }

    #[test]
    fn the_english_verdict_is_the_commands() {
        let more = [
            "",
            "n=2000&i=1500&o=500&plans=free",
            "n=1&i=200k&o=500",
            "n=100k&i=1500&o=500&y=3",
            "n=0",
            "n=10&i=100&prod=1",
            "n=100&i=100&ws=1",
            "n=40&i=100&o=100&plans=free&p=31",
        ];
        let presets = TEMPLATES.iter().chain(SCENARIOS).map(|preset| preset.fragment);
        for fragment in presets.chain(more) {
            let outcome = outcome(fragment);
            let answer = outcome.answer.unwrap();
            assert_eq!(verdict(Locale::En, &answer), answer.verdict(), "{fragment}");
            let engine = match (&answer.recommended, &answer.nearest) {
                (Some(choice), _) => format!("Why: {}.", choice.because),
                (None, Some(near)) => format!("What would have to change: {}.", near.change),
                (None, None) => String::new(),
            };
            assert_eq!(because(Locale::En, &answer), engine, "{fragment}");
            let chinese = verdict(Locale::ZhHans, &answer);
            assert!(!chinese.contains('{') && chinese.contains('。'), "{chinese}");
        }
    }

    #[test]
    fn every_error_names_field_and_value_in_both_languages() {
        for (fragment, field, parts) in [
            ("n=x", "requests_per_day", &["x", "1,000,000,000,000"][..]),
            ("n=", "requests_per_day", &["1,000,000,000,000"]),
            ("n=1&h=25", "active_hours_per_day", &["25", "24"]),
            ("n=1&i=5&c=9", "cached_input_tokens", &["9"]),
            ("n=1&a=1.2345", "audio_seconds", &["1.2345"]),
            ("n=1&y=much", "monthly_budget_usd", &["much"]),
            ("n=1&plans=", "plans", &[]),
            ("n=1&on=soon", "as_of", &["soon"]),
            ("n=1&on=1999-01-01", "as_of", &["1999-01-01"]),
            ("n=1&model=x", "models", &["x"]),
            ("n=1&model=llama-3.1-8b-instant", "models", &["2026-08-16", "openai/gpt-oss-20b"]),
            ("n=1&model=whisper-large-v3", "models", &["whisper-large-v3"]),
            ("n=1&use=x", "use_case", &["x"]),
            ("n=1&my=openai/gpt-oss-20b,free,TPD,much", "TPD", &["TPD", "much"]),
            ("n=1&my=x,free,TPD,1", "limits", &["x"]),
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

    #[test]
    fn levers_have_words_in_both_languages() {
        let outcome = outcome("n=2000&i=1500&o=500&x=4000");
        let outlook = outcome.outlook(None).unwrap();
        assert!(!outlook.levers.is_empty());
        for change in &outlook.levers {
            for locale in Locale::ALL {
                assert!(!lever(locale, change).contains('{'));
                assert!(!effect(locale, change).is_empty(), "{change:?}");
            }
        }
    }
}
