use alloc::string::ToString;
use core::fmt;

use crate::{
    answer::{
        because::Obstacle, option::PlanOption, passed_over::PassedOver, recommendation::Answer,
    },
    capacity::{at_risk::AtRisk, blocked::Blocked},
    catalog::{
        limits::LimitSet,
        model::Kind,
        plan::{OptionId, Plan, Tier},
    },
    num::{
        date::Date,
        money::Usd,
        number::{people, requests},
    },
};

/// The answer in a sentence or two: what the free plan does, and what to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verdict<'a> {
    /// What the free plan does, where the question allows it.
    pub free: Option<FreePlan<'a>>,
    /// What to take; `None` where the free plan is taken.
    pub outcome: Option<Outcome<'a>>,
    /// The first limit by which what is taken may be refused.
    pub at_risk: Option<AtRisk>,
}

/// How the free plan takes a workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FreePlan<'a> {
    /// It fits and is recommended.
    Fits {
        /// The option.
        id: OptionId<'a>,
        /// The limits with the highest utilisation.
        binding: LimitSet,
        /// The most requests a day that fit; `None` without a limit.
        requests_per_day_max: Option<u64>,
        /// What it would cost at list price, if known.
        list_usd: Option<Usd>,
    },
    /// No request can pass.
    Blocked(Blocked),
    /// Too little is known of its limits.
    Unchecked {
        /// Limits whose cap is not known, or what a request takes of them.
        unknown_limits: LimitSet,
    },
    /// It fits but was not chosen.
    NotChosen(Option<PassedOver>),
    /// Only a part of the day's requests fits.
    DayTooSmall {
        /// The limits with the highest utilisation.
        binding: LimitSet,
        /// The most requests a day that fit.
        requests_per_day_max: u64,
        /// What is asked for.
        requests_per_day: u64,
    },
    /// The day fits, but the busiest minute does not.
    MinuteTooSmall {
        /// The limits with the highest utilisation.
        binding: LimitSet,
        /// The most requests a minute that fit.
        requests_per_minute_max: u64,
    },
}

/// What an answer comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome<'a> {
    /// The cheapest option that fits.
    Cheapest {
        /// The option.
        id: OptionId<'a>,
        /// What the month costs.
        monthly_usd: Usd,
    },
    /// None does; the one that comes nearest.
    Nearest {
        /// The option.
        id: OptionId<'a>,
        /// Whether an option fits that does not meet the requirements.
        any_fits: bool,
        /// What would have to change.
        change: Obstacle,
    },
    /// No model of the kind is offered.
    NoModel {
        /// The kind.
        kind: Kind,
        /// The day.
        day: Date,
    },
}

impl<'a> Answer<'a> {
    /// The answer in a sentence or two.
    pub fn verdict(&self) -> Verdict<'a> {
        let at_risk = self.best().and_then(|option| option.at_risk.first().copied());
        let free = match self.best_free() {
            Some(option) if self.recommends(Plan::Free) => {
                let fits = FreePlan::Fits {
                    id: option.id,
                    binding: option.binding,
                    requests_per_day_max: option.requests_per_day_max,
                    list_usd: option.monthly.list_usd,
                };
                return Verdict { free: Some(fits), outcome: None, at_risk };
            }
            other => other.map(|option| self.without_free(option)),
        };
        let outcome = match (&self.recommended, &self.nearest) {
            (Some(choice), _) => {
                Outcome::Cheapest { id: choice.id, monthly_usd: choice.monthly_usd }
            }
            (None, Some(near)) => Outcome::Nearest {
                id: near.id,
                any_fits: self.options.iter().any(|option| option.fits),
                change: near.change,
            },
            (None, None) => Outcome::NoModel { kind: self.kind, day: self.as_of },
        };
        Verdict { free, outcome: Some(outcome), at_risk }
    }

    fn recommends(&self, plan: Plan) -> bool {
        self.recommended.as_ref().is_some_and(|choice| choice.id.plan == plan)
    }

    /// The free option that takes the most: the one people ask about first.
    fn best_free(&self) -> Option<&PlanOption<'a>> {
        let chosen = self.recommended.as_ref().map(|choice| choice.id.model);
        if self.recommends(Plan::Free) {
            return self.chosen();
        }
        self.options.iter().filter(|option| option.id.plan == Plan::Free).max_by(|a, b| {
            let most = |option: &PlanOption<'_>| option.requests_per_day_max.unwrap_or(0);
            // One that could be taken later speaks for the plan: its limits and price are known.
            let known =
                |option: &PlanOption<'_>| !option.unchecked && option.monthly.list_usd.is_some();
            (known(a), most(a), Some(a.id.model) == chosen)
                .cmp(&(known(b), most(b), Some(b.id.model) == chosen))
                .then_with(|| b.id.model.cmp(a.id.model))
        })
    }

    /// Why the free plan is not taken.
    fn without_free(&self, option: &PlanOption<'a>) -> FreePlan<'a> {
        if let Some(blocked) = option.blocked {
            return FreePlan::Blocked(blocked);
        }
        if option.passed_over == Some(PassedOver::UnknownLimits) {
            return FreePlan::Unchecked { unknown_limits: option.unknown_limits };
        }
        if option.fits {
            return FreePlan::NotChosen(option.passed_over);
        }
        let binding = option.binding;
        match option.requests_per_day_max {
            Some(most) if most < self.requests_per_day => FreePlan::DayTooSmall {
                binding,
                requests_per_day_max: most,
                requests_per_day: self.requests_per_day,
            },
            _ => FreePlan::MinuteTooSmall {
                binding,
                requests_per_minute_max: option.requests_per_minute_max.unwrap_or(0),
            },
        }
    }
}

