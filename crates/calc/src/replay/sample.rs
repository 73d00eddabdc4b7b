use alloc::vec::Vec;

use crate::replay::request::Request;

/// The sample's day: 2026-06-04, in microseconds since 1970.
const DAY_START_US: u64 = 1_780_531_200_000_000;
const SECONDS: u64 = 86_400;

/// How busy each hour is.
const HOURS: [u64; 24] =
    [2, 1, 1, 1, 1, 2, 4, 8, 12, 14, 15, 14, 11, 14, 15, 14, 12, 10, 8, 7, 6, 5, 4, 3];
const HOURS_SUM: u64 = 184;

/// One minute of this many is a burst, this many times as busy.
const BURST_EVERY: u64 = 32;
const BURST: u64 = 6;

/// A bursty day, invented by a formula: quiet at night, busy at noon, with
/// minutes of six times the traffic, prompts from 64 to 8,191 tokens of which
/// a part is cached, completions from 16 to 1,023.
///
/// The same seed gives the same rows on every machine.
///
/// ```
/// use groq_calc::replay::Sample;
/// let day: Vec<_> = Sample::new(7, 2000).collect();
/// assert!((1800..2200).contains(&day.len()));
/// assert!(day.is_sorted_by_key(|request| request.t_us()));
/// assert_eq!(day, Sample::new(7, 2000).collect::<Vec<_>>());
/// ```
#[derive(Clone, Debug)]
pub struct Sample {
    state: u64,
    requests: u64,
    /// The next second of the day.
    second: u64,
    /// Which minute of its stretch is the burst.
    burst: u64,
    /// What is left of the second before, latest first.
    waiting: Vec<u64>,
}

impl Sample {
    /// The most requests of a day.
    pub const MOST: u64 = 1_000_000_000;

    /// A day of about `requests`, at most [`Sample::MOST`].
    pub fn new(seed: u64, requests: u64) -> Self {
        let requests = requests.min(Self::MOST);
        Self { state: seed, requests, second: 0, burst: 0, waiting: Vec::new() }
    }

    /// The next of a sequence in which every number of 64 bits comes once
    /// (Steele, Lea and Flood's SplitMix).
    fn random(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, which is not 0.
    fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.random()) * u128::from(bound)) >> 64) as u64
    }

    /// The times of the next second's requests.
    fn fill(&mut self) {
        if self.second.is_multiple_of(60 * BURST_EVERY) {
            self.burst = self.below(BURST_EVERY);
        }
        let minute = if self.second / 60 % BURST_EVERY == self.burst { BURST } else { 1 };
        let hour = HOURS[(self.second / 3600) as usize];
        // Over all minutes, 1 in BURST_EVERY counts BURST times.
        let share = self.requests * hour * minute * BURST_EVERY;
        let whole = HOURS_SUM * 3600 * (BURST_EVERY - 1 + BURST);
        let count = share / whole + u64::from(self.below(whole) < share % whole);
        for _ in 0..count {
            let time = DAY_START_US + self.second * 1_000_000 + self.below(1_000_000);
            self.waiting.push(time);
        }
        self.waiting.sort_unstable_by(|a, b| b.cmp(a));
        self.second += 1;
    }

    /// A count whose size is spread evenly over powers of two.
    fn spread(&mut self, least: u64, powers: u64) -> u32 {
        let floor = least << self.below(powers);
        (floor + self.below(floor)) as u32
    }
}

impl Iterator for Sample {
    type Item = Request;

    fn next(&mut self) -> Option<Request> {
        let t_us = loop {
            if let Some(time) = self.waiting.pop() {
                break time;
            }
            if self.second == SECONDS {
                return None;
            }
            self.fill();
        };
        let input = self.spread(64, 7);
        let output = self.spread(16, 6);
        // Half of them begin like one before, in blocks of 128 tokens.
        let blocks = u64::from(input) / 128 + 1;
        let cached = if self.below(2) == 0 { 0 } else { 128 * self.below(blocks) as u32 };
        let max_completion = if self.below(4) == 0 { 1024 } else { 0 };
        let batchable = self.below(8) == 0;
        Some(Request { t_us, input, cached, output, max_completion, audio_ms: 0, batchable })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_add_up() {
        assert_eq!(HOURS.iter().sum::<u64>(), HOURS_SUM);
    }

    #[test]
    #[cfg_attr(miri, ignore = "minutes under Miri, and no memory of its own")]
    fn a_sample_day_stays_within_its_bounds() {
        let rows: Vec<_> = Sample::new(3, 20_000).collect();
        assert!((19_000..21_000).contains(&rows.len()), "{}", rows.len());
        let day = DAY_START_US..DAY_START_US + SECONDS * 1_000_000;
        for row in &rows {
            assert!(day.contains(&row.t_us) && row.cached <= row.input);
            assert!((64..8192).contains(&row.input) && (16..1024).contains(&row.output));
        }
        let count = |is: fn(&Request) -> bool| rows.iter().filter(|row| is(row)).count();
        let about = |count: usize, part: usize| count.abs_diff(rows.len() / part) < rows.len() / 50;
        assert!(
            about(count(|row| row.batchable), 8) && about(count(|row| row.max_completion > 0), 4)
        );
        let minutes = rows.chunk_by(|a, b| a.t_us / 60_000_000 == b.t_us / 60_000_000);
        let busiest = minutes.map(<[Request]>::len).max().unwrap();
        assert!(busiest > 100, "a burst at noon, not {busiest}");
        assert_ne!(rows, Sample::new(4, 20_000).collect::<Vec<_>>());
    }

    #[test]
    fn the_sample_does_not_change_between_versions() {
        let rows: Vec<_> = Sample::new(1, 500).collect();
        let sum = |of: fn(&Request) -> u32| rows.iter().map(|row| u64::from(of(row))).sum::<u64>();
        let tokens = [sum(Request::input), sum(Request::cached), sum(Request::output)];
        assert_eq!(
            (rows.len(), rows[0].t_us - DAY_START_US, tokens),
            (438, 97_308_684, [804_689, 215_296, 100_345])
        );
    }

    #[test]
    fn a_sample_may_be_empty_or_the_largest() {
        assert_eq!(Sample::new(1, 0).count(), 0);
        assert_eq!(Sample::new(1, u64::MAX).requests, Sample::MOST);
        assert!(Sample::new(1, Sample::MOST).next().is_some());
    }
}
