//! For a device without an operating system: what a request will cost, and when
//! there is room for it, worked out before it is sent. A library, since a
//! program would need an allocator and a board.
//!
//! ```sh
//! cargo build -p groq-calc --example bare --target thumbv7em-none-eabi
//! ```
#![no_std]

use groq_calc::{Error, Limit, Price, Usage, Usd, cost::TokenPrices, limiter::Bucket};

/// What a contract says; `groq-catalog`, as bare as this, has Groq's own.
const PRICES: TokenPrices = TokenPrices {
    input: Price::per_million("0.15"),
    cached_input: Price::per_million("0.075"),
    output: Price::per_million("0.60"),
};
const TOKENS_PER_MINUTE: u64 = 8000;

/// A sensor's client: it knows what is left, and so when to speak.
#[derive(Clone, Copy, Debug)]
pub struct Client {
    tokens: Bucket,
    spent: Usd,
}

impl Client {
    /// With a full bucket.
    pub fn new() -> Self {
        Self { tokens: Bucket::of(Limit::TPM, TOKENS_PER_MINUTE), spent: Usd::ZERO }
    }

    /// Microseconds until a prompt with its reserved completion may be sent;
    /// `None` where it never may.
    pub fn wait(&self, now_us: u64, input: u64, reserved: u64) -> Option<u64> {
        let asked = input.checked_add(reserved).filter(|asked| *asked <= TOKENS_PER_MINUTE)?;
        Some(self.tokens.wait(now_us, asked))
    }

    /// Counts what an answer says was used.
    ///
    /// # Errors
    ///
    /// When more tokens were cached than sent.
    pub fn count(&mut self, now_us: u64, usage: Usage) -> Result<Usd, Error> {
        self.tokens.take(now_us, usage.uncached_input().get() + usage.output().get());
        let cost = PRICES.cost(usage)?;
        self.spent = self.spent.checked_add(cost).unwrap_or(self.spent);
        Ok(cost)
    }

    /// All of it so far.
    pub const fn spent(&self) -> Usd {
        self.spent
    }
}

impl Default for Client {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_waits_for_what_was_used() {
        let mut client = Client::new();
        assert_eq!(client.wait(0, 7000, 1000), Some(0));
        assert_eq!(client.wait(0, 7000, 1001), None);
        let usage = Usage::new(4641, 608, 1817).unwrap();
        let cost = client.count(0, usage).unwrap();
        assert_eq!(cost, Usd::parse("0.00174075").unwrap());
        assert_eq!(client.spent(), cost);
        // 5,850 of 8,000 are used; 2,150 are left, and 133.3 a second come back.
        assert_eq!(client.wait(0, 2150, 0), Some(0));
        assert_eq!(client.wait(0, 2000, 1150), Some(7_500_000));
    }
}
