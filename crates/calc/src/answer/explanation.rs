use alloc::vec::Vec;

use crate::{
    answer::priced_line::PricedLine,
    capacity::{
        at_risk::AtRisk, blocked::Blocked, request_load::RequestLoad, utilization::LimitUse,
    },
    catalog::{
        admission::Admission,
        limits::{Limit, LimitSet},
        plan::{OptionId, Plan},
    },
    cost::bill::MIN_AUDIO_MILLIS,
    error::Error,
    num::{fraction::Fraction, money::Usd, units::AudioMillis},
    offer::Offer,
    question::workload::Workload,
};

/// How one limit takes the workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct LimitStep {
    /// The limit.
    pub limit: Limit,
    /// Its published cap.
    pub cap: u64,
    /// What the safety margin leaves of it.
    pub usable: u64,
    /// Requests in its window: a minute, an hour or a day.
    pub requests: Fraction,
    /// What each takes, in the unit of the cap.
    pub each: Fraction,
    /// Their product: what the workload asks of it.
    pub demand: Fraction,
    /// Demand by what is usable.
    pub utilization: Fraction,
    /// Whether no limit is used more.
    pub binds: bool,
    /// The most requests that it lets through in a minute; `None` where it
    /// does not count minutes or holds none back.
    pub per_minute: Option<u64>,
    /// The most in a day.
    pub per_day: Option<u64>,
    /// How many of its windows a day's active hours have.
    pub windows_per_day: u64,
}

/// Every step from a workload to the figures of an option, with its numbers.
///
/// ```
/// use groq_calc::{Caps, Kind, Limit, Offer, Plan, Tier, Workload};
/// let caps = Caps::NONE.with(Limit::TPD, 200_000);
/// let offer = Offer { caps, ..Offer::bare("m", Kind::Chat, Plan::Free, Tier::OnDemand) };
/// let workload = Workload::chat(2000, 1500, 500);
/// let why = offer.explain(&workload)?;
/// assert_eq!(why.request.counted_tokens.get(), 2000);
/// let step = why.limits[0];
/// // 2,000 requests of 2,000 tokens: 20 times the cap, of which 100 fit.
/// assert_eq!((step.demand.to_string(), step.per_day), ("4000000".into(), Some(100)));
/// # Ok::<(), groq_calc::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Explanation<'a> {
    /// Which option.
    #[cfg_attr(feature = "serde", serde(flatten, borrow))]
    pub id: OptionId<'a>,
    /// The share that runs as batch here, in percent, outside the limits.
    pub batch_share_percent: u64,
    /// Whether cached tokens are credited back and cheaper here.
    pub caches: bool,
    /// How requests are admitted.
    pub admission: Admission,
    /// One request.
    pub request: RequestLoad,
    /// Requests a day that meet the limits: without the batch share.
    pub requests_per_day: Fraction,
    /// Requests in the busiest minute.
    pub peak_requests_per_minute: u64,
    /// Whether the question states the peak; else it is the day spread evenly
    /// over its active hours, rounded up.
    pub peak_is_given: bool,
    /// Active hours a day.
    pub active_hours_per_day: u64,
    /// The part of every cap left unused, in percent.
    pub safety_margin_percent: u64,
    /// Every known limit.
    pub limits: Vec<LimitStep>,
    /// Limits left out of every figure.
    pub unknown_limits: LimitSet,
    /// Why no request can pass, if so.
    #[cfg_attr(feature = "serde", serde(flatten, with = "crate::capacity::blocked::json"))]
    pub blocked: Option<Blocked>,
    /// Limits by which a request may be refused.
    pub at_risk: Vec<AtRisk>,
    /// Whether the workload fits.
    pub fits: bool,
    /// The limits with the highest utilisation.
    pub binding: LimitSet,
    /// The most requests in a minute, and the limits that set it.
    pub requests_per_minute_max: Option<u64>,
    /// The limits that set it.
    pub requests_per_minute_bound: LimitSet,
    /// The most requests in a day, day after day.
    pub requests_per_day_max: Option<u64>,
    /// The limits that set it.
    pub requests_per_day_bound: LimitSet,
    /// Days in the month that is billed.
    pub days_per_month: u64,
    /// The bill at list price; `None` where a price it needs is not known.
    pub lines: Option<Vec<PricedLine>>,
    /// Its sum.
    pub list_usd: Option<Usd>,
    /// What is paid: nothing on the free plan.
    pub total_usd: Option<Usd>,
}

