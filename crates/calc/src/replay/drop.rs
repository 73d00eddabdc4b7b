use crate::{
    cost::LEAST_AUDIO_MILLIS,
    limits::Limit,
    replay::{
        Limiter, Policy, Refusal, Request, Rules, Series,
        bucket::Bucket,
        ceiling::Ceiling,
        meter::window_us,
        series::Bin,
        tally::{Origin, Tally, Usage},
    },
};

/// The limits that have a lane, in the order of [`Limit::ALL`].
const LIMITS: [Limit; 4] = [Limit::Rpm, Limit::Rpd, Limit::Tpm, Limit::Tpd];
const LANES: [usize; 4] = [0, 1, 2, 3];
const DAY_US: u64 = 86_400_000_000;

/// Buckets that drop, for the four common limits in 64 bits: the same levels
/// as [`Bucket`] keeps, all four at once and without a branch.
#[derive(Clone, Debug)]
pub(super) struct Lanes {
    /// Units that a microsecond refills.
    cap: [u64; 4],
    /// Units that one takes.
    window: [u64; 4],
    full: [u64; 4],
    /// 2^64 by `cap`, rounded down.
    inverse: [u64; 4],
    /// Units that are missing.
    owed: [u64; 4],
    /// When they were.
    at: u64,
    limited: [bool; 4],
    /// All ones where cached tokens are credited.
    credit: u32,
}

/// Sums over the rows of one run.
#[derive(Default)]
struct Sums {
    count: u64,
    input: u64,
    cached: u64,
    output: u64,
    audio_ms: u64,
}

impl Sums {
    fn add(&mut self, request: &Request) {
        self.count += 1;
        self.input += u64::from(request.input);
        self.cached += u64::from(request.cached);
        self.output += u64::from(request.output);
        if request.audio_ms > 0 {
            self.audio_ms += u64::from(request.audio_ms).max(LEAST_AUDIO_MILLIS);
        }
    }

    fn add_to(&self, usage: &mut Usage) {
        usage.input += u128::from(self.input);
        usage.cached += u128::from(self.cached);
        usage.output += u128::from(self.output);
        usage.audio_ms += u128::from(self.audio_ms);
    }
}

impl Lanes {
    /// The lanes of these rules, if they can do them exactly.
    pub(super) fn new(rules: &Rules) -> Option<Self> {
        let other = rules.limits().iter().any(|limit| !LIMITS.contains(&limit));
        let plain = rules.policy == Policy::Drop && rules.limiter == Limiter::Bucket;
        if other || !plain || rules.batch {
            return None;
        }
        let mut lanes = Self {
            cap: [0; 4],
            window: [0; 4],
            full: [0; 4],
            inverse: [0; 4],
            owed: [0; 4],
            at: 0,
            limited: [false; 4],
            credit: if rules.credits() { u32::MAX } else { 0 },
        };
        for (index, limit) in LIMITS.into_iter().enumerate() {
            let Some(cap) = rules.caps.figure(limit) else { continue };
            let bucket = Bucket::new(cap.into(), window_us(limit));
            // A day's refill, and a full bucket with one request on top, must
            // stay within 64 bits.
            let cap = u64::try_from(bucket.cap).ok()?;
            cap.checked_mul(DAY_US)?;
            let full = u64::try_from(bucket.full).ok().filter(|full| *full < 1 << 62)?;
            lanes.cap[index] = cap;
            lanes.window[index] = bucket.window as u64;
            lanes.full[index] = full;
            lanes.inverse[index] = u64::MAX.checked_div(cap).unwrap_or(0);
            lanes.limited[index] = true;
        }
        Some(lanes)
    }

    /// Runs rows in order of time.
    pub(super) fn run(
        &mut self,
        ceiling: &Ceiling,
        mut origin: Origin,
        mut rows: &[Request],
        tally: &mut Tally,
        series: &mut Series,
    ) {
        while let Some(head) = rows.first() {
            let end = series.end_of(head.t_us);
            let failed_before = tally.failed_by;
            let others = (tally.rejected, tally.oversize);
            let mut peak = None;
            let count = self.run_to(end, ceiling, origin, rows, tally, &mut peak);
            let bin = series.at(head.t_us);
            self.note(bin, peak);
            let (rejected, oversize) = (tally.rejected - others.0, tally.oversize - others.1);
            bin.requests += count as u64;
            bin.rejected += rejected;
            bin.oversize += oversize;
            bin.admitted += count as u64 - rejected - oversize;
            for limit in LIMITS {
                bin.failed_by.add(limit, tally.failed_by.get(limit) - failed_before.get(limit));
            }
            rows = &rows[count..];
            origin.row = origin.number(count);
        }
    }

