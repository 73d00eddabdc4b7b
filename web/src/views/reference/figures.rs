//! The figures of the launch checklist, in the words of a language.

use groq_calc::catalog::LimitSet;
use groq_codegen::Figure;

use crate::{
    i18n::{locale::Locale, sentences},
    views::code::words::spend_limit,
};

/// What the plan says to a check.
pub(super) fn figure(locale: Locale, figure: &Figure<'_>) -> String {
    let m = locale.messages().reference();
    let count = |count: &u64| locale.count(*count);
    match figure {
        Figure::Caps { caps, unknown, own } => {
            let caps = caps.iter().map(|(limit, cap)| format!("{limit} {}", count(cap)));
            let caps: Vec<_> = caps.collect();
            let caps = match caps.is_empty() {
                true => m.no_cap.to_string(),
                false => caps.join(m.comma),
            };
            let caps = match own {
                0 => m.caps_published.with([&caps]),
                own => m.caps_own.with([&caps, &locale.count(*own as u64)]),
            };
            with_unknown(locale, caps, *unknown)
        }
        Figure::Binding { limits, utilization, margin_percent } => {
            let margin = count(margin_percent);
            match limits.is_empty() {
                true => m.nothing_binds.with([&margin]),
                false => m.binding.with([
                    &sentences::limits(locale, *limits),
                    &locale.percent(*utilization),
                    &margin,
                ]),
            }
        }
        Figure::Fallback { production, other } => {
            let listed = if *production { m.production } else { m.not_production };
            match other {
                Some(other) => m.fallback.with([listed, other]),
                None => m.no_fallback.with([listed]),
            }
        }
        Figure::Model { model, retirement } => match retirement {
            None => m.model_now.with([model]),
            Some(end) if end.replacements.is_empty() => {
                m.model_ends.with([model, &end.on.to_string()])
            }
            Some(end) => {
                m.model_retires.with([model, &end.on.to_string(), &end.replacements.join(m.or)])
            }
        },
        Figure::Reserved(tokens) => m.reserved.with([&count(tokens)]),
        Figure::LargestRequest(Some(cap)) => m.largest.with([&count(cap)]),
        Figure::LargestRequest(None) => m.largest_unknown.to_string(),
        Figure::Minute { peak, most: Some(most) } => m.minute.with([&count(peak), &count(most)]),
        Figure::Minute { peak, most: None } => m.minute_unbounded.with([&count(peak)]),
        Figure::FlexFallsBack => m.flex_falls_back.to_string(),
        Figure::Spend(cap) => m.spend_limit.with([&spend_limit(locale, cap)]),
        Figure::DayTokens(Some((demand, cap))) => {
            m.day_tokens.with([&locale.fraction(*demand), &count(cap)])
        }
        Figure::DayTokens(None) => m.day_tokens_unknown.to_string(),
        Figure::Batch { offered: false, .. } => m.batch_not_offered.to_string(),
        Figure::Batch { percent, .. } => m.batch_share.with([&count(percent)]),
        Figure::Cached { offered: false, .. } => m.cache_not_offered.to_string(),
        Figure::Cached { input, cached, .. } => m.cached.with([&count(cached), &count(input)]),
    }
}

fn with_unknown(locale: Locale, caps: String, unknown: LimitSet) -> String {
    match unknown.is_empty() {
        true => caps,
        false => {
            let unknown = sentences::limits(locale, unknown);
            locale.messages().reference().caps_unknown.with([&caps, &unknown])
        }
    }
}

#[cfg(test)]
mod tests {
    use groq_calc::{Date, Fraction, Limit, Usd, catalog::Retirement};
    use groq_codegen::SpendLimit;

    use super::*;

    fn figures() -> Vec<Figure<'static>> {
        let [set, none] = [[Limit::RPD, Limit::TPD].into_iter().collect(), LimitSet::EMPTY];
        let caps = vec![(Limit::RPM, 30), (Limit::TPM, 800)];
        let (limits, utilization) = (set, Fraction::new(1, 8));
        let mut figures = vec![
            Figure::Caps { caps: caps.clone(), unknown: none, own: 0 },
            Figure::Caps { caps, unknown: set, own: 2 },
            Figure::Caps { caps: vec![], unknown: none, own: 0 },
            Figure::Binding { limits, utilization, margin_percent: 10 },
            Figure::Binding { limits: none, utilization: Fraction::new(0, 1), margin_percent: 0 },
            Figure::Model { model: "openai/gpt-oss-20b", retirement: None },
            Figure::Reserved(500),
            Figure::LargestRequest(Some(800)),
            Figure::LargestRequest(None),
            Figure::Minute { peak: 3, most: Some(4) },
            Figure::Minute { peak: 3, most: None },
            Figure::FlexFallsBack,
            Figure::DayTokens(Some((Fraction::new(5, 2), 200))),
            Figure::DayTokens(None),
        ];
        for replacements in [&[][..], &["a"], &["openai/gpt-oss-120b", "qwen/qwen3.8-27b"]] {
            let on = Date::parse("2026-08-16").unwrap();
            let retirement =
                Retirement { on, replacements: replacements.to_vec(), announced: None };
            figures.push(Figure::Model { model: "llama", retirement: Some(retirement) });
        }
        let month = Usd::parse("15.75").unwrap();
        figures.extend([SpendLimit::Free, SpendLimit::Above { month }].map(Figure::Spend));
        for yes in [true, false] {
            let other = yes.then_some("openai/gpt-oss-120b");
            figures.push(Figure::Fallback { production: yes, other });
            figures.push(Figure::Fallback { production: !yes, other });
            figures.push(Figure::Batch { percent: 20, offered: yes });
            figures.push(Figure::Cached { input: 900, cached: 300, offered: yes });
        }
        figures
    }

    #[test]
    fn every_figure_has_words() {
        for one in figures() {
            // The page writes percents without a space.
            let command = one.to_string().replace(" %", "%");
            assert_eq!(figure(Locale::En, &one), command);
            let text = figure(Locale::ZhHans, &one);
            assert!(text.chars().any(|letter| ('\u{3400}'..='\u{9fff}').contains(&letter)));
            for sign in ["{", "}", "Some(", "::", "  ", " %"] {
                assert!(!text.contains(sign), "{text}");
            }
            for digits in command.split(|letter: char| !letter.is_ascii_digit()) {
                assert!(text.contains(digits), "{text} lacks {digits} of {command}");
            }
        }
    }

    #[test]
    fn one_is_one() {
        let text = figure(Locale::En, &Figure::Minute { peak: 1, most: Some(1) });
        assert_eq!(text, "1 request in the busiest minute, 1 passes");
        assert_eq!(figure(Locale::En, &Figure::Reserved(65_536)), "65,536 as planned");
    }
}
