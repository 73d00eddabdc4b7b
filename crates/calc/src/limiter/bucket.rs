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
    /// was as good as full, nothing comes back before that. Returns the units that
    /// were missing before, and that are now.
    #[inline]
    pub(crate) fn take_late(&mut self, now: u64, count: u64, late_us: u64) -> (u64, u64) {
        let owed = self.owed_at(now);
        let later = if owed <= self.refilled(late_us) { late_us } else { 0 };
        self.owed = owed.saturating_add(self.units(count));
        self.at = self.at.max(now.saturating_add(later));
        (clamp(owed), clamp(self.owed))
    }

    /// Gives `count` back, never above the cap.
    #[inline]
    pub fn credit(&mut self, now: u64, count: u64) {
        self.owed = self.owed_at(now).saturating_sub(self.units(count));
        self.at = self.at.max(now);
    }

    /// Gives back as many units as are `due`, by what is missing.
    #[inline]
    pub(crate) fn credit_due(&mut self, now: u64, due: impl FnOnce(u64) -> u64) {
        let owed = self.owed_at(now);
        self.owed = owed.saturating_sub(due(clamp(owed)).into());
        self.at = self.at.max(now);
    }

    /// Units that a count takes; the greatest number where they are more.
    #[inline]
    pub(crate) fn units_of(&self, count: u64) -> u64 {
        clamp(self.units(count))
    }

    /// Units that are missing at `now`; the greatest number where they are more.
    #[inline]
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
    #[inline]
    fn units(&self, count: u64) -> u128 {
        u128::from(count) * u128::from(self.window)
    }

    /// The whole counts in an amount of units.
    fn counts(&self, units: u128) -> u64 {
        clamp(units / u128::from(self.window))
    }

    /// Microseconds from `now` until the given units have come back: time has to
    /// catch up first if it has stepped back.
    #[inline]
    fn refill(&self, now: u64, units: u128) -> u64 {
        match units {
            0 => 0,
            _ if self.cap == 0 => u64::MAX,
            units => divide_up(units, self.cap).saturating_add(self.at.saturating_sub(now)),
        }
    }

    #[inline]
    fn owed_at(&self, now: u64) -> u128 {
        self.owed.saturating_sub(self.refilled(now.saturating_sub(self.at)))
    }

    /// Units that come back in a time.
    #[inline]
    fn refilled(&self, micros: u64) -> u128 {
        match u64::try_from(self.cap) {
            // 64 by 64 bits: within 128, and faster.
            Ok(cap) => u128::from(cap) * u128::from(micros),
            Err(_) => self.cap.saturating_mul(micros.into()),
        }
    }
}

#[inline]
fn clamp(units: u128) -> u64 {
    u64::try_from(units).unwrap_or(u64::MAX)
}

#[inline]
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
#[path = "bucket_tests.rs"]
mod tests;
