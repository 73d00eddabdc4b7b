use alloc::{format, vec::Vec};
use core::cmp::Ordering;

use crate::{
    answer::{
        because::{Because, Obstacle},
        comparison::Floor,
        option::{PlanOption, evaluate},
        passed_over::PassedOver,
    },
    catalog::{
        admission::Admission,
        model::{Kind, Model, Provenance},
        on_day::CatalogOn,
        plan::{OptionId, Plan, Tier},
        retirement::Retirement,
        tables::Catalog,
    },
    error::Error,
    num::{date::Date, money::Usd},
    offer::Offer,
    question::checked::Question,
};

/// The option to take.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Recommendation<'a> {
    /// Which option.
    #[cfg_attr(feature = "serde", serde(flatten, borrow))]
    pub id: OptionId<'a>,
    /// What the month costs.
    pub monthly_usd: Usd,
    /// Why this one.
    #[cfg_attr(feature = "serde", serde(flatten, with = "because"))]
    pub because: Because,
    /// The end of its model, where it is known.
    #[cfg_attr(feature = "serde", serde(borrow))]
    pub retires: Option<Retirement<'a>>,
}

#[cfg(feature = "serde")]
crate::json::text_and_code!(because, super::Because, because, because_code);
#[cfg(feature = "serde")]
crate::json::text_and_code!(change, super::Obstacle, change, change_code);

/// The option that comes nearest where none fits.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Nearest<'a> {
    /// Which option.
    #[cfg_attr(feature = "serde", serde(flatten, borrow))]
    pub id: OptionId<'a>,
    /// What would have to change.
    #[cfg_attr(feature = "serde", serde(flatten, with = "change"))]
    pub change: Obstacle,
    /// The end of its model, where it is known.
    #[cfg_attr(feature = "serde", serde(borrow))]
    pub retires: Option<Retirement<'a>>,
}

/// What an answer was asked of: the catalog and the question.
#[derive(Clone, Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) catalog: Catalog<'a>,
    pub(crate) question: Question,
}

/// Every option with the one to take.
///
/// It remembers its question and catalog, for [`Answer::outlook`]; two answers
/// are equal if they say the same.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Answer<'a> {
    /// The day it is about.
    pub as_of: Date,
    /// The kind of model the workload needs.
    pub kind: Kind,
    /// How requests are admitted.
    #[cfg_attr(feature = "serde", serde(default))]
    pub admission: Admission,
    /// Where that rule comes from; `None` where the question names it.
    #[cfg_attr(feature = "serde", serde(borrow, default))]
    pub admission_from: Option<Provenance<'a>>,
    /// Requests a day that were asked for; of a month that its days do not
    /// divide, rounded up.
    pub requests_per_day: u64,
    /// Every model, plan and tier, in the catalog's order; those with an
    /// unknown limit come last.
    #[cfg_attr(feature = "serde", serde(borrow))]
    pub options: Vec<PlanOption<'a>>,
    /// The option to take, if any fits.
    #[cfg_attr(feature = "serde", serde(borrow))]
    pub recommended: Option<Recommendation<'a>>,
    /// Otherwise, the one that comes nearest.
    #[cfg_attr(feature = "serde", serde(borrow))]
    pub nearest: Option<Nearest<'a>>,
    /// What it answers; nothing in an answer that was read from JSON.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) asked: Option<Asked<'a>>,
}

impl PartialEq for Answer<'_> {
    fn eq(&self, other: &Self) -> bool {
        (self.as_of, self.kind, self.requests_per_day, self.admission, self.admission_from)
            == (
                other.as_of,
                other.kind,
                other.requests_per_day,
                other.admission,
                other.admission_from,
            )
            && self.options == other.options
            && self.recommended == other.recommended
            && self.nearest == other.nearest
    }
}

impl Eq for Answer<'_> {}

impl<'a> Answer<'a> {
    /// An option by its id.
    pub fn option(&self, id: OptionId<'_>) -> Option<&PlanOption<'a>> {
        self.options.iter().find(|option| option.id == id)
    }

    /// The recommended option in full.
    pub fn chosen(&self) -> Option<&PlanOption<'a>> {
        self.recommended.as_ref().and_then(|choice| self.option(choice.id))
    }

