use alloc::{string::String, vec::Vec};
use core::fmt;

use crate::{
    answer::{
        comparison::Comparison,
        option::PlanOption,
        passed_over::PassedOver,
        recommendation::{Answer, Asked},
    },
    catalog::{
        model::Model,
        plan::OptionId,
        quality::{Points, Score},
    },
    num::{date::Date, money::Usd},
};

/// What published results say of the options of an answer: cost against the
/// score, within one benchmark, version, measurer and day.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Quality<'a> {
    /// The id of the benchmark.
    pub benchmark: &'a str,
    /// Its name for people.
    pub title: &'a str,
    /// Whether a lower score is the better one.
    pub lower_is_better: bool,
    /// Its version or setting, or nothing.
    pub version: &'a str,
    /// Who measured; `you` for results that stand in the question.
    pub measurer: &'a str,
    /// Whether that is the maker of the models.
    pub maker: bool,
    /// Whether it was measured through Groq, rather than on the weights.
    pub endpoint: bool,
    /// When it was published.
    pub date: Date,
    /// The licence of the results.
    pub licence: &'a str,
    /// The id of a source, or nothing.
    pub source: &'a str,
    /// The options that fit and are not beaten in both cost and score, cheapest
    /// first: one for a model, at Groq's default effort.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub frontier: Vec<Point<'a>>,
    /// The models that fit and have no published score at this setting.
    pub unscored: Vec<Unscored<'a>>,
    /// The next better model, and what it costs more than the recommended one.
    pub next: Option<Step<'a>>,
    /// The score of every model of the answer that has one at Groq's default effort,
    /// whether it fits or not.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub scores: Vec<(&'a str, Points)>,
}

impl Quality<'_> {
    /// The score of a model, whether it fits or not.
    pub fn score_of(&self, model: &str) -> Option<Points> {
        self.scores.iter().find(|(id, _)| *id == model).map(|(_, score)| *score)
    }
}

/// An option with its score.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Point<'a> {
    /// Which option.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub id: OptionId<'a>,
    /// What the month costs.
    pub monthly_usd: Usd,
    /// The reasoning effort of the score; `None` for a model that does not think.
    pub effort: Option<String>,
    /// Its score.
    pub score: Points,
    /// The interval that the measurer gives, if any.
    pub interval: Option<(Points, Points)>,
    /// Scores of the same set at other efforts.
    pub other_efforts: Vec<(String, Points)>,
}

/// A model without a score at this setting.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Unscored<'a> {
    /// The model's id.
    pub model: &'a str,
    /// Groq's default effort, at which no score is published; `None` where the
    /// model does not think or its default is not known.
    pub default_effort: Option<&'a str>,
    /// Scores of the same set at other efforts.
    pub other_efforts: Vec<(String, Points)>,
}

/// A better model and its price.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Step<'a> {
    /// Which option.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub id: OptionId<'a>,
    /// What the month costs.
    pub monthly_usd: Usd,
    /// What it costs more than the recommended option.
    pub more_usd: Usd,
    /// Its score.
    pub score: Points,
    /// The score of the recommended option.
    pub instead_of: Points,
}

impl fmt::Display for Unscored<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: no published score at this setting", self.model)?;
        if let Some(effort) = self.default_effort {
            write!(f, " (effort {effort}, Groq's default)")?;
        }
        for (effort, score) in &self.other_efforts {
            write!(f, "; {score} at effort {effort}")?;
        }
        Ok(())
    }
}

/// Whether an option fits and meets the requirements.
fn fits(option: &PlanOption<'_>) -> bool {
    matches!(
        option.passed_over,
        None | Some(
            PassedOver::MoreExpensive
                | PassedOver::AtRisk
                | PassedOver::LowerPreference
                | PassedOver::LessHeadroom
                | PassedOver::Tie
        )
    )
}

