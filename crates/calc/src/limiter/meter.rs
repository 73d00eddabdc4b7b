use crate::{
    catalog::{
        limits::Limit,
        measure::Amounts,
        window::{Refill, Window},
    },
    limiter::{bucket::Bucket, fixed_window::FixedWindow, snapshot::MeterState},
};

/// One limit and what is used of it, in metered units.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Meter {
    pub(crate) limit: Limit,
    /// In the limit's own unit.
    pub(crate) cap: u64,
    /// A lower cap that the API named, which counts then.
    named: Option<u64>,
    kind: Kind,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Bucket(Bucket),
    Window(FixedWindow),
}

impl Meter {
    /// A meter of which nothing is used.
    pub(crate) fn new(limit: Limit, cap: u64) -> Self {
        let kind = match limit.refill {
            Refill::Continuous => Kind::Bucket(Bucket::of(limit, cap)),
            Refill::Calendar(zone) => {
                let units = u128::from(cap) * u128::from(limit.measure.subunits());
                Kind::Window(FixedWindow::new(units, limit.window, zone))
            }
        };
        Self { limit, cap, named: None, kind }
    }

    /// As it is kept.
    pub(crate) fn state(&self) -> MeterState {
        let (taken, at, until) = match &self.kind {
            Kind::Bucket(bucket) => {
                let (owed, at) = bucket.state();
                (owed, at, 0)
            }
            Kind::Window(window) => window.state(),
        };
        MeterState { limit: self.limit, cap: self.cap, named: self.named, taken, at, until }
    }

    /// A meter of which as much is used as was kept. What is later than `now`
    /// counts from now on.
    pub(crate) fn resume(limit: Limit, cap: u64, kept: &MeterState, now: u64) -> Self {
        let named = kept.named.filter(|named| *named < cap);
        let mut meter = Self { named, ..Self::new(limit, named.unwrap_or(cap)) };
        let at = kept.at.min(now);
        match &mut meter.kind {
            Kind::Bucket(bucket) => {
                *bucket = bucket.resume(Bucket::of(limit, kept.cap).owing(kept.taken, at));
            }
            Kind::Window(window) => *window = window.using(kept.taken, at, kept.until),
        }
        meter
    }

    /// Takes over what the API says of a limit where that is less.
    pub(crate) fn observe(&mut self, now: u64, cap: Option<u64>, left: u64) {
        if let Some(cap) = cap.filter(|cap| *cap < self.cap) {
            let kept = MeterState { named: Some(cap), ..self.state() };
            *self = Self::resume(self.limit, self.cap, &kept, u64::MAX);
        }
        let more = self.left(now).saturating_sub(left);
        if more > 0 {
            self.take(now, more.saturating_mul(self.limit.measure.subunits()));
        }
    }

    /// What a request counts here.
    #[inline]
    pub(crate) fn count(&self, amounts: &Amounts) -> u64 {
        self.limit.measure.of(amounts)
    }

    /// The same in the limit's own unit, rounded up.
    #[inline]
    pub(crate) fn requested(&self, amounts: &Amounts) -> u64 {
        match self.limit.measure.subunits() {
            1 => self.count(amounts),
            subunits => self.count(amounts).div_ceil(subunits),
        }
    }

    /// Microseconds from `now` until there is room for `count`.
    #[inline]
    pub(crate) fn wait(&self, now: u64, count: u64) -> u64 {
        match &self.kind {
            Kind::Bucket(bucket) => bucket.wait(now, count),
            Kind::Window(window) => window.wait(now, count),
        }
    }

    /// Takes `count`.
    #[inline]
    pub(crate) fn take(&mut self, now: u64, count: u64) {
        match &mut self.kind {
            Kind::Bucket(bucket) => bucket.take(now, count),
            Kind::Window(window) => window.take(now, count),
        }
    }

    /// Takes `count` for a request that may arrive later. Returns the units that
    /// were missing before, and that are now, of a bucket that time refills.
    #[inline]
    pub(crate) fn take_late(&mut self, now: u64, count: u64, late_us: u64) -> Option<(u64, u64)> {
        match &mut self.kind {
            Kind::Bucket(bucket) if self.limit.window != Window::InFlight => {
                Some(bucket.take_late(now, count, late_us))
            }
            Kind::Bucket(bucket) => {
                bucket.take(now, count);
                None
            }
            Kind::Window(window) => {
                window.take(now, count);
                None
            }
        }
    }

