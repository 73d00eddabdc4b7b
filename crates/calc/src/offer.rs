use alloc::vec::Vec;

use crate::{
    capacity::{
        at_risk::AtRisk, blocked::Blocked, load::Load, timeline::Timeline, utilization::Capacity,
    },
    catalog::{
        abilities::Abilities,
        admission::Admission,
        limits::{Caps, Limit, LimitSet},
        model::{Context, Dated, Kind, Lifecycle, Model, Provenance},
        on_day::CatalogOn,
        plan::{OptionId, Plan, Tier},
        pricing::{Prices, Tool, ToolPrices, ToolSet},
    },
    cost::bill::Bill,
    error::Error,
    num::money::Usd,
    question::{profile::Profile, workload::Workload},
};

#[cfg(feature = "arrivals")]
use crate::capacity::arrivals::Arrivals;

/// Flex multiplies every on-demand cap by ten (Groq's page on service tiers).
const FLEX: u64 = 10;

/// One model on one plan and service tier on a day: the caps and prices under
/// which a workload would run. Everything that is worked out for an option is
/// worked out from this.
///
/// ```
/// use groq_calc::{Caps, Kind, Limit, Offer, Plan, Price, Prices, Tier, Workload};
///
/// let offer = Offer {
///     caps: Caps::NONE.with(Limit::TPM, 8_000).with(Limit::TPD, 200_000),
///     prices: Prices {
///         input: Some(Price::per_million("0.15")),
///         output: Some(Price::per_million("0.60")),
///         ..Prices::NONE
///     },
///     ..Offer::bare("openai/gpt-oss-120b", Kind::Chat, Plan::Developer, Tier::OnDemand)
/// };
/// let workload = Workload::chat(2000, 1500, 500);
/// assert_eq!(offer.capacity(&workload)?.per_day, Some(100));
/// assert_eq!(offer.bill(&workload)?.unwrap().total.to_string(), "31.5");
/// # Ok::<(), groq_calc::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer<'a> {
    /// Its model, plan and tier.
    pub id: OptionId<'a>,
    /// What the model does.
    pub kind: Kind,
    /// The caps of the tier, your own figures over the published ones.
    pub caps: Caps,
    /// Where the published caps come from.
    pub caps_from: Option<Provenance<'a>>,
    /// The prices.
    pub prices: Prices,
    /// Where they come from.
    pub prices_from: Option<Provenance<'a>>,
    /// What Groq's own tools cost, if known.
    pub tool_prices: Option<ToolPrices>,
    /// The tools that the model can call; a workload that uses another is blocked.
    pub tools: ToolSet,
    /// How long a request may be.
    pub context: Context,
    /// Whether the model is on the batch list; only the developer plan has batch.
    pub batchable: bool,
    /// Whether Groq lists the model for production.
    pub production: bool,
    /// What the model can do.
    pub abilities: Abilities,
    /// How requests are admitted.
    pub admission: Admission,
}

impl<'a> Offer<'a> {
    /// An offer of which nothing is known yet: no cap, no price, no batch.
    pub const fn bare(model: &'a str, kind: Kind, plan: Plan, tier: Tier) -> Self {
        Self {
            id: OptionId { model, plan, tier },
            kind,
            caps: Caps::NONE,
            caps_from: None,
            prices: Prices::NONE,
            prices_from: None,
            tool_prices: None,
            tools: ToolSet::NONE,
            context: Context { window: None, max_completion: None },
            batchable: false,
            production: false,
            abilities: Abilities::UNKNOWN,
            admission: Admission::Reserved,
        }
    }

    /// A model on a plan, on demand.
    pub(crate) fn new(catalog: &CatalogOn<'a, '_>, model: &'a Model<'a>, plan: Plan) -> Self {
        let day = catalog.day();
        let entries = match plan {
            Plan::Free => model.free,
            Plan::Developer => model.developer,
        };
        let entry = Dated::at(entries, day);
        let published = entry.map_or_else(|| unpublished(model.kind), |entry| entry.value);
        let prices = model.prices_at(day);
        Self {
            id: OptionId { model: model.id, plan, tier: Tier::OnDemand },
            kind: model.kind,
            caps: catalog.caps(model.id, plan, published),
            caps_from: entry.map(Provenance::of),
            prices: prices.map(|entry| entry.value).unwrap_or_default(),
            prices_from: prices.map(Provenance::of),
            tool_prices: catalog.tool_prices(),
            tools: model.tools_at(day),
            context: model.context_at(day),
            batchable: model.is_batchable(day),
            production: model
                .stage(day)
                .is_some_and(|stage| matches!(stage.value, Lifecycle::Production)),
            abilities: model.abilities(day),
            admission: catalog.admission(),
        }
    }

