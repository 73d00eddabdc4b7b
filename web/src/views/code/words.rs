use groq_calc::{Kind, Plan, answer::PassedOver, capacity::Blocked};
use groq_codegen::{CodegenError, Language, Settings, SpendLimit};

use super::subject::{Origin, Part, Subject};
use crate::{
    form::errors,
    i18n::{locale::Locale, messages::code::SpendLimits, sentences},
    page::outcome::Outcome,
};

/// Which option the code is for.
pub(super) fn subject(locale: Locale, subject: &Subject) -> String {
    let m = locale.messages().code();
    let origin = match subject.origin {
        Origin::Recommended => m.recommended,
        Origin::Picked => m.picked,
        Origin::Nearest => m.nearest,
        Origin::Retiered => m.retiered,
    };
    m.for_option.with([&locale.named(&subject.option), origin])
}

/// Whether the workload fits there, and what binds.
pub(super) fn fit(locale: Locale, subject: &Subject, part: Part) -> String {
    let (m, option) = (locale.messages().code(), &subject.option);
    if option.blocked.is_some() {
        return String::new();
    }
    if part == Part::Batch {
        return m.as_batch.to_string();
    }
    match (option.fits, option.binding.is_empty()) {
        (true, true) => m.nothing_binds.to_string(),
        (true, false) => m.fits.with([&sentences::option_binding(locale, option)]),
        (false, _) if option.passed_over == Some(PassedOver::UnknownLimits) => {
            sentences::passed_over(locale, PassedOver::UnknownLimits)
        }
        (false, _) => m.does_not_fit.with([&sentences::option_binding(locale, option)]),
    }
}