/// Scores of a model at efforts other than its default.
fn others(comparison: &Comparison<'_>, model: &Model<'_>) -> Vec<(String, Points)> {
    let default = comparison.of(model).and_then(|score| score.effort);
    let of_model = comparison.scores.iter().filter(|score| score.model == model.id);
    let others = of_model.filter_map(|score| Some((score.effort?, score.score)));
    let others = others.filter(|(effort, _)| Some(*effort) != default);
    others.map(|(effort, score)| (String::from(effort), score)).collect()
}

impl Answer<'_> {
    /// What published results, or those of the question, say of the options;
    /// `None` where there are none of a benchmark that fits, and for an answer
    /// that was read from JSON.
    pub fn quality(&self) -> Option<Quality<'_>> {
        let Asked { catalog, question } = self.asked.as_ref()?;
        // The cheapest option of each model that fits.
        let mut best: Vec<(&Model<'_>, &PlanOption<'_>, Usd)> = Vec::new();
        for option in self.options.iter().filter(|option| fits(option)) {
            let (Some(model), Some(cost)) =
                (catalog.model(option.id.model), option.monthly.total_usd)
            else {
                continue;
            };
            match best.iter_mut().find(|(known, ..)| known.id == model.id) {
                Some(known) if cost < known.2 => *known = (model, option, cost),
                Some(_) => {}
                None => best.push((model, option, cost)),
            }
        }
        let models: Vec<&Model<'_>> = best.iter().map(|(model, ..)| *model).collect();
        let comparison = Comparison::best(catalog, question, &models, self.as_of)?;
        let set = *comparison.scores.first()?;
        let scored: Vec<(&Model<'_>, OptionId<'_>, Usd, Score<'_>)> = best
            .iter()
            .filter_map(|(model, option, cost)| {
                Some((*model, option.id, *cost, *comparison.of(model)?))
            })
            .collect();
        let beaten = |cost: Usd, score: &Score<'_>| {
            scored.iter().any(|(_, _, other, others)| {
                let better = comparison.beats(others, score);
                (*other <= cost && better) || (*other < cost && !comparison.beats(score, others))
            })
        };
        let mut frontier: Vec<Point<'_>> = scored
            .iter()
            .filter(|(_, _, cost, score)| !beaten(*cost, score))
            .map(|(model, id, cost, score)| Point {
                id: *id,
                monthly_usd: *cost,
                effort: score.effort.map(String::from),
                score: score.score,
                interval: score.interval,
                other_efforts: others(&comparison, model),
            })
            .collect();
        frontier.sort_by_key(|point| point.monthly_usd);
        let unscored = best.iter().filter(|(model, ..)| comparison.of(model).is_none());
        let unscored = unscored.map(|(model, ..)| Unscored {
            model: model.id,
            default_effort: model.default_effort(self.as_of),
            other_efforts: others(&comparison, model),
        });
        let unscored = unscored.collect();
        let next = self.recommended.as_ref().and_then(|choice| {
            let mine = scored.iter().find(|(_, id, ..)| id.model == choice.id.model)?;
            let better = scored.iter().filter(|(.., score)| comparison.beats(score, &mine.3));
            let (_, id, cost, score) = better.min_by_key(|(_, _, cost, _)| *cost)?;
            Some(Step {
                id: *id,
                monthly_usd: *cost,
                more_usd: Usd::from_picodollars(
                    cost.picodollars().saturating_sub(choice.monthly_usd.picodollars()),
                ),
                score: score.score,
                instead_of: mine.3.score,
            })
        });
        let mut scores: Vec<(&str, Points)> = Vec::new();
        for option in &self.options {
            let id = option.id.model;
            if scores.iter().all(|(known, _)| *known != id) {
                let score = catalog.model(id).and_then(|model| comparison.of(model));
                scores.extend(score.map(|score| (id, score.score)));
            }
        }
        Some(Quality {
            benchmark: comparison.benchmark.id,
            title: comparison.benchmark.title,
            lower_is_better: comparison.benchmark.lower_is_better,
            version: set.version,
            measurer: set.measurer,
            maker: set.maker,
            endpoint: set.endpoint,
            date: set.date,
            licence: set.licence,
            source: set.source,
            frontier,
            unscored,
            next,
            scores,
        })
    }
}
