use alloc::format;

use crate::{
    cost::{
        token_prices::TokenPrices,
        usage::{Usage, above_input},
    },
    error::Error,
    num::money::Usd,
};

/// Rows that are counted before they are priced. This many rows can't overflow a
/// count, and a bad row is sought among no more than these.
const BLOCK: usize = 1 << 16;
/// Neighbouring rows are counted apart: mostly they name the same model, and
/// its count would have to be stored before the next row could add to it.
const LANES: usize = 4;

/// Tokens by model and lane: uncached, cached, output; a fourth place, unused,
/// makes a lane's address a shift instead of a product.
type Counts = [[[u64; 4]; LANES]; 256];

/// Many usages as columns of equal length; one row is one request.
///
/// ```
/// use groq_calc::{Price, cost::{TokenPrices, UsageColumns}};
/// let prices = [TokenPrices {
///     input: Price::per_million("0.15"),
///     cached_input: Price::per_million("0.075"),
///     output: Price::per_million("0.60"),
/// }];
/// let rows = UsageColumns::new(&[0, 0], &[4641, 1000], &[4608, 0], &[1817, 500])?;
/// assert_eq!(rows.cost(&prices)?.to_string(), "0.00189075");
/// let mut each = [0; 2];
/// rows.cost_each(&prices, &mut each)?;
/// assert_eq!(each, [1_440_750_000, 450_000_000]);
/// # Ok::<(), groq_calc::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct UsageColumns<'a> {
    model: &'a [u8],
    input: &'a [u32],
    cached_input: &'a [u32],
    output: &'a [u32],
    /// The number of the first row in errors.
    first: usize,
}

impl<'a> UsageColumns<'a> {
    /// Columns: an index into the prices that come later, prompt tokens, those
    /// of them from the cache, and completion tokens.
    ///
    /// # Errors
    ///
    /// When the columns differ in length.
    pub fn new(
        model: &'a [u8],
        input: &'a [u32],
        cached_input: &'a [u32],
        output: &'a [u32],
    ) -> Result<Self, Error> {
        same_length("input", input.len(), model.len())?;
        same_length("cached_input", cached_input.len(), model.len())?;
        same_length("output", output.len(), model.len())?;
        Ok(Self { model, input, cached_input, output, first: 0 })
    }

    /// The same, where these rows are a part of longer columns: errors number them
    /// from `first` on.
    pub const fn starting_at(self, first: usize) -> Self {
        Self { first, ..self }
    }

    /// How many rows.
    pub const fn len(&self) -> usize {
        self.model.len()
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.model.is_empty()
    }

    /// What all rows cost together, exactly; nothing is allocated.
    ///
    /// Tokens are counted by model and priced once per block of rows: prices
    /// are whole picodollars a token, so the sum is the same.
    ///
    /// # Errors
    ///
    /// The first row whose model has no price or which has more cached tokens
    /// than prompt tokens; a total that does not fit 128 bits.
    pub fn cost(&self, prices: &[TokenPrices]) -> Result<Usd, Error> {
        let mut counts: Counts = [[[0; 4]; LANES]; 256];
        let mut total = Usd::ZERO;
        for start in (0..self.len()).step_by(BLOCK) {
            let block = self.rows(start, self.len().min(start + BLOCK));
            let priced = block.model.iter().fold(0, |most, model| most.max(*model));
            if usize::from(priced) >= prices.len() || !block.count(&mut counts) {
                return Err(self.first_fault(start, prices));
            }
            for (lanes, prices) in counts.iter_mut().zip(prices) {
                let [mut uncached, mut cached, mut output] = [0; 3];
                for lane in lanes {
                    let [more_uncached, more_cached, more_output, _] = core::mem::take(lane);
                    uncached += more_uncached;
                    cached += more_cached;
                    output += more_output;
                }
                let usage = Usage::new(uncached + cached, cached, output)?;
                total = total.checked_add(prices.cost(usage)?).ok_or_else(overflow)?;
            }
        }
        Ok(total)
    }

