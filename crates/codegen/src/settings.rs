use alloc::{format, string::String, vec::Vec};

use groq_calc::{
    Catalog, Date, Kind, Limit, Offer, OptionId, Plan, PlanOption, Question, Tier,
    capacity::{LimitUse, Load},
    catalog::{LimitSet, Retirement},
};

use crate::{
    codegen_error::CodegenError,
    enforced_limit::{EnforcedLimit, measure},
    spend_limit::SpendLimit,
};

/// Requests in flight where the question does not say how long one takes.
const WORKERS: u64 = 4;

/// How long a call may take: this, and the reserve at that many tokens a second.
const TIMEOUT_SECONDS: u64 = 60;
const SLOWEST_TOKENS_PER_SECOND: u64 = 50;

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
    /// The end of the model after that day, where one is known.
    pub retirement: Option<Retirement<'a>>,
    /// Requests a day as planned.
    pub requests_per_day: u64,
    /// Prompt tokens of a request as planned.
    pub prompt_tokens: u64,
    /// Completion tokens that a request reserves: what the question says, or the
    /// most that is safe where Groq may refuse a request for that.
    pub reserved_tokens: u64,
    /// What the question says, where it is not safe.
    pub risky_reserve: Option<u64>,
    /// Requests in flight at most.
    pub workers: u64,
    /// Whether that follows from the plan.
    pub workers_planned: bool,
    /// Seconds that one call may take.
    pub timeout_seconds: u64,
    /// The limits to enforce, by tier: the one to call, and on demand below flex.
    pub tiers: Vec<(Tier, Vec<EnforcedLimit>)>,
    /// Limits that can't be enforced, as their figure is not published.
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
    pub spend_limit: SpendLimit,
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
    ) -> Result<Self, CodegenError> {
        let workload = &question.workload;
        let offer_on = |tier| {
            question
                .on(catalog)
                .and_then(|dated| dated.offer(OptionId::new(option.id.model, option.id.plan, tier)))
        };
        let offer = offer_on(option.id.tier)?;
        if matches!(offer.kind, Kind::Transcription | Kind::Speech) {
            return Err(CodegenError::Kind(offer.kind));
        }
        if let Some(blocked) = option.blocked {
            return Err(CodegenError::Blocked(blocked));
        }
        let load = offer.load(workload);
        if load.reserved() == 0 {
            return Err(CodegenError::NothingReserved);
        }
        let risky_reserve = (!option.at_risk.is_empty()).then(|| load.reserved());
        let reserved = reserve(option, &load, &offer);
        let enforced = |offer: &Offer<'_>| {
            let enforced = |limit| {
                let cap = offer.caps.figure(limit)?;
                // A bucket of nothing would never let anything pass.
                Some(EnforcedLimit { limit, cap, usable: load.usable(cap).max(1) })
            };
            Limit::ALL
                .into_iter()
                .filter(|limit| measure(*limit).is_some())
                .filter_map(enforced)
                .collect()
        };
        let mut tiers = Vec::new();
        tiers.push((option.id.tier, enforced(&offer)));
        if option.id.tier == Tier::Flex {
            tiers.push((Tier::OnDemand, enforced(&offer_on(Tier::OnDemand)?)));
        }
        let in_flight = option.concurrency.map(|requests| {
            let whole = requests.numerator().div_ceil(requests.denominator());
            u64::try_from(whole).unwrap_or(u64::MAX).max(1)
        });
        let day = question.day(catalog)?;
        Ok(Self {
            model: option.id.model,
            plan: option.id.plan,
            tier: option.id.tier,
            as_of: day,
            retirement: catalog
                .model(option.id.model)
                .and_then(|model| model.retirement_after(day)),
            requests_per_day: workload.requests_per_day(),
            prompt_tokens: workload.input_tokens.get(),
            reserved_tokens: reserved,
            risky_reserve,
            workers: in_flight.unwrap_or(WORKERS),
            workers_planned: in_flight.is_some(),
            timeout_seconds: TIMEOUT_SECONDS + reserved.div_ceil(SLOWEST_TOKENS_PER_SECOND),
            tiers,
            unknown: option.unknown_limits,
            binding: option
                .limits
                .iter()
                .filter(|used| option.binding.contains(used.limit))
                .copied()
                .collect(),
            fits: option.holds(),
            batch_percent: option.batch_share_percent,
            has_batch: offer.has_batch(),
            spend_limit: SpendLimit::new(question, &offer)?,
        })
    }

    /// The file in which the code keeps what is left of the day's limits; `None`
    /// where the plan has none.
    pub(crate) fn day_file(&self) -> Option<String> {
        let mut limits = self.tiers.iter().flat_map(|(_, limits)| limits);
        limits.any(|limit| limit.is_daily()).then(|| {
            let plain = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' };
            let model: String = self.model.chars().map(plain).collect();
            format!("groq-day-{model}.txt")
        })
    }
}

/// What a request had better reserve: what the question says, or the most that is
/// safe where Groq may refuse a request for that.
pub(crate) fn reserve(option: &PlanOption<'_>, load: &Load, offer: &Offer<'_>) -> u64 {
    let safe = || load.safe_reserve(&offer.caps, offer.context).filter(|safe| *safe > 0);
    match option.at_risk.is_empty() {
        true => load.reserved(),
        false => safe().unwrap_or_else(|| load.reserved()),
    }
}
