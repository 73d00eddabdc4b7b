use crate::catalog::limits::Limit;

/// A bucket that starts full and refills continuously, kept exact: what stands
/// behind one rate limit.
///
/// Time is in microseconds from any start. Time that steps back counts as
/// standing still: a bucket gives nothing back for it, and never gives back
/// twice. Counts are in the limit's own unit, audio in milliseconds. One of what
/// the cap counts is `window` units and a microsecond refills `cap` units, so
/// nothing is ever divided. Cap and window are in lowest terms: of 1,000 a day,
/// one takes 86,400,000 units and a microsecond refills 1.
///
/// No time and no count makes a method panic or wrap. One count is below 2^64 and
/// one window below 2^42 units, so what one request takes is below 2^106; a cap,
/// in thousandths if need be, is below 2^74, so a full bucket is below 2^116. What
/// is owed adds up without end and so is saturated, as is what a time gives back.
///
/// A replayed log takes what each request used. A server that serves requests
/// takes what each asks for and settles with [`Bucket::credit`] when it ends; a
/// [`RateLimiter`](crate::limiter::RateLimiter) does so for all limits at once.
///
/// ```
/// use groq_calc::{Limit, limiter::Bucket};
///
/// let mut bucket = Bucket::of(Limit::TPM, 6000);
/// bucket.take(0, 5500);
/// assert_eq!((bucket.left(0), bucket.wait(0, 1000)), (500, 5_000_000));
/// bucket.credit(0, 300);
/// assert_eq!((bucket.used(0), bucket.wait(0, 1000)), (5200, 2_000_000));
/// assert_eq!(bucket.until_full(0), 52_000_000);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Units that a microsecond refills.
    pub(crate) cap: u128,
    /// Units that one of what is counted takes.
    pub(crate) window: u64,
    /// Units that the bucket holds.
    pub(crate) full: u128,
    /// Units that are missing from a full bucket.
    owed: u128,
    /// When they were: the latest time at which anything was taken or given back.
    at: u64,
}

impl Bucket {
    /// The full bucket of a limit; the cap in the limit's own unit. A limit on
    /// what is in flight gets nothing back by time.
    pub fn of(limit: Limit, cap: u64) -> Self {
        Self::new(u128::from(cap) * u128::from(limit.measure.subunits()), limit.window.micros())
    }

    /// A full bucket; without a window nothing comes back by itself.
    pub(crate) fn new(cap: u128, window_us: Option<u64>) -> Self {
        let Some(window) = window_us else {
            return Self { cap: 0, window: 1, full: cap, owed: 0, at: 0 };
        };
        let divisor = common(cap, window.into());
        // At most the window itself.
        let window = window / divisor as u64;
        let full = cap * u128::from(window);
        Self { cap: cap / divisor, window, full, owed: 0, at: 0 }
    }

    /// Microseconds from `now` until the bucket holds `count`; 0 if it does, and
    /// [`u64::MAX`] if no time is enough. A count above the cap never fits,
    /// whatever this says.
    #[inline]
    pub fn wait(&self, now: u64, count: u64) -> u64 {
        let need = self.owed_at(now).saturating_add(self.units(count));
        self.refill(now, need.saturating_sub(self.full))
    }

    /// Takes `count`; more than the bucket holds is owed beyond the cap.
    #[inline]
    pub fn take(&mut self, now: u64, count: u64) {
        self.owed = self.owed_at(now).saturating_add(self.units(count));
        self.at = self.at.max(now);
    }

    /// The same for a request that arrives up to `late_us` later: of a bucket that
    /// was as good as full, nothing comes back before that.
    pub(crate) fn take_late(&mut self, now: u64, count: u64, late_us: u64) {
        let was_full = self.owed_at(now) <= self.cap.saturating_mul(late_us.into());
        self.take(now, count);
        if was_full {
            self.at = self.at.max(now.saturating_add(late_us));
        }
    }

    /// Gives `count` back, never above the cap.
    #[inline]
    pub fn credit(&mut self, now: u64, count: u64) {
        self.owed = self.owed_at(now).saturating_sub(self.units(count));
        self.at = self.at.max(now);
    }

    /// Gives back what `count` takes, at most `most` units. Returns, in units, what it
    /// takes and what came back.
    pub(crate) fn credit_within(&mut self, now: u64, count: u64, most: u64) -> (u64, u64) {
        let units = clamp(self.units(count));
        let given = units.min(most);
        self.owed = self.owed_at(now).saturating_sub(given.into());
        self.at = self.at.max(now);
        (units, given)
    }

