use crate::catalog::limits::{Limit, scale, window_us};

/// A bucket that starts full and refills continuously, kept exact: what stands
/// behind one rate limit.
///
/// Time is in microseconds from any start and never goes back. Counts are in
/// the limit's own unit, audio in milliseconds. One of what the cap counts is
/// `window` units and a microsecond refills `cap` units, so nothing is ever
/// divided. Cap and window are in lowest terms: of 1,000 a day, one takes
/// 86,400,000 units and a microsecond refills 1.
///
/// A replayed log takes what each request used. A server that serves requests
/// takes what each asks for and settles with [`Bucket::credit`] when it ends.
///
/// ```
/// use groq_calc::{Limit, limiter::Bucket};
///
/// let mut bucket = Bucket::of(Limit::Tpm, 6000);
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
    pub(crate) window: u128,
    /// Units that the bucket holds.
    pub(crate) full: u128,
    /// Units that are missing from a full bucket.
    owed: u128,
    /// When they were.
    at: u64,
}

impl Bucket {
    /// The full bucket of a limit; the cap in the limit's own unit.
    pub fn of(limit: Limit, cap: u64) -> Self {
        Self::new(u128::from(cap) * u128::from(scale(limit)), window_us(limit))
    }

    /// A full bucket.
    pub(crate) fn new(cap: u128, window_us: u64) -> Self {
        let window = u128::from(window_us);
        let divisor = common(cap, window);
        let (cap, window, full) = (cap / divisor, window / divisor, cap * (window / divisor));
        Self { cap, window, full, owed: 0, at: 0 }
    }

    /// Microseconds from `now` until the bucket holds `count`; 0 if it does.
    /// A count above the cap never fits, whatever this says.
    pub fn wait(&self, now: u64, count: u64) -> u64 {
        let short = (self.owed_at(now) + u128::from(count) * self.window).saturating_sub(self.full);
        self.refill(short)
    }

    /// Takes `count`; more than the bucket holds is owed beyond the cap.
    pub fn take(&mut self, now: u64, count: u64) {
        self.owed = self.owed_at(now) + u128::from(count) * self.window;
        self.at = now;
    }

    /// Gives `count` back, never above the cap.
    pub fn credit(&mut self, now: u64, count: u64) {
        self.owed = self.owed_at(now).saturating_sub(u128::from(count) * self.window);
        self.at = now;
    }

    /// What is left at `now`, rounded down; nothing where more is owed than the
    /// cap.
    pub fn left(&self, now: u64) -> u64 {
        (self.full.saturating_sub(self.owed_at(now)) / self.window) as u64
    }

    /// What counts as used at `now`, rounded up; it may exceed the cap.
    pub fn used(&self, now: u64) -> u64 {
        self.owed_at(now).div_ceil(self.window) as u64
    }

    /// Microseconds from `now` until it is full.
    pub fn until_full(&self, now: u64) -> u64 {
        self.refill(self.owed_at(now))
    }

    /// Microseconds that so many units take.
    fn refill(&self, units: u128) -> u64 {
        match units {
            0 => 0,
            _ if self.cap == 0 => u64::MAX,
            units => divide_up(units, self.cap),
        }
    }

    fn owed_at(&self, now: u64) -> u128 {
        self.owed.saturating_sub(self.cap * u128::from(now - self.at))
    }
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
    use super::*;

    const MINUTE: u64 = 60_000_000;
    const DAY: u64 = 86_400_000_000;

    #[test]
    fn lowest_terms() {
        let bucket = Bucket::new(1000, DAY);
        assert_eq!((bucket.cap, bucket.window, bucket.full), (1, 86_400_000, 86_400_000_000));
        let bucket = Bucket::new(7, MINUTE);
        assert_eq!((bucket.cap, bucket.window, bucket.full), (7, MINUTE.into(), 420_000_000));
        assert_eq!(common(0, 5), 5);
        assert_eq!(common(12, 18), 6);
        assert_eq!(common(18, 12), 6);
    }

    #[test]
    fn a_day_of_one_thousand_gives_one_back_every_86_4_seconds() {
        let mut bucket = Bucket::new(1000, DAY);
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
        let mut bucket = Bucket::new(7, MINUTE);
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
    fn never_above_the_cap() {
        let mut bucket = Bucket::new(3, MINUTE);
        bucket.take(0, 1);
        assert_eq!(bucket.left(10 * MINUTE), 3);
        bucket.take(10 * MINUTE, 3);
        assert_eq!(bucket.wait(10 * MINUTE, 1), 20_000_000);
    }

    #[test]
    fn what_is_not_used_comes_back_and_more_is_owed() {
        let mut bucket = Bucket::of(Limit::Tpm, 6000);
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
    fn audio_is_metered_in_milliseconds() {
        let mut bucket = Bucket::of(Limit::Ash, 7200);
        assert_eq!(bucket.left(0), 7_200_000);
        bucket.take(0, 7_200_000);
        assert_eq!(bucket.wait(0, 1000), 500_000);
    }

    #[test]
    fn a_cap_of_nothing_lets_nothing_through() {
        let bucket = Bucket::new(0, MINUTE);
        assert_eq!((bucket.wait(9, 0), bucket.left(9)), (0, 0));
        assert_eq!(bucket.wait(9, 1), u64::MAX);
    }

    #[test]
    fn the_largest_cap_is_exact() {
        let cap = u128::from(u64::MAX) * 1000;
        let mut bucket = Bucket::new(cap, DAY);
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
}
