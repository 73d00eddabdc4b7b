use crate::{
    catalog::{
        limits::{Caps, Limit},
        pricing::Prices,
    },
    error::Error,
    replay::{
        gate::Outcome,
        policy::{Limiter, Policy},
        request::Request,
        rules::Rules,
        sufficient::{largest, offered},
        waits::{Kept, Waits},
    },
};

/// A client's own limits: a first-in, first-out queue in front of the API that
/// lets a number of requests and tokens a minute through, by buckets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Throttle {
    /// Requests a minute; `None`: not limited.
    pub requests_per_minute: Option<u64>,
    /// Tokens a minute; `None`: not limited.
    pub tokens_per_minute: Option<u64>,
    /// Requests that the API would still refuse.
    pub refused: u64,
    /// Requests that wait.
    pub delayed: u64,
    /// How long they do.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub waits: Waits,
}

/// The throttle that keeps a log within the limits with the shortest waits,
/// of those that were tried.
///
/// The plan's own minute caps are tried first: nothing that refuses no request
/// can wait less. Where a day's cap or a calendar window refuses some even so,
/// the rate of requests is halved again and again, and for each the greatest
/// rate of tokens is sought that refuses none. What is returned has been
/// replayed: `refused` says how many the API would refuse all the same, where a
/// whole request a minute is still too fast. `None` where no limit is known
/// that a throttle could keep to.
///
/// # Errors
///
/// When a time lies beyond what can be counted.
pub fn best_throttle(rules: &Rules, rows: &[Request]) -> Result<Option<Throttle>, Error> {
    let has = |limit: Limit| rules.caps.figure(limit);
    let requests = has(Limit::RPM).or(has(Limit::RPD));
    let tokens = has(Limit::TPM).or(has(Limit::TPD));
    if requests.is_none() && tokens.is_none() {
        return Ok(None);
    }
    let search = Search { rules, rows, least: largest(rules, rows)? };
    let widest = search.run(requests, tokens, false)?;
    if widest.refused == 0 {
        return Ok(Some(widest));
    }
    let mut best = widest;
    let mut rate = requests;
    loop {
        best = best.or(search.tokens_for(rate, tokens)?);
        match rate {
            Some(some) if some > 1 => rate = Some(some / 2),
            _ => break,
        }
    }
    // Between the best rate and twice it nothing has been tried yet.
    if let Some(some) = best.requests_per_minute {
        for eighths in 9..16 {
            let rate = some.saturating_mul(eighths) / 8;
            if rate > some && requests.is_some_and(|most| rate <= most) {
                best = best.or(search.tokens_for(Some(rate), tokens)?);
            }
        }
    }
    Ok(Some(best))
}

impl Throttle {
    /// The other one if it is better.
    fn or(self, other: Self) -> Self {
        let key =
            |throttle: &Self| (throttle.refused, throttle.waits.p99_us, throttle.waits.max_us);
        if key(&other) < key(&self) { other } else { self }
    }
}

struct Search<'a> {
    rules: &'a Rules,
    rows: &'a [Request],
    /// The tokens of the largest request: fewer a minute would never let it pass.
    least: u64,
}

