use alloc::vec::Vec;
use core::fmt;

use groq_calc::{
    Fraction, Limit,
    catalog::{LimitSet, Retirement},
};

use crate::{counted::Counted, spend_limit::SpendLimit};

/// What a plan says to one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure<'a> {
    /// The caps that the plan uses.
    Caps {
        /// Each of them.
        caps: Vec<(Limit, u64)>,
        /// Those that are not published.
        unknown: LimitSet,
        /// How many of them the question overrides.
        own: usize,
    },
    /// What binds, and how far it is used.
    Binding {
        /// The limits.
        limits: LimitSet,
        /// Their utilisation.
        utilization: Fraction,
        /// The part of every cap left unused, in percent.
        margin_percent: u64,
    },
    /// The model and one to fall back to.
    Fallback {
        /// Whether Groq lists the model for production.
        production: bool,
        /// The cheapest other model on which the workload fits.
        other: Option<&'a str>,
    },
    /// The model id, and its end where one is known.
    Model {
        /// The model id.
        model: &'a str,
        /// Its end, after the day of the question.
        retirement: Option<Retirement<'a>>,
    },
    /// What a request reserves for its completion.
    Reserved(u64),
    /// The most that one request may ask for; `None` where it is not known.
    LargestRequest(Option<u64>),
    /// The busiest minute, and what the limits let through in one.
    Minute {
        /// Requests planned.
        peak: u64,
        /// Requests that pass; `None` without a known limit.
        most: Option<u64>,
    },
    /// 498 leads from flex to on demand.
    FlexFallsBack,
    /// The spend limit to set.
    Spend(SpendLimit),
    /// Tokens of the day; `None` where no cap is known.
    DayTokens(Option<(Fraction, u64)>),
    /// What runs as batch.
    Batch {
        /// The planned share, in percent.
        percent: u64,
        /// Whether plan and model have batch.
        offered: bool,
    },
    /// What the cache serves.
    Cached {
        /// Prompt tokens.
        input: u64,
        /// The cached ones among them, as planned.
        cached: u64,
        /// Whether the model caches.
        offered: bool,
    },
}

impl fmt::Display for Figure<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Caps { caps, unknown, own } => {
                f.write_str("Planned with ")?;
                for (index, (limit, cap)) in caps.iter().enumerate() {
                    let comma = if index > 0 { ", " } else { "" };
                    write!(f, "{comma}{limit} {cap}")?;
                }
                if caps.is_empty() {
                    f.write_str("no cap")?;
                }
                match own {
                    0 => f.write_str(", as published")?,
                    own => write!(f, ", {own} of them your own")?,
                }
                match unknown.is_empty() {
                    true => Ok(()),
                    false => write!(f, "; not published: {unknown}"),
                }
            }
            Self::Binding { limits, utilization, margin_percent } => {
                match limits.is_empty() {
                    true => f.write_str("No known limit binds")?,
                    false => write!(f, "{limits}, used to {} %", utilization.percent())?,
                }
                write!(f, ", with a margin of {margin_percent} %")
            }
            Self::Fallback { production, other } => {
                f.write_str(match production {
                    true => "Listed for production",
                    false => "Not listed for production",
                })?;
                match other {
                    Some(other) => write!(f, "; the workload would fit {other} as well"),
                    None => f.write_str("; no other model of this question takes the workload"),
                }
            }
            Self::Model { model, retirement } => {
                write!(f, "Now {model}")?;
                match retirement {
                    Some(retirement) => write!(f, "; {retirement}"),
                    None => Ok(()),
                }
            }
            Self::Reserved(tokens) => write!(f, "{tokens} as planned"),
            Self::LargestRequest(Some(cap)) => {
                write!(f, "Prompt and max_completion_tokens together: at most {cap}")
            }
            Self::LargestRequest(None) => f.write_str("The tokens per minute are not known here"),
            Self::Minute { peak, most } => {
                write!(f, "{} in the busiest minute, ", Counted(*peak, "request"))?;
                match most {
                    Some(1) => f.write_str("1 passes"),
                    Some(most) => write!(f, "{most} pass"),
                    None => f.write_str("and no known limit"),
                }
            }
            Self::FlexFallsBack => f.write_str("This plan is on flex: 498 leads to on demand"),
            Self::Spend(cap) => write!(f, "Spend limit: {cap}"),
            Self::DayTokens(Some((demand, cap))) => write!(f, "{demand} of {cap} as planned"),
            Self::DayTokens(None) => f.write_str("No daily cap is known here"),
            Self::Batch { offered: false, .. } => f.write_str("This plan or model has no batch"),
            Self::Batch { percent, .. } => write!(f, "{percent} % as planned"),
            Self::Cached { offered: false, .. } => f.write_str("This model does not cache"),
            Self::Cached { input, cached, .. } => {
                write!(f, "{cached} of {} cached as planned", Counted(*input, "prompt token"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn counts_of_one_are_singular() {
        for (figure, text) in [
            (
                Figure::Minute { peak: 1, most: Some(1) },
                "1 request in the busiest minute, 1 passes",
            ),
            (Figure::Minute { peak: 2, most: Some(4) }, "2 requests in the busiest minute, 4 pass"),
            (
                Figure::Minute { peak: 1, most: None },
                "1 request in the busiest minute, and no known limit",
            ),
            (
                Figure::Cached { input: 1, cached: 0, offered: true },
                "0 of 1 prompt token cached as planned",
            ),
        ] {
            assert_eq!(figure.to_string(), text);
        }
    }
}
