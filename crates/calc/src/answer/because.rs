use core::fmt;

use crate::{
    answer::passed_over::PassedOver,
    capacity::blocked::Blocked,
    catalog::limits::LimitSet,
    num::{money::Usd, number::people},
};

/// Why an option is the recommended one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(tag = "code", rename_all = "snake_case")
)]
pub enum Because {
    /// No other option fits and meets the requirements.
    OnlyOne,
    /// None of those that fit and meet the requirements costs less.
    CheapestOf {
        /// How many there are.
        options: u64,
    },
}

impl fmt::Display for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OnlyOne => {
                f.write_str("it is the only option that fits and meets the requirements")
            }
            Self::CheapestOf { options } => {
                write!(f, "of the {options} options that fit, none costs less")
            }
        }
    }
}

/// What stands between the nearest option and a recommendation; its text says
/// what would have to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(tag = "code", rename_all = "snake_case")
)]
pub enum Obstacle {
    /// More requests are asked for than the limits let through.
    Volume {
        /// The most requests in a day that fit, if known.
        requests_per_day_max: Option<u64>,
        /// What is asked for.
        requests_per_day: u64,
        /// The most requests in a minute that fit, if known.
        requests_per_minute_max: Option<u64>,
        /// The limits with the highest utilisation.
        binding: LimitSet,
    },
    /// Too little is known of its limits to say that it fits.
    Unchecked {
        /// Limits whose cap is not known, or what a request takes of them.
        unknown_limits: LimitSet,
    },
    /// It fits, but costs more than the budget.
    OverBudget {
        /// What the month costs.
        monthly_usd: Usd,
    },
    /// No request can pass.
    #[cfg_attr(feature = "serde", serde(untagged))]
    Blocked(Blocked),
    /// It fits, but a requirement is not met, or a figure is not known.
    #[cfg_attr(feature = "serde", serde(untagged))]
    Unmet(PassedOver),
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// A count for people, or a question mark.
        struct Most(Option<u64>);
        impl fmt::Display for Most {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self.0 {
                    Some(count) => f.write_str(&people(count)),
                    None => f.write_str("?"),
                }
            }
        }
        match *self {
            Self::Blocked(Blocked::TooLarge { limit, cap, .. }) => write!(
                f,
                "one request may ask for {} at most ({limit}): shorten the prompt, reserve a \
                 smaller completion, run it as batch, or ask Groq for enterprise limits",
                people(cap)
            ),
            Self::Blocked(blocked) => blocked.fmt(f),
            Self::Volume {
                requests_per_day_max,
                requests_per_day,
                requests_per_minute_max,
                binding,
            } => write!(
                f,
                "at most {} of {} requests a day and {} a minute fit ({binding} {}): send fewer \
                 or shorter requests, spread them, run a share as batch, or ask Groq for \
                 enterprise limits",
                Most(requests_per_day_max),
                people(requests_per_day),
                Most(requests_per_minute_max),
                binding.bind()
            ),
            Self::Unchecked { unknown_limits } => write!(
                f,
                "too little is known of its {unknown_limits} to say that it fits: state your \
                 account's limits, and all that a request takes"
            ),
            Self::OverBudget { monthly_usd } => {
                write!(
                    f,
                    "it fits, but a month costs ${}: raise the budget",
                    monthly_usd.with_cents()
                )
            }
            Self::Unmet(reason) => write!(f, "it fits, but {reason}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;
    use crate::catalog::limits::Limit;

    #[test]
    fn an_obstacle_says_what_would_have_to_change() {
        let text = |obstacle: Obstacle| obstacle.to_string();
        let large = Blocked::TooLarge { limit: Limit::TPM, requested: 9000, cap: 8000 };
        assert_eq!(
            text(Obstacle::Blocked(large)),
            "one request may ask for 8,000 at most (TPM): shorten the prompt, reserve a smaller \
             completion, run it as batch, or ask Groq for enterprise limits"
        );
        let context = Blocked::Context { requested: 200_000, window: 131_072 };
        assert_eq!(text(Obstacle::Blocked(context)), context.to_string());
        let volume = Obstacle::Volume {
            requests_per_day_max: Some(1000),
            requests_per_day: 2000,
            requests_per_minute_max: None,
            binding: LimitSet::from_iter([Limit::RPD, Limit::TPD]),
        };
        assert_eq!(
            text(volume),
            "at most 1,000 of 2,000 requests a day and ? a minute fit (RPD and TPD bind): send \
             fewer or shorter requests, spread them, run a share as batch, or ask Groq for \
             enterprise limits"
        );
        let unknown_limits = LimitSet::from_iter([Limit::TPM, Limit::TPD]);
        assert_eq!(
            text(Obstacle::Unchecked { unknown_limits }),
            "too little is known of its TPM and TPD to say that it fits: state your account's \
             limits, and all that a request takes"
        );
        let budget = Obstacle::OverBudget { monthly_usd: Usd::parse("31.5").unwrap() };
        assert_eq!(text(budget), "it fits, but a month costs $31.50: raise the budget");
        assert_eq!(
            text(Obstacle::Unmet(PassedOver::UnknownPrice)),
            "it fits, but its price is not known"
        );
    }

    #[test]
    fn a_recommendation_says_why() {
        assert_eq!(
            Because::OnlyOne.to_string(),
            "it is the only option that fits and meets the requirements"
        );
        assert_eq!(
            Because::CheapestOf { options: 7 }.to_string(),
            "of the 7 options that fit, none costs less"
        );
    }
}
