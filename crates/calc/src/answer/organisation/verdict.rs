use core::fmt;

use crate::{
    catalog::plan::Plan,
    num::{money::Usd, number::people},
};

/// What an organisation's plan comes to, in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(tag = "code", rename_all = "snake_case")
)]
pub enum Verdict {
    /// Every service finds room, and all requirements are met.
    Fits {
        /// The plan.
        plan: Plan,
        /// How many services there are.
        services: u64,
        /// On how many models.
        models: u64,
        /// What the month costs.
        monthly_usd: Usd,
        /// The same at list price.
        list_usd: Usd,
    },
    /// Every service finds room, but a requirement is not met.
    Unmet {
        /// The plan of the nearest assignment.
        plan: Plan,
        /// How many things would have to change.
        changes: u64,
    },
    /// Too little is known of a limit to say that everything fits.
    Unchecked {
        /// The plan of the nearest assignment.
        plan: Plan,
        /// How many things would have to change.
        changes: u64,
    },
    /// No assignment gives every service room.
    DoesNotFit {
        /// The plan of the nearest assignment.
        plan: Plan,
        /// How many services are blocked there.
        blocked: u64,
        /// How many limits are exceeded there.
        over: u64,
    },
}

/// `3 services`.
struct Count(u64, &'static str);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.0 == 1 { "" } else { "s" };
        write!(f, "{} {}{plural}", people(self.0), self.1)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Fits { plan, services, models, monthly_usd, list_usd } => {
                write!(
                    f,
                    "Everything fits the {} plan: {} on {}, ${} a month",
                    plan.title(),
                    Count(services, "service"),
                    Count(models, "model"),
                    monthly_usd.with_cents()
                )?;
                match plan {
                    Plan::Free => write!(f, " (list price ${}).", list_usd.with_cents()),
                    Plan::Developer => f.write_str("."),
                }
            }
            Self::Unmet { plan, changes } => write!(
                f,
                "Nothing that fits meets the conditions. Nearest, on the {} plan: {} would have \
                 to change.",
                plan.title(),
                Count(changes, "thing")
            ),
            Self::Unchecked { plan, changes } => write!(
                f,
                "Too little is known to say that everything fits. Nearest, on the {} plan: {} \
                 would have to change.",
                plan.title(),
                Count(changes, "thing")
            ),
            Self::DoesNotFit { plan, blocked, over } => {
                write!(f, "Nothing that is offered fits. Nearest, on the {} plan: ", plan.title())?;
                match (blocked, over) {
                    (0, over) => write!(f, "{} exceeded.", Count(over, "limit")),
                    (blocked, 0) => write!(f, "{} blocked.", Count(blocked, "service")),
                    (blocked, over) => write!(
                        f,
                        "{} blocked, {} exceeded.",
                        Count(blocked, "service"),
                        Count(over, "limit")
                    ),
                }
            }
        }
    }
}

#[cfg(feature = "serde")]
crate::json::text_and_code!(json, super::Verdict, verdict, verdict_code);
