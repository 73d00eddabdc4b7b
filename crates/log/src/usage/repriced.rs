use std::prelude::rust_2024::*;

use groq_calc::{
    Date, Model, Usage, Usd,
    cost::{AudioPrice, TokenPrices},
};

use crate::usage::{ledger::Ledger, sum::Sum};

/// How many tokens a text has for another model, in permille of those that the
/// log counted, as measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    /// The fewest.
    pub low: u64,
    /// The most.
    pub high: u64,
}

impl Ratio {
    /// Both count alike.
    pub const SAME: Self = Self { low: 1000, high: 1000 };
}

/// A log priced as another model: an estimate, since that model has another
/// tokenizer and might have written answers of another length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repriced<'a> {
    /// The model.
    pub model: &'a str,
    /// What it costs at the counts of the log.
    pub usd: Usd,
    /// The least and the most by the measured ratios; `None` where there is none
    /// for a part of the log.
    pub range: Option<(Usd, Usd)>,
    /// Rows without a price of this model on their day.
    pub unpriced: u64,
    /// All rows.
    pub rows: u64,
}

impl Ledger<'_> {
    /// Prices the log as another model. `ratio` says of a name in the log how
    /// many tokens the other model counts.
    ///
    /// # Errors
    ///
    /// When an amount is too large.
    pub fn repriced<'m>(
        &self,
        model: &Model<'m>,
        ratio: impl Fn(&str) -> Option<Ratio>,
    ) -> Result<Repriced<'m>, String> {
        let mut whole = Repriced {
            model: model.id,
            usd: Usd::ZERO,
            range: Some((Usd::ZERO, Usd::ZERO)),
            unpriced: 0,
            rows: 0,
        };
        let add = |sum: Usd, more: Usd| sum.checked_add(more).ok_or_else(too_large);
        for (name, day, sum) in self.cells() {
            whole.rows += sum.rows;
            let prices = Date::from_days_since_epoch(day).and_then(|day| model.prices_at(day));
            let prices = prices.map(|entry| entry.value);
            let tokens = prices.and_then(|prices| prices.tokens());
            let audio = prices.and_then(|prices| prices.audio_hour).map(AudioPrice::new);
            let (has_tokens, has_audio) = (sum.input + sum.output > 0, sum.audio_us.0 > 0);
            if (has_tokens && tokens.is_none()) || (has_audio && audio.is_none()) {
                whole.unpriced += sum.rows;
                continue;
            }
            if let Some(audio) = audio.filter(|_| has_audio) {
                let billed = u64::try_from(sum.audio_us.1).map_err(|_| too_large())?;
                let usd = audio.cost(billed);
                whole.usd = add(whole.usd, usd)?;
                if let Some((low, high)) = whole.range {
                    whole.range = Some((add(low, usd)?, add(high, usd)?));
                }
            }
            let Some(prices) = tokens.filter(|_| has_tokens) else { continue };
            whole.usd = add(whole.usd, cost(sum, prices, 1000)?)?;
            let ratio = ratio(&String::from_utf8_lossy(name));
            whole.range = match (whole.range, ratio) {
                (Some((low, high)), Some(ratio)) => Some((
                    add(low, cost(sum, prices, ratio.low)?)?,
                    add(high, cost(sum, prices, ratio.high)?)?,
                )),
                _ => None,
            };
        }
        Ok(whole)
    }
}

/// What some rows cost at a ratio of their tokens.
fn cost(sum: &Sum, prices: TokenPrices, permille: u64) -> Result<Usd, String> {
    let scaled = |tokens: u128| {
        let scaled = tokens.checked_mul(u128::from(permille)).map(|tokens| tokens / 1000);
        scaled.and_then(|tokens| u64::try_from(tokens).ok()).ok_or_else(too_large)
    };
    let usage = |input: u128, cached: u128, output: u128| {
        Usage::new(scaled(input)?, scaled(cached.min(input))?, scaled(output)?)
            .map_err(|error| error.to_string())
    };
    let (batch_input, batch_output) = sum.batch_tokens;
    // Batch is half price whatever was cached.
    let cached = sum.cached - sum.batch_cached;
    let synchronous = usage(sum.input - batch_input, cached, sum.output - batch_output)?;
    let batch = usage(batch_input, 0, batch_output)?;
    let costs = prices.cost(synchronous).and_then(|usd| Ok((usd, prices.batch_cost(batch)?)));
    let (synchronous, batch) = costs.map_err(|error| error.to_string())?;
    synchronous.checked_add(batch).ok_or_else(too_large)
}

fn too_large() -> String {
    "the log is too large to be priced as another model".to_owned()
}