    /// The same, and what each row costs, in picodollars.
    ///
    /// # Errors
    ///
    /// As [`UsageColumns::cost`]; also for a row above 2⁶⁴ − 1 picodollars
    /// (18 million dollars) and when `picodollars` has not as many rows. The
    /// rows before the one at fault are written.
    pub fn cost_each(&self, prices: &[TokenPrices], picodollars: &mut [u64]) -> Result<Usd, Error> {
        same_length("picodollars", picodollars.len(), self.len())?;
        let mut total = Usd::ZERO;
        let prompts = self.input.iter().zip(self.cached_input);
        let tokens = prompts.zip(self.output);
        let rows = self.model.iter().zip(tokens).zip(picodollars);
        for (row, ((model, ((input, cached_input), output)), picodollars)) in
            (self.first..).zip(rows)
        {
            let prices = prices_of(prices, row, *model)?;
            let cost = prices.cost(usage_of(row, *input, *cached_input, *output)?)?;
            *picodollars =
                u64::try_from(cost.picodollars()).map_err(|_| row_overflow(row, cost))?;
            total = total.checked_add(cost).ok_or_else(overflow)?;
        }
        Ok(total)
    }

    fn rows(&self, start: usize, end: usize) -> Self {
        Self {
            model: &self.model[start..end],
            input: &self.input[start..end],
            cached_input: &self.cached_input[start..end],
            output: &self.output[start..end],
            first: self.first + start,
        }
    }

    /// Adds the rows to the counts; `false` where a row has more cached tokens
    /// than prompt tokens, and the counts are then worthless.
    fn count(&self, counts: &mut Counts) -> bool {
        let mut below_zero = 0;
        let mut add = |lane: usize, model: u8, input: u32, cached_input: u32, output: u32| {
            let [input, cached_input, output] = [input, cached_input, output].map(u64::from);
            let uncached = input.wrapping_sub(cached_input);
            below_zero |= uncached;
            let count = &mut counts[usize::from(model)][lane];
            count[0] = count[0].wrapping_add(uncached);
            count[1] = count[1].wrapping_add(cached_input);
            count[2] = count[2].wrapping_add(output);
        };
        let (models, rest_of_models) = self.model.as_chunks::<LANES>();
        let (inputs, rest_of_inputs) = self.input.as_chunks::<LANES>();
        let (cached, rest_of_cached) = self.cached_input.as_chunks::<LANES>();
        let (outputs, rest_of_outputs) = self.output.as_chunks::<LANES>();
        for (((model, input), cached), output) in models.iter().zip(inputs).zip(cached).zip(outputs)
        {
            for lane in 0..LANES {
                add(lane, model[lane], input[lane], cached[lane], output[lane]);
            }
        }
        let prompts = rest_of_inputs.iter().zip(rest_of_cached);
        for ((model, (input, cached)), output) in
            rest_of_models.iter().zip(prompts).zip(rest_of_outputs)
        {
            add(0, *model, *input, *cached, *output);
        }
        // The difference of two 32-bit numbers sets the top bit when negative.
        below_zero >> 63 == 0
    }

    /// What is wrong with the first bad row at or after `start`.
    #[cold]
    fn first_fault(&self, start: usize, prices: &[TokenPrices]) -> Error {
        let fault = |row: usize| {
            let (input, cached_input) = (self.input[row], self.cached_input[row]);
            let number = self.first + row;
            let priced = prices_of(prices, number, self.model[row]).err();
            priced.or_else(|| usage_of(number, input, cached_input, self.output[row]).err())
        };
        // The block at `start` was found to have one.
        (start..self.len()).find_map(fault).unwrap_or_else(overflow)
    }
}

fn prices_of(prices: &[TokenPrices], row: usize, model: u8) -> Result<&TokenPrices, Error> {
    prices.get(usize::from(model)).ok_or_else(|| not_priced(row, model, prices.len()))
}

fn usage_of(row: usize, input: u32, cached_input: u32, output: u32) -> Result<Usage, Error> {
    let [input, cached_input, output] = [input, cached_input, output].map(u64::from);
    if cached_input > input {
        return Err(above_input(&format!("cached_input[{row}]"), cached_input, input));
    }
    Usage::new(input, cached_input, output)
}

fn same_length(column: &str, rows: usize, expected: usize) -> Result<(), Error> {
    if rows == expected {
        return Ok(());
    }
    let range = format!("{expected} rows long, as the column model is");
    Err(Error::range(column, &format!("{rows} rows long"), &range))
}

#[cold]
fn not_priced(row: usize, model: u8, known: usize) -> Error {
    let range = format!("below {known}, the number of models with prices");
    Error::range(&format!("model[{row}]"), &format!("{model}"), &range)
}

#[cold]
fn row_overflow(row: usize, cost: Usd) -> Error {
    let range = format!("at most {}, the most that 64 bits hold", u64::MAX);
    Error::range(&format!("picodollars[{row}]"), &format!("{}", cost.picodollars()), &range)
}

#[cold]
fn overflow() -> Error {
    Error::overflow("total")
}
