use alloc::collections::VecDeque;

use crate::{
    num::money::Usd,
    question::workload_draft::WorkloadDraft,
    replay::{request::Request, waits::Kept},
};

const MINUTE_US: u64 = 60_000_000;
const HOUR_US: u64 = 60 * MINUTE_US;
const DAY_US: u64 = 24 * HOUR_US;

/// What the traffic of a log is like: how many requests come in which time, and
/// how large they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Profile {
    /// How many requests.
    pub requests: u64,
    /// From the first to the last, in microseconds.
    pub span_us: u64,
    /// The most within any sixty seconds.
    pub busiest_minute: u64,
    /// Prompt tokens.
    pub input: Spread,
    /// The cached ones among them.
    pub cached: Spread,
    /// Completion tokens.
    pub output: Spread,
    /// Audio, in milliseconds.
    pub audio_ms: Spread,
}

/// How an amount is spread over requests, by nearest rank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Spread {
    /// The mean, rounded up.
    pub mean: u64,
    /// What half of them do not exceed.
    pub p50: u64,
    /// What 99 of 100 do not exceed.
    pub p99: u64,
    /// The largest.
    pub most: u64,
}

impl Profile {
    /// Requests a day: all of a log that is no longer than a day, and of a longer one
    /// the mean of its days, rounded up.
    pub fn per_day(&self) -> u64 {
        let day = u128::from(self.requests) * u128::from(DAY_US);
        u64::try_from(day.div_ceil(self.day_us().into())).unwrap_or(u64::MAX)
    }

    /// What `days` days of this traffic cost, if the log itself costs `usd`; `None` if
    /// the amount is too large.
    pub fn over_days(&self, usd: Usd, days: u64) -> Option<Usd> {
        let all = usd.picodollars().checked_mul(u128::from(days) * u128::from(DAY_US))?;
        Some(Usd::from_quotient(all, self.day_us().into()))
    }

    /// What stands for a day: the log as a whole, where it is no longer than one.
    fn day_us(&self) -> u64 {
        self.span_us.max(DAY_US)
    }

    /// The same as a question: the log's requests per day, each of mean size, with the
    /// busiest minute as the peak.
    pub fn workload(&self) -> WorkloadDraft {
        let hours = self.span_us.div_ceil(HOUR_US).clamp(1, 24);
        let some = |count: u64| (count > 0).then(|| count.into());
        let millis = self.audio_ms.mean;
        let seconds = alloc::format!("{}.{:03}", millis / 1000, millis % 1000);
        WorkloadDraft {
            requests_per_day: Some(self.per_day().into()),
            input_tokens: Some(self.input.mean.into()),
            cached_input_tokens: some(self.cached.mean),
            output_tokens: Some(self.output.mean.into()),
            audio_seconds: (millis > 0).then(|| seconds.as_str().into()),
            peak_requests_per_minute: some(self.busiest_minute),
            active_hours_per_day: (hours < 24).then(|| hours.into()),
            ..WorkloadDraft::default()
        }
    }
}

/// A profile in the making. Rows come in order of time.
#[derive(Clone, Debug)]
pub struct Profiler {
    requests: u64,
    first_us: u64,
    last_us: u64,
    /// The times of the last sixty seconds.
    minute: VecDeque<u64>,
    busiest_minute: u64,
    sums: [u128; 4],
    kept: [Kept; 4],
}

/// How many amounts of each kind are kept before their ranks become lower bounds.
const EXACT: usize = 500_000;

impl Default for Profiler {
    fn default() -> Self {
        Self {
            requests: 0,
            first_us: 0,
            last_us: 0,
            minute: VecDeque::new(),
            busiest_minute: 0,
            sums: [0; 4],
            kept: [(); 4].map(|()| Kept::new(EXACT)),
        }
    }
}

impl Profiler {
    /// Adds rows.
    pub fn add(&mut self, rows: &[Request]) {
        for row in rows {
            if self.requests == 0 {
                self.first_us = row.t_us();
            }
            self.requests += 1;
            self.last_us = row.t_us();
            while self.minute.front().is_some_and(|time| time + MINUTE_US <= row.t_us()) {
                self.minute.pop_front();
            }
            self.minute.push_back(row.t_us());
            self.busiest_minute = self.busiest_minute.max(self.minute.len() as u64);
            let amounts = [row.input(), row.cached(), row.output(), row.audio_ms()];
            for (amount, (sum, kept)) in
                amounts.into_iter().zip(self.sums.iter_mut().zip(&mut self.kept))
            {
                *sum += u128::from(amount);
                kept.add(amount.into());
            }
        }
    }

    /// The profile.
    pub fn finish(self) -> Profile {
        let Self { requests, first_us, last_us, busiest_minute, sums, kept, .. } = self;
        let spread = |(sum, kept): (u128, Kept)| {
            let ranks = kept.finish();
            Spread {
                mean: sum.div_ceil(u128::from(requests.max(1))) as u64,
                p50: ranks.p50_us,
                p99: ranks.p99_us,
                most: ranks.max_us,
            }
        };
        let mut spreads = sums.into_iter().zip(kept).map(spread);
        let mut next = || spreads.next().unwrap_or_default();
        Profile {
            requests,
            span_us: last_us.saturating_sub(first_us),
            busiest_minute,
            input: next(),
            cached: next(),
            output: next(),
            audio_ms: next(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    fn profile(times: impl IntoIterator<Item = u64>) -> Profile {
        let rows: Vec<_> = times
            .into_iter()
            .enumerate()
            .map(|(index, time)| Request::new(time, 100 + index as u32, 10, 7).unwrap())
            .collect();
        let mut profiler = Profiler::default();
        rows.chunks(3).for_each(|rows| profiler.add(rows));
        profiler.finish()
    }

    #[test]
    fn a_short_log_is_a_day_and_a_long_one_has_its_mean() {
        let hour = profile((0..10).map(|index| index * 6 * MINUTE_US));
        assert_eq!((hour.requests, hour.per_day(), hour.busiest_minute), (10, 10, 1));
        let workload = hour.workload();
        assert_eq!(workload.active_hours_per_day, Some(1.into()));
        let usd = Usd::parse("0.1").unwrap();
        assert_eq!(hour.over_days(usd, 30), Usd::parse("3"));
        // Two days and a half: the mean day, rounded up; the bill is not rounded.
        let long = profile([0, DAY_US, 5 * DAY_US / 2]);
        assert_eq!(long.per_day(), 2);
        assert_eq!(long.over_days(usd, 30), Usd::parse("1.2"));
        assert_eq!(long.workload().active_hours_per_day, None);
        assert_eq!(profile([]).per_day(), 0);
    }

    #[test]
    fn the_busiest_minute_is_any_sixty_seconds() {
        let times = [0, 30_000_000, 59_999_999, 60_000_000, 89_999_999, 200_000_000];
        assert_eq!(profile(times).busiest_minute, 4);
        assert_eq!(profile([0, MINUTE_US]).busiest_minute, 1);
    }

    #[test]
    fn amounts_are_spread_by_nearest_rank() {
        let spread = profile(0..4).input;
        assert_eq!((spread.mean, spread.p50, spread.p99, spread.most), (102, 101, 103, 103));
    }
}
