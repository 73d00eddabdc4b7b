use crate::capacity::day::{Day, Moment};
use alloc::vec::Vec;

use crate::{
    capacity::{
        blocked::Blocked,
        flow::{Course, Quota, Stream},
        load::Load,
    },
    catalog::limits::{Cap, Caps, Limit, LimitSet},
    error::Error,
    num::fraction::Fraction,
    question::profile::Profile,
};

/// One day limit by itself, as if it were the only one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct DayLimit {
    /// The limit.
    pub limit: Limit,
    /// Its published cap.
    pub cap: u64,
    /// Requests that the cap, less the safety margin, lets through at once;
    /// `None` if a request takes nothing of it.
    pub requests: Option<Fraction>,
    /// When it is used up on the first day, refilling.
    pub first: Option<Moment>,
    /// When it is used up on a later day, refilling.
    pub settled: Option<Moment>,
    /// When it is used up if it is reset at midnight.
    pub midnight: Option<Moment>,
}

/// A day against the day limits (RPD, TPD, ASD), hour by hour, exactly.
///
/// Groq's limits refill continuously: a bucket that starts full, regains its
/// cap in 24 hours and never holds more. A quota that is reset at midnight
/// starts full each day and regains nothing before. Both are shown, for they
/// answer differently: what the first day lets through, from when on requests
/// are turned away, and how soon after that one passes again.
///
/// Requests are all of one size and come as a flow, evenly within each hour.
/// Of several limits the one that lets the fewest requests through decides
/// alone: in requests it starts lowest, loses as much as the others and regains
/// least, so it is empty first and only it is ever empty. The minute limits
/// play no part here.
///
/// ```
/// use groq_calc::{Caps, Fraction, Limit, catalog::LimitSet, capacity::{Load, Timeline}, question::Profile, Workload};
///
/// // gpt-oss-120b on the free plan; 2,000 requests of 2,000 tokens in 24 hours.
/// let caps = Caps::NONE.with(Limit::RPD, 1_000).with(Limit::TPD, 200_000);
/// let workload = Workload::chat(2000, 1500, 500);
/// let load = Load::new(&workload, 0, false);
/// let profile = Profile::of(&workload);
/// let timeline = Timeline::new(&load, &caps, LimitSet::EMPTY, None, &profile)?;
///
/// // The tokens are used up after 100 requests.
/// assert_eq!(timeline.binding, LimitSet::from_iter([Limit::TPD]));
/// assert_eq!(timeline.midnight.admitted, Fraction::new(100, 1));
/// assert_eq!(timeline.midnight.used_up.unwrap().to_string(), "01:12");
/// assert_eq!(timeline.midnight.hours[23].left.rpd, Some(Fraction::new(900, 1)));
/// // Refilling, the full bucket lets more through on the first day ...
/// assert_eq!(timeline.first.used_up.unwrap().to_string(), "01:15");
/// assert_eq!(timeline.first.admitted, Fraction::new(200, 1));
/// // ... but no more than 100 on those that follow.
/// assert_eq!(timeline.settled.admitted, Fraction::new(100, 1));
/// # Ok::<(), groq_calc::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Timeline {
    /// Why no request can pass, if so: then all are turned away, and nothing is
    /// ever used.
    #[cfg_attr(feature = "serde", serde(flatten, with = "crate::capacity::blocked::json"))]
    pub blocked: Option<Blocked>,
    /// The limits that let the fewest requests through.
    pub binding: LimitSet,
    /// Each known day limit by itself.
    pub limits: Vec<DayLimit>,
    /// The first day, refilling from full.
    pub first: Day,
    /// The day to which all later ones tend, refilling.
    pub settled: Day,
    /// Any day, if the limits are reset at midnight.
    pub midnight: Day,
}

impl Timeline {
    /// A day of `load`, spread by `profile`, against the day limits of `caps`;
    /// `ignored` and unknown ones are left out.
    ///
    /// # Errors
    ///
    /// When a product does not fit 128 bits: only for a cap above 10^15, or
    /// above 3·10^13 where the requests of a month are given.
    pub fn new(
        load: &Load,
        caps: &Caps,
        ignored: LimitSet,
        blocked: Option<Blocked>,
        profile: &Profile,
    ) -> Result<Self, Error> {
        let known = |limit| match caps.get(limit) {
            Cap::At(cap) if !ignored.contains(limit) => Some(Quota::new(load, limit, cap)),
            _ => None,
        };
        let quotas: Vec<Quota> =
            [Limit::RPD, Limit::TPD, Limit::ASD].into_iter().filter_map(known).collect();
        let least = quotas.iter().filter_map(Quota::requests).min();
        let tightest: Vec<&Quota> =
            quotas.iter().filter(|quota| least.is_some() && quota.requests() == least).collect();
        let open = blocked.is_none();
        let stream = Stream::new(load, profile, tightest.first().copied(), open);
        let binding = tightest.iter().map(|quota| quota.limit).collect();
        let day = |course| stream.day(course, &quotas, binding);
        let alone = |quota: &Quota| {
            let stream = Stream::new(load, profile, Some(quota), open);
            let used_up = |course| stream.flow(course).used_up;
            DayLimit {
                limit: quota.limit,
                cap: quota.cap,
                requests: quota.requests(),
                first: used_up(Course::First),
                settled: used_up(Course::SteadyState),
                midnight: used_up(Course::Midnight),
            }
        };
        Ok(Self {
            blocked,
            binding,
            limits: quotas.iter().map(alone).collect(),
            first: day(Course::First)?,
            settled: day(Course::SteadyState)?,
            midnight: day(Course::Midnight)?,
        })
    }
}

#[cfg(test)]
mod tests;