    /// The same on another tier, seen from on demand.
    pub(crate) fn on(mut self, tier: Tier) -> Self {
        self.turn_to(tier);
        self
    }

    /// The same in place.
    #[inline]
    pub(crate) fn turn_to(&mut self, tier: Tier) {
        if tier == Tier::Flex {
            self.id.tier = tier;
            self.caps = self.caps.times(FLEX);
        }
    }

    /// The share of a workload that runs as batch here, in percent: 0 where
    /// batch is not offered, and then all of it meets the limits at full price.
    pub const fn batch_percent(&self, workload: &Workload) -> u64 {
        if self.has_batch() { workload.batch_share_percent } else { 0 }
    }

    /// Whether requests can run as batch here: the model is on the batch list,
    /// and the plan has batch.
    pub const fn has_batch(&self) -> bool {
        self.batchable && matches!(self.id.plan, Plan::Developer)
    }

    /// Whether cached tokens are credited and cheaper here.
    pub const fn caches(&self) -> bool {
        self.prices.cached_input.is_some()
    }

    /// What a workload asks of the limits here.
    pub fn load(&self, workload: &Workload) -> Load {
        Load::new(workload, self.batch_percent(workload), self.caches()).admitted(self.admission)
    }

    /// Limits that cannot be judged: those whose cap is not published, and for
    /// speech without token counts those on tokens, since how many tokens a
    /// character takes is not published.
    pub fn unknown_limits(&self, workload: &Workload) -> LimitSet {
        let mut unknown = self.caps.unknown();
        let tokens = workload.input_tokens.get() + workload.output_tokens.get();
        if self.kind == Kind::Speech && workload.characters.get() > 0 && tokens == 0 {
            for limit in [Limit::TPM, Limit::TPD, Limit::ITPM, Limit::OTPM] {
                if self.caps.figure(limit).is_some() {
                    unknown.insert(limit);
                }
            }
        }
        unknown
    }

    /// Why no request of a workload can ever pass here, if so: too large, or a
    /// tool that the model does not have.
    pub fn blocked(&self, workload: &Workload) -> Option<Blocked> {
        let too_large = || self.load(workload).blocked(&self.caps, self.context);
        self.missing_tool(workload).or_else(too_large)
    }

    /// Limits by which a request of a workload may be refused here, where none
    /// blocks it.
    pub fn at_risk(&self, workload: &Workload) -> Vec<AtRisk> {
        match self.blocked(workload) {
            Some(_) => Vec::new(),
            None => self.load(workload).at_risk(&self.caps),
        }
    }

    fn missing_tool(&self, workload: &Workload) -> Option<Blocked> {
        let missing = |tool: &Tool| workload.tools.get(*tool) > 0 && !self.tools.contains(*tool);
        Tool::ALL.into_iter().find(missing).map(|tool| Blocked::Tool { tool })
    }

    /// How the limits take a workload.
    ///
    /// # Errors
    ///
    /// When a product does not fit 128 bits; not within the legal ranges.
    pub fn capacity(&self, workload: &Workload) -> Result<Capacity, Error> {
        let mut capacity = Capacity::empty();
        let unknown = self.unknown_limits(workload);
        self.fill(&mut capacity, workload, &self.load(workload), unknown)?;
        Ok(capacity)
    }

    /// The same in place, when its load and what is unknown have been worked out
    /// before.
    pub(crate) fn fill(
        &self,
        capacity: &mut Capacity,
        workload: &Workload,
        load: &Load,
        unknown: LimitSet,
    ) -> Result<(), Error> {
        capacity.fill(load, &self.caps, self.context, unknown)?;
        if let Some(blocked) = self.missing_tool(workload) {
            capacity.block(blocked);
        }
        Ok(())
    }

    /// How the minute limits take requests that come at random.
    #[cfg(feature = "arrivals")]
    pub fn arrivals(&self, workload: &Workload) -> Arrivals {
        let unknown = self.unknown_limits(workload);
        Arrivals::new(&self.load(workload), &self.caps, unknown, self.blocked(workload))
    }

    /// How the day limits take a workload, hour by hour.
    ///
    /// # Errors
    ///
    /// As [`Timeline::new`].
    pub fn timeline(&self, workload: &Workload, profile: &Profile) -> Result<Timeline, Error> {
        let unknown = self.unknown_limits(workload);
        let load = self.load(workload);
        Timeline::new(&load, &self.caps, unknown, self.blocked(workload), profile)
    }

    /// The month at list price; `None` where a price it needs is not known.
    ///
    /// # Errors
    ///
    /// When an amount does not fit 128 bits; not within the legal ranges.
    pub fn bill(&self, workload: &Workload) -> Result<Option<Bill>, Error> {
        self.bill_at(workload, self.batch_percent(workload))
    }

