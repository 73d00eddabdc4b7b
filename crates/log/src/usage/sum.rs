use std::prelude::rust_2024::*;

use groq_calc::{Usd, cost::AudioPrice};

use crate::usage::entry::Entry;
#[cfg(feature = "parquet")]
use crate::usage::parquet::tally::Count;

/// What some rows come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many there are.
    pub rows: u64,
    /// Those of them that ran as batch.
    pub batch: u64,
    /// Those whose model, or its price on their day, is not known; their tokens
    /// are counted, their cost is not.
    pub unpriced: u64,
    /// Prompt tokens.
    pub input: u128,
    /// Those of them from the cache.
    pub cached: u128,
    /// Completion tokens.
    pub output: u128,
    /// Prompt and completion tokens of those that ran as batch.
    pub batch_tokens: (u128, u128),
    /// Prompt tokens from the cache of those that ran as batch.
    pub batch_cached: u128,
    /// The length of audio, and what of it is billed, in microseconds.
    pub audio_us: (u128, u128),
    /// What the priced ones cost.
    pub usd: Usd,
}

impl Sum {
    /// Adds a row.
    #[inline]
    pub(crate) fn add(&mut self, entry: &Entry<'_>, cost: Option<Usd>) -> Result<(), String> {
        self.rows += 1;
        self.batch += u64::from(entry.batch);
        self.input += u128::from(entry.usage.input().get());
        self.cached += u128::from(entry.usage.cached_input().get());
        self.output += u128::from(entry.usage.output().get());
        if entry.batch {
            self.batch_tokens.0 += u128::from(entry.usage.input().get());
            self.batch_tokens.1 += u128::from(entry.usage.output().get());
            self.batch_cached += u128::from(entry.usage.cached_input().get());
        }
        if entry.audio_us > 0 {
            self.audio_us.0 += u128::from(entry.audio_us);
            self.audio_us.1 += u128::from(AudioPrice::billed_micros(entry.audio_us));
        }
        match cost {
            None => self.unpriced += 1,
            Some(cost) => self.usd = self.usd.checked_add(cost).ok_or_else(overflow)?,
        }
        Ok(())
    }

    /// Adds rows that were counted, all of them batch or none.
    #[cfg(feature = "parquet")]
    pub(crate) fn count(&mut self, count: Count, batch: bool) -> Result<(), String> {
        let [input, cached, output] = [count.input, count.cached, count.output].map(u128::from);
        let more = Self {
            rows: count.rows,
            unpriced: count.unpriced,
            input,
            cached,
            output,
            usd: Usd::from_picodollars(count.cost),
            ..Self::default()
        };
        self.merge(&match batch {
            false => more,
            true => Self {
                batch: count.rows,
                batch_tokens: (input, output),
                batch_cached: cached,
                ..more
            },
        })
    }

    /// Adds the rows of another sum.
    pub(crate) fn merge(&mut self, other: &Self) -> Result<(), String> {
        self.rows += other.rows;
        self.batch += other.batch;
        self.unpriced += other.unpriced;
        self.input += other.input;
        self.cached += other.cached;
        self.output += other.output;
        self.batch_tokens.0 += other.batch_tokens.0;
        self.batch_tokens.1 += other.batch_tokens.1;
        self.batch_cached += other.batch_cached;
        self.audio_us.0 += other.audio_us.0;
        self.audio_us.1 += other.audio_us.1;
        self.usd = self.usd.checked_add(other.usd).ok_or_else(overflow)?;
        Ok(())
    }
}

pub(crate) fn overflow() -> String {
    "the total is too large: it does not fit 128 bits".to_owned()
}