    /// Units that are missing at `now`; the greatest number where they are more.
    pub(crate) fn lacks(&self, now: u64) -> u64 {
        clamp(self.owed_at(now))
    }

    /// What is left at `now`, rounded down; nothing where more is owed than the
    /// cap.
    pub fn left(&self, now: u64) -> u64 {
        self.counts(self.full.saturating_sub(self.owed_at(now)))
    }

    /// What counts as used at `now`, rounded up; it may exceed the cap.
    pub fn used(&self, now: u64) -> u64 {
        let owed = self.owed_at(now);
        let window = u128::from(self.window);
        self.counts(owed).saturating_add(u64::from(!owed.is_multiple_of(window)))
    }

    /// Microseconds from `now` until it is full.
    pub fn until_full(&self, now: u64) -> u64 {
        self.refill(now, self.owed_at(now))
    }

    /// What is owed and since when.
    pub(crate) fn state(&self) -> (u128, u64) {
        (self.owed, self.at)
    }

    /// What is owed of a bucket with another cap, or this one, is owed of this.
    pub(crate) fn resume(self, before: Self) -> Self {
        let owed = match before.window == self.window && before.full == self.full {
            true => before.owed,
            // In whole counts, rounded up.
            false => {
                let window = u128::from(before.window);
                before.owed.div_ceil(window).saturating_mul(self.window.into())
            }
        };
        Self { owed, at: before.at, ..self }
    }

    /// With that much owed since then.
    pub(crate) fn owing(self, owed: u128, at: u64) -> Self {
        Self { owed, at, ..self }
    }

    /// Units that a count takes: 64 by 64 bits, always within 128.
    fn units(&self, count: u64) -> u128 {
        u128::from(count) * u128::from(self.window)
    }

    /// The whole counts in an amount of units.
    fn counts(&self, units: u128) -> u64 {
        clamp(units / u128::from(self.window))
    }

    /// Microseconds from `now` until the given units have come back: time has to
    /// catch up first if it has stepped back.
    fn refill(&self, now: u64, units: u128) -> u64 {
        match units {
            0 => 0,
            _ if self.cap == 0 => u64::MAX,
            units => divide_up(units, self.cap).saturating_add(self.at.saturating_sub(now)),
        }
    }

    fn owed_at(&self, now: u64) -> u128 {
        let elapsed = now.saturating_sub(self.at);
        let refilled = match u64::try_from(self.cap) {
            // 64 by 64 bits: within 128, and faster.
            Ok(cap) => u128::from(cap) * u128::from(elapsed),
            Err(_) => self.cap.saturating_mul(elapsed.into()),
        };
        self.owed.saturating_sub(refilled)
    }
}

fn clamp(units: u128) -> u64 {
    u64::try_from(units).unwrap_or(u64::MAX)
}

fn divide_up(units: u128, cap: u128) -> u64 {
    // The machine divides 64 bits many times faster than 128.
    match (u64::try_from(units), u64::try_from(cap)) {
        (Ok(units), Ok(cap)) => units.div_ceil(cap),
        _ => u64::try_from(units.div_ceil(cap)).unwrap_or(u64::MAX),
    }
}

