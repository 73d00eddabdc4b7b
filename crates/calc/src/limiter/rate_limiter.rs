use alloc::vec::Vec;
use core::fmt;

use crate::{
    catalog::{
        limits::{Caps, Limit},
        measure::{Amounts, Measure},
        window::Window,
    },
    limiter::{meter::Meter, snapshot::RateState},
};

/// All limits of one model together: a request passes all of them at once, or
/// takes nothing.
///
/// The caller passes the time in, in microseconds from any start (since 1970
/// where the calendar resets a limit). Time that steps back counts as standing
/// still. Whatever the times and the amounts, no method panics or wraps, and no
/// order of calls admits more than a limit holds.
///
/// A limiter shared by threads stands behind a lock, and the clock is best read
/// under it: a time read before is safe, but its wait comes out longer.
///
/// ```
/// use groq_calc::{Caps, Limit, catalog::Amounts, limiter::{RateLimiter, Refused}};
///
/// let caps = Caps::NONE.with(Limit::RPM, 30).with(Limit::TPM, 6000);
/// let mut limiter = RateLimiter::of(&caps);
///
/// // A prompt of 1,000 tokens reserves a completion of 4,000.
/// let permit = limiter.acquire(0, &Amounts::tokens(1000, 4000)).unwrap();
/// let refused = limiter.acquire(0, &Amounts::tokens(1000, 1000)).unwrap_err();
/// let expected = Refused::Wait {
///     limit: Limit::TPM, cap: 6000, used: 5000, requested: 2000, wait_us: 10_000_000,
/// };
/// assert_eq!(refused, expected);
///
/// // It wrote 500 only: the rest comes back, and the other one passes.
/// limiter.settle(permit, &Amounts::tokens(1000, 500), 1_000_000);
/// let permit = limiter.acquire(1_000_000, &Amounts::tokens(1000, 1000)).unwrap();
///
/// // It was never sent.
/// limiter.cancel(permit, 1_000_000);
/// let refused = limiter.acquire(2_000_000, &Amounts::tokens(5000, 2000)).unwrap_err();
/// assert_eq!(refused, Refused::Never { limit: Limit::TPM, cap: 6000, requested: 7000 });
/// ```
#[derive(Clone, Debug)]
pub struct RateLimiter {
    meters: Vec<Meter>,
    /// The latest time at which anything was taken or given back.
    now: u64,
}

/// A request that was admitted: to be settled when it ends, or cancelled if it
/// was never sent.
///
/// Without either it keeps what it asked for, and its place among the requests in
/// flight. It belongs to the limiter that gave it.
#[derive(Debug)]
#[must_use = "a request that is admitted has to be settled or cancelled"]
pub struct Permit {
    asked: Amounts,
    at: u64,
}

impl Permit {
    /// What it asked for.
    pub const fn asked(&self) -> &Amounts {
        &self.asked
    }

    /// When it was admitted.
    pub(crate) const fn at(&self) -> u64 {
        self.at
    }

    /// One that was kept.
    pub(crate) const fn resume(asked: Amounts, at: u64) -> Self {
        Self { asked, at }
    }
}

/// Why a request is not admitted. Figures are in the limit's own unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It asks for more than the limit ever holds: waiting never helps.
    Never {
        /// The first limit that it exceeds.
        limit: Limit,
        /// What the limit holds.
        cap: u64,
        /// What the request asks for.
        requested: u64,
    },
    /// There is room later, if nobody else takes it.
    Wait {
        /// The limit with the longest wait, the first of equals.
        limit: Limit,
        /// What the limit holds.
        cap: u64,
        /// What of it is used.
        used: u64,
        /// What the request asks for.
        requested: u64,
        /// Microseconds until all limits have room.
        wait_us: u64,
    },
    /// There is room once a request in flight ends.
    Busy {
        /// The limit.
        limit: Limit,
        /// What may be in flight.
        cap: u64,
        /// What is.
        used: u64,
        /// What the request asks for.
        requested: u64,
    },
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Never { limit, cap, requested } => {
                write!(
                    f,
                    "the request asks for {requested}, above the {limit} of {cap}: waiting never helps"
                )
            }
            Self::Wait { limit, wait_us, .. } => {
                write!(f, "{limit} has no room for {} s", wait_us.div_ceil(1_000_000))
            }
            Self::Busy { limit, .. } => {
                write!(f, "{limit} has no room until a request ends")
            }
        }
    }
}

