//! What a series of requests may still use up.

use groq_calc::{Tokens, Usd};

/// The given number of requests and dollars, whichever ends first. The most that
/// a request can cost is set aside before it is sent, so the cap holds whatever
/// the answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Allowance {
    requests: u64,
    usd: Usd,
    sent: u64,
    used: Usd,
}

/// Which cap of an [`Allowance`] has no room for one more request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exhausted {
    /// The number of requests.
    Requests,
    /// The dollars.
    Usd,
}

/// Tokens that a chat format puts around a prompt. Up to 78 were seen for a
/// prompt of one word; this leaves room.
const FRAMING: u64 = 256;

impl Allowance {
    /// Room for the given number of requests and dollars.
    pub(super) const fn new(requests: u64, usd: Usd) -> Self {
        Self { requests, usd, sent: 0, used: Usd::ZERO }
    }

    /// The most tokens that a prompt of the given number of bytes can have: the
    /// vocabularies are over bytes, so a token stands for one byte at least.
    pub(super) const fn most_input(bytes: u64) -> Tokens {
        Tokens::new(bytes.saturating_add(FRAMING))
    }

    /// Counts a request and sets aside the most that it can cost.
    ///
    /// # Errors
    ///
    /// When there is no room; then nothing is counted.
    pub(super) fn reserve(&mut self, most: Usd) -> Result<(), Exhausted> {
        if self.sent >= self.requests {
            return Err(Exhausted::Requests);
        }
        let used = self.used.checked_add(most).filter(|used| *used <= self.usd);
        self.used = used.ok_or(Exhausted::Usd)?;
        self.sent += 1;
        Ok(())
    }

    /// Puts what a request cost in the place of what was set aside for it. A
    /// cost that is not known, or is higher than was thought, counts as it
    /// stands or in full, never as less.
    pub(super) fn settle(&mut self, most: Usd, cost: Option<Usd>) {
        let Some(cost) = cost else { return };
        let others = self.used.checked_sub(most).unwrap_or(Usd::ZERO);
        self.used = others.checked_add(cost).unwrap_or(Usd::from_picodollars(u128::MAX));
    }

    /// Requests counted so far.
    pub(super) const fn sent(&self) -> u64 {
        self.sent
    }

    /// Dollars used or set aside so far.
    pub(super) const fn used(&self) -> Usd {
        self.used
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_aside_counts_until_the_cost_is_known() {
        let usd = |text| Usd::parse(text).unwrap();
        let mut allowance = Allowance::new(10, usd("0.01"));
        assert_eq!(allowance.reserve(usd("0.006")), Ok(()));
        assert_eq!(allowance.reserve(usd("0.006")), Err(Exhausted::Usd), "both may cost the most");
        allowance.settle(usd("0.006"), Some(usd("0.001")));
        assert_eq!(allowance.reserve(usd("0.006")), Ok(()));
        assert_eq!((allowance.sent(), allowance.used()), (2, usd("0.007")));
    }

    #[test]
    fn a_prompt_has_at_most_a_token_a_byte_and_the_framing() {
        assert_eq!(Allowance::most_input(0).get(), 256);
        assert_eq!(Allowance::most_input(u64::MAX).get(), u64::MAX);
    }

    #[test]
    fn an_unknown_cost_counts_in_full() {
        let dollar = Usd::parse("1").unwrap();
        let mut allowance = Allowance::new(3, Usd::parse("2").unwrap());
        assert_eq!(allowance.reserve(dollar), Ok(()));
        allowance.settle(dollar, None);
        assert_eq!(allowance.used(), dollar);
        assert_eq!(allowance.reserve(dollar), Ok(()), "exactly the cap fits");
        allowance.settle(dollar, Some(Usd::ZERO));
        assert_eq!(allowance.reserve(dollar), Ok(()));
        assert_eq!(allowance.reserve(Usd::ZERO), Err(Exhausted::Requests));
        assert_eq!(allowance.sent(), 3);
    }

    #[test]
    fn a_cost_above_what_was_set_aside_is_seen() {
        let mut allowance = Allowance::new(9, Usd::parse("1").unwrap());
        let cent = Usd::parse("0.01").unwrap();
        assert_eq!(allowance.reserve(cent), Ok(()));
        allowance.settle(cent, Usd::parse("1"));
        assert_eq!(allowance.reserve(Usd::from_picodollars(1)), Err(Exhausted::Usd));
        assert_eq!(allowance.reserve(Usd::ZERO), Ok(()));
    }
}