    /// Gives back `count` of what was taken at a time.
    pub(crate) fn credit(&mut self, taken_at: u64, now: u64, count: u64) {
        match &mut self.kind {
            Kind::Bucket(bucket) => bucket.credit(now, count),
            Kind::Window(window) => window.credit(taken_at, count),
        }
    }

    /// Puts `used` in place of what was `asked` for at a time. Of a bucket that
    /// time refills, `due` says how many of the units that were not used come
    /// back, by how many are missing.
    #[inline]
    pub(crate) fn end(
        &mut self,
        taken_at: u64,
        now: u64,
        (asked, used): (u64, u64),
        due: impl FnOnce(u64, u64) -> u64,
    ) {
        let (spare, beyond) = (asked.saturating_sub(used), used.saturating_sub(asked));
        match &mut self.kind {
            Kind::Bucket(bucket) if self.limit.window != Window::InFlight => {
                let units = bucket.units_of(spare);
                bucket.credit_due(now, |missing| due(missing, units));
            }
            _ => self.credit(taken_at, now, spare),
        }
        if beyond > 0 {
            self.take(now, beyond);
        }
    }

    /// Units that are missing from a bucket that time refills.
    #[inline]
    pub(crate) fn lacks(&self, now: u64) -> u64 {
        match &self.kind {
            Kind::Bucket(bucket) if self.limit.window != Window::InFlight => bucket.lacks(now),
            _ => 0,
        }
    }

    /// Units that one of what is counted takes of a bucket.
    pub(crate) fn unit(&self) -> u64 {
        match &self.kind {
            Kind::Bucket(bucket) => bucket.window,
            Kind::Window(_) => 1,
        }
    }

    /// What is left at `now`, in whole units of the limit.
    pub(crate) fn left(&self, now: u64) -> u64 {
        let left = match &self.kind {
            Kind::Bucket(bucket) => bucket.left(now),
            Kind::Window(window) => window.left(now),
        };
        left / self.limit.measure.subunits()
    }

    /// What is used at `now`, in units of the limit, rounded up.
    pub(crate) fn used(&self, now: u64) -> u64 {
        let used = match &self.kind {
            Kind::Bucket(bucket) => bucket.used(now),
            Kind::Window(window) => window.used(now),
        };
        used.div_ceil(self.limit.measure.subunits())
    }

    /// Microseconds from `now` until nothing is used.
    pub(crate) fn until_full(&self, now: u64) -> u64 {
        match &self.kind {
            Kind::Bucket(bucket) => bucket.until_full(now),
            Kind::Window(window) => window.until_full(now),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::window::Zone;

    const MINUTE: u64 = 60_000_000;
    const HOUR: u64 = 60 * MINUTE;
    const DAY: u64 = 24 * HOUR;

    #[test]
    fn each_limit_has_its_window() {
        let waits = Limit::ALL.map(|limit| {
            let mut meter = Meter::new(limit, 1);
            let one = limit.measure.subunits();
            assert_eq!((meter.left(0), meter.wait(0, one)), (1, 0));
            meter.take(0, one);
            assert_eq!((meter.left(0), meter.used(0)), (0, 1));
            assert_eq!(meter.wait(0, one), meter.until_full(0));
            meter.wait(0, one)
        });
        assert_eq!(waits, [MINUTE, DAY, MINUTE, DAY, MINUTE, MINUTE, HOUR, DAY]);
    }

    #[test]
    fn a_fixed_meter_counts_calendar_windows() {
        let mut meter = Meter::new(Limit::ASH.with_refill(Refill::Calendar(Zone::Utc)), 2);
        meter.take(10, 1500);
        assert_eq!((meter.left(10), meter.used(10)), (0, 2));
        assert_eq!((meter.wait(10, 500), meter.wait(10, 501)), (0, HOUR - 10));
        assert_eq!(meter.until_full(10), HOUR - 10);
        meter.credit(10, 20, 1500);
        assert_eq!((meter.left(10), meter.used(10)), (2, 0));
    }

    #[test]
    fn a_limit_that_the_calendar_resets_is_no_bucket() {
        let limit = Limit::RPD.with_refill(Refill::Calendar(Zone::Pacific));
        let mut meter = Meter::new(limit, 1);
        meter.take(0, 1);
        assert_eq!(meter.wait(0, 1), 8 * HOUR);
    }
}