    /// The recommended option in full, or else the nearest; `None` where
    /// there is no option at all.
    pub fn best(&self) -> Option<&PlanOption<'a>> {
        self.chosen().or_else(|| self.nearest.as_ref().and_then(|near| self.option(near.id)))
    }

    /// The end of the model of [`Answer::best`], where it is known.
    pub fn retires(&self) -> Option<&Retirement<'a>> {
        match (&self.recommended, &self.nearest) {
            (Some(choice), _) => choice.retires.as_ref(),
            (None, near) => near.as_ref()?.retires.as_ref(),
        }
    }
}

/// Answers a question from a catalog.
///
/// # Errors
///
/// For a day before the catalog begins, a model or use case that is unknown or
/// not offered on that day, or a model that does not do what is asked.
pub fn answer<'a>(catalog: &Catalog<'a>, question: &Question) -> Result<Answer<'a>, Error> {
    let dated = question.on(catalog)?;
    let kind = question.workload.kind();
    let asked = candidates(&dated, question, kind)?;
    // One allocation: options are too large to be moved to a larger list.
    let tiers: usize = question.plans.iter().map(|plan| plan.tiers().len()).sum();
    let mut options = Vec::with_capacity(asked.len() * tiers);
    for &model in &asked {
        evaluate(&dated, model, question, &mut options)?;
    }
    if let Some(floor) = Floor::of(catalog, question, &asked, dated.day()) {
        for option in options.iter_mut().filter(|option| option.passed_over.is_none()) {
            option.passed_over = catalog.model(option.id.model).and_then(|model| floor.bar(model));
        }
    }
    options.sort_by_key(|option| option.unchecked);
    let end = |id: OptionId<'_>| catalog.model(id.model)?.retirement_after(dated.day());
    let recommended = recommend(&mut options, end);
    let nearest = if recommended.is_some() { None } else { nearest(&options, question, end) };
    Ok(Answer {
        as_of: dated.day(),
        kind,
        admission: dated.admission(),
        admission_from: dated.admission_from(),
        requests_per_day: question.workload.requests_per_day(),
        options,
        recommended,
        nearest,
        asked: Some(Asked { catalog: *catalog, question: question.clone() }),
    })
}

impl<'a> Catalog<'a> {
    /// Answers a question: as [`answer`](fn@answer).
    ///
    /// # Errors
    ///
    /// As [`answer`](fn@answer).
    pub fn answer(&self, question: &Question) -> Result<Answer<'a>, Error> {
        answer(self, question)
    }
}

/// Every offer that a question is about: its models on its plans and their
/// tiers, in the order of [`Answer::options`].
///
/// # Errors
///
/// As [`answer`].
pub fn offers<'a>(catalog: &Catalog<'a>, question: &Question) -> Result<Vec<Offer<'a>>, Error> {
    let dated = question.on(catalog)?;
    let kind = question.workload.kind();
    let mut offers = Vec::new();
    for model in candidates(&dated, question, kind)? {
        for &plan in &question.plans {
            let base = Offer::new(&dated, model, plan);
            offers.extend(plan.tiers().iter().map(|tier| base.on(*tier)));
        }
    }
    Ok(offers)
}

/// The models asked for by name or use case, or else all of the kind.
pub(crate) fn candidates<'a>(
    catalog: &CatalogOn<'a, '_>,
    question: &Question,
    kind: Kind,
) -> Result<Vec<&'a Model<'a>>, Error> {
    let requirements = &question.requirements;
    let mut asked = None;
    if let Some(ids) = &requirements.models {
        let mut models = Vec::with_capacity(ids.len());
        for id in ids {
            let model = catalog.model(id)?;
            if !model.kind.suits(kind) {
                let range = format!("a {} model, as the workload counts", kind.name());
                return Err(Error::range("models", id, &range));
            }
            if !models.iter().any(|other: &&Model<'_>| other.id == model.id) {
                models.push(model);
            }
        }
        if models.is_empty() {
            return Err(Error::missing("models", "null or at least one model id"));
        }
        asked = Some(models);
    }
    if let Some(id) = &requirements.use_case {
        let case = catalog.use_case(id)?;
        // A use case without models is about a plan or tier, not a model.
        let named = |model: &&Model<'_>| case.models.is_empty() || case.models.contains(&model.id);
        asked = Some(match asked {
            Some(models) => models.into_iter().filter(named).collect(),
            None => catalog.offered().filter(named).filter(|model| model.kind == kind).collect(),
        });
    }
    let all = || {
        let mut models = Vec::with_capacity(catalog.size());
        let general = |model: &&Model<'_>| model.is_general(kind);
        models.extend(catalog.offered().filter(general));
        models
    };
    Ok(asked.unwrap_or_else(all))
}

