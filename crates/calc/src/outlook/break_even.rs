use crate::{
    cost::bill::REQUESTS_WITHOUT_REST,
    error::Error,
    num::{fraction::Fraction, money::Usd, units::Tokens},
    offer::Offer,
    question::workload::{INPUT_TOKENS, OUTPUT_TOKENS, Workload},
};

/// A count of tokens that a request is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum TokenCount {
    /// The prompt, the cached part staying as it is.
    Input,
    /// The part of the prompt that the cache serves.
    CachedInput,
    /// The completion.
    Output,
}

impl TokenCount {
    /// The least and the most that a workload can take of it.
    const fn range(self, workload: &Workload) -> (u64, u64) {
        match self {
            Self::Input => (workload.cached_input_tokens.get(), INPUT_TOKENS.max),
            Self::CachedInput => (0, workload.input_tokens.get()),
            Self::Output => (0, OUTPUT_TOKENS.max),
        }
    }

    const fn of(self, workload: &Workload, tokens: u64) -> Workload {
        let tokens = Tokens::new(tokens);
        match self {
            Self::Input => Workload { input_tokens: tokens, ..*workload },
            Self::CachedInput => Workload { cached_input_tokens: tokens, ..*workload },
            Self::Output => Workload { output_tokens: tokens, ..*workload },
        }
    }
}

/// The count of tokens at which two offers cost the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Crossing<'a> {
    /// What is counted, per request.
    pub count: TokenCount,
    /// Where the two cost the same.
    pub at: Fraction,
    /// The model that costs less below.
    pub below: &'a str,
    /// The model that costs less above.
    pub above: &'a str,
}

/// How batch compares with caching for one offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct BatchAgainstCache {
    /// Batch costs less while fewer prompt tokens than this come from the
    /// cache; as much at exactly so many.
    pub cached_input_tokens: Fraction,
    /// Whether that is more than the whole prompt: then batch always costs less.
    pub always: bool,
}

/// The cost of a workload as a straight line over a count of tokens, in
/// picodollars a month for `REQUESTS_WITHOUT_REST` requests a day.
#[derive(Clone, Copy)]
struct Slope {
    /// At the least count.
    start: i128,
    /// For each further token.
    step: i128,
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

    fn slope(&self, workload: &Workload, count: TokenCount) -> Result<Option<Slope>, Error> {
        let (least, most) = count.range(workload);
        let at = |tokens: u64| -> Result<Option<i128>, Error> {
            let workload = count.of(workload, tokens);
            let usd = self.undivided(&workload, self.batch_percent(&workload))?;
            let Some(usd) = usd else { return Ok(None) };
            let picodollars = i128::try_from(usd.picodollars());
            Ok(Some(picodollars.map_err(|_| Error::overflow("monthly cost"))?))
        };
        let start = at(least)?;
        let next = if least < most { at(least + 1)? } else { start };
        Ok(start.zip(next).map(|(start, next)| Slope { start, step: next - start }))
    }

    /// Where `other` becomes cheaper or dearer than this offer as a request has
    /// more tokens of one count, all else staying as it is. List prices are
    /// compared, also on the free plan. `None` where they never cross within
    /// the legal range, or a price is not known.
    ///
    /// The volume does not matter here: both costs grow with the requests
    /// alike. Where volume decides, a cheaper offer has stopped fitting: see
    /// [`ladder`](crate::outlook::ladder).
    ///
    /// ```
    /// use groq_calc::{Kind, Offer, Plan, Price, Prices, Tier, outlook::TokenCount, Workload};
    ///
    /// let offer = |model, input, output| Offer {
    ///     prices: Prices {
    ///         input: Some(Price::per_million(input)),
    ///         output: Some(Price::per_million(output)),
    ///         ..Prices::NONE
    ///     },
    ///     ..Offer::bare(model, Kind::Chat, Plan::Developer, Tier::OnDemand)
    /// };
    /// // Dear to read and cheap to write, against the reverse.
    /// let (reader, writer) = (offer("a", "0.10", "0.50"), offer("b", "0.30", "0.40"));
    /// let workload = Workload::chat(1, 1000, 0);
    /// let crossing = reader.crossing(&writer, &workload, TokenCount::Output)?.unwrap();
    /// // 1000 · 0.20 = output · 0.10
    /// assert_eq!(crossing.at.to_string(), "2000");
    /// assert_eq!((crossing.below, crossing.above), ("a", "b"));
    /// # Ok::<(), groq_calc::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Offer::rate`].
    pub fn crossing<'b>(
        &self,
        other: &Offer<'b>,
        workload: &Workload,
        count: TokenCount,
    ) -> Result<Option<Crossing<'b>>, Error>
    where
        Self: 'b,
    {
        let slopes = self.slope(workload, count)?.zip(other.slope(workload, count)?);
        let Some((mine, others)) = slopes else { return Ok(None) };
        // mine.start + x · mine.step = others.start + x · others.step
        let (rise, run) = (others.start - mine.start, mine.step - others.step);
        let (least, most) = count.range(workload);
        if rise.signum() * run.signum() <= 0 {
            return Ok(None);
        }
        let (rise, run) = (rise.unsigned_abs(), run.unsigned_abs());
        let whole = run.checked_mul(u128::from(least)).and_then(|whole| whole.checked_add(rise));
        let at = Fraction::new(whole.ok_or_else(|| Error::overflow("break-even"))?, run);
        if at > Fraction::new(u128::from(most), 1) {
            return Ok(None);
        }
        let cheaper_below = if mine.start < others.start { self.id.model } else { other.id.model };
        let cheaper_above = if mine.start < others.start { other.id.model } else { self.id.model };
        Ok(Some(Crossing { count, at, below: cheaper_below, above: cheaper_above }))
    }

    /// Up to how many cached prompt tokens batch costs less than running the
    /// same at once with caching. A discount is chosen, never multiplied, so
    /// there is such a point; it does not depend on the volume. `None` where
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
        let live = Workload { batch_share_percent: 0, ..*workload };
        let slope = self.slope(&live, TokenCount::CachedInput)?;
        let batch = self.undivided(workload, 100)?;
        let Some((slope, batch)) = slope.zip(batch) else { return Ok(None) };
        let batch = i128::try_from(batch.picodollars());
        let saved = slope.start - batch.map_err(|_| Error::overflow("monthly cost"))?;
        // Every cached token lowers the cost at once; without a saving there is no point.
        if slope.step >= 0 || saved < 0 {
            return Ok(None);
        }
        let at = Fraction::new(saved.unsigned_abs(), slope.step.unsigned_abs());
        let prompt = Fraction::new(u128::from(workload.input_tokens.get()), 1);
        Ok(Some(BatchAgainstCache { cached_input_tokens: at, always: at > prompt }))
    }
}