    /// The same when `batch_percent` of it runs as batch.
    pub(crate) fn bill_at(
        &self,
        workload: &Workload,
        batch_percent: u64,
    ) -> Result<Option<Bill>, Error> {
        Bill::new(workload, self.kind, &self.prices, self.tool_prices.as_ref(), batch_percent)
    }

    /// Its total alone.
    pub(crate) fn total_at(
        &self,
        workload: &Workload,
        batch_percent: u64,
    ) -> Result<Option<Usd>, Error> {
        let tools = self.tool_prices.as_ref();
        Bill::total_of(workload, self.kind, &self.prices, tools, batch_percent)
    }

    /// What the month costs: nothing on the free plan; `None` where a price it
    /// needs is not known.
    ///
    /// # Errors
    ///
    /// As [`Offer::bill`].
    pub fn monthly(&self, workload: &Workload) -> Result<Option<Usd>, Error> {
        match self.id.plan {
            Plan::Free => Ok(Some(Usd::ZERO)),
            Plan::Developer => self.total_at(workload, self.batch_percent(workload)),
        }
    }
}

impl<'a> CatalogOn<'a, '_> {
    /// One model on one plan and tier: its caps, prices and rules on this day.
    ///
    /// # Errors
    ///
    /// For a model that is unknown or not offered on this day, and for flex on
    /// the free plan, which does not exist.
    pub fn offer(&self, id: OptionId<'_>) -> Result<Offer<'a>, Error> {
        let model = self.model(id.model)?;
        if !id.plan.tiers().contains(&id.tier) {
            return Err(Error::unknown("tier", id.tier.name(), "on_demand on the free plan"));
        }
        Ok(Offer::new(self, model, id.plan).on(id.tier))
    }
}

/// A plan without an entry has limits that are not published.
fn unpublished(kind: Kind) -> Caps {
    let caps = Caps::NONE.with_unknown(Limit::RPM).with_unknown(Limit::RPD);
    match kind {
        Kind::Transcription => caps.with_unknown(Limit::ASH).with_unknown(Limit::ASD),
        _ => caps.with_unknown(Limit::TPM).with_unknown(Limit::TPD),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        num::{fraction::Fraction, number::Number},
        question::{
            draft::Draft,
            workload_draft::{ToolsDraft, WorkloadDraft},
        },
    };

    fn workload(searches: u64) -> Workload {
        let workload = WorkloadDraft {
            requests_per_day: Some(Number::from(2000)),
            input_tokens: Some(Number::from(2000)),
            tools: ToolsDraft {
                web_search_basic: Some(Number::from(searches)),
                ..ToolsDraft::default()
            },
            ..WorkloadDraft::default()
        };
        Draft { workload, ..Draft::default() }.check().unwrap().workload
    }

    fn offer() -> Offer<'static> {
        let caps = Caps::NONE.with(Limit::TPM, 8_000).with(Limit::TPD, 200_000);
        Offer { caps, ..Offer::bare("m", Kind::Chat, Plan::Free, Tier::OnDemand) }
    }

    #[test]
    fn a_missing_tool_blocks_every_view_of_an_offer() {
        let blocked = Some(Blocked::Tool { tool: Tool::WebSearchBasic });
        assert_eq!(offer().blocked(&workload(1)), blocked);
        assert_eq!(offer().capacity(&workload(1)).unwrap().blocked, blocked);
        let timeline = offer().timeline(&workload(1), &Profile::of(&workload(1))).unwrap();
        assert_eq!((timeline.blocked, timeline.first.admitted.is_zero()), (blocked, true));
        #[cfg(feature = "arrivals")]
        assert_eq!(offer().arrivals(&workload(1)).bucket(), Some(Fraction::new(0, 1)));
    }

    #[test]
    fn timeline_and_bursts_follow_the_caps() {
        let timeline = offer().timeline(&workload(0), &Profile::of(&workload(0))).unwrap();
        assert_eq!((timeline.blocked, offer().blocked(&workload(0))), (None, None));
        assert_eq!(timeline.midnight.admitted, Fraction::new(100, 1));
        #[cfg(feature = "arrivals")]
        assert_eq!(offer().arrivals(&workload(0)).bucket(), Some(Fraction::new(4, 1)));
        // Speech whose tokens are not known is not judged by them.
        let mut speech = workload(0);
        speech.input_tokens = crate::Tokens::new(0);
        speech.characters = crate::num::Characters::new(10);
        let offer = Offer { kind: Kind::Speech, ..offer() };
        let timeline = offer.timeline(&speech, &Profile::of(&speech)).unwrap();
        assert!(timeline.limits.is_empty());
        #[cfg(feature = "arrivals")]
        assert_eq!(offer.arrivals(&speech).bucket(), None);
    }
}