impl<'a> Offer<'a> {
    /// Why the figures of this offer are what they are: every step on the way.
    ///
    /// # Errors
    ///
    /// When a product does not fit 128 bits; not within the legal ranges.
    pub fn explain(&self, workload: &Workload) -> Result<Explanation<'a>, Error> {
        let load = self.load(workload);
        let capacity = self.capacity(workload)?;
        let step = |used: &LimitUse| {
            let usable = load.usable(used.cap);
            let (per_minute, per_day) = load.most(used.limit, usable);
            LimitStep {
                limit: used.limit,
                cap: used.cap,
                usable,
                requests: load.requests(used.limit),
                each: load.each(used.limit),
                demand: used.demand,
                utilization: used.utilization,
                binds: capacity.binding.contains(used.limit),
                per_minute,
                per_day,
                windows_per_day: load.windows(used.limit).0,
            }
        };
        let bill = self.bill(workload)?;
        let list_usd = bill.as_ref().map(|bill| bill.total);
        let audio = workload.audio;
        let billed = match audio.get() {
            0 => 0,
            millis => millis.max(MIN_AUDIO_MILLIS),
        };
        Ok(Explanation {
            id: self.id,
            batch_share_percent: self.batch_percent(workload),
            caches: self.caches(),
            admission: self.admission,
            request: load.request(AudioMillis::new(billed)),
            requests_per_day: load.requests(Limit::RPD),
            peak_requests_per_minute: load.peak(),
            peak_is_given: workload.peak_requests_per_minute.is_some(),
            active_hours_per_day: workload.active_hours_per_day,
            safety_margin_percent: workload.safety_margin_percent,
            limits: capacity.limits.iter().map(step).collect(),
            unknown_limits: self.unknown_limits(workload),
            blocked: capacity.blocked,
            at_risk: capacity.at_risk,
            fits: capacity.fits,
            binding: capacity.binding,
            requests_per_minute_max: capacity.per_minute,
            requests_per_minute_bound: capacity.per_minute_bound,
            requests_per_day_max: capacity.per_day,
            requests_per_day_bound: capacity.per_day_bound,
            days_per_month: workload.days_per_month,
            lines: bill.map(|bill| self.priced(&bill)),
            list_usd,
            total_usd: if self.id.plan == Plan::Free { Some(Usd::ZERO) } else { list_usd },
        })
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;
    use crate::{
        catalog::{
            limits::Caps,
            model::Kind,
            plan::Tier,
            pricing::{Item, Price, Prices, Tool, ToolPrices, ToolSet},
        },
        num::{number::Number, units::Tokens},
        question::{
            draft::Draft,
            workload_draft::{ToolsDraft, WorkloadDraft},
        },
    };

    fn checked(workload: WorkloadDraft) -> Workload {
        Draft { workload, ..Draft::default() }.check().unwrap().workload
    }

