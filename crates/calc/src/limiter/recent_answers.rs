const MINUTE_US: u64 = 60_000_000;
/// Reports speak of the last minutes; how many Groq looks back is not known.
const MINUTES: usize = 10;

/// The largest answer of the last ten minutes: what a request reserves where it
/// is admitted by what is expected of it
/// ([`Admission::Expected`](crate::catalog::Admission::Expected)).
///
/// ```
/// use groq_calc::{Caps, Limit, catalog::Amounts, limiter::{RateLimiter, RecentAnswers}};
///
/// let mut limiter = RateLimiter::of(&Caps::NONE.with(Limit::TPM, 8000));
/// // Before any has come, an answer of 500 tokens is expected.
/// let mut answers = RecentAnswers::new(500);
///
/// // With the 9,000 tokens that it names, this request could never pass.
/// let reserve = answers.reserve(0, 9000);
/// let permit = limiter.acquire(0, &Amounts::tokens(1000, reserve)).unwrap();
///
/// answers.add(2_000_000, 800);
/// limiter.settle(permit, &Amounts::tokens(1000, 800), 2_000_000);
/// assert_eq!(answers.reserve(2_000_000, 9000), 800);
/// assert_eq!(answers.reserve(2_000_000, 300), 300);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RecentAnswers {
    usual: u64,
    /// The largest answer of a minute, and which minute that is.
    largest: [Option<(u64, u64)>; MINUTES],
}

impl RecentAnswers {
    /// None yet; `usual` is expected until one has come.
    pub const fn new(usual: u64) -> Self {
        Self { usual, largest: [None; MINUTES] }
    }

    /// Takes note of an answer of that many completion tokens.
    #[inline]
    pub fn add(&mut self, now: u64, tokens: u64) {
        let minute = now / MINUTE_US;
        let slot = &mut self.largest[(minute % MINUTES as u64) as usize];
        *slot = match *slot {
            // A clock that steps back.
            Some((later, most)) if later > minute => Some((later, most)),
            Some((same, most)) if same == minute => Some((same, most.max(tokens))),
            _ => Some((minute, tokens)),
        };
    }

    /// What a request with that `max_completion_tokens` reserves.
    pub fn reserve(&self, now: u64, max_completion: u64) -> u64 {
        let minute = now / MINUTE_US;
        let recent = |(at, most): (u64, u64)| (at + MINUTES as u64 > minute).then_some(most);
        let largest = self.largest.iter().flatten().copied().filter_map(recent).max();
        largest.unwrap_or(self.usual).min(max_completion)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_answer_counts_for_ten_minutes() {
        let mut answers = RecentAnswers::new(50);
        assert_eq!((answers.reserve(0, 1000), answers.reserve(0, 40)), (50, 40));
        answers.add(30_000_000, 300);
        answers.add(31_000_000, 200);
        answers.add(MINUTE_US, 100);
        assert_eq!(answers.reserve(9 * MINUTE_US + 59_999_999, 1000), 300);
        assert_eq!(answers.reserve(10 * MINUTE_US, 1000), 100);
        assert_eq!(answers.reserve(11 * MINUTE_US, 1000), 50);
        // The first minute's place is taken again; an older answer changes nothing.
        answers.add(10 * MINUTE_US, 70);
        answers.add(1, 900);
        assert_eq!(answers.reserve(10 * MINUTE_US, 1000), 100);
        assert_eq!(answers.reserve(u64::MAX, u64::MAX), 50);
    }
}