fn rank(option: &PlanOption<'_>) -> (Option<Usd>, bool, Plan, Tier) {
    let at_risk = !option.at_risk.is_empty();
    (option.monthly.total_usd, at_risk, option.id.plan, option.id.tier)
}

/// Better first: cost, then no risk of a refusal, then plan and tier, then
/// headroom, then the id.
fn better(a: &PlanOption<'_>, b: &PlanOption<'_>) -> Ordering {
    rank(a)
        .cmp(&rank(b))
        .then_with(|| a.utilization.cmp(&b.utilization))
        .then_with(|| a.id.model.cmp(b.id.model))
}

fn recommend<'a>(
    options: &mut [PlanOption<'a>],
    end: impl Fn(OptionId<'_>) -> Option<Retirement<'a>>,
) -> Option<Recommendation<'a>> {
    let meets = |option: &&PlanOption<'_>| option.passed_over.is_none();
    let count = options.iter().filter(meets).count();
    let best = options.iter().filter(meets).min_by(|a, b| better(a, b))?;
    let recommendation = Recommendation {
        id: best.id,
        monthly_usd: best.monthly.total_usd?,
        because: match count {
            1 => Because::OnlyOne,
            _ => Because::CheapestOf { options: count as u64 },
        },
        retires: end(best.id),
    };
    let best = (rank(best), best.utilization, best.id.model);
    for option in options.iter_mut().filter(|option| option.passed_over.is_none()) {
        let mine = rank(option);
        option.passed_over = if mine.0 != best.0.0 {
            Some(PassedOver::MoreExpensive)
        } else if mine.1 != best.0.1 {
            Some(PassedOver::AtRisk)
        } else if (mine.2, mine.3) != (best.0.2, best.0.3) {
            Some(PassedOver::LowerPreference)
        } else if option.utilization != best.1 {
            Some(PassedOver::LessHeadroom)
        } else if option.id.model != best.2 {
            Some(PassedOver::Tie)
        } else {
            None
        };
    }
    Some(recommendation)
}

/// What stands between an option and a recommendation, in order of weight.
fn distance(option: &PlanOption<'_>) -> (bool, bool, bool, bool) {
    let priced = option.monthly.total_usd.is_some();
    (option.unchecked, !option.holds(), option.blocked.is_some(), !priced)
}

/// Nearer first, and those with an unknown limit last. Of those whose known
/// limits hold, the better one; of blocked ones, the one which is least too
/// large; of others, the one least overfull.
fn nearer(a: &PlanOption<'_>, b: &PlanOption<'_>) -> Ordering {
    distance(a).cmp(&distance(b)).then_with(|| match (a.blocked, b.blocked) {
        _ if a.holds() => better(a, b),
        (Some(mine), Some(others)) => {
            mine.distance().cmp(&others.distance()).then_with(|| better(a, b))
        }
        _ => a.utilization.cmp(&b.utilization).then_with(|| better(a, b)),
    })
}

fn nearest<'a>(
    options: &[PlanOption<'a>],
    question: &Question,
    end: impl Fn(OptionId<'_>) -> Option<Retirement<'a>>,
) -> Option<Nearest<'a>> {
    let best = options.iter().min_by(|a, b| nearer(a, b))?;
    let change = match (best.blocked, best.passed_over) {
        (Some(blocked), _) => Obstacle::Blocked(blocked),
        (None, Some(PassedOver::DoesNotFit)) => Obstacle::Volume {
            requests_per_day_max: best.requests_per_day_max,
            requests_per_day: question.workload.requests_per_day(),
            requests_per_minute_max: best.requests_per_minute_max,
            binding: best.binding,
        },
        (None, Some(PassedOver::UnknownLimits)) => {
            Obstacle::Unchecked { unknown_limits: best.unknown_limits }
        }
        (None, Some(PassedOver::Budget)) => {
            Obstacle::OverBudget { monthly_usd: best.monthly.total_usd.unwrap_or_default() }
        }
        (None, Some(reason)) => Obstacle::Unmet(reason),
        (None, None) => return None,
    };
    Some(Nearest { id: best.id, change, retires: end(best.id) })
}
