use crate::{
    catalog::{
        limits::{Caps, Limit, LimitSet},
        window::{Refill, Zone},
    },
    error::Error,
    limiter::rate_limiter::RateLimiter,
    replay::{
        policy::{Limiter, Policy},
        request::Request,
    },
};

/// The rows of a log before all limits: refused at once, or queued.
#[derive(Clone, Debug)]
pub(crate) struct Gate {
    limiter: RateLimiter,
    policy: Policy,
    credits: bool,
    /// When the request before left the head of the queue.
    freed: u64,
}

/// What the limits said of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) outcome: Outcome,
    /// When it was held against the limits: on arrival, or once it had come to
    /// the head of the queue.
    pub(crate) asked_at: u64,
    /// Every limit that refused it then.
    pub(crate) failed: LimitSet,
    /// The one with the longest wait, and that wait in microseconds.
    pub(crate) longest: Option<(Limit, u64)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It starts at that time.
    Started(u64),
    /// It is refused and gone.
    Refused,
    /// It lost patience at that time.
    Left(u64),
}

impl Gate {
    pub(crate) fn new(caps: &Caps, limiter: Limiter, policy: Policy, credits: bool) -> Self {
        let refill = match limiter {
            Limiter::Bucket => Refill::Continuous,
            Limiter::Fixed => Refill::Calendar(Zone::Utc),
        };
        let limits = caps.known().map(|(limit, cap)| (limit.with_refill(refill), cap));
        Self { limiter: RateLimiter::new(limits), policy, credits, freed: 0 }
    }

    /// What is left of each limit.
    pub(crate) fn left(&self, now: u64) -> impl Iterator<Item = (Limit, u64)> {
        self.limiter.left(now).map(|(limit, left)| (in_catalog(limit), left))
    }

    /// Offers a request that came at `t`, not before the one offered last, and
    /// that no ceiling stops.
    pub(crate) fn offer(&mut self, t: u64, request: &Request) -> Result<Verdict, Error> {
        let (now, patience) = match self.policy {
            Policy::Drop => (t, None),
            Policy::Queue { patience_us } => (t.max(self.freed), patience_us),
        };
        let gone = patience.map(|patience| t.saturating_add(patience));
        let mut verdict = Verdict {
            outcome: Outcome::Started(now),
            asked_at: now,
            failed: LimitSet::EMPTY,
            longest: None,
        };
        if let Some(gone) = gone.filter(|gone| *gone < now) {
            // It left from within the queue and never reached the limits.
            verdict.outcome = Outcome::Left(gone);
            return Ok(verdict);
        }
        let taken = request.taken(self.credits);
        let failed = &mut verdict.failed;
        let longest =
            self.limiter.longest_wait(now, &taken, |limit| failed.insert(in_catalog(limit)));
        verdict.longest = longest.map(|(meter, wait)| (in_catalog(meter.limit), wait));
        let Some((_, wait)) = verdict.longest else {
            self.limiter.take(now, &taken);
            self.freed = now;
            return Ok(verdict);
        };
        if self.policy == Policy::Drop {
            verdict.outcome = Outcome::Refused;
            return Ok(verdict);
        }
        // No limit has less room later, so all pass once the slowest does.
        let start = now.checked_add(wait).ok_or_else(|| Error::overflow("t_us"))?;
        match gone.filter(|gone| *gone < start) {
            Some(gone) => {
                verdict.outcome = Outcome::Left(gone);
                self.freed = gone;
            }
            None => {
                verdict.outcome = Outcome::Started(start);
                self.limiter.take(start, &taken);
                self.freed = start;
            }
        }
        Ok(verdict)
    }
}

