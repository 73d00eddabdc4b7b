use crate::{
    cost::LEAST_AUDIO_MILLIS,
    limits::{Limit, LimitSet},
    replay::{
        Limiter, Policy, Request, Rules, Series,
        bucket::Bucket,
        ceiling::Ceiling,
        meter::window_us,
        series::Bin,
        tally::{Origin, Tally},
    },
};

/// The limits that have a lane, in the order of [`Limit::ALL`].
const LIMITS: [Limit; 4] = [Limit::Rpm, Limit::Rpd, Limit::Tpm, Limit::Tpd];
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
        let (mut sums, mut last_start) = (Sums::default(), 0);
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
                sums.count += 1;
                sums.input += u64::from(request.input);
                sums.cached += u64::from(request.cached);
                sums.output += u64::from(request.output);
                if request.audio_ms > 0 {
                    sums.audio_ms += u64::from(request.audio_ms).max(LEAST_AUDIO_MILLIS);
                }
            } else if ceiling.stops(request) {
                tally.oversize(request, ceiling);
            } else {
                tally.rejected += 1;
                tally.unused.add(request);
                self.refuse(origin.number(count), t - origin.first, &need, tally);
            }
            count += 1;
        }
        (self.owed, self.at) = (owed, at);
        tally.requests += count as u64;
        if sums.count > 0 {
            *peak = Some(most);
            tally.admitted += sums.count;
            tally.last_start = Some(last_start - origin.first);
            tally.used.input += u128::from(sums.input);
            tally.used.cached += u128::from(sums.cached);
            tally.used.output += u128::from(sums.output);
            tally.used.audio_ms += u128::from(sums.audio_ms);
        }
        count
    }

    #[cold]
    fn refuse(&self, row: u64, elapsed: u64, need: &[u64; 4], tally: &mut Tally) {
        let mut failed = LimitSet::EMPTY;
        let mut longest: Option<(Limit, u64)> = None;
        for lane in 0..4 {
            if need[lane] <= self.full[lane] {
                continue;
            }
            failed.insert(LIMITS[lane]);
            let wait = (need[lane] - self.full[lane]).div_ceil(self.cap[lane]);
            if longest.is_none_or(|(_, longest)| wait > longest) {
                longest = Some((LIMITS[lane], wait));
            }
        }
        if let Some(by) = longest {
            tally.refused(row, elapsed, failed, by);
        }
    }

    /// Notes what was left at the highest levels of a run.
    fn note(&self, bin: &mut Bin, peak: Option<[u64; 4]>) {
        let Some(peak) = peak else { return };
        for lane in (0..4).filter(|lane| self.limited[*lane]) {
            bin.leave(LIMITS[lane], (self.full[lane] - peak[lane]) / self.window[lane]);
        }
    }
}
