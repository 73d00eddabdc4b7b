use core::fmt;

use crate::{
    catalog::plan::Plan,
    error::Error,
    num::{fraction::Fraction, money::Usd, number::requests},
    offer::Offer,
    question::workload::Workload,
};

/// Groq counts what was spent with a delay of 10 to 15 minutes (its page on
/// spend limits); until then calls go on.
const DELAY_MINUTES: [u64; 2] = [10, 15];
const CENT: u128 = 10_000_000_000;

/// What may be spent beyond a limit before it takes hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Overrun {
    /// The delay, in minutes.
    pub minutes: u64,
    /// Requests that pass meanwhile, those in flight at its end among them.
    pub requests: u64,
    /// What they cost.
    pub usd: Usd,
}

/// A month against a spend limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Spend {
    /// The limit.
    pub budget_usd: Usd,
    /// What the month costs without one.
    pub monthly_usd: Usd,
    /// The day of the month on which the limit is reached, counted from 1 in
    /// active days; `None` where the month ends before.
    pub reached_on_day: Option<u64>,
    /// Days after which it is reached, exactly, at the even rate.
    pub reached_after_days: Option<Fraction>,
    /// What the delay of the count lets through at the peak rate: at its
    /// shortest and at its longest.
    pub overrun: [Overrun; 2],
    /// The limit to set so that even the longest delay keeps within the
    /// budget, in whole cents; `None` where the overrun alone exceeds it.
    pub buffered_usd: Option<Usd>,
}

impl fmt::Display for Spend {
    /// What the limit does, and which one to set instead.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [shortest, longest] = self.overrun;
        write!(f, "A spend limit of ${} is ", self.budget_usd.with_cents())?;
        match self.reached_on_day {
            Some(day) => write!(f, "reached on day {day} of the month. ")?,
            None => write!(f, "not reached: the month costs ${}. ", self.monthly_usd.with_cents())?,
        }
        write!(
            f,
            "Groq counts {} to {} minutes late; until then {} at the peak rate may cost ${} more. ",
            shortest.minutes,
            longest.minutes,
            requests(longest.requests),
            longest.usd.with_cents(),
        )?;
        match self.buffered_usd {
            Some(usd) => write!(f, "To stay within it, set ${}.", usd.with_cents()),
            None => f.write_str("No limit is low enough to stay within it."),
        }
    }
}

impl Offer<'_> {
    /// What a monthly spend limit does with a workload: when it is reached, by
    /// how much it can be overrun, and what to set instead. Groq's spend limits
    /// hold for the organisation, are counted with a delay of 10 to 15 minutes,
    /// let requests in flight finish, and start afresh on the first of a month.
    ///
    /// The overrun assumes the peak rate of synchronous requests for the whole
    /// delay and, where a request's duration is known, the requests in flight
    /// when it ends. `None` on the free plan, which cannot spend, and where a
    /// price is not known.
    ///
    /// ```
    /// use groq_calc::{
    ///     Caps, Draft, Kind, Number, Offer, Plan, Price, Prices, Tier, Usd, WorkloadDraft,
    /// };
    ///
    /// let offer = Offer {
    ///     prices: Prices {
    ///         input: Some(Price::per_million("0.15")),
    ///         output: Some(Price::per_million("0.60")),
    ///         ..Prices::NONE
    ///     },
    ///     ..Offer::bare("openai/gpt-oss-120b", Kind::Chat, Plan::Developer, Tier::OnDemand)
    /// };
    /// let workload = WorkloadDraft {
    ///     requests_per_day: Some(Number::from(2000)),
    ///     input_tokens: Some(Number::from(1500)),
    ///     output_tokens: Some(Number::from(500)),
    ///     peak_requests_per_minute: Some(Number::from(100)),
    ///     ..WorkloadDraft::default()
    /// };
    /// let workload = Draft { workload, ..Draft::default() }.check().unwrap().workload;
    /// let spend = offer.spend(&workload, Usd::parse("20").unwrap())?.unwrap();
    /// // 31.50 in 30 days is 1.05 a day.
    /// assert_eq!(spend.reached_on_day, Some(20));
    /// // 1500 requests of 0.000525 each.
    /// assert_eq!(spend.overrun[1].usd.to_string(), "0.7875");
    /// assert_eq!(spend.buffered_usd.unwrap().to_string(), "19.21");
    /// assert_eq!(
    ///     spend.to_string(),
    ///     "A spend limit of $20.00 is reached on day 20 of the month. Groq counts 10 to 15 \
    ///      minutes late; until then 1,500 requests at the peak rate may cost $0.7875 more. To \
    ///      stay within it, set $19.21."
    /// );
    /// # Ok::<(), groq_calc::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When an amount does not fit 128 bits; not within the legal ranges.
    pub fn spend(&self, workload: &Workload, budget: Usd) -> Result<Option<Spend>, Error> {
        if self.id.plan == Plan::Free {
            return Ok(None);
        }
        let Some(bill) = self.bill(workload)? else { return Ok(None) };
        let total = bill.total.picodollars();
        let days = u128::from(workload.days_per_month);
        let reached = total > 0 && budget <= bill.total;
        let spent = || budget.picodollars().checked_mul(days).ok_or_else(overflow);
        let after = if reached { Some(Fraction::new(spent()?, total)) } else { None };
        let on_day = |after: Fraction| {
            let day = after.numerator().div_ceil(after.denominator()).max(1);
            u64::try_from(day).map_err(|_| overflow())
        };
        let [shortest, longest] = DELAY_MINUTES;
        let overrun = [self.overrun(workload, shortest)?, self.overrun(workload, longest)?];
        let kept = budget.checked_sub(overrun[1].usd);
        Ok(Some(Spend {
            budget_usd: budget,
            monthly_usd: bill.total,
            reached_on_day: after.map(on_day).transpose()?,
            reached_after_days: after,
            overrun,
            buffered_usd: kept.map(|usd| Usd::from_picodollars(usd.picodollars() / CENT * CENT)),
        }))
    }

    /// What `minutes` at the peak rate cost.
    fn overrun(&self, workload: &Workload, minutes: u64) -> Result<Overrun, Error> {
        let peak = u128::from(self.load(workload).peak());
        let in_flight = match workload.request_millis {
            Some(millis) => (peak * u128::from(millis)).div_ceil(60_000),
            None => 0,
        };
        let requests = u64::try_from(peak * u128::from(minutes) + in_flight);
        let requests = requests.map_err(|_| overflow())?;
        let stretch = Workload { days_per_month: 1, ..workload.at(requests) };
        let bill = self.bill_at(&stretch, 0)?;
        Ok(Overrun { minutes, requests, usd: bill.map(|bill| bill.total).unwrap_or_default() })
    }
}

fn overflow() -> Error {
    Error::overflow("monthly_budget_usd")
}
