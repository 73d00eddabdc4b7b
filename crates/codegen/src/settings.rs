use alloc::{string::String, vec::Vec};
use core::fmt;

use groq_calc::{
    Catalog, Date, Error, Kind, Limit, LimitSet, Offer, OptionId, Plan, PlanOption, Question, Tier,
    capacity::{Blocked, LimitUse},
    catalog::Measure,
};

use crate::{
    code::{self, Part},
    language::Language,
    spend_cap::SpendCap,
};

/// Requests in flight where the question does not say how long one takes.
const WORKERS: u64 = 4;

/// A limit that the code holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// The limit.
    pub limit: Limit,
    /// Its cap.
    pub cap: u64,
    /// What the code lets pass: the cap without the safety margin.
    pub usable: u64,
}

/// The figures that the code for an option keeps to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings<'a> {
    /// The model id.
    pub model: &'a str,
    /// The plan.
    pub plan: Plan,
    /// The service tier.
    pub tier: Tier,
    /// The day of the limits and prices.
    pub as_of: Date,
    /// Requests a day as planned.
    pub requests_per_day: u64,
    /// Prompt tokens of a request as planned.
    pub prompt_tokens: u64,
    /// Completion tokens that a request reserves.
    pub reserved_tokens: u64,
    /// Requests in flight at most.
    pub workers: u64,
    /// Whether that follows from the plan.
    pub workers_planned: bool,
    /// The limits to hold, by tier: the one to call, and on demand below flex.
    pub tiers: Vec<(Tier, Vec<Held>)>,
    /// Limits that can't be held, as their figure is not published.
    pub unknown: LimitSet,
    /// The limits that bind.
    pub binding: Vec<LimitUse>,
    /// Whether the workload fits; if not, the throttle makes it wait.
    pub fits: bool,
    /// The share that the plan runs as batch, in percent.
    pub batch_percent: u64,
    /// Whether requests can run as batch here.
    pub has_batch: bool,
    /// The spend limit to set.
    pub spend_cap: SpendCap,
}

/// Why there is no code for an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unwritable {
    /// The code calls chat completions; this is another kind of model.
    Kind(Kind),
    /// No request of this size passes.
    Blocked(Blocked),
    /// No completion is planned, so there is nothing to reserve.
    NothingReserved,
    /// The engine refuses the question.
    Question(Error),
}

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kind(kind) => {
                write!(f, "code is written for chat completions; this is {}", kind.name())
            }
            Self::Blocked(blocked) => blocked.fmt(f),
            Self::NothingReserved => f.write_str(
                "output_tokens is 0; it must be 1 or more for code, which reserves them",
            ),
            Self::Question(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for Unwritable {}

impl From<Error> for Unwritable {
    fn from(error: Error) -> Self {
        Self::Question(error)
    }
}

impl<'a> Settings<'a> {
    /// The figures for an option of a question's answer.
    ///
    /// # Errors
    ///
    /// For a model that does not do chat completions, for a request that can
    /// never pass, for one without a completion, and as [`groq_calc::answer`](fn@groq_calc::answer).
    pub fn new(
        catalog: &Catalog<'a>,
        question: &Question,
        option: &PlanOption<'a>,
    ) -> Result<Self, Unwritable> {
        let workload = &question.workload;
        let offer_on = |tier| {
            question
                .on(catalog)
                .and_then(|dated| dated.offer(OptionId::new(option.id.model, option.id.plan, tier)))
        };
        let offer = offer_on(option.id.tier)?;
        if matches!(offer.kind, Kind::Transcription | Kind::Speech) {
            return Err(Unwritable::Kind(offer.kind));
        }
        if let Some(blocked) = option.blocked {
            return Err(Unwritable::Blocked(blocked));
        }
        let load = offer.load(workload);
        if load.reserved() == 0 {
            return Err(Unwritable::NothingReserved);
        }
        let held = |offer: &Offer<'_>| {
            let held = |limit| {
                let cap = offer.caps.figure(limit)?;
                // A bucket of nothing would never let anything pass.
                Some(Held { limit, cap, usable: load.usable(cap).max(1) })
            };
            Limit::ALL
                .into_iter()
                .filter(|limit| counts(*limit).is_some())
                .filter_map(held)
                .collect()
        };
        let mut tiers = Vec::new();
        tiers.push((option.id.tier, held(&offer)));
        if option.id.tier == Tier::Flex {
            tiers.push((Tier::OnDemand, held(&offer_on(Tier::OnDemand)?)));
        }
        let in_flight = option.concurrency.map(|requests| {
            let whole = requests.numerator().div_ceil(requests.denominator());
            u64::try_from(whole).unwrap_or(u64::MAX).max(1)
        });
        Ok(Self {
            model: option.id.model,
            plan: option.id.plan,
            tier: option.id.tier,
            as_of: question.day(catalog)?,
            requests_per_day: workload.requests_per_day.get(),
            prompt_tokens: workload.input_tokens.get(),
            reserved_tokens: load.reserved(),
            workers: in_flight.unwrap_or(WORKERS),
            workers_planned: in_flight.is_some(),
            tiers,
            unknown: option.unknown_limits,
            binding: option
                .limits
                .iter()
                .filter(|used| option.binding.contains(used.limit))
                .copied()
                .collect(),
            fits: option.fits,
            batch_percent: option.batch_share_percent,
            has_batch: offer.has_batch(),
            spend_cap: SpendCap::new(question, &offer)?,
        })
    }

    /// A program that reads prompts, one a line, and prints their answers, within
    /// the limits.
    pub fn code(&self, language: Language) -> String {
        code::written(self, language, Part::Calls)
    }

    /// A program that hands prompts in, one a line, as batch jobs; `None` where
    /// the plan or the model has no batch.
    pub fn batch(&self, language: Language) -> Option<String> {
        self.has_batch.then(|| code::written(self, language, Part::Batch))
    }
}

/// What the code counts for a limit, and the seconds of its window.
pub(crate) const fn counts(limit: Limit) -> Option<(&'static str, u64)> {
    let count = match limit.measure {
        Measure::Requests => "requests",
        Measure::Tokens => "tokens",
        Measure::Input => "input",
        Measure::Output => "output",
        Measure::UncachedInput | Measure::AudioSeconds => return None,
    };
    match limit.window.micros() {
        Some(micros) => Some((count, micros / 1_000_000)),
        None => None,
    }
}