impl fmt::Display for Answer<'_> {
    /// Its verdict.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.verdict().fmt(f)
    }
}

impl fmt::Display for Verdict<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(free) = self.free {
            free.fmt(f)?;
        }
        match (self.free, self.outcome) {
            (Some(_), Some(outcome)) => write!(f, " {outcome}")?,
            (None, Some(outcome)) => outcome.fmt(f)?,
            (_, None) => {}
        }
        match self.at_risk {
            Some(risk) => write!(f, " But {risk}."),
            None => Ok(()),
        }
    }
}

impl fmt::Display for FreePlan<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Fits { id, binding, requests_per_day_max, list_usd } => {
                write!(f, "Fits the Free plan: {}", id.short_model())?;
                if !binding.is_empty() {
                    write!(
                        f,
                        ", where {binding} {} and {} a day {}",
                        binding.bind(),
                        requests_per_day_max
                            .map_or_else(|| "any number of requests".to_string(), requests),
                        fit(requests_per_day_max)
                    )?;
                }
                f.write_str(". $0.00 a month")?;
                if let Some(usd) = list_usd {
                    write!(f, " (list price ${})", usd.with_cents())?;
                }
                f.write_str(".")
            }
            Self::Blocked(blocked) => write!(f, "Does not fit the Free plan: {blocked}."),
            Self::Unchecked { unknown_limits } => write!(
                f,
                "It may fit the Free plan or not: too little is known of {unknown_limits}."
            ),
            Self::NotChosen(Some(reason)) => {
                write!(f, "The Free plan fits but was not chosen: {reason}.")
            }
            Self::NotChosen(None) => f.write_str("The Free plan fits but was not chosen."),
            Self::DayTooSmall { binding, requests_per_day_max, requests_per_day } => write!(
                f,
                "Does not fit the Free plan: {binding} {}, {} of your {} a day {}.",
                binding.bind(),
                people(requests_per_day_max),
                requests(requests_per_day),
                fit(Some(requests_per_day_max))
            ),
            Self::MinuteTooSmall { binding, requests_per_minute_max } => write!(
                f,
                "Does not fit the Free plan: {binding} {}, the busiest minute takes {} at most.",
                binding.bind(),
                requests(requests_per_minute_max)
            ),
        }
    }
}

impl fmt::Display for Outcome<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Cheapest { id, monthly_usd } => write!(
                f,
                "Cheapest that fits: {}, ${} a month.",
                Place(id),
                monthly_usd.with_cents()
            ),
            Self::Nearest { id, any_fits, change } => {
                f.write_str(match any_fits {
                    true => "Nothing that fits meets the conditions",
                    false => "Nothing that is offered fits",
                })?;
                write!(f, ". Nearest: {}: {change}.", Place(id))
            }
            Self::NoModel { kind, day } => {
                write!(f, "No {} model is offered on {day}.", kind.name())
            }
        }
    }
}

/// The verb of a number of requests.
fn fit(most: Option<u64>) -> &'static str {
    if most == Some(1) { "fits" } else { "fit" }
}