/// How far one limit is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Level {
    /// The limit.
    pub limit: Limit,
    /// What it holds, in its own unit.
    pub cap: u64,
    /// What is left of it, rounded down.
    pub left: u64,
    /// Microseconds until it is full again.
    pub until_full_us: u64,
}

impl RateLimiter {
    /// Limits with their caps, each in the limit's own unit; nothing is used.
    pub fn new(limits: impl IntoIterator<Item = (Limit, u64)>) -> Self {
        let meter = |(limit, cap)| Meter::new(limit, cap);
        Self { meters: limits.into_iter().map(meter).collect(), now: 0 }
    }

    /// The known caps of a model; nothing is used.
    pub fn of(caps: &Caps) -> Self {
        Self::new(caps.known())
    }

    /// Admits a request under all limits at once, or says why not; then nothing
    /// is taken.
    ///
    /// # Errors
    ///
    /// [`Refused`]: how long to wait and for which limit, or that waiting never
    /// helps.
    pub fn acquire(&mut self, now: u64, request: &Amounts) -> Result<Permit, Refused> {
        self.check(now, request)?;
        Ok(self.permit(now, request, 0, |_, _, _| ()))
    }

    /// Admits a request for which there is room, and which arrives up to
    /// `late_us` later. `note` is told of each bucket what was missing before, and
    /// what is now.
    #[inline]
    pub(crate) fn permit(
        &mut self,
        now: u64,
        request: &Amounts,
        late_us: u64,
        mut note: impl FnMut(usize, u64, u64),
    ) -> Permit {
        self.now = self.now.max(now);
        for (index, meter) in self.meters.iter_mut().enumerate() {
            let count = meter.count(request);
            if let Some((before, after)) = meter.take_late(self.now, count, late_us) {
                note(index, before, after);
            }
        }
        Permit { asked: *request, at: self.now }
    }

    /// Whether the limits can ever hold a request.
    ///
    /// # Errors
    ///
    /// [`Refused::Never`].
    #[inline]
    pub(crate) fn holds(&self, request: &Amounts) -> Result<(), Refused> {
        let above = |meter: &&Meter| meter.requested(request) > meter.cap;
        let Some(meter) = self.meters.iter().find(above) else { return Ok(()) };
        let requested = meter.requested(request);
        Err(Refused::Never { limit: meter.limit, cap: meter.cap, requested })
    }

    /// Whether a request would be admitted now; takes nothing.
    ///
    /// # Errors
    ///
    /// As [`RateLimiter::acquire`].
    pub fn check(&self, now: u64, request: &Amounts) -> Result<(), Refused> {
        self.holds(request)?;
        self.has_room(now, request)
    }

    /// The same for a request that the limits can hold.
    ///
    /// # Errors
    ///
    /// As [`RateLimiter::acquire`], but for [`Refused::Never`].
    #[inline]
    pub(crate) fn has_room(&self, now: u64, request: &Amounts) -> Result<(), Refused> {
        let Some((meter, wait_us)) = self.longest_wait(now, request, |_| ()) else {
            return Ok(());
        };
        let (limit, cap, requested) = (meter.limit, meter.cap, meter.requested(request));
        let used = meter.used(self.now.max(now));
        Err(match limit.window {
            Window::InFlight => Refused::Busy { limit, cap, used, requested },
            _ => Refused::Wait { limit, cap, used, requested, wait_us },
        })
    }

    /// Puts what a request used in place of what it asked for, when it ends: what
    /// it did not use comes back, what it used beyond that is owed.
    pub fn settle(&mut self, permit: Permit, used: &Amounts, now: u64) {
        self.now = self.now.max(now);
        for meter in &mut self.meters {
            let asked = meter.count(&permit.asked);
            let used = match meter.limit.window {
                Window::InFlight => 0,
                _ => meter.count(used),
            };
            if used > asked {
                meter.take(self.now, used - asked);
            } else {
                meter.credit(permit.at, self.now, asked - used);
            }
        }
    }

    /// Gives back all that a request asked for, itself included: it was never
    /// sent.
    pub fn cancel(&mut self, permit: Permit, now: u64) {
        self.now = self.now.max(now);
        for meter in &mut self.meters {
            meter.credit(permit.at, self.now, meter.count(&permit.asked));
        }
    }

    /// The largest completion that the limits can ever hold beside a prompt.
    pub(crate) fn room(&self, input: u64) -> u64 {
        let room = |meter: &Meter| match meter.limit.measure {
            Measure::Tokens => meter.cap.saturating_sub(input),
            Measure::Output => meter.cap,
            _ => u64::MAX,
        };
        self.meters.iter().map(room).min().unwrap_or(u64::MAX)
    }