    /// Runs the rows up to a time; returns how many there are.
    fn run_to(
        &mut self,
        end: u64,
        ceiling: &Ceiling,
        origin: Origin,
        rows: &[Request],
        tally: &mut Tally,
        peak: &mut Option<[u64; 4]>,
    ) -> usize {
        let (cap, window, full, credit) = (self.cap, self.window, self.full, self.credit);
        let (mut owed, mut at, mut most) = (self.owed, self.at, [0; 4]);
        let (mut used, mut unused) = (Sums::default(), Sums::default());
        let (mut failed, mut longest, mut last_start) = ([0; 4], [0; 4], 0);
        let mut count = 0;
        for request in rows {
            let t = request.t_us;
            if t > end {
                break;
            }
            let elapsed = (t - at).min(DAY_US);
            at = t;
            let tokens =
                u64::from(request.input - (request.cached & credit)) + u64::from(request.output);
            let takes = [1, 1, tokens, tokens];
            let mut need = [0; 4];
            let mut fits = true;
            for lane in 0..4 {
                owed[lane] = owed[lane].saturating_sub(cap[lane].wrapping_mul(elapsed));
                // Only a request that the ceiling stops can wrap here.
                need[lane] = owed[lane].wrapping_add(window[lane].wrapping_mul(takes[lane]));
                fits &= need[lane] <= full[lane];
            }
            if fits && !ceiling.stops(request) {
                owed = need;
                for lane in 0..4 {
                    most[lane] = most[lane].max(need[lane]);
                }
                last_start = t;
                used.add(request);
            } else if ceiling.stops(request) {
                tally.oversize(request, ceiling);
            } else {
                unused.add(request);
                for lane in 0..4 {
                    failed[lane] += u64::from(need[lane] > full[lane]);
                }
                let lane = self.slowest(&need);
                longest[lane] += 1;
                if tally.first.is_none() {
                    let retry_after_us = self.wait(lane, need[lane] - full[lane]);
                    let (row, t_us) = (origin.number(count), t - origin.first);
                    tally.first = Some(Refusal { row, t_us, limit: LIMITS[lane], retry_after_us });
                }
            }
            count += 1;
        }
        (self.owed, self.at) = (owed, at);
        tally.requests += count as u64;
        if used.count > 0 {
            *peak = Some(most);
            tally.admitted += used.count;
            tally.last_start = Some(last_start - origin.first);
        }
        tally.rejected += unused.count;
        used.add_to(&mut tally.used);
        unused.add_to(&mut tally.unused);
        for lane in 0..4 {
            tally.failed_by.add(LIMITS[lane], failed[lane]);
            tally.longest_wait_by.add(LIMITS[lane], longest[lane]);
        }
        count
    }

    /// The lane with the longest wait, the first of equals.
    fn slowest(&self, need: &[u64; 4]) -> usize {
        let short = LANES.map(|lane| need[lane].saturating_sub(self.full[lane]));
        // A multiplication by the inverse is at most two below the quotient,
        // since `short` is under 2^62, and a division is far slower.
        let about = LANES
            .map(|lane| ((u128::from(short[lane]) * u128::from(self.inverse[lane])) >> 64) as u64);
        let most = about[0].max(about[1]).max(about[2].max(about[3]));
        let close = LANES.map(|lane| u32::from(about[lane] + 2 >= most) << lane);
        let close = close[0] | close[1] | close[2] | close[3];
        if close.is_power_of_two() {
            return close.trailing_zeros() as usize;
        }
        let (mut slowest, mut longest) = (0, 0);
        for lane in LANES {
            let wait = self.wait(lane, short[lane]);
            if wait > longest {
                (slowest, longest) = (lane, wait);
            }
        }
        slowest
    }

    /// Microseconds that refill `short` units, rounded up.
    fn wait(&self, lane: usize, short: u64) -> u64 {
        if short == 0 { 0 } else { short.div_ceil(self.cap[lane]) }
    }

    /// Notes what was left at the highest levels of a run.
    fn note(&self, bin: &mut Bin, peak: Option<[u64; 4]>) {
        let Some(peak) = peak else { return };
        for lane in (0..4).filter(|lane| self.limited[*lane]) {
            bin.leave(LIMITS[lane], (self.full[lane] - peak[lane]) / self.window[lane]);
        }
    }
}
