use core::fmt;

use groq_calc::{Error, Offer, Plan, Question, Usd};

/// The spend limit to set in Groq's console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpendLimit {
    /// The free plan bills nothing and has none.
    Free,
    /// A price that the plan needs is not known, so the cost of the month is not either.
    Unknown,
    /// No budget is given: above what the month costs.
    Above {
        /// The month as planned.
        month: Usd,
    },
    /// Keeps within the budget, however late Groq counts.
    At {
        /// What to set.
        usd: Usd,
        /// The budget.
        budget: Usd,
        /// The longest that Groq's count lags behind.
        minutes: u64,
        /// The day of the month on which the budget is used up, if it is.
        reached_on_day: Option<u64>,
    },
    /// What passes while Groq's count lags behind costs more than the budget.
    None {
        /// The budget.
        budget: Usd,
        /// The longest that Groq's count lags behind.
        minutes: u64,
    },
}

impl SpendLimit {
    /// For an offer under a question's workload and budget.
    pub(crate) fn new(question: &Question, offer: &Offer<'_>) -> Result<Self, Error> {
        if offer.id.plan == Plan::Free {
            return Ok(Self::Free);
        }
        let Some(month) = offer.monthly(&question.workload)? else { return Ok(Self::Unknown) };
        let Some(budget) = question.requirements.monthly_budget else {
            return Ok(Self::Above { month });
        };
        let Some(spend) = offer.spend(&question.workload, budget)? else {
            return Ok(Self::Unknown);
        };
        let minutes = spend.overrun[1].minutes;
        Ok(match spend.buffered_usd {
            Some(usd) => Self::At { usd, budget, minutes, reached_on_day: spend.reached_on_day },
            None => Self::None { budget, minutes },
        })
    }
}

impl fmt::Display for SpendLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Free => f.write_str("none to set; the free plan bills nothing"),
            Self::Unknown => f.write_str("not known, as a price is not"),
            Self::Above { month } => {
                write!(f, "above ${}, which the month costs as planned", month.with_cents())
            }
            Self::At { usd, budget, minutes, reached_on_day } => {
                write!(
                    f,
                    "${}, to stay within ${} though Groq counts up to {minutes} minutes late",
                    usd.with_cents(),
                    budget.with_cents()
                )?;
                match reached_on_day {
                    Some(day) => write!(f, "; the plan uses the budget up on day {day}"),
                    None => Ok(()),
                }
            }
            Self::None { budget, minutes } => write!(
                f,
                "none keeps within ${}: Groq counts up to {minutes} minutes late, and those cost more",
                budget.with_cents()
            ),
        }
    }
}
