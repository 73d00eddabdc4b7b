use alloc::vec::Vec;

use crate::{
    answer::passed_over::PassedOver,
    catalog::{
        abilities::Ability,
        capability::Capability,
        model::Model,
        quality::{Benchmark, Points, Score},
        tables::Catalog,
    },
    num::date::Date,
    question::checked::Question,
};

/// The measurer of results that stand in the question.
const YOU: &str = "you";

/// Results of one benchmark, version, measurer and day: they may be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Comparison<'a> {
    /// What was measured.
    pub benchmark: Benchmark<'a>,
    /// All of them, at any effort; one at least.
    pub scores: Vec<Score<'a>>,
    day: Date,
}

/// Whether a result is one of the model as Groq runs it when a request names no
/// effort. Results of yours without an effort are.
fn counts(score: &Score<'_>, model: &Model<'_>, day: Date) -> bool {
    match (model.default_effort(day), score.effort) {
        (_, None) if score.measurer == YOU => true,
        (Some(default), effort) => effort == Some(default),
        // A model that never thinks has one setting.
        (None, effort) => {
            let thinks = model.abilities(day).get(Capability::Reasoning);
            thinks != Ability::Yes && effort.is_none_or(|effort| effort == "none")
        }
    }
}

impl<'a> Catalog<'a> {
    /// The published results that say most about some models on a day, of one
    /// benchmark where it is named; `None` where none is of such a model as Groq runs
    /// it when a request names no effort.
    pub fn comparison(
        &self,
        models: &[&Model<'_>],
        benchmark: Option<&str>,
        day: Date,
    ) -> Option<Comparison<'a>> {
        Comparison::of_set(self, Vec::new(), models, benchmark, day)
    }
}

impl<'a> Comparison<'a> {
    /// The results that say most about the models of a question: its own, or else
    /// published ones.
    pub(crate) fn best(
        catalog: &Catalog<'a>,
        question: &'a Question,
        models: &[&Model<'_>],
        day: Date,
    ) -> Option<Self> {
        let wanted = question.requirements.quality.as_ref().map(|floor| floor.benchmark.as_str());
        let own = question.scores.iter().map(|own| Score {
            model: &own.model,
            effort: own.effort.as_deref(),
            benchmark: &own.benchmark,
            version: "",
            measurer: YOU,
            maker: false,
            score: own.score,
            interval: own.interval,
            date: day,
            licence: "",
            endpoint: true,
            source: "",
        });
        Self::of_set(catalog, own.collect(), models, wanted, day)
    }

    /// Results of the question, or else the set with the most of the models at
    /// Groq's default effort; of equal ones an independent one before a maker's,
    /// then the newest, then the benchmark that the catalog lists first.
    fn of_set(
        catalog: &Catalog<'a>,
        own: Vec<Score<'a>>,
        models: &[&Model<'_>],
        wanted: Option<&str>,
        day: Date,
    ) -> Option<Self> {
        let is_wanted = |benchmark: &str| wanted.is_none_or(|wanted| wanted == benchmark);
        let known = catalog.scores.iter().copied().filter(|score| score.date <= day);
        let all: Vec<Score<'a>> =
            own.into_iter().chain(known).filter(|score| is_wanted(score.benchmark)).collect();
        let covered = |set: &Score<'_>| {
            let of = |model: &&&Model<'_>| {
                all.iter().any(|score| {
                    score.compares(set) && score.model == model.id && counts(score, model, day)
                })
            };
            models.iter().filter(of).count()
        };
        let place = |id: &str| catalog.benchmarks.iter().position(|known| known.id == id);
        let rank = |set: &Score<'_>| {
            let first = core::cmp::Reverse(place(set.benchmark).unwrap_or(usize::MAX));
            (set.measurer == YOU, covered(set), !set.maker, set.date, first)
        };
        let set = all.iter().max_by_key(|set| rank(set)).copied()?;
        if covered(&set) == 0 {
            return None;
        }
        let scores = all.into_iter().filter(|score| score.compares(&set)).collect();
        let benchmark = place(set.benchmark).map_or(
            Benchmark { id: set.benchmark, title: set.benchmark, lower_is_better: false },
            |index| catalog.benchmarks[index],
        );
        Some(Self { benchmark, scores, day })
    }

    /// The result of a model as Groq runs it when a request names no effort.
    pub fn of(&self, model: &Model<'_>) -> Option<&Score<'a>> {
        self.scores.iter().find(|score| score.model == model.id && counts(score, model, self.day))
    }

    /// Whether a result is better than another beyond both their intervals.
    pub(crate) fn beats(&self, one: &Score<'_>, other: &Score<'_>) -> bool {
        let ((low, high), (other_low, other_high)) = (one.ends(), other.ends());
        if self.benchmark.lower_is_better { high < other_low } else { low > other_high }
    }
}

/// The score that a question asks for, and the results that it is held against.
pub(crate) struct Floor<'a> {
    comparison: Option<Comparison<'a>>,
    at_least: Points,
}

impl<'a> Floor<'a> {
    /// That of a question, if it asks for one; `models` are those it may choose from.
    pub(crate) fn of(
        catalog: &Catalog<'a>,
        question: &'a Question,
        models: &[&Model<'_>],
        day: Date,
    ) -> Option<Self> {
        let at_least = question.requirements.quality.as_ref()?.at_least?;
        Some(Self { comparison: Comparison::best(catalog, question, models, day), at_least })
    }

    /// Why a model does not reach it, if so.
    pub(crate) fn bar(&self, model: &Model<'_>) -> Option<PassedOver> {
        let Some((set, result)) =
            self.comparison.as_ref().and_then(|set| Some((set, set.of(model)?)))
        else {
            return Some(PassedOver::NoScore);
        };
        let (score, at_least) = (result.score, self.at_least);
        let reaches =
            if set.benchmark.lower_is_better { score <= at_least } else { score >= at_least };
        (!reaches).then_some(PassedOver::LowScore { score, at_least })
    }
}
