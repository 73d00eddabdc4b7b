use crate::catalog::limits::{scale, window_us};
use crate::{
    catalog::limits::Limit,
    limiter::{bucket::Bucket, policy::Limiter, window::Window},
};

/// One limit and what is used of it. Audio is metered in milliseconds, all
/// else in the limit's own unit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Meter {
    pub(crate) limit: Limit,
    kind: Kind,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Bucket(Bucket),
    Window(Window),
}

impl Meter {
    /// A meter of which nothing is used.
    pub(crate) fn new(limit: Limit, cap: u64, limiter: Limiter) -> Self {
        let cap = u128::from(cap) * u128::from(scale(limit));
        let kind = match limiter {
            Limiter::Bucket => Kind::Bucket(Bucket::new(cap, window_us(limit))),
            Limiter::Fixed => Kind::Window(Window::new(cap, window_us(limit))),
        };
        Self { limit, kind }
    }

    /// Microseconds from `now` until there is room for `count`.
    pub(crate) fn wait(&self, now: u64, count: u64) -> u64 {
        match &self.kind {
            Kind::Bucket(bucket) => bucket.wait(now, count),
            Kind::Window(window) => window.wait(now, count),
        }
    }

    /// Takes `count`, for which there is room at `now`.
    pub(crate) fn take(&mut self, now: u64, count: u64) {
        match &mut self.kind {
            Kind::Bucket(bucket) => bucket.take(now, count),
            Kind::Window(window) => window.take(now, count),
        }
    }

    /// What is left at `now`, in whole units of the limit.
    pub(crate) fn left(&self, now: u64) -> u64 {
        let left = match &self.kind {
            Kind::Bucket(bucket) => bucket.left(now),
            Kind::Window(window) => window.left(now),
        };
        left / scale(self.limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limiter::request::{Request, taken};

    #[test]
    fn each_limit_takes_its_own() {
        let request = Request::new(0, 100, 30, 7).unwrap().with_audio(2500).unwrap();
        let all = |credits| Limit::ALL.map(|limit| taken(limit, &request, credits));
        assert_eq!(all(true), [1, 1, 77, 77, 70, 7, 2500, 2500]);
        assert_eq!(all(false), [1, 1, 107, 107, 100, 7, 2500, 2500]);
    }

    #[test]
    fn each_limit_has_its_window() {
        let waits = Limit::ALL.map(|limit| {
            let mut meter = Meter::new(limit, 1, Limiter::Bucket);
            let one = scale(limit);
            assert_eq!((meter.left(0), meter.wait(0, one)), (1, 0));
            meter.take(0, one);
            assert_eq!(meter.left(0), 0);
            meter.wait(0, one)
        });
        let (minute, hour, day) = (60_000_000, 3_600_000_000, 86_400_000_000);
        assert_eq!(waits, [minute, day, minute, day, minute, minute, hour, day]);
    }

    #[test]
    fn a_fixed_meter_counts_calendar_windows() {
        let mut meter = Meter::new(Limit::Ash, 2, Limiter::Fixed);
        meter.take(10, 1500);
        assert_eq!(
            (meter.left(10), meter.wait(10, 500), meter.wait(10, 501)),
            (0, 0, 3_599_999_990)
        );
    }
}