/// The limit as the catalog has its cap, however time is counted.
const fn in_catalog(limit: Limit) -> Limit {
    limit.with_refill(Refill::Continuous)
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    const SECOND: u64 = 1_000_000;

    fn gate(caps: Caps, policy: Policy, limiter: Limiter) -> Gate {
        Gate::new(&caps, limiter, policy, false)
    }

    fn offer(gate: &mut Gate, t: u64, tokens: u32) -> Verdict {
        gate.offer(t, &Request::new(t, tokens, 0, 0).unwrap()).unwrap()
    }

    #[test]
    fn a_refused_request_takes_nothing() {
        let caps = Caps::NONE.with(Limit::RPM, 2).with(Limit::TPM, 60);
        let mut gate = gate(caps, Policy::Drop, Limiter::Bucket);
        assert_eq!(offer(&mut gate, 0, 50).outcome, Outcome::Started(0));
        let verdict = offer(&mut gate, 0, 20);
        assert_eq!(verdict.outcome, Outcome::Refused);
        assert_eq!(verdict.failed, [Limit::TPM].into_iter().collect());
        assert_eq!(verdict.longest, Some((Limit::TPM, 10 * SECOND)));
        // Had the refused one taken a request, this one would fail as well.
        assert_eq!(offer(&mut gate, 0, 10).outcome, Outcome::Started(0));
        let verdict = offer(&mut gate, 0, 30);
        assert_eq!(verdict.failed, [Limit::RPM, Limit::TPM].into_iter().collect());
        assert_eq!(verdict.longest, Some((Limit::RPM, 30 * SECOND)), "a tie goes to the first");
        let verdict = offer(&mut gate, 0, 31);
        assert_eq!(verdict.longest, Some((Limit::TPM, 31 * SECOND)));
        assert_eq!(gate.left(0).collect::<Vec<_>>(), [(Limit::RPM, 0), (Limit::TPM, 0)]);
    }

    #[test]
    fn a_queue_starts_requests_in_their_order() {
        let caps = Caps::NONE.with(Limit::TPM, 60);
        let mut gate = gate(caps, Policy::Queue { patience_us: None }, Limiter::Bucket);
        assert_eq!(offer(&mut gate, 0, 60).outcome, Outcome::Started(0));
        let verdict = offer(&mut gate, SECOND, 60);
        assert_eq!(verdict.outcome, Outcome::Started(60 * SECOND));
        assert_eq!((verdict.asked_at, verdict.longest), (SECOND, Some((Limit::TPM, 59 * SECOND))));
        // It would fit at once, but waits for its predecessor's start.
        let verdict = offer(&mut gate, 2 * SECOND, 0);
        assert_eq!(verdict.outcome, Outcome::Started(60 * SECOND));
        assert_eq!((verdict.asked_at, verdict.longest), (60 * SECOND, None));
        let verdict = offer(&mut gate, 3 * SECOND, 2);
        assert_eq!(verdict.outcome, Outcome::Started(62 * SECOND));
    }

    #[test]
    fn a_request_leaves_only_after_the_last_microsecond_of_its_patience() {
        let caps = Caps::NONE.with(Limit::TPM, 60);
        let policy = Policy::Queue { patience_us: Some(10 * SECOND) };
        let mut gate = gate(caps, policy, Limiter::Bucket);
        offer(&mut gate, 0, 60);
        assert_eq!(offer(&mut gate, 0, 10).outcome, Outcome::Started(10 * SECOND));
        // One second behind and one microsecond too long.
        let verdict = offer(&mut gate, 5 * SECOND, 6);
        assert_eq!(verdict.outcome, Outcome::Left(15 * SECOND));
        assert_eq!(verdict.asked_at, 10 * SECOND);
        assert_eq!(verdict.longest, Some((Limit::TPM, 6 * SECOND)));
        // It held the head until it left.
        assert_eq!(offer(&mut gate, 5 * SECOND, 5).outcome, Outcome::Started(15 * SECOND));
        offer(&mut gate, 15 * SECOND, 10);
        assert_eq!(offer(&mut gate, 16 * SECOND, 2).outcome, Outcome::Left(26 * SECOND));
    }

    #[test]
    fn a_request_that_loses_patience_behind_the_head_meets_no_limit() {
        let caps = Caps::NONE.with(Limit::TPM, 60);
        let policy = Policy::Queue { patience_us: Some(10 * SECOND) };
        let mut gate = gate(caps, policy, Limiter::Bucket);
        offer(&mut gate, 0, 60);
        offer(&mut gate, 20 * SECOND, 60);
        // The head leaves at 30 s; whoever came with it at 20 s may still start then.
        assert_eq!(offer(&mut gate, 20 * SECOND, 30).outcome, Outcome::Started(30 * SECOND));
        gate.freed = 31 * SECOND;
        let verdict = offer(&mut gate, 20 * SECOND, 0);
        assert_eq!(verdict.outcome, Outcome::Left(30 * SECOND));
        assert_eq!((verdict.failed, verdict.longest), (LimitSet::EMPTY, None));
        assert_eq!(gate.freed, 31 * SECOND);
        assert_eq!(offer(&mut gate, 21 * SECOND, 0).outcome, Outcome::Started(31 * SECOND));
    }

    #[test]
    fn fixed_windows_wait_for_the_later_of_two() {
        let caps = Caps::NONE.with(Limit::RPD, 1).with(Limit::TPM, 60);
        let policy = Policy::Queue { patience_us: None };
        let mut gate = gate(caps, policy, Limiter::Fixed);
        let day = 86_400 * SECOND;
        offer(&mut gate, day + 5, 60);
        let verdict = offer(&mut gate, day + 5, 60);
        assert_eq!(verdict.failed, [Limit::RPD, Limit::TPM].into_iter().collect());
        assert_eq!(verdict.outcome, Outcome::Started(2 * day));
    }

    #[test]
    fn a_start_beyond_the_last_time_is_an_overflow() {
        let caps = Caps::NONE.with(Limit::RPD, 1);
        let mut gate = gate(caps, Policy::Queue { patience_us: None }, Limiter::Bucket);
        gate.offer(u64::MAX - 10, &Request::new(0, 0, 0, 0).unwrap()).unwrap();
        let error = gate.offer(u64::MAX - 10, &Request::new(0, 0, 0, 0).unwrap()).unwrap_err();
        assert!(error.is_overflow());
    }
}

#[cfg(test)]
#[path = "limiter_tests.rs"]
mod limiter_tests;
