use crate::catalog::pricing::Item;
use alloc::vec::Vec;

use crate::{
    catalog::{
        model::Kind,
        pricing::{Price, Prices, Tool, ToolPrices},
    },
    error::Error,
    num::{fraction::Fraction, money::Usd},
    question::workload::Workload,
};

/// Groq bills a transcription as ten seconds at least.
pub(crate) const MIN_AUDIO_MILLIS: u64 = 10_000;
pub(crate) const HOUR_MILLIS: u128 = 3_600_000;

/// A number of requests a day at which no line of a bill has to be rounded: a
/// multiple of hundredths, of an hour's milliseconds and of the batch half.
pub(crate) const REQUESTS_WITHOUT_REST: u64 = 720_000_000;

/// The price at which a token is billed. One of the two, never their product:
/// batch tokens cost half whatever was cached.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rate {
    Full,
    BatchHalf,
}

impl Rate {
    const fn divisor(self) -> u128 {
        match self {
            Self::Full => 1,
            Self::BatchHalf => 2,
        }
    }
}

/// The name of a unit. A borrowed field would have to live in the JSON.
type UnitName = &'static str;

/// One line of a bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Line {
    /// What is counted.
    pub item: Item,
    /// How many in the month.
    pub quantity: Fraction,
    /// Of what: `token`, `character`, `request` or `hour`.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "unit"))]
    pub unit: UnitName,
    /// What they cost.
    pub usd: Usd,
}

/// Reads the unit of a line.
#[cfg(feature = "serde")]
fn unit<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<&'static str, D::Error> {
    use serde::{Deserialize, de::Error};
    let text = alloc::string::String::deserialize(deserializer)?;
    let known = ["token", "character", "request", "hour"];
    let unit = known.into_iter().find(|unit| *unit == text);
    unit.ok_or_else(|| D::Error::custom(alloc::format!("unknown unit `{text}`")))
}

impl Line {
    /// `quantity / divisor` units at a price, divided once, last; `None` for
    /// nothing.
    #[inline]
    fn new(
        item: Item,
        quantity: u128,
        divisor: u128,
        price: Price,
        rate: Rate,
    ) -> Result<Option<Self>, Error> {
        if quantity == 0 {
            return Ok(None);
        }
        let picodollars = quantity.checked_mul(u128::from(price.picodollars()));
        let picodollars = picodollars.ok_or_else(|| Error::overflow(item.name()))?;
        let usd = Usd::from_quotient(picodollars, divisor * rate.divisor());
        let unit = match item {
            Item::Audio | Item::BatchAudio | Item::CodeExecution | Item::BrowserAutomation => {
                "hour"
            }
            Item::Characters => "character",
            Item::WebSearchBasic | Item::WebSearchAdvanced | Item::VisitWebsite => "request",
            _ => "token",
        };
        Ok(Some(Self { item, quantity: Fraction::new(quantity, divisor), unit, usd }))
    }
}

/// A month at list price.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Bill {
    /// Its lines; what costs nothing because nothing is used has none.
    pub lines: Vec<Line>,
    /// Their exact sum.
    pub total: Usd,
}

impl Bill {
    /// The month of `workload` when `batch_percent` of it runs as batch, or
    /// `None` where a price it needs is not known.
    ///
    /// # Errors
    ///
    /// When an amount does not fit 128 bits; not within the legal ranges.
    ///
    /// ```
    /// use groq_calc::{Bill, Draft, Kind, Number, Price, Prices, WorkloadDraft};
    ///
    /// // 100M prompt tokens, half of them cached, and 20M completion tokens.
    /// let workload = WorkloadDraft {
    ///     requests_per_day: Some(Number::from(1000)),
    ///     input_tokens: Some(Number::from("100k")),
    ///     cached_input_tokens: Some(Number::from("50k")),
    ///     output_tokens: Some(Number::from("20k")),
    ///     days_per_month: Some(Number::from(1)),
    ///     ..WorkloadDraft::default()
    /// };
    /// let question = Draft { workload, ..Draft::default() }.check().unwrap();
    /// let prices = Prices {
    ///     input: Some(Price::per_million("0.15")),
    ///     cached_input: Some(Price::per_million("0.075")),
    ///     output: Some(Price::per_million("0.60")),
    ///     ..Prices::NONE
    /// };
    /// let bill = Bill::new(&question.workload, Kind::Chat, &prices, None, 0)?.unwrap();
    /// assert_eq!(bill.total.to_string(), "23.25");
    /// # Ok::<(), groq_calc::Error>(())
    /// ```
    pub fn new(
        workload: &Workload,
        kind: Kind,
        prices: &Prices,
        tools: Option<&ToolPrices>,
        batch_percent: u64,
    ) -> Result<Option<Self>, Error> {
        let mut lines = Vec::new();
        let mut sum = Sum { total: Usd::ZERO, each: |line| lines.push(line) };
        let known = sum.month(workload, kind, prices, tools, batch_percent)?;
        let total = sum.total;
        Ok(known.then_some(Self { lines, total }))
    }