    /// Takes over what the API says of a limit where that is less.
    pub(crate) fn observe(&mut self, now: u64, limit: Limit, cap: Option<u64>, left: u64) {
        self.now = self.now.max(now);
        for meter in self.meters.iter_mut().filter(|meter| meter.limit == limit) {
            meter.observe(self.now, cap, left);
        }
    }

    /// As it is kept.
    pub(crate) fn state(&self) -> RateState {
        RateState { now: self.now, meters: self.meters.iter().map(Meter::state).collect() }
    }

    /// Limits of which as much is used as was kept; a limit that was not kept is
    /// full. What is later than `now` counts from now on.
    pub(crate) fn resume(
        limits: impl IntoIterator<Item = (Limit, u64)>,
        kept: &RateState,
        now: u64,
    ) -> Self {
        let meter = |(limit, cap)| match kept.meters.iter().find(|meter| meter.limit == limit) {
            Some(meter) => Meter::resume(limit, cap, meter, now),
            None => Meter::new(limit, cap),
        };
        Self { meters: limits.into_iter().map(meter).collect(), now: kept.now.min(now) }
    }

    /// What is missing from each bucket at `now`, in units that only it knows.
    #[inline]
    pub(crate) fn lacks(&self, now: u64) -> impl Iterator<Item = u64> {
        let now = self.now.max(now);
        self.meters.iter().map(move |meter| meter.lacks(now))
    }

    /// Each limit, and the units that one of what it counts takes.
    pub(crate) fn units(&self) -> impl Iterator<Item = (Limit, u64)> {
        self.meters.iter().map(|meter| (meter.limit, meter.unit()))
    }

    /// Ends a request as if it had taken from the start what it used; with
    /// `None`, nothing at all. `due` says of a bucket, by what is missing, how many
    /// of the units that it did not need come back.
    #[inline]
    pub(crate) fn end(
        &mut self,
        now: u64,
        permit: &Permit,
        used: Option<&Amounts>,
        mut due: impl FnMut(usize, u64, u64) -> u64,
    ) {
        self.now = self.now.max(now);
        for (index, meter) in self.meters.iter_mut().enumerate() {
            let asked = meter.count(&permit.asked);
            let used = match (used, meter.limit.window) {
                (None, _) | (_, Window::InFlight) => 0,
                (Some(used), _) => meter.count(used),
            };
            let due = |missing, units| due(index, missing, units);
            meter.end(permit.at, self.now, (asked, used), due);
        }
    }

    /// How far each limit is used.
    pub fn levels(&self, now: u64) -> impl Iterator<Item = Level> {
        let behind = self.now.saturating_sub(now);
        self.meters.iter().map(move |meter| {
            let until_full_us = match meter.until_full(now + behind) {
                0 => 0,
                micros => micros.saturating_add(behind),
            };
            let left = meter.left(now + behind);
            Level { limit: meter.limit, cap: meter.cap, left, until_full_us }
        })
    }

    /// What is left of each limit at `now`.
    pub(crate) fn left(&self, now: u64) -> impl Iterator<Item = (Limit, u64)> {
        let now = self.now.max(now);
        self.meters.iter().map(move |meter| (meter.limit, meter.left(now)))
    }

    /// The limit that makes a request wait longest, the first of equals, and
    /// microseconds from `now`; `None` if all have room. `refuses` is called for
    /// each that has none.
    #[inline]
    pub(crate) fn longest_wait(
        &self,
        now: u64,
        request: &Amounts,
        mut refuses: impl FnMut(Limit),
    ) -> Option<(&Meter, u64)> {
        let behind = self.now.saturating_sub(now);
        let mut longest = None;
        for meter in &self.meters {
            let wait = meter.wait(now + behind, meter.count(request));
            if wait > 0 {
                refuses(meter.limit);
                if longest.is_none_or(|(_, longest)| wait > longest) {
                    longest = Some((meter, wait));
                }
            }
        }
        longest.map(|(meter, wait)| (meter, wait.saturating_add(behind)))
    }

    /// Takes from all limits what they have room for at `now`.
    #[inline]
    pub(crate) fn take(&mut self, now: u64, request: &Amounts) {
        self.now = self.now.max(now);
        for meter in &mut self.meters {
            meter.take(self.now, meter.count(request));
        }
    }
}

#[cfg(test)]
#[path = "rate_limiter_tests.rs"]
mod tests;
