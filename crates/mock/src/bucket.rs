/// A bucket that starts full and refills continuously, kept exact.
///
/// One of what the cap counts is `window` units, and a microsecond refills `cap`
/// units, so nothing is ever divided. Unlike a replayed log, a live request is
/// settled afterwards: what it used beyond its reserve is owed even above the
/// cap, as Groq's `Used 5747` of 5000 shows, and what it did not use is credited.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bucket {
    cap: u128,
    window: u128,
    full: u128,
    owed: u128,
    at: u64,
}

impl Bucket {
    /// A full bucket for a cap over a window in microseconds.
    pub(crate) fn new(cap: u64, window: u64, now: u64) -> Self {
        let (cap, window) = (u128::from(cap), u128::from(window));
        Self { cap, window, full: cap * window, owed: 0, at: now }
    }

    /// Microseconds until `count` fits, rounded up; 0 if it does now. `count` is
    /// not above the cap.
    pub(crate) fn wait(&self, now: u64, count: u64) -> u64 {
        let lacking =
            (self.owed_at(now) + u128::from(count) * self.window).saturating_sub(self.full);
        self.refill(lacking)
    }

    /// Takes `count`, whether it fits or not.
    pub(crate) fn take(&mut self, now: u64, count: u64) {
        self.owed = self.owed_at(now) + u128::from(count) * self.window;
        self.at = now;
    }

    /// Gives `count` back; never above full.
    pub(crate) fn credit(&mut self, now: u64, count: u64) {
        self.owed = self.owed_at(now).saturating_sub(u128::from(count) * self.window);
        self.at = now;
    }

    /// What is counted as used, rounded up.
    pub(crate) fn used(&self, now: u64) -> u64 {
        u64::try_from(self.owed_at(now).div_ceil(self.window)).unwrap_or(u64::MAX)
    }

    /// What is left, rounded down; nothing where more than the cap is owed.
    pub(crate) fn left(&self, now: u64) -> u64 {
        u64::try_from(self.full.saturating_sub(self.owed_at(now)) / self.window).unwrap_or(u64::MAX)
    }

    /// Microseconds until it is full again.
    pub(crate) fn reset(&self, now: u64) -> u64 {
        self.refill(self.owed_at(now))
    }

    fn refill(&self, units: u128) -> u64 {
        match units {
            0 => 0,
            _ if self.cap == 0 => u64::MAX,
            units => u64::try_from(units.div_ceil(self.cap)).unwrap_or(u64::MAX),
        }
    }

    fn owed_at(&self, now: u64) -> u128 {
        self.owed.saturating_sub(self.cap * u128::from(now.saturating_sub(self.at)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: u64 = 60_000_000;

    #[test]
    fn refills_continuously_and_waits_to_the_microsecond() {
        let mut bucket = Bucket::new(30, MINUTE, 0);
        bucket.take(0, 30);
        assert_eq!((bucket.left(0), bucket.used(0), bucket.wait(0, 1)), (0, 30, 2_000_000));
        assert_eq!(bucket.wait(1_999_999, 1), 1);
        assert_eq!((bucket.wait(2_000_000, 1), bucket.left(2_000_000)), (0, 1));
        assert_eq!(bucket.reset(0), MINUTE);
        assert_eq!(bucket.left(10 * MINUTE), 30, "never above the cap");
    }

    #[test]
    fn what_is_not_used_comes_back_and_more_is_owed() {
        let mut bucket = Bucket::new(6000, MINUTE, 0);
        bucket.take(0, 6000);
        bucket.credit(0, 4000);
        assert_eq!((bucket.left(0), bucket.wait(0, 4000)), (4000, 0));
        bucket.credit(0, 10_000);
        assert_eq!(bucket.left(0), 6000);
        bucket.take(0, 7000);
        assert_eq!((bucket.used(0), bucket.left(0)), (7000, 0));
        assert_eq!(bucket.wait(0, 1), 10_010_000);
    }
}
