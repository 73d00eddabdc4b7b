use alloc::{string::String, vec::Vec};

use crate::{
    answer::{organisation::candidate::Candidate, priced_line::PricedLine},
    capacity::{at_risk::AtRisk, blocked::Blocked, headroom::Headroom},
    catalog::{
        limits::LimitSet,
        model::Provenance,
        plan::{OptionId, Plan, Tier},
        retirement::Retirement,
        tables::Catalog,
    },
    error::Error,
    num::{date::Date, fraction::Fraction, money::Usd},
    offer::Offer,
    question::{organisation::Service, workload::Workload},
};

/// A service in an assignment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct ServiceAnswer<'a> {
    /// Its name.
    pub name: String,
    /// The model id.
    pub model: &'a str,
    /// The service tier.
    pub tier: Tier,
    /// What its month costs; nothing on the free plan. `None`: a price is
    /// unknown.
    pub monthly_usd: Option<Usd>,
    /// The same at list price.
    pub list_usd: Option<Usd>,
    /// Why a call can never pass, if so: the first such.
    #[cfg_attr(feature = "serde", serde(flatten, with = "crate::capacity::blocked::json"))]
    pub blocked: Option<Blocked>,
    /// Which of its calls that is, counted from 0.
    pub blocked_call: Option<u64>,
    /// Limits by which a call may be refused.
    pub at_risk: Vec<Risk>,
    /// Whether a limit cannot be checked.
    pub unchecked: bool,
    /// The limits that cannot: a cap is not published, or what a request takes of
    /// it is not.
    pub unknown_limits: LimitSet,
    /// Whether Groq lists the model for production.
    pub production: bool,
    /// The end of the model, where it is known.
    #[cfg_attr(feature = "serde", serde(borrow))]
    pub retires: Option<Retirement<'a>>,
    /// Where the caps come from.
    #[cfg_attr(feature = "serde", serde(borrow))]
    pub limits_from: Option<Provenance<'a>>,
    /// Where the prices come from.
    #[cfg_attr(feature = "serde", serde(borrow))]
    pub prices_from: Option<Provenance<'a>>,
    /// Its kinds of call.
    pub calls: Vec<CallAnswer>,
    /// The service as if it had the account for itself.
    #[cfg_attr(feature = "serde", serde(borrow))]
    pub alone: Alone<'a>,
}

/// A limit by which a call of a service may be refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Risk {
    /// Which call, counted from 0.
    pub call: u64,
    /// The limit, and how far a request is above it.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub at_risk: AtRisk,
}

/// One kind of call of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct CallAnswer {
    /// Requests a day, exactly: of a month the mean of its days.
    pub requests_per_day: Fraction,
    /// Requests in the month that is billed.
    pub requests_per_month: u64,
    /// Requests in the busiest minute.
    pub peak_requests_per_minute: u64,
    /// The share that runs as batch here.
    pub batch_share_percent: u64,
    /// The most requests a day that fit beside all other calls on the model and
    /// tier, the batch share among them; `null` where no known limit holds any of
    /// them back.
    pub requests_per_day_fit: Headroom,
    /// Why no request can pass, if so.
    #[cfg_attr(feature = "serde", serde(flatten, with = "crate::capacity::blocked::json"))]
    pub blocked: Option<Blocked>,
    /// What the month costs; nothing on the free plan. `None`: a price is
    /// unknown.
    pub monthly_usd: Option<Usd>,
    /// The same at list price.
    pub list_usd: Option<Usd>,
    /// The lines of the list price, each with the price that makes it.
    pub lines: Vec<PricedLine>,
}

/// A service as if it had the account for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Alone<'a> {
    /// Its best option then; the nearest, if none fits and meets the
    /// requirements.
    #[cfg_attr(feature = "serde", serde(flatten, borrow))]
    pub id: OptionId<'a>,
    /// Whether it fits there and meets the requirements.
    pub recommended: bool,
    /// What its month costs then.
    pub monthly_usd: Option<Usd>,
}

impl CallAnswer {
    fn new(offer: &Offer<'_>, call: &Workload, room: Headroom) -> Result<Self, Error> {
        let bill = offer.bill(call)?;
        let list_usd = bill.as_ref().map(|bill| bill.total);
        Ok(Self {
            requests_per_day: call.daily_requests(),
            requests_per_month: call.requests_per_month(),
            peak_requests_per_minute: offer.load(call).peak(),
            batch_share_percent: offer.batch_percent(call),
            requests_per_day_fit: room,
            blocked: offer.blocked(call),
            monthly_usd: if offer.id.plan == Plan::Free { Some(Usd::ZERO) } else { list_usd },
            list_usd,
            lines: bill.map_or_else(Vec::new, |bill| offer.priced(&bill)),
        })
    }
}

impl<'a> ServiceAnswer<'a> {
    pub(crate) fn new(
        catalog: &Catalog<'a>,
        day: Date,
        service: &Service,
        place: &Candidate<'a>,
        rooms: &[Headroom],
        alone: Alone<'a>,
    ) -> Result<Self, Error> {
        let offer = &place.offer;
        let risks = (0..).zip(&service.calls).flat_map(|(call, workload)| {
            let risks = offer.at_risk(workload).into_iter();
            risks.map(move |at_risk| Risk { call, at_risk })
        });
        let calls = service.calls.iter().zip(rooms);
        let calls = calls.map(|(call, room)| CallAnswer::new(offer, call, *room));
        let model = catalog.model(offer.id.model);
        Ok(Self {
            name: service.name.clone(),
            model: offer.id.model,
            tier: offer.id.tier,
            monthly_usd: place.total,
            list_usd: place.list,
            blocked: place.blocked.map(|(_, blocked)| blocked),
            blocked_call: place.blocked.map(|(call, _)| call as u64),
            at_risk: risks.collect(),
            unchecked: place.is_unchecked(),
            unknown_limits: place.unknown,
            production: offer.production,
            retires: model.and_then(|model| model.retirement_after(day)),
            limits_from: offer.caps_from,
            prices_from: offer.prices_from,
            calls: calls.collect::<Result<_, _>>()?,
            alone,
        })
    }

    /// The model id without its maker.
    pub fn short_model(&self) -> &'a str {
        self.model.rsplit('/').next().unwrap_or(self.model)
    }
}
