use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::cmp::Ordering;

use crate::{
    answer::option::{PassedOver, PlanOption, evaluate, kind_of},
    capacity::blocked::Blocked,
    catalog::{
        model::{Kind, Model},
        plan::{Plan, Tier},
        tables::Catalog,
    },
    error::Error,
    num::{date::Date, money::Usd, number::people},
    offer::Offer,
    question::checked::Question,
};

/// The option to take.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Recommendation<'a> {
    /// The model id.
    pub model: &'a str,
    /// The plan.
    pub plan: Plan,
    /// The service tier.
    pub tier: Tier,
    /// What the month costs.
    pub monthly_usd: Usd,
    /// Why this one.
    pub because: String,
}

/// The option that comes nearest where none fits.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Nearest<'a> {
    /// The model id.
    pub model: &'a str,
    /// The plan.
    pub plan: Plan,
    /// The service tier.
    pub tier: Tier,
    /// What would have to change.
    pub change: String,
}

/// Every option with the one to take.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Answer<'a> {
    /// The day it is about.
    pub as_of: Date,
    /// The kind of model the workload needs.
    pub kind: Kind,
    /// Requests a day that were asked for.
    pub requests_per_day: u64,
    /// Every model, plan and tier, in the catalog's order.
    pub options: Vec<PlanOption<'a>>,
    /// The option to take, if any fits.
    pub recommended: Option<Recommendation<'a>>,
    /// Otherwise, the one that comes nearest.
    pub nearest: Option<Nearest<'a>>,
}

impl<'a> Answer<'a> {
    /// The recommended option in full.
    pub fn chosen(&self) -> Option<&PlanOption<'a>> {
        self.recommended.as_ref()?;
        self.options.iter().find(|option| option.passed_over.is_none())
    }
}

/// Answers a question from a catalog.
///
/// # Errors
///
/// For a day before the catalog begins, a model or use case that is unknown or
/// not offered on that day, or a model that does not do what is asked.
pub fn answer<'a>(catalog: &Catalog<'a>, question: &Question) -> Result<Answer<'a>, Error> {
    let day = question.day(catalog)?;
    for own in &question.limits {
        if catalog.model(&own.model).is_none() {
            return Err(Error::unknown("limits", &own.model, "a model id of the catalog"));
        }
    }
    let kind = kind_of(&question.workload);
    let models = candidates(catalog, question, kind, day)?;
    // One allocation: options are too large to be moved to a larger list.
    let tiers: usize = question.plans.iter().map(|plan| plan.tiers().len()).sum();
    let mut options = Vec::with_capacity(models.len() * tiers);
    for model in models {
        evaluate(catalog, model, question, day, &mut options)?;
    }
    let recommended = recommend(&mut options);
    let nearest = if recommended.is_some() { None } else { nearest(&options, question) };
    let requests_per_day = question.workload.requests_per_day.get();
    Ok(Answer { as_of: day, kind, requests_per_day, options, recommended, nearest })
}

/// Every offer that a question is about: its models on its plans and their
/// tiers, in the order of [`Answer::options`].
///
/// # Errors
///
/// As [`answer`].
pub fn offers<'a>(catalog: &Catalog<'a>, question: &Question) -> Result<Vec<Offer<'a>>, Error> {
    let day = question.day(catalog)?;
    let kind = kind_of(&question.workload);
    let mut offers = Vec::new();
    for model in candidates(catalog, question, kind, day)? {
        for &plan in &question.plans {
            let base = Offer::new(catalog, model, &question.limits, plan, day);
            offers.extend(plan.tiers().iter().map(|tier| base.on(*tier)));
        }
    }
    Ok(offers)
}

