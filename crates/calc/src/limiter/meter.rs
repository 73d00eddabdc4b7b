use crate::{
    catalog::{limits::Limit, measure::Amounts, window::Refill},
    limiter::{bucket::Bucket, fixed_window::FixedWindow},
};

/// One limit and what is used of it, in metered units.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Meter {
    pub(crate) limit: Limit,
    /// In the limit's own unit.
    pub(crate) cap: u64,
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
        Self { limit, cap, kind }
    }

    /// What a request counts here.
    #[inline]
    pub(crate) fn count(&self, amounts: &Amounts) -> u64 {
        self.limit.measure.of(amounts)
    }

    /// The same in the limit's own unit, rounded up.
    pub(crate) fn requested(&self, amounts: &Amounts) -> u64 {
        self.count(amounts).div_ceil(self.limit.measure.subunits())
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

    /// Gives back `count` of what was taken at a time.
    pub(crate) fn credit(&mut self, taken_at: u64, now: u64, count: u64) {
        match &mut self.kind {
            Kind::Bucket(bucket) => bucket.credit(now, count),
            Kind::Window(window) => window.credit(taken_at, count),
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