/// The greatest common divisor; `b` is not 0.
fn common(mut a: u128, mut b: u128) -> u128 {
    while a > 0 {
        (a, b) = (b % a, a);
    }
    b
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;
    use crate::catalog::{measure::Measure, window::Window};

    const MINUTE: u64 = 60_000_000;
    const DAY: u64 = 86_400_000_000;

    #[test]
    fn keeps_cap_and_window_in_lowest_terms() {
        let bucket = Bucket::new(1000, Some(DAY));
        assert_eq!((bucket.cap, bucket.window, bucket.full), (1, 86_400_000, 86_400_000_000));
        let bucket = Bucket::new(7, Some(MINUTE));
        assert_eq!((bucket.cap, bucket.window, bucket.full), (7, MINUTE, 420_000_000));
        assert_eq!(common(0, 5), 5);
        assert_eq!(common(12, 18), 6);
        assert_eq!(common(18, 12), 6);
    }

    #[test]
    fn a_day_of_one_thousand_gives_one_back_every_86_4_seconds() {
        let mut bucket = Bucket::new(1000, Some(DAY));
        assert_eq!((bucket.wait(5, 1000), bucket.left(5)), (0, 1000));
        bucket.take(5, 1000);
        assert_eq!((bucket.wait(5, 1), bucket.left(5)), (86_400_000, 0));
        assert_eq!((bucket.wait(86_400_004, 1), bucket.left(86_400_004)), (1, 0));
        assert_eq!((bucket.wait(86_400_005, 1), bucket.left(86_400_005)), (0, 1));
        assert_eq!(bucket.wait(86_400_005, 2), 86_400_000);
        assert_eq!(bucket.wait(5, 1000), DAY);
    }

    #[test]
    fn a_wait_is_rounded_up_to_the_microsecond() {
        let mut bucket = Bucket::new(7, Some(MINUTE));
        bucket.take(0, 7);
        // 60,000,000 / 7 = 8,571,428.57...
        assert_eq!(bucket.wait(0, 1), 8_571_429);
        assert_eq!(bucket.wait(8_571_428, 1), 1);
        assert_eq!(bucket.wait(8_571_429, 1), 0);
        // The 0.43 that came too much is kept: the second one comes sooner.
        bucket.take(8_571_429, 1);
        assert_eq!(bucket.wait(8_571_429, 1), 17_142_858 - 8_571_429);
    }

    #[test]
    fn never_holds_more_than_the_cap() {
        let mut bucket = Bucket::new(3, Some(MINUTE));
        bucket.take(0, 1);
        assert_eq!(bucket.left(10 * MINUTE), 3);
        bucket.take(10 * MINUTE, 3);
        assert_eq!(bucket.wait(10 * MINUTE, 1), 20_000_000);
    }

    #[test]
    fn credits_what_was_not_used_and_owes_what_was_taken_beyond_the_cap() {
        let mut bucket = Bucket::of(Limit::TPM, 6000);
        bucket.take(0, 6000);
        bucket.credit(0, 4000);
        assert_eq!((bucket.left(0), bucket.used(0), bucket.wait(0, 4000)), (4000, 2000, 0));
        bucket.credit(0, 10_000);
        assert_eq!((bucket.left(0), bucket.until_full(0)), (6000, 0), "never above the cap");
        bucket.take(0, 7000);
        assert_eq!((bucket.left(0), bucket.used(0)), (0, 7000));
        assert_eq!((bucket.wait(0, 1), bucket.until_full(0)), (10_010_000, 70_000_000));
        assert_eq!((bucket.wait(5_000_000, 1), bucket.used(5_000_001)), (5_010_000, 6500));
        bucket.credit(10_000_000, 1);
        assert_eq!((bucket.left(10_000_000), bucket.wait(10_000_000, 2)), (1, 10_000));
    }

    #[test]
    fn meters_audio_in_milliseconds() {
        let mut bucket = Bucket::of(Limit::ASH, 7200);
        assert_eq!(bucket.left(0), 7_200_000);
        bucket.take(0, 7_200_000);
        assert_eq!(bucket.wait(0, 1000), 500_000);
    }

    #[test]
    fn a_cap_of_nothing_lets_nothing_through() {
        let bucket = Bucket::new(0, Some(MINUTE));
        assert_eq!((bucket.wait(9, 0), bucket.left(9)), (0, 0));
        assert_eq!(bucket.wait(9, 1), u64::MAX);
    }

    #[test]
    fn the_largest_cap_is_exact() {
        let cap = u128::from(u64::MAX) * 1000;
        let mut bucket = Bucket::new(cap, Some(DAY));
        bucket.take(0, u64::MAX);
        assert_eq!(bucket.wait(0, u64::MAX), 0);
        for _ in 0..998 {
            bucket.take(0, u64::MAX);
        }
        bucket.take(0, u64::MAX);
        // A microsecond refills 213,503,982,334 and some.
        assert_eq!(bucket.wait(0, 213_503_982_334), 1);
        assert_eq!(bucket.wait(0, 213_503_982_335), 2);
    }

    #[test]
    fn time_that_steps_back_refills_nothing() {
        let mut bucket = Bucket::of(Limit::TPM, 6000);
        bucket.take(1_000_000, 6000);
        assert_eq!((bucket.left(999_999), bucket.used(999_999)), (0, 6000));
        // 100 a second, once time has caught up.
        assert_eq!((bucket.wait(1_000_000, 100), bucket.wait(0, 100)), (1_000_000, 2_000_000));
        assert_eq!((bucket.until_full(1_000_000), bucket.until_full(0)), (MINUTE, 61_000_000));
        bucket.credit(0, 100);
        assert_eq!((bucket.left(0), bucket.left(1_000_000), bucket.wait(0, 100)), (100, 100, 0));
        bucket.take(0, 100);
        assert_eq!((bucket.left(1_000_000), bucket.left(2_000_000)), (0, 100));
        bucket.credit(5_000_000, 0);
        assert_eq!((bucket.left(0), bucket.left(5_000_000)), (400, 400));
    }

    #[test]
    fn what_is_in_flight_comes_back_only_when_given_back() {
        let limit = Limit::new(Measure::Requests, Window::InFlight);
        let mut bucket = Bucket::of(limit, 2);
        bucket.take(0, 1);
        assert_eq!((bucket.wait(0, 1), bucket.left(DAY)), (0, 1));
        bucket.take(0, 1);
        assert_eq!(
            (bucket.wait(DAY, 1), bucket.until_full(DAY), bucket.left(DAY)),
            (u64::MAX, u64::MAX, 0)
        );
        bucket.credit(5, 1);
        assert_eq!((bucket.wait(5, 1), bucket.left(5)), (0, 1));
    }

    #[test]
    fn the_greatest_figures_neither_panic_nor_wrap() {
        for limit in [Limit::TPM, Limit::ASD, Limit::new(Measure::AudioSeconds, Window::Month)] {
            for cap in [0, 1, u64::MAX] {
                let mut bucket = Bucket::of(limit, cap);
                for now in [u64::MAX, 0, u64::MAX, 1] {
                    bucket.take(now, u64::MAX);
                    assert!(bucket.used(now) > 0);
                    assert!(bucket.wait(now, u64::MAX) > 0 || cap == u64::MAX, "{limit} {cap}");
                    assert!(bucket.until_full(now) > 0);
                }
                bucket.credit(u64::MAX, u64::MAX);
                bucket.owed = u128::MAX;
                bucket.take(0, u64::MAX);
                assert_eq!((bucket.owed, bucket.used(0), bucket.left(0)), (u128::MAX, u64::MAX, 0));
                assert_eq!(bucket.wait(0, 1), u64::MAX);
            }
        }
        let bucket = Bucket::of(Limit::ASD, u64::MAX);
        assert_eq!((bucket.left(0), bucket.left(u64::MAX)), (u64::MAX, u64::MAX));
        // A refill beyond 128 bits fills the bucket.
        let mut bucket = Bucket::of(Limit::ASD, u64::MAX);
        bucket.take(0, u64::MAX);
        assert_eq!((bucket.used(u64::MAX), bucket.until_full(u64::MAX)), (0, 0));
    }

    /// A stream of figures that is the same in every run.
    fn stream(mut state: u64) -> impl FnMut(u64) -> u64 {
        move |below| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        }
    }

    #[test]
    fn admits_no_more_than_cap_and_refill_whatever_the_order_of_times() {
        for seed in 0..if cfg!(miri) { 3 } else { 200 } {
            let mut next = stream(seed);
            let cap = 1 + next(500);
            let mut bucket = Bucket::new(cap.into(), Some(MINUTE));
            // The time of each admission, and all that was admitted by then.
            let mut admitted = Vec::from([(0, 0)]);
            for _ in 0..60 {
                let (latest, total) = admitted[admitted.len() - 1];
                let now = next(3 * MINUTE);
                let count = next(cap + 1);
                // Reading changes nothing, at any time.
                let copy = bucket;
                let read = next(4 * MINUTE);
                let _ = (bucket.left(read), bucket.used(read), bucket.until_full(read));
                assert_eq!(bucket, copy);
                let wait = bucket.wait(now, count);
                if wait > 0 {
                    // Then there is room, and not a microsecond before.
                    assert_eq!(bucket.wait(now + wait, count), 0);
                    assert!(bucket.wait(now + wait - 1, count) > 0);
                }
                assert_eq!(wait == 0, count <= bucket.left(now));
                if wait == 0 {
                    bucket.take(now, count);
                    admitted.push((latest.max(now), total + count));
                }
            }
            for (index, (_, before)) in admitted.iter().enumerate() {
                for (last, total) in &admitted[index + 1..] {
                    let most = cap * MINUTE + cap * (last - admitted[index + 1].0);
                    assert!((total - before) * MINUTE <= most, "seed {seed}");
                }
            }
        }
    }
}