    /// Adds `quantity / divisor` units at a price.
    pub(crate) fn add(
        &mut self,
        item: Item,
        quantity: u128,
        divisor: u128,
        price: Price,
        rate: Rate,
    ) -> Result<(), Error> {
        if let Some(line) = Line::new(item, quantity, divisor, price, rate)? {
            let total = self.total.checked_add(line.usd);
            self.total = total.ok_or_else(|| Error::overflow(item.name()))?;
            self.lines.push(line);
        }
        Ok(())
    }

    /// Its total alone.
    pub(crate) fn total_of(
        workload: &Workload,
        kind: Kind,
        prices: &Prices,
        tools: Option<&ToolPrices>,
        batch_percent: u64,
    ) -> Result<Option<Usd>, Error> {
        let mut sum = Sum { total: Usd::ZERO, each: |_| {} };
        let known = sum.month(workload, kind, prices, tools, batch_percent)?;
        Ok(known.then_some(sum.total))
    }
}

/// A bill while it is added up; every line is handed on.
struct Sum<F> {
    total: Usd,
    each: F,
}

impl<F: FnMut(Line)> Sum<F> {
    /// Adds a month; `false` where a price it needs is not known.
    fn month(
        &mut self,
        workload: &Workload,
        kind: Kind,
        prices: &Prices,
        tools: Option<&ToolPrices>,
        batch_percent: u64,
    ) -> Result<bool, Error> {
        let priced = match kind {
            Kind::Chat | Kind::Moderation | Kind::System => {
                prices.input.is_some() && prices.output.is_some()
            }
            Kind::Transcription => prices.audio_hour.is_some(),
            Kind::Speech => prices.characters.is_some(),
        };
        let uses_tools = Tool::ALL.into_iter().any(|tool| workload.tools.get(tool) > 0);
        if !priced || (uses_tools && tools.is_none()) {
            return Ok(false);
        }
        let month = u128::from(workload.requests_per_month());
        let synchronous = month * u128::from(100 - batch_percent);
        let batch = month * u128::from(batch_percent);
        self.tokens(workload, prices, synchronous, batch)?;
        if let Some(price) = prices.audio_hour.filter(|_| workload.audio.get() > 0) {
            let millis = workload.audio.get().max(MIN_AUDIO_MILLIS);
            self.add(Item::Audio, synchronous, millis, 100 * HOUR_MILLIS, price, Rate::Full)?;
            self.add(Item::BatchAudio, batch, millis, 100 * HOUR_MILLIS, price, Rate::BatchHalf)?;
        }
        if let Some(price) = prices.characters {
            let characters = workload.characters.get();
            self.add(Item::Characters, month * 100, characters, 100, price, Rate::Full)?;
        }
        if !uses_tools {
            return Ok(true);
        }
        for (tool, tools) in Tool::ALL.into_iter().zip(core::iter::repeat(tools)) {
            let Some(tools) = tools else { break };
            let divisor = match tool {
                Tool::CodeExecution | Tool::BrowserAutomation => HOUR_MILLIS,
                _ => 1,
            };
            let (used, price) = (workload.tools.get(tool), tools.get(tool));
            self.add(Item::of(tool), month, used, divisor, price, Rate::Full)?;
        }
        Ok(true)
    }

    fn tokens(
        &mut self,
        workload: &Workload,
        prices: &Prices,
        synchronous: u128,
        batch: u128,
    ) -> Result<(), Error> {
        let (input, output) = (workload.input_tokens.get(), workload.output_tokens.get());
        if let Some(price) = prices.input {
            // A model without caching bills the cached part in full.
            let cached = prices.cached_input.map_or(0, |_| workload.cached_input_tokens.get());
            self.add(Item::Input, synchronous, input - cached, 100, price, Rate::Full)?;
            if let Some(price) = prices.cached_input {
                self.add(Item::CachedInput, synchronous, cached, 100, price, Rate::Full)?;
            }
            self.add(Item::BatchInput, batch, input, 100, price, Rate::BatchHalf)?;
        }
        if let Some(price) = prices.output {
            self.add(Item::Output, synchronous, output, 100, price, Rate::Full)?;
            self.add(Item::BatchOutput, batch, output, 100, price, Rate::BatchHalf)?;
        }
        Ok(())
    }

    /// Adds `requests · each / divisor` units at a price.
    fn add(
        &mut self,
        item: Item,
        requests: u128,
        each: u64,
        divisor: u128,
        price: Price,
        rate: Rate,
    ) -> Result<(), Error> {
        let quantity = requests.checked_mul(u128::from(each));
        let quantity = quantity.ok_or_else(|| Error::overflow(item.name()))?;
        if let Some(line) = Line::new(item, quantity, divisor, price, rate)? {
            let total = self.total.checked_add(line.usd);
            self.total = total.ok_or_else(|| Error::overflow(item.name()))?;
            (self.each)(line);
        }
        Ok(())
    }
}
