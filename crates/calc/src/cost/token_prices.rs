use crate::{
    catalog::pricing::{Price, Prices},
    cost::usage::Usage,
    error::Error,
    num::money::Usd,
};

/// What the tokens of a model cost, every price known: made once, it prices
/// request after request.
///
/// ```
/// use groq_calc::{Price, Prices, Usage};
/// // Kimi K2 and the usage which Groq's page on prompt caching shows.
/// let prices = Prices {
///     input: Some(Price::per_million("1.00")),
///     cached_input: Some(Price::per_million("0.50")),
///     output: Some(Price::per_million("3.00")),
///     ..Prices::NONE
/// };
/// let prices = prices.tokens().unwrap();
/// let usage = Usage::new(4641, 4608, 1817)?;
/// assert_eq!(prices.cost(usage)?.to_string(), "0.007788");
/// assert_eq!(prices.batch_cost(usage)?.to_string(), "0.005046");
/// # Ok::<(), groq_calc::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenPrices {
    /// A prompt token.
    pub input: Price,
    /// A prompt token from the cache: the full price where nothing is cached.
    pub cached_input: Price,
    /// A completion token.
    pub output: Price,
}

impl Prices {
    /// The prices of tokens, or `None` where the model does not bill by the
    /// token or its price is not known. A model without caching bills the
    /// cached part in full.
    pub fn tokens(&self) -> Option<TokenPrices> {
        let (input, output) = (self.input?, self.output?);
        Some(TokenPrices { input, cached_input: self.cached_input.unwrap_or(input), output })
    }
}

impl TokenPrices {
    /// What one request costs. Prices are whole picodollars a token, so nothing
    /// is rounded.
    ///
    /// # Errors
    ///
    /// When the cost does not fit 128 bits.
    #[inline]
    pub fn cost(&self, usage: Usage) -> Result<Usd, Error> {
        // Both parts of the prompt together are at most u64::MAX tokens.
        let input = times(usage.uncached_input().get(), self.input)
            + times(usage.cached_input().get(), self.cached_input);
        match input.checked_add(times(usage.output().get(), self.output)) {
            Some(picodollars) => Ok(Usd::from_picodollars(picodollars)),
            None => Err(overflow()),
        }
    }

    /// What it costs as a part of a batch: half, and the same whatever was
    /// cached, since the two discounts do not stack. Rounded once, half to even.
    ///
    /// # Errors
    ///
    /// When twice the cost does not fit 128 bits.
    #[inline]
    pub fn batch_cost(&self, usage: Usage) -> Result<Usd, Error> {
        let input = times(usage.input().get(), self.input);
        match input.checked_add(times(usage.output().get(), self.output)) {
            Some(picodollars) => Ok(Usd::half_of(picodollars)),
            None => Err(overflow()),
        }
    }
}

const fn times(tokens: u64, price: Price) -> u128 {
    tokens as u128 * price.picodollars() as u128
}

#[cold]
fn overflow() -> Error {
    Error::overflow("usage")
}
