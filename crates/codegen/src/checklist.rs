use alloc::{format, string::String, vec::Vec};
use core::fmt;

use groq_calc::{
    Answer, Catalog, Date, Error, Fraction, Limit, LimitSet, Offer, Plan, PlanOption, Question,
    Tier,
};
use groq_catalog::{CHECKS, Check};

use crate::{counted::Counted, spend_cap::SpendCap};

/// The launch checklist with the figures of one's own plan.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Checklist<'a> {
    /// The model id.
    pub model: &'a str,
    /// The plan.
    pub plan: Plan,
    /// The service tier.
    pub tier: Tier,
    /// The day of the limits and prices.
    pub as_of: Date,
    /// Every check, with its figure where the plan has one.
    pub items: Vec<(&'static Check, Option<Figure<'a>>)>,
}

/// What a plan says to one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure<'a> {
    /// The caps that were reckoned with.
    Caps {
        /// Each of them.
        caps: Vec<(Limit, u64)>,
        /// Those that are not published.
        unknown: LimitSet,
        /// How many of them are the account's own.
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
    /// The model id.
    Model(&'a str),
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
    Spend(SpendCap),
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

impl<'a> Checklist<'a> {
    /// For an option of a question's answer.
    ///
    /// # Errors
    ///
    /// As [`groq_calc::answer`](fn@groq_calc::answer).
    pub fn new(
        catalog: &Catalog<'a>,
        question: &Question,
        answer: &Answer<'a>,
        option: &PlanOption<'a>,
    ) -> Result<Self, Error> {
        let offer = question.on(catalog).and_then(|dated| dated.offer(option.id))?;
        let figures = Figures { question, answer, option, offer };
        let item = |check: &'static Check| Ok((check, figures.of(check.id)?));
        Ok(Self {
            model: option.id.model,
            plan: option.id.plan,
            tier: option.id.tier,
            as_of: question.day(catalog)?,
            items: CHECKS.iter().map(item).collect::<Result<_, Error>>()?,
        })
    }

    /// The list as Markdown, in English.
    pub fn markdown(&self) -> String {
        let mut text = format!(
            "## Launch checklist\n\nPlanned: {} on {} ({}), by the limits and prices of {}.\n\n",
            self.model,
            self.plan.title(),
            self.tier.name(),
            self.as_of
        );
        for (check, figure) in &self.items {
            text.push_str(&format!("- [ ] {}", check.text.en));
            if let Some(figure) = figure {
                text.push_str(&format!(" **{figure}.**"));
            }
            text.push('\n');
        }
        text
    }
}

struct Figures<'q, 'a> {
    question: &'q Question,
    answer: &'q Answer<'a>,
    option: &'q PlanOption<'a>,
    offer: Offer<'a>,
}

impl<'a> Figures<'_, 'a> {
    fn of(&self, check: &str) -> Result<Option<Figure<'a>>, Error> {
        let (option, offer) = (self.option, &self.offer);
        let workload = &self.question.workload;
        let load = offer.load(workload);
        Ok(Some(match check {
            "limits-page" => self.caps(),
            "binding-limit" => Figure::Binding {
                limits: option.binding,
                utilization: option.utilization,
                margin_percent: workload.safety_margin_percent,
            },
            "production-model" => {
                Figure::Fallback { production: offer.production, other: self.other() }
            }
            "model-setting" => Figure::Model(option.id.model),
            "max-completion" => Figure::Reserved(load.reserved()),
            "too-large" => Figure::LargestRequest(offer.caps.figure(Limit::Tpm)),
            "queue" => Figure::Minute { peak: load.peak(), most: option.requests_per_minute_max },
            "retries" if option.id.tier == Tier::Flex => Figure::FlexFallsBack,
            "spend-limit" => Figure::Spend(SpendCap::new(self.question, offer)?),
            "daily-tokens" => {
                let day = option.limits.iter().find(|used| used.limit == Limit::Tpd);
                Figure::DayTokens(day.map(|used| (used.demand, used.cap)))
            }
            "batch-share" => {
                Figure::Batch { percent: option.batch_share_percent, offered: offer.has_batch() }
            }
            "cache-order" => Figure::Cached {
                input: workload.input_tokens.get(),
                cached: workload.cached_input_tokens.get(),
                offered: offer.caches(),
            },
            _ => return Ok(None),
        }))
    }

    fn caps(&self) -> Figure<'a> {
        let cap = |limit: Limit| Some((limit, self.offer.caps.figure(limit)?));
        let ours = |own: &&groq_calc::question::Override| {
            own.model == self.option.id.model && own.plan == self.option.id.plan
        };
        Figure::Caps {
            caps: Limit::ALL.into_iter().filter_map(cap).collect(),
            unknown: self.offer.caps.unknown(),
            own: self.question.limits.iter().filter(ours).count(),
        }
    }

    /// The cheapest other model on which the workload fits.
    fn other(&self) -> Option<&'a str> {
        let fits = |other: &&PlanOption<'a>| {
            other.id.model != self.option.id.model && other.fits && other.blocked.is_none()
        };
        let priced = |other: &PlanOption<'a>| Some((other.monthly.total_usd?, other.id.model));
        let others = self.answer.options.iter().filter(fits).filter_map(priced);
        others.min().map(|(_, model)| model)
    }
}

impl fmt::Display for Figure<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Caps { caps, unknown, own } => {
                f.write_str("Reckoned with ")?;
                for (index, (limit, cap)) in caps.iter().enumerate() {
                    let comma = if index > 0 { ", " } else { "" };
                    write!(f, "{comma}{limit} {cap}")?;
                }
                if caps.is_empty() {
                    f.write_str("no cap")?;
                }
                match own {
                    0 => f.write_str(", as published")?,
                    own => write!(f, ", {own} of them our own")?,
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
            Self::Model(model) => write!(f, "Now {model}"),
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
    fn one_is_singular() {
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
