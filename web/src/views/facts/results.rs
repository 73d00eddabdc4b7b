//! Published results of the models of each kind.

use groq_calc::{Date, Kind, Model, answer::Comparison, catalog::Points};
use groq_catalog::{CATALOG, WITH_SCORES};

use crate::{browser::html::Markup, i18n::locale::Locale, views::benchmarks};

/// The kinds of models, each with a table of its own.
pub(super) const KINDS: [Kind; 5] =
    [Kind::Chat, Kind::Transcription, Kind::Speech, Kind::Moderation, Kind::System];

/// Those of one benchmark for each kind that has any.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Results(Vec<(Kind, Comparison<'static>)>);

/// Those that say most about what is offered.
fn comparison(kind: Kind, day: Date, benchmark: Option<&str>) -> Option<Comparison<'static>> {
    let models = CATALOG.models.iter();
    let models: Vec<_> =
        models.filter(|model| model.kind == kind && model.is_offered(day)).collect();
    WITH_SCORES.comparison(&models, benchmark, day)
}

/// Whether a benchmark has results of what is offered.
pub(super) fn has_results(benchmark: &str, day: Date) -> bool {
    KINDS.into_iter().any(|kind| comparison(kind, day, Some(benchmark)).is_some())
}

impl Results {
    /// By a benchmark; a kind that has none of it, and an empty name, by the best
    /// known one.
    pub(super) fn of(benchmark: &str, day: Date) -> Self {
        let of_kind = |kind| {
            let chosen = comparison(kind, day, Some(benchmark));
            Some((kind, chosen.or_else(|| comparison(kind, day, None))?))
        };
        Self(KINDS.into_iter().filter_map(of_kind).collect())
    }

    fn of_kind(&self, kind: Kind) -> Option<&Comparison<'static>> {
        self.0.iter().find(|(known, _)| *known == kind).map(|(_, comparison)| comparison)
    }

    /// The score of a model at Groq's default effort.
    pub(super) fn score(&self, model: &Model<'static>) -> Option<Points> {
        Some(self.of_kind(model.kind)?.of(model)?.score)
    }

    /// By what a kind is compared, and who measured it.
    pub(super) fn origin(&self, kind: Kind, locale: Locale) -> Option<String> {
        let all = self.of_kind(kind)?;
        let score = all.scores.first()?;
        let mut markup = Markup::default();
        markup.leaf("b", &[("class", "m")], locale.messages().answer.column_quality);
        markup.text(" ");
        let from = (score.measurer, score.date, score.source);
        benchmarks::origin(&mut markup, locale, all.benchmark, from);
        Some(markup.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_compared_by_the_chosen_benchmark_or_else_by_its_best_known() {
        let day = CATALOG.newest();
        let score = |benchmark: &str, id: &str| {
            let score = Results::of(benchmark, day).score(CATALOG.model(id).unwrap());
            score.map(|score| score.to_string())
        };
        assert_eq!(score("", "openai/gpt-oss-120b").as_deref(), Some("73.1"));
        assert_ne!(score("mmlu", "openai/gpt-oss-120b").as_deref(), Some("73.1"));
        assert_eq!(score("mmlu", "whisper-large-v3"), score("", "whisper-large-v3"));
        assert!(score("mmlu", "whisper-large-v3").is_some());
        // No score at Groq's default effort is no score.
        assert_eq!(score("gpqa-diamond", "qwen/qwen3.8-27b"), None);
        assert!(has_results("mmlu", day) && has_results("wer-long-form", day));
        assert!(!has_results("no-such", day));
    }

    #[test]
    fn each_table_says_who_measured_and_where() {
        let results = Results::of("", CATALOG.newest());
        for locale in Locale::ALL {
            let origin = results.origin(Kind::Chat, locale).unwrap();
            assert!(origin.contains("GPQA Diamond") && origin.contains("OpenAI"), "{origin}");
            assert!(origin.contains("openai-gpt-oss-card"), "{origin}");
        }
        assert_eq!(results.origin(Kind::Speech, Locale::En), None);
    }
}
