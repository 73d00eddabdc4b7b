use crate::{
    catalog::{
        limits::{Limit, LimitSet},
        pricing::{Item, Price, Prices},
    },
    cost::bill::{Bill, HOUR_MILLIS, MIN_AUDIO_MILLIS, Rate},
    error::Error,
    replay::{ceiling::Ceiling, per_limit::PerLimit, refusal::Refusal, request::Request},
};

/// What requests used, to be priced: costs are linear, so the price of the sum
/// is the sum of the prices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Usage {
    pub(super) input: u128,
    /// Of the input, what came from the cache.
    pub(super) cached: u128,
    pub(super) output: u128,
    /// Audio as it is billed, in milliseconds.
    pub(super) audio_ms: u128,
}

impl Usage {
    pub(super) fn add(&mut self, request: &Request) {
        self.input += u128::from(request.input);
        self.cached += u128::from(request.cached);
        self.output += u128::from(request.output);
        if request.audio_ms > 0 {
            self.audio_ms += u128::from(request.audio_ms).max(MIN_AUDIO_MILLIS.into());
        }
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        Self {
            input: self.input + other.input,
            cached: self.cached + other.cached,
            output: self.output + other.output,
            audio_ms: self.audio_ms + other.audio_ms,
        }
    }

    /// Its list price, or `None` where a price it needs is not known.
    pub(super) fn bill(&self, prices: &Prices, caching: bool) -> Result<Option<Bill>, Error> {
        let cached = if caching { self.cached } else { 0 };
        bill([
            (Item::Input, self.input - cached, prices.input, Rate::Full),
            (Item::CachedInput, cached, prices.cached_input, Rate::Full),
            (Item::Output, self.output, prices.output, Rate::Full),
            (Item::Audio, self.audio_ms, prices.audio_hour, Rate::Full),
        ])
    }

    /// Its price as batch: half on everything, whatever was cached.
    pub(super) fn batch_bill(&self, prices: &Prices) -> Result<Option<Bill>, Error> {
        bill([
            (Item::BatchInput, self.input, prices.input, Rate::BatchHalf),
            (Item::BatchOutput, self.output, prices.output, Rate::BatchHalf),
            (Item::BatchAudio, self.audio_ms, prices.audio_hour, Rate::BatchHalf),
        ])
    }
}

fn bill<const N: usize>(
    items: [(Item, u128, Option<Price>, Rate); N],
) -> Result<Option<Bill>, Error> {
    let mut bill = Bill::default();
    for (item, quantity, price, rate) in items {
        if quantity == 0 {
            continue;
        }
        let Some(price) = price else { return Ok(None) };
        let divisor = match item {
            Item::Audio | Item::BatchAudio => HOUR_MILLIS,
            _ => 1,
        };
        bill.add(item, quantity, divisor, price, rate)?;
    }
    Ok(Some(bill))
}

/// Where rows stand in their log.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin {
    /// The time of the log's first row.
    pub(super) first: u64,
    /// The number of the first of these rows.
    pub(super) row: u64,
    /// Whether they are copies of that row.
    pub(super) copies: bool,
}

impl Origin {
    /// The number of the row at an index.
    pub(super) fn number(&self, index: usize) -> u64 {
        if self.copies { self.row } else { self.row + index as u64 }
    }
}

/// What a log came to so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub(super) requests: u64,
    pub(super) admitted: u64,
    pub(super) rejected: u64,
    pub(super) delayed: u64,
    pub(super) abandoned: u64,
    pub(super) oversize: u64,
    pub(super) batched: u64,
    pub(super) failed_by: PerLimit,
    pub(super) longest_wait_by: PerLimit,
    pub(super) oversize_by: PerLimit,
    pub(super) over_context: u64,
    pub(super) first: Option<Refusal>,
    pub(super) last_start: Option<u64>,
    /// What the admitted ones used.
    pub(super) used: Usage,
    /// What the others would have used.
    pub(super) unused: Usage,
    /// What ran as batch.
    pub(super) batch: Usage,
}

impl Tally {
    /// Counts a request that can never pass.
    pub(super) fn oversize(&mut self, request: &Request, ceiling: &Ceiling) {
        self.oversize += 1;
        self.unused.add(request);
        let (limits, context) = ceiling.causes(request);
        for limit in limits.iter() {
            self.oversize_by.add(limit, 1);
        }
        self.over_context += u64::from(context);
    }

    /// Counts the limits that refused a request; `row` and `elapsed` are for
    /// the first of all.
    pub(super) fn refused(&mut self, row: u64, elapsed: u64, failed: LimitSet, by: (Limit, u64)) {
        for limit in failed.iter() {
            self.failed_by.add(limit, 1);
        }
        let (limit, retry_after_us) = by;
        self.longest_wait_by.add(limit, 1);
        if self.first.is_none() {
            self.first = Some(Refusal { row, t_us: elapsed, limit, retry_after_us });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    const PRICES: Prices = Prices {
        input: Some(Price::per_million("0.15")),
        cached_input: Some(Price::per_million("0.075")),
        output: Some(Price::per_million("0.60")),
        audio_hour: Some(Price::per_hour("0.04")),
        characters: None,
    };

    fn usage(rows: &[(u32, u32, u32, u32)]) -> Usage {
        let mut usage = Usage::default();
        for &(input, cached, output, audio) in rows {
            usage.add(&Request::new(0, input, cached, output).unwrap().with_audio(audio).unwrap());
        }
        usage
    }

    #[track_caller]
    fn costs(bill: Result<Option<Bill>, Error>, usd: &str) {
        assert_eq!(bill.unwrap().unwrap().total.to_string(), usd);
    }

    #[test]
    fn a_sum_is_priced_as_its_parts_are() {
        let used = usage(&[(4641, 4608, 1817, 0), (1, 0, 0, 0)]);
        costs(used.bill(&PRICES, true), "0.0014409");
        // 4,642 prompt tokens in full.
        costs(used.bill(&PRICES, false), "0.0017865");
        costs(used.batch_bill(&PRICES), "0.00089325");
        let twice = used.plus(&used);
        assert_eq!(twice, usage(&[(9283, 9216, 3634, 0), (1, 0, 0, 0)]));
    }

    #[test]
    fn audio_is_billed_for_at_least_ten_seconds() {
        let hours = usage(&[(0, 0, 0, 1), (0, 0, 0, 10_000), (0, 0, 0, 10_001), (0, 0, 0, 0)]);
        assert_eq!(hours.audio_ms, 30_001);
        assert_eq!(hours.plus(&hours).audio_ms, 60_002);
        costs(usage(&[(0, 0, 0, 9_000_000)]).bill(&PRICES, true), "0.1");
        costs(usage(&[(0, 0, 0, 9_000_000)]).batch_bill(&PRICES), "0.05");
    }

    #[test]
    fn only_what_is_used_needs_a_price() {
        let bare = Prices { input: PRICES.input, ..Prices::NONE };
        costs(usage(&[]).bill(&Prices::NONE, true), "0");
        costs(usage(&[(10, 4, 0, 0)]).bill(&bare, false), "0.0000015");
        for used in [usage(&[(0, 0, 1, 0)]), usage(&[(0, 0, 0, 1)])] {
            assert_eq!(used.bill(&bare, false), Ok(None));
            assert_eq!(used.batch_bill(&bare), Ok(None));
        }
        assert_eq!(usage(&[(10, 4, 0, 0)]).bill(&bare, true), Ok(None));
        assert_eq!(usage(&[(10, 4, 0, 0)]).bill(&Prices::NONE, false), Ok(None));
    }
}