/// Why there is no batch, where there is none.
pub(super) fn no_batch(locale: Locale, settings: &Settings<'_>) -> &'static str {
    let m = locale.messages().code();
    match (settings.has_batch, settings.plan) {
        (true, _) => "",
        (false, Plan::Free) => m.free_has_no_batch,
        (false, Plan::Developer) => m.model_has_no_batch,
    }
}

/// What to know before a program runs.
pub(super) fn notes(
    locale: Locale,
    settings: &Settings<'_>,
    language: Language,
    part: Part,
) -> Vec<String> {
    let m = locale.messages().code();
    let mut notes = vec![m.spend.with([&spend_limit(locale, &settings.spend_limit)])];
    if part == Part::Batch {
        return notes;
    }
    notes.push(m.shared.to_string());
    if !settings.unknown.is_empty() {
        notes.push(m.not_held.with([&sentences::limits(locale, settings.unknown)]));
    }
    if part == Part::Calls && !settings.workers_planned && language != Language::Curl {
        notes.push(m.workers_guessed.with([&locale.count(settings.workers)]));
    }
    if settings.batch_percent > 0 {
        notes.push(m.batch_share.with([&locale.count(settings.batch_percent)]));
    }
    notes
}

/// The spend limit to set, as it follows a colon.
pub(crate) fn spend_limit(locale: Locale, cap: &SpendLimit) -> String {
    if locale == Locale::En {
        return cap.to_string();
    }
    let m = &SpendLimits::ZH;
    let (usd, count) = (|usd| locale.usd(usd), |count| locale.count(count));
    match *cap {
        SpendLimit::Free => m.free.to_string(),
        SpendLimit::Unknown => m.unknown.to_string(),
        SpendLimit::Above { month } => m.above.with([&usd(month)]),
        SpendLimit::At { usd: at, budget, minutes, reached_on_day } => {
            let at = m.at.with([&usd(at), &usd(budget), &count(minutes)]);
            match reached_on_day {
                Some(day) => m.reached.with([&at, &count(day)]),
                None => at,
            }
        }
        SpendLimit::None { budget, minutes } => m.none.with([&usd(budget), &count(minutes)]),
    }
}

/// Why there is no code for an option, and what to change.
pub(super) fn no_code(locale: Locale, why: &CodegenError) -> [String; 2] {
    let messages = locale.messages();
    let m = messages.code();
    match why {
        CodegenError::Kind(kind) => {
            let kind = sentences::kind(messages, *kind);
            [m.wrong_kind.with([kind]), m.change_kind.to_string()]
        }
        CodegenError::Blocked(blocked) => {
            let change = match blocked {
                Blocked::Tool { .. } => m.change_tool,
                _ => m.change_size,
            };
            [m.blocked.with([&sentences::blocked(locale, *blocked)]), change.to_string()]
        }
        CodegenError::NothingReserved => {
            [m.nothing_reserved.to_string(), m.change_output.to_string()]
        }
        CodegenError::Question(error) => {
            [m.no_answer.to_string(), errors::error(locale, error, Kind::Chat)]
        }
    }
}

/// Why there is no option to write for.
pub(super) fn no_subject(locale: Locale, outcome: &Outcome) -> Vec<String> {
    let mut why = vec![locale.messages().code().no_answer.to_string()];
    let answer = outcome.answer.as_deref();
    let kind = answer.map_or(Kind::Chat, |answer| answer.kind);
    why.extend(outcome.errors.iter().map(|error| errors::error(locale, error, kind)));
    if outcome.errors.is_empty() {
        why.extend(answer.map(|answer| sentences::verdict(locale, answer)));
    }
    why
}

#[cfg(test)]
mod tests {
    use groq_calc::{Draft, Limit, Usd, catalog::Tool};

    use super::*;
    use crate::form::state::Form;

    /// Text for a person: filled in, in the language, and nothing of Rust.
    fn is_told(locale: Locale, text: &str) {
        assert!(!text.is_empty());
        for sign in ["{", "}", "(\"", "Some(", "::", "  "] {
            assert!(!text.contains(sign), "{text}");
        }
        let chinese = text.chars().any(|letter| ('\u{3400}'..='\u{9fff}').contains(&letter));
        assert_eq!(chinese, locale == Locale::ZhHans, "{text}");
    }

    fn caps() -> [SpendLimit; 6] {
        let [usd, budget] = ["19.5", "20"].map(|usd| Usd::parse(usd).unwrap());
        let at = |reached_on_day| SpendLimit::At { usd, budget, minutes: 15, reached_on_day };
        [
            SpendLimit::Free,
            SpendLimit::Unknown,
            SpendLimit::Above { month: usd },
            at(None),
            at(Some(12)),
            SpendLimit::None { budget, minutes: 15 },
        ]
    }

    #[test]
    fn every_spend_limit_has_words() {
        for cap in caps() {
            Locale::ALL.into_iter().for_each(|locale| is_told(locale, &spend_limit(locale, &cap)));
        }
    }

    #[test]
    fn every_reason_has_words() {
        let error = Draft::default().check().unwrap_err()[0].clone();
        let limit = Limit::TPM;
        let blocked = [
            Blocked::TooLarge { limit, requested: 9000, cap: 8000 },
            Blocked::Context { requested: 200_000, window: 131_072 },
            Blocked::Completion { requested: 70_000, cap: 65_536 },
            Blocked::Tool { tool: Tool::CodeExecution },
        ];
        let kinds = [Kind::Transcription, Kind::Speech].map(CodegenError::Kind);
        let reasons = blocked.map(CodegenError::Blocked).into_iter().chain(kinds);
        for why in reasons.chain([CodegenError::NothingReserved, CodegenError::Question(error)]) {
            for locale in Locale::ALL {
                no_code(locale, &why).iter().for_each(|text| is_told(locale, text));
            }
        }
    }

    #[test]
    fn what_the_plan_lacks_is_named() {
        for (fragment, part) in [
            ("v=2", "Enter your requests per day"),
            ("n=1&i=x", "Input tokens"),
            ("n=1&i=1&plans=free&model=playai-tts", "was retired"),
        ] {
            let outcome = Outcome::new(&Form::read(fragment).form, None);
            assert!(Subject::of(&outcome, None, None).is_none(), "{fragment}");
            let why = no_subject(Locale::En, &outcome);
            assert!(why.len() > 1 && why.join(" ").contains(part), "{why:?}");
            no_subject(Locale::ZhHans, &outcome)
                .iter()
                .for_each(|text| is_told(Locale::ZhHans, text));
        }
    }

    #[test]
    fn every_option_is_told() {
        for fragment in ["n=2k&i=1.5k&o=500&b=20", "n=9000k&i=1.5k&o=500", "n=1&i=1&o=1&r=2"] {
            let outcome = Outcome::new(&Form::read(fragment).form, None);
            let answer = outcome.answer.clone().unwrap();
            for option in &answer.options {
                let picked = Some(option.id);
                let one = Subject::of(&outcome, picked, None).unwrap();
                for locale in Locale::ALL {
                    is_told(locale, &subject(locale, &one));
                    for part in [Part::Calls, Part::Stream, Part::Batch] {
                        let Ok(settings) = one.settings() else { continue };
                        is_told(locale, &fit(locale, &one, part));
                        notes(locale, &settings, Language::Rust, part)
                            .iter()
                            .for_each(|note| is_told(locale, note));
                        assert_eq!(no_batch(locale, &settings).is_empty(), settings.has_batch);
                    }
                }
            }
        }
    }
}
