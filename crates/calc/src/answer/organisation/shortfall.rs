use alloc::{string::String, vec::Vec};
use core::fmt;

use crate::{
    answer::{
        organisation::{candidate::Candidate, shared_limit::SharedLimit},
        passed_over::PassedOver,
    },
    capacity::blocked::Blocked,
    catalog::{
        limits::{Limit, LimitSet},
        plan::Tier,
    },
    num::{fraction::Fraction, money::Usd, number::people},
    question::organisation::{Organisation, Service},
};

/// What stands between an assignment and a recommendation; its text says what
/// would have to change.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(tag = "code", rename_all = "snake_case")
)]
pub enum Shortfall {
    /// A call of a service can never pass.
    Blocked {
        /// The service.
        service: String,
        /// Which of its calls, counted from 0.
        call: u64,
        /// Why.
        reason: Blocked,
    },
    /// The services on a model and tier ask more of a limit than it has.
    Over {
        /// The model id.
        model: String,
        /// The service tier.
        tier: Tier,
        /// The limit.
        limit: Limit,
        /// Its published cap.
        cap: u64,
        /// What the largest safety margin leaves of it.
        usable: u64,
        /// What is asked of it.
        demand: Fraction,
        /// The least cap with which it would hold; `None` above 2⁶⁴ − 1.
        cap_needed: Option<u64>,
        /// Who asks.
        services: Vec<String>,
    },
    /// Too little is known of the limits of a service to say that it fits.
    Unchecked {
        /// The service.
        service: String,
        /// Limits whose cap is not known, or what a request takes of them.
        unknown_limits: LimitSet,
    },
    /// A requirement of a service is not met, or its price is not known.
    Unmet {
        /// The service.
        service: String,
        /// What is not met.
        reason: PassedOver,
    },
    /// The month costs more than the budget.
    OverBudget {
        /// Whose budget; `None` for that of the organisation.
        service: Option<String>,
        /// What the month costs.
        monthly_usd: Usd,
        /// The budget.
        budget_usd: Usd,
    },
}

impl fmt::Display for Shortfall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blocked { service, call, reason } => {
                write!(f, "{service}: call {}: {reason}", call + 1)?;
                match reason {
                    Blocked::TooLarge { .. } => f.write_str(
                        "; shorten the prompt, reserve a smaller completion, run it as batch, or \
                         ask Groq for enterprise limits",
                    ),
                    _ => Ok(()),
                }
            }
            Self::Over { model, tier, limit, usable, demand, cap_needed, services, .. } => {
                let model = model.rsplit('/').next().unwrap_or(model);
                write!(f, "{limit} of {model}")?;
                if *tier == Tier::Flex {
                    f.write_str(" on flex")?;
                }
                write!(
                    f,
                    ": {} asked for by {}, {} there; send fewer or shorter requests, spread them, \
                     run a share as batch, or ask Groq for ",
                    Amount(*demand),
                    List(services),
                    people(*usable),
                )?;
                match cap_needed {
                    Some(cap) => f.write_str(&people(*cap)),
                    None => f.write_str("enterprise limits"),
                }
            }
            Self::Unchecked { service, unknown_limits } => write!(
                f,
                "{service}: too little is known of its {unknown_limits} to say that it fits; \
                 state your account's limits, and all that a request takes"
            ),
            Self::Unmet { service, reason } => write!(f, "{service}: {reason}"),
            Self::OverBudget { service, monthly_usd, budget_usd } => {
                if let Some(service) = service {
                    write!(f, "{service}: ")?;
                }
                write!(
                    f,
                    "a month costs ${}, above the budget of ${}; raise the budget",
                    monthly_usd.with_cents(),
                    budget_usd.with_cents()
                )
            }
        }
    }
}

/// A figure for people: grouped where it is whole.
struct Amount(Fraction);

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = u64::try_from(self.0.numerator() / self.0.denominator().max(1));
        match whole {
            Ok(whole) if Fraction::new(whole.into(), 1) == self.0 => f.write_str(&people(whole)),
            _ => self.0.fmt(f),
        }
    }
}

/// `support, digest and search`.
struct List<'a>(&'a [String]);

