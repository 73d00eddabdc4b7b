use crate::{
    cost::bill::REQUESTS_WITHOUT_REST,
    error::Error,
    num::{fraction::Fraction, money::Usd, units::Tokens},
    offer::Offer,
    question::workload::Workload,
};

/// How batch compares with caching for one offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct BatchAgainstCache {
    /// Batch costs less while fewer prompt tokens than this come from the
    /// cache; at that count it costs the same.
    pub cached_input_tokens: Fraction,
    /// Whether that is more than the whole prompt: then batch always costs less.
    pub always: bool,
}

impl Offer<'_> {
    /// What one request a day costs in a month at list price, exactly, in
    /// picodollars; `None` where a price is not known.
    ///
    /// # Errors
    ///
    /// When an amount does not fit 128 bits; not with prices below 1000 USD
    /// for a million tokens.
    pub fn rate(&self, workload: &Workload) -> Result<Option<Fraction>, Error> {
        let total = self.undivided(workload, self.batch_percent(workload))?;
        Ok(total.map(|usd| Fraction::new(usd.picodollars(), u128::from(REQUESTS_WITHOUT_REST))))
    }

    /// The month's cost at a volume at which no line needs rounding.
    fn undivided(&self, workload: &Workload, batch_percent: u64) -> Result<Option<Usd>, Error> {
        let bill = self.bill_at(&workload.at(REQUESTS_WITHOUT_REST), batch_percent)?;
        Ok(bill.map(|bill| bill.total))
    }

    /// Up to how many cached prompt tokens batch costs less than running the
    /// same at once with caching. A discount is chosen, never multiplied, so
    /// there is such a point, and it does not depend on the volume. `None` where
    /// the offer has no batch or no caching, or a price is not known.
    ///
    /// # Errors
    ///
    /// As [`Offer::rate`].
    pub fn batch_against_cache(
        &self,
        workload: &Workload,
    ) -> Result<Option<BatchAgainstCache>, Error> {
        if !self.has_batch() || !self.caches() {
            return Ok(None);
        }
        let prompt = workload.input_tokens.get();
        let at_once = |cached: u64| {
            let cached_input_tokens = Tokens::new(cached);
            let live = Workload { cached_input_tokens, batch_share_percent: 0, ..*workload };
            self.undivided(&live, 0)
        };
        let (none, one) = (at_once(0)?, at_once(prompt.min(1))?);
        let batch = self.undivided(workload, 100)?;
        let (Some(none), Some(one), Some(batch)) = (none, one, batch) else { return Ok(None) };
        // The cost falls in a straight line with every token that is cached.
        let (Some(each), Some(saved)) = (none.checked_sub(one), none.checked_sub(batch)) else {
            return Ok(None);
        };
        if each == Usd::ZERO {
            return Ok(None);
        }
        let at = Fraction::new(saved.picodollars(), each.picodollars());
        Ok(Some(BatchAgainstCache {
            cached_input_tokens: at,
            always: at > Fraction::new(prompt.into(), 1),
        }))
    }
}