    fn offer(kind: Kind, caps: Caps, prices: Prices) -> Offer<'static> {
        let bare = Offer::bare("m", kind, Plan::Developer, Tier::OnDemand);
        Offer { caps, prices, batchable: true, ..bare }
    }

    #[test]
    fn a_chat_is_explained_step_by_step() {
        let per_million = |usd| Some(Price::per_million(usd));
        let prices = Prices {
            input: per_million("0.15"),
            cached_input: per_million("0.075"),
            output: per_million("0.60"),
            ..Prices::NONE
        };
        let caps = Caps::NONE.with(Limit::RPM, 30).with(Limit::RPD, 1000).with(Limit::TPM, 8000);
        let mut offer = offer(Kind::Chat, caps, prices);
        let price = Price::per_thousand("8");
        offer.tools = ToolSet::NONE.with(Tool::WebSearchBasic);
        offer.tool_prices = Some(ToolPrices {
            web_search_basic: price,
            web_search_advanced: price,
            visit_website: price,
            code_execution: price,
            browser_automation: price,
        });
        let workload = checked(WorkloadDraft {
            requests_per_day: Some(Number::from(960)),
            input_tokens: Some(Number::from(1500)),
            cached_input_tokens: Some(Number::from(400)),
            output_tokens: Some(Number::from(300)),
            max_completion_tokens: Some(Number::from(500)),
            active_hours_per_day: Some(Number::from(8)),
            batch_share_percent: Some(Number::from(50)),
            tools: ToolsDraft { web_search_basic: Some(Number::from(1)), ..ToolsDraft::default() },
            ..WorkloadDraft::default()
        });
        let why = offer.explain(&workload).unwrap();
        let request = why.request;
        assert_eq!(
            [
                request.input_tokens,
                request.credited_tokens,
                request.output_tokens,
                request.reserved_tokens,
                request.asked_tokens,
                request.counted_tokens,
            ]
            .map(Tokens::get),
            [1500, 400, 300, 500, 2000, 1400]
        );
        assert_eq!(
            (why.requests_per_day, why.peak_requests_per_minute),
            (Fraction::new(480, 1), 1)
        );
        let steps: Vec<_> = why
            .limits
            .iter()
            .map(|step| (step.limit, step.requests, step.each, step.binds, step.windows_per_day))
            .collect();
        let one = |count| Fraction::new(count, 1);
        assert_eq!(
            steps,
            [
                (Limit::RPM, one(1), one(1), false, 480),
                (Limit::RPD, one(480), one(1), true, 1),
                (Limit::TPM, one(1), one(1400), false, 480),
            ]
        );
        let lines: Vec<_> = why
            .lines
            .unwrap()
            .iter()
            .map(|line| (line.line.item, line.price_usd.to_string(), line.per, line.halved))
            .collect();
        let line = |item, usd: &str, per, halved| (item, usd.to_string(), per, halved);
        assert_eq!(
            lines,
            [
                line(Item::Input, "0.15", 1_000_000, false),
                line(Item::CachedInput, "0.075", 1_000_000, false),
                line(Item::BatchInput, "0.15", 1_000_000, true),
                line(Item::Output, "0.6", 1_000_000, false),
                line(Item::BatchOutput, "0.6", 1_000_000, true),
                line(Item::WebSearchBasic, "8", 1000, false),
            ]
        );
        assert_eq!(why.total_usd, why.list_usd);
        assert!(why.total_usd.is_some_and(|total| total > Usd::ZERO));
        offer.id.plan = Plan::Free;
        let free = offer.explain(&workload).unwrap();
        assert_eq!(free.total_usd, Some(Usd::ZERO));
        assert_eq!(free.requests_per_day, Fraction::new(960, 1), "there is no batch");
    }

    #[test]
    fn a_transcription_is_explained_step_by_step() {
        let caps = Caps::NONE.with(Limit::ASH, 7200).with(Limit::ASD, 28_800);
        let prices = Prices { audio_hour: Some(Price::per_hour("0.04")), ..Prices::NONE };
        let workload = checked(WorkloadDraft {
            requests_per_day: Some(Number::from(600)),
            audio_seconds: Some(Number::from("2.5")),
            active_hours_per_day: Some(Number::from(6)),
            ..WorkloadDraft::default()
        });
        let why = offer(Kind::Transcription, caps, prices).explain(&workload).unwrap();
        assert_eq!((why.request.audio.get(), why.request.billed_audio.get()), (2500, 10_000));
        let [hour, day] = why.limits[..] else { panic!("two limits: {:?}", why.limits) };
        assert_eq!((hour.requests, hour.each), (Fraction::new(100, 1), Fraction::new(5, 2)));
        assert_eq!((day.requests, day.each), (Fraction::new(600, 1), Fraction::new(5, 2)));
        assert_eq!((hour.windows_per_day, day.windows_per_day), (6, 1));
        assert_eq!((hour.demand, day.demand), (Fraction::new(250, 1), Fraction::new(1500, 1)));
        let [line] = why.lines.unwrap()[..] else { panic!("one line") };
        assert_eq!((line.price_usd.to_string(), line.per, line.halved), ("0.04".into(), 1, false));
    }
}