/// `gpt-oss-20b on Developer with flex`.
struct Place<'a>(OptionId<'a>);

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.0;
        write!(f, "{} on {}", id.short_model(), id.plan.title())?;
        match id.tier {
            Tier::OnDemand => Ok(()),
            Tier::Flex => f.write_str(" with flex"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::limits::Limit;

    const ID: OptionId<'static> = OptionId::new("acme/large", Plan::Developer, Tier::Flex);

    #[test]
    fn a_verdict_says_why_the_free_plan_does_or_does_not_fit() {
        let tpd = LimitSet::from_iter([Limit::TPD]);
        let fits = |binding, requests_per_day_max, list_usd| {
            FreePlan::Fits { id: ID, binding, requests_per_day_max, list_usd }.to_string()
        };
        assert_eq!(fits(LimitSet::EMPTY, None, None), "Fits the Free plan: large. $0.00 a month.");
        assert_eq!(
            fits(tpd, None, Usd::parse("2")),
            "Fits the Free plan: large, where TPD binds and any number of requests a day fit. \
             $0.00 a month (list price $2.00)."
        );
        assert_eq!(
            fits(tpd, Some(1), None),
            "Fits the Free plan: large, where TPD binds and 1 request a day fits. $0.00 a month."
        );
        let blocked = Blocked::Context { requested: 9, window: 8 };
        assert_eq!(
            FreePlan::Blocked(blocked).to_string(),
            "Does not fit the Free plan: one request asks for 9 tokens, above the context window \
             of 8."
        );
        assert_eq!(
            FreePlan::Unchecked { unknown_limits: tpd }.to_string(),
            "It may fit the Free plan or not: too little is known of TPD."
        );
        assert_eq!(
            FreePlan::NotChosen(Some(PassedOver::FreePlan)).to_string(),
            "The Free plan fits but was not chosen: the free plan is not for production."
        );
        assert_eq!(FreePlan::NotChosen(None).to_string(), "The Free plan fits but was not chosen.");
        let day = FreePlan::DayTooSmall {
            binding: tpd,
            requests_per_day_max: 100,
            requests_per_day: 2000,
        };
        assert_eq!(
            day.to_string(),
            "Does not fit the Free plan: TPD binds, 100 of your 2,000 requests a day fit."
        );
        let minute = FreePlan::MinuteTooSmall { binding: tpd, requests_per_minute_max: 1 };
        assert_eq!(
            minute.to_string(),
            "Does not fit the Free plan: TPD binds, the busiest minute takes 1 request at most."
        );
    }

    #[test]
    fn every_outcome_has_its_sentence() {
        let cheapest = Outcome::Cheapest { id: ID, monthly_usd: Usd::parse("31.5").unwrap() };
        let sentence = "Cheapest that fits: large on Developer with flex, $31.50 a month.";
        assert_eq!(cheapest.to_string(), sentence);
        let change = Obstacle::Unmet(PassedOver::Context);
        let nearest = |any_fits| Outcome::Nearest {
            id: OptionId { tier: Tier::OnDemand, ..ID },
            any_fits,
            change,
        };
        assert_eq!(
            nearest(true).to_string(),
            "Nothing that fits meets the conditions. Nearest: large on Developer: it fits, but \
             its context window is too small or not known."
        );
        assert!(nearest(false).to_string().starts_with("Nothing that is offered fits. Nearest: "));
        let none = Outcome::NoModel { kind: Kind::Speech, day: Date::constant(2026, 6, 4) };
        assert_eq!(none.to_string(), "No speech model is offered on 2026-06-04.");
        let free = Some(FreePlan::NotChosen(None));
        let verdict = |free, outcome| Verdict { free, outcome, at_risk: None }.to_string();
        assert_eq!(verdict(None, Some(cheapest)), sentence);
        assert_eq!(verdict(free, None), "The Free plan fits but was not chosen.");
        assert_eq!(
            verdict(free, Some(cheapest)),
            "The Free plan fits but was not chosen. Cheapest that fits: large on Developer with \
             flex, $31.50 a month."
        );
        let at_risk = Some(AtRisk { limit: Limit::TPM, requested: 9200, cap: 8000 });
        assert_eq!(
            Verdict { free, outcome: None, at_risk }.to_string(),
            "The Free plan fits but was not chosen. But with all that it reserves one request \
             asks for 9,200, above the TPM of 8,000: Groq may refuse it."
        );
    }
}