impl Search<'_> {
    /// With the greatest rate of tokens that refuses none, or else the least
    /// that lets every request through.
    fn tokens_for(&self, requests: Option<u64>, tokens: Option<u64>) -> Result<Throttle, Error> {
        let Some(most) = tokens else { return self.run(requests, None, false) };
        let run = self.run(requests, Some(most), true)?;
        if run.refused == 0 {
            return Ok(run);
        }
        let (mut below, mut above) = (self.least, most);
        let mut best = self.run(requests, Some(below), false)?;
        while best.refused == 0 && above.saturating_sub(below) > 1 {
            let middle = below + (above - below) / 2;
            let run = self.run(requests, Some(middle), true)?;
            if run.refused == 0 { (below, best) = (middle, run) } else { above = middle }
        }
        Ok(best)
    }

    /// Sends the log through a throttle and what it lets through to the limits;
    /// `eager` ends with the first refusal.
    fn run(
        &self,
        requests: Option<u64>,
        tokens: Option<u64>,
        eager: bool,
    ) -> Result<Throttle, Error> {
        let tokens = tokens.map(|tokens| tokens.max(self.least));
        let mut caps = Caps::NONE;
        if let Some(requests) = requests {
            caps = caps.with(Limit::RPM, requests.max(1));
        }
        if let Some(tokens) = tokens {
            caps = caps.with(Limit::TPM, tokens);
        }
        let client = Rules {
            caps,
            prices: Prices::NONE,
            limiter: Limiter::Bucket,
            policy: Policy::Queue { patience_us: None },
            ..*self.rules
        };
        let mut throttle = client.gate();
        let mut plan = Rules { policy: Policy::Drop, ..*self.rules }.gate();
        let (mut refused, mut delayed) = (0, 0);
        let mut waits = Kept::new(self.rules.exact_waits);
        offered(self.rules, self.rows, |time, row| {
            let Outcome::Started(start) = throttle.offer(time, row)?.outcome else {
                return Ok(true);
            };
            delayed += u64::from(start > time);
            waits.add(start - time);
            refused += u64::from(plan.offer(start, row)?.outcome == Outcome::Refused);
            Ok(refused == 0 || !eager)
        })?;
        let waits = waits.finish();
        Ok(Throttle {
            requests_per_minute: requests,
            tokens_per_minute: tokens,
            refused,
            delayed,
            waits,
        })
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;
    use crate::replay::sample::Sample;

    const MINUTE: u64 = 60_000_000;

    fn rows(count: u64, tokens: u32, apart: u64) -> Vec<Request> {
        (0..count).map(|index| Request::new(index * apart, tokens, 0, 0).unwrap()).collect()
    }

    fn best(caps: Caps, limiter: Limiter, rows: &[Request]) -> Option<Throttle> {
        let rules = Rules { limiter, ..Rules::new(caps, Prices::NONE) };
        best_throttle(&rules, rows).unwrap()
    }

    #[test]
    fn minute_caps_are_their_own_throttle() {
        let caps = Caps::NONE.with(Limit::RPM, 30).with(Limit::TPM, 8000);
        let found = best(caps, Limiter::Bucket, &rows(20, 1000, 0)).unwrap();
        assert_eq!((found.requests_per_minute, found.tokens_per_minute), (Some(30), Some(8000)));
        assert_eq!((found.refused, found.delayed), (0, 12));
        // Twelve more at 7.5 s each.
        assert_eq!(found.waits.max_us, 90_000_000);
    }

    #[test]
    fn without_limits_there_is_nothing_to_throttle() {
        assert_eq!(best(Caps::NONE, Limiter::Bucket, &rows(9, 9, 0)), None);
        assert_eq!(best(Caps::NONE.with(Limit::OTPM, 1), Limiter::Bucket, &rows(9, 9, 0)), None);
    }

    #[test]
    #[cfg_attr(miri, ignore = "minutes under Miri, and no memory of its own")]
    fn a_day_cap_lowers_the_rate() {
        // 1,440 a day are one a minute; the bucket holds a day's worth.
        let caps = Caps::NONE.with(Limit::RPM, 30).with(Limit::RPD, 1440);
        let log = rows(4000, 10, 10 * 1_000_000);
        let found = best(caps, Limiter::Bucket, &log).unwrap();
        assert_eq!(found.refused, 0);
        assert_eq!(found.tokens_per_minute, None);
        assert!(found.requests_per_minute < Some(6), "{found:?}");
        assert!(found.delayed > 0 && found.waits.max_us > MINUTE);
    }

    #[test]
    fn a_calendar_window_halves_the_rate() {
        // A full bucket and a minute's refill meet in one calendar minute.
        let caps = Caps::NONE.with(Limit::TPM, 1000);
        let found = best(caps, Limiter::Fixed, &rows(40, 100, 0)).unwrap();
        assert_eq!(found.refused, 0);
        assert!((400..=600).contains(&found.tokens_per_minute.unwrap()), "{found:?}");
    }

    #[test]
    #[cfg_attr(miri, ignore = "minutes under Miri, and no memory of its own")]
    fn a_throttle_cannot_save_a_day_above_its_cap() {
        let caps = Caps::NONE
            .with(Limit::RPM, 30)
            .with(Limit::RPD, 1000)
            .with(Limit::TPM, 8000)
            .with(Limit::TPD, 200_000);
        let day = |requests| Sample::new(2, requests).collect::<Vec<_>>();
        let found = best(caps, Limiter::Bucket, &day(150)).unwrap();
        assert_eq!((found.refused, found.requests_per_minute), (0, Some(30)));
        assert_eq!(found.tokens_per_minute, Some(8000));
        // That is more than a day and its bucket hold, at any whole rate.
        let found = best(caps, Limiter::Bucket, &day(400)).unwrap();
        assert!(found.refused > 0, "{found:?}");
    }
}
