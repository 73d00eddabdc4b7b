use alloc::{format, string::String, vec::Vec};

use groq_calc::{
    Answer, Catalog, Date, Error, Limit, Offer, Plan, PlanOption, Question, Tier,
    catalog::Retirement,
};
use groq_catalog::{CHECKS, Check};

use crate::{figure::Figure, settings::reserve, spend_limit::SpendLimit};

/// The launch checklist with the figures of a plan.
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
        let as_of = question.day(catalog)?;
        let model = catalog.model(option.id.model);
        let retirement = model.and_then(|model| model.retirement_after(as_of));
        let figures = Figures { question, answer, option, offer, retirement };
        let item = |check: &'static Check| Ok((check, figures.of(check.id)?));
        Ok(Self {
            model: option.id.model,
            plan: option.id.plan,
            tier: option.id.tier,
            as_of,
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
    retirement: Option<Retirement<'a>>,
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
            "model-setting" => {
                Figure::Model { model: option.id.model, retirement: self.retirement.clone() }
            }
            "max-completion" => Figure::Reserved(reserve(option, &load, offer)),
            "too-large" => Figure::LargestRequest(offer.caps.figure(Limit::TPM)),
            "queue" => Figure::Minute { peak: load.peak(), most: option.requests_per_minute_max },
            "retries" if option.id.tier == Tier::Flex => Figure::FlexFallsBack,
            "spend-limit" => Figure::Spend(SpendLimit::new(self.question, offer)?),
            "daily-tokens" => {
                let day = option.limits.iter().find(|used| used.limit == Limit::TPD);
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
