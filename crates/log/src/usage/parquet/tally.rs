use std::prelude::rust_2024::*;

use core::mem;

use groq_calc::Usd;

/// Sums of some thousand rows by place, before they go into the sums of a ledger: in
/// registers instead of numbers of 128 bits, and without a branch for batch.
#[derive(Default)]
pub(crate) struct Tally {
    /// Two for each place: the rows that ran at once and those that ran as batch.
    counts: Vec<Count>,
    /// Those of them that have rows.
    touched: Vec<usize>,
}

/// What some rows come to. No row has more tokens than 32 bits hold.
#[derive(Clone, Copy, Default)]
pub(crate) struct Count {
    pub(crate) rows: u64,
    pub(crate) unpriced: u64,
    pub(crate) input: u64,
    pub(crate) cached: u64,
    pub(crate) output: u64,
    /// In picodollars.
    pub(crate) cost: u128,
}

/// The tokens of a row of a [`Tally`].
#[derive(Clone, Copy, Default)]
pub(crate) struct Tokens {
    pub(crate) input: u32,
    pub(crate) cached: u32,
    pub(crate) output: u32,
}

impl Tally {
    /// Makes room for places below `places`.
    pub(crate) fn reserve(&mut self, places: usize) {
        self.counts.resize(2 * places, Count::default());
    }

    /// Adds a row, unless the sum of costs does not fit 128 bits.
    #[inline]
    pub(crate) fn add(
        &mut self,
        place: usize,
        batch: bool,
        tokens: Tokens,
        cost: Option<Usd>,
    ) -> Option<()> {
        let index = 2 * place + usize::from(batch);
        let count = &mut self.counts[index];
        if count.rows == 0 {
            self.touched.push(index);
        }
        count.rows += 1;
        count.unpriced += u64::from(cost.is_none());
        count.input += u64::from(tokens.input);
        count.cached += u64::from(tokens.cached);
        count.output += u64::from(tokens.output);
        count.cost = count.cost.checked_add(cost.map_or(0, Usd::picodollars))?;
        Some(())
    }

    /// Hands over the counts with their places and whether they are of batch, and
    /// leaves none.
    pub(crate) fn take(
        &mut self,
        mut to: impl FnMut(usize, bool, Count) -> Result<(), String>,
    ) -> Result<(), String> {
        for index in self.touched.drain(..) {
            to(index / 2, index % 2 == 1, mem::take(&mut self.counts[index]))?;
        }
        Ok(())
    }
}