impl fmt::Display for List<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, name) in self.0.iter().enumerate() {
            let sign = match index {
                0 => "",
                _ if index + 1 == self.0.len() => " and ",
                _ => ", ",
            };
            write!(f, "{sign}{name}")?;
        }
        Ok(())
    }
}

/// The least cap of which a safety margin leaves `demand`; `None` where it does
/// not fit 64 bits.
pub(crate) fn cap_needed(demand: Fraction, margin_percent: u64) -> Option<u64> {
    let whole = demand.numerator().checked_div(demand.denominator())?;
    let rest = demand.numerator() % demand.denominator();
    let needed = whole.checked_add(u128::from(rest > 0))?;
    let kept = u128::from(100 - margin_percent);
    u64::try_from(needed.checked_mul(100)?.div_ceil(kept)).ok()
}

/// The largest safety margin of the services that share a limit.
pub(crate) fn margin_of(
    services: &[Service],
    places: &[&Candidate<'_>],
    used: &SharedLimit<'_>,
) -> u64 {
    let here = services.iter().zip(places).filter(|(_, place)| {
        (place.offer.id.model, place.offer.id.tier) == (used.model, used.tier)
    });
    let calls = here.flat_map(|(service, _)| &service.calls);
    calls.map(|call| call.safety_margin_percent).max().unwrap_or(0)
}

/// All that stands between an assignment and a recommendation.
pub(crate) fn shortfalls(
    organisation: &Organisation,
    places: &[&Candidate<'_>],
    limits: &[SharedLimit<'_>],
    total: Option<Usd>,
) -> Vec<Shortfall> {
    let services = || organisation.services.iter().zip(places);
    let mut found = Vec::new();
    for (service, place) in services() {
        if let Some((call, reason)) = place.blocked {
            let service = service.name.clone();
            found.push(Shortfall::Blocked { service, call: call as u64, reason });
        }
    }
    for used in limits.iter().filter(|used| used.utilization.exceeds_one()) {
        let margin = margin_of(&organisation.services, places, used);
        let asks = |(_, demand): &&(String, Fraction)| !demand.is_zero();
        found.push(Shortfall::Over {
            model: used.model.into(),
            tier: used.tier,
            limit: used.limit,
            cap: used.cap,
            usable: used.usable,
            demand: used.demand,
            cap_needed: cap_needed(used.demand, margin),
            services: used.by_service.iter().filter(asks).map(|(name, _)| name.clone()).collect(),
        });
    }
    for (service, place) in services() {
        let name = || service.name.clone();
        if place.is_unchecked() {
            found.push(Shortfall::Unchecked { service: name(), unknown_limits: place.unknown });
        }
        let unpriced = place.list.is_none().then_some(PassedOver::UnknownPrice);
        if let Some(reason) = place.barred.or(unpriced) {
            found.push(Shortfall::Unmet { service: name(), reason });
        }
        found.extend(over(Some(name()), place.total, service.requirements.monthly_budget));
    }
    found.extend(over(None, total, organisation.requirements.monthly_budget));
    found
}

/// Where a budget is exceeded.
fn over(service: Option<String>, total: Option<Usd>, budget: Option<Usd>) -> Option<Shortfall> {
    let (monthly_usd, budget_usd) = total.zip(budget)?;
    (monthly_usd > budget_usd).then_some(Shortfall::OverBudget { service, monthly_usd, budget_usd })
}

#[cfg(feature = "serde")]
crate::json::text_and_code!(json, super::Shortfall, change, change_code);

/// Shortfalls as a list of pairs of text and code.
#[cfg(feature = "serde")]
pub(crate) mod list {
    use alloc::vec::Vec;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Shortfall;

    #[derive(Serialize, Deserialize)]
    struct Entry {
        #[serde(flatten, with = "super::json")]
        change: Shortfall,
    }

    pub(crate) fn serialize<S: Serializer>(
        changes: &[Shortfall],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(changes.iter().map(|change| Entry { change: change.clone() }))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<Shortfall>, D::Error> {
        let entries = Vec::<Entry>::deserialize(deserializer)?;
        Ok(entries.into_iter().map(|entry| entry.change).collect())
    }
}