/// The models asked for by name or use case, or else all of the kind.
fn candidates<'a>(
    catalog: &Catalog<'a>,
    question: &Question,
    kind: Kind,
    day: Date,
) -> Result<Vec<&'a Model<'a>>, Error> {
    let requirements = &question.requirements;
    let mut asked = None;
    if let Some(ids) = &requirements.models {
        let mut models = Vec::with_capacity(ids.len());
        for id in ids {
            let model = catalog.offered_model("models", id, day)?;
            let suits = match model.kind {
                Kind::Moderation | Kind::System => kind == Kind::Chat,
                other => other == kind,
            };
            if !suits {
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
        let Some(case) = catalog.use_cases.iter().find(|case| case.id == id) else {
            let ids: Vec<&str> = catalog.use_cases.iter().map(|case| case.id).collect();
            let known = format!("one of {}", ids.join(", "));
            return Err(Error::unknown("use_case", id, &known));
        };
        // A use case without models is about a plan or tier, not a model.
        let named = |model: &&Model<'_>| case.models.is_empty() || case.models.contains(&model.id);
        asked = Some(match asked {
            Some(models) => models.into_iter().filter(named).collect(),
            None => catalog.offered(day).filter(named).filter(|model| model.kind == kind).collect(),
        });
    }
    let all = || {
        let mut models = Vec::with_capacity(catalog.models.len());
        models.extend(catalog.offered(day).filter(|model| model.kind == kind));
        models
    };
    Ok(asked.unwrap_or_else(all))
}

fn rank(option: &PlanOption<'_>) -> (bool, Option<Usd>, Plan, Tier) {
    let unknown = !option.unknown_limits.is_empty();
    (unknown, option.monthly.total_usd, option.plan, option.tier)
}

/// Better first: known limits, then cost, then plan and tier, then headroom,
/// then the id.
fn better(a: &PlanOption<'_>, b: &PlanOption<'_>) -> Ordering {
    rank(a)
        .cmp(&rank(b))
        .then_with(|| a.utilization.cmp(&b.utilization))
        .then_with(|| a.model.cmp(b.model))
}

fn recommend<'a>(options: &mut [PlanOption<'a>]) -> Option<Recommendation<'a>> {
    let meets = |option: &&PlanOption<'_>| option.passed_over.is_none();
    let count = options.iter().filter(meets).count();
    let best = options.iter().filter(meets).min_by(|a, b| better(a, b))?;
    let recommendation = Recommendation {
        model: best.model,
        plan: best.plan,
        tier: best.tier,
        monthly_usd: best.monthly.total_usd?,
        because: match count {
            1 => "it is the only option that fits and meets the requirements".to_string(),
            _ => format!("of the {count} options that fit, none costs less"),
        },
    };
    let best = (rank(best), best.utilization, best.model);
    for option in options.iter_mut().filter(|option| option.passed_over.is_none()) {
        let mine = rank(option);
        option.passed_over = if mine.0 != best.0.0 {
            Some(PassedOver::UnknownLimits)
        } else if mine.1 != best.0.1 {
            Some(PassedOver::Dearer)
        } else if (mine.2, mine.3) != (best.0.2, best.0.3) {
            Some(PassedOver::LaterTier)
        } else if option.utilization != best.1 {
            Some(PassedOver::Fuller)
        } else if option.model != best.2 {
            Some(PassedOver::Tie)
        } else {
            None
        };
    }
    Some(recommendation)
}

/// What stands between an option and a recommendation, in order of weight.
fn distance(option: &PlanOption<'_>) -> (bool, bool, bool, bool) {
    let (known, priced) = (option.unknown_limits.is_empty(), option.monthly.total_usd.is_some());
    (!option.fits, option.blocked.is_some(), !known, !priced)
}

/// Nearer first. Of those that fit, the better one; of blocked ones, the one
/// which is least too large; of others, the one least overfull.
fn nearer(a: &PlanOption<'_>, b: &PlanOption<'_>) -> Ordering {
    distance(a).cmp(&distance(b)).then_with(|| match (a.blocked, b.blocked) {
        _ if a.fits => better(a, b),
        (Some(mine), Some(others)) => {
            mine.distance().cmp(&others.distance()).then_with(|| better(a, b))
        }
        _ => a.utilization.cmp(&b.utilization).then_with(|| better(a, b)),
    })
}

fn nearest<'a>(options: &[PlanOption<'a>], question: &Question) -> Option<Nearest<'a>> {
    let best = options.iter().min_by(|a, b| nearer(a, b))?;
    let change = match (best.blocked, best.passed_over) {
        (Some(Blocked::TooLarge { limit, cap, .. }), _) => format!(
            "one request may ask for {} at most ({limit}): shorten the prompt, reserve a smaller \
             completion, run it as batch, or ask Groq for enterprise limits",
            people(cap)
        ),
        (Some(blocked), _) => blocked.to_string(),
        (None, Some(PassedOver::DoesNotFit)) => format!(
            "at most {} of {} requests a day and {} a minute fit ({} {}): send fewer or shorter \
             requests, spread them, run a share as batch, or ask Groq for enterprise limits",
            best.requests_per_day_max.map_or("?".to_string(), people),
            people(question.workload.requests_per_day.get()),
            best.requests_per_minute_max.map_or("?".to_string(), people),
            best.binding,
            best.binding.bind()
        ),
        (None, Some(PassedOver::Budget)) => {
            let total = best.monthly.total_usd.unwrap_or_default();
            format!("it fits, but a month costs ${}: raise the budget", total.with_cents())
        }
        (None, Some(reason)) => format!("it fits, but {reason}"),
        (None, None) => return None,
    };
    Some(Nearest { model: best.model, plan: best.plan, tier: best.tier, change })
}
