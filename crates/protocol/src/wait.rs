use core::cmp::Ordering;

use crate::duration::Nanos;

/// How long a bucket that refills continuously takes until a request fits:
/// `(used + requested - limit) x window / limit`, kept as an exact fraction.
///
/// Groq's printed waits follow this rule. Of twenty quoted in public, thirteen match
/// to the last digit; the others differ by less than one unit's refill time,
/// since used and requested are printed rounded.
///
/// ```
/// use groq_protocol::{LimitKind, RefillWait};
///
/// let wait = RefillWait::new(7000, 0, 12_903, LimitKind::Tpm.window()).unwrap();
/// assert_eq!(wait.floor().unwrap().to_string(), "50.597142857s");
/// assert_eq!(wait.ceil().unwrap().to_string(), "50.597142858s");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefillWait {
    /// Units lacking, times the window in nanoseconds.
    numerator: u128,
    limit: u64,
    window: u64,
}

impl RefillWait {
    /// The wait for figures of one limit; nothing if there is room at once.
    /// `None` for a limit of zero, which never refills.
    pub fn new(limit: u64, used: u64, requested: u64, window: Nanos) -> Option<Self> {
        if limit == 0 {
            return None;
        }
        let lacking = (u128::from(used) + u128::from(requested)).saturating_sub(limit.into());
        // Below 2^65 x 2^64; a product beyond 128 bits is no wait anybody prints.
        let numerator = lacking.checked_mul(window.get().into())?;
        Some(Self { numerator, limit, window: window.get() })
    }

    /// Whole nanoseconds, rounded down as Groq prints them; `None` beyond 584
    /// years.
    pub fn floor(self) -> Option<Nanos> {
        u64::try_from(self.numerator / u128::from(self.limit)).ok().map(Nanos::new)
    }

    /// Whole nanoseconds, rounded up: after that long the request fits.
    pub fn ceil(self) -> Option<Nanos> {
        u64::try_from(self.numerator.div_ceil(self.limit.into())).ok().map(Nanos::new)
    }

    /// How far a printed wait is from it, and on which side: `Greater` if the
    /// printed one is longer. Parts of a nanosecond are dropped.
    pub fn difference(self, printed: Nanos) -> (Ordering, u128) {
        let printed = u128::from(printed.get()) * u128::from(self.limit);
        (printed.cmp(&self.numerator), printed.abs_diff(self.numerator) / u128::from(self.limit))
    }

    /// Whether a printed wait is this one but for the rounding of used and
    /// requested: at most one unit's refill time and a nanosecond apart.
    pub fn agrees(self, printed: Nanos) -> bool {
        let apart = (u128::from(printed.get()) * u128::from(self.limit)).abs_diff(self.numerator);
        apart <= u128::from(self.window) + u128::from(self.limit)
    }
}
