use crate::{
    catalog::limits::Limit,
    cost::bill::MIN_AUDIO_MILLIS,
    limiter::bucket::Bucket,
    replay::{
        ceiling::Ceiling,
        policy::{Limiter, Policy},
        refusal::Refusal,
        request::Request,
        rules::Rules,
        series::{Bin, Series},
        tally::{Origin, Tally, Usage},
    },
};

/// The limits that have a lane, in the order of [`Limit::ALL`].
const LIMITS: [Limit; 4] = [Limit::RPM, Limit::RPD, Limit::TPM, Limit::TPD];
const LANES: [usize; 4] = [0, 1, 2, 3];
/// The lanes on requests, and those on tokens.
const REQUESTS: [usize; 2] = [0, 1];
const TOKENS: [usize; 2] = [2, 3];
const DAY_US: u64 = 86_400_000_000;
/// Rows that are run at a time.
pub(super) const MAX_ROWS: usize = 256;
/// Bits of a count of rows.
const FIELD: usize = 16;

/// Buckets that drop, for the four common limits in 64 bits: the same levels
/// as [`Bucket`] keeps, all four at once.
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
    /// When they were: a request was admitted then, and nothing changes between.
    at: u64,
    /// When the limits on requests have room for another one.
    ready: [u64; 2],
    limited: [bool; 4],
    /// All ones where cached tokens are credited.
    credit: u32,
}

/// Sums over rows.
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
        let billed = u64::from(request.audio_ms).max(MIN_AUDIO_MILLIS);
        self.audio_ms += if request.audio_ms > 0 { billed } else { 0 };
    }

    fn less(&self, other: &Self) -> Self {
        Self {
            count: self.count - other.count,
            input: self.input - other.input,
            cached: self.cached - other.cached,
            output: self.output - other.output,
            audio_ms: self.audio_ms - other.audio_ms,
        }
    }

    fn add_to(&self, usage: &mut Usage) {
        usage.input += u128::from(self.input);
        usage.cached += u128::from(self.cached);
        usage.output += u128::from(self.output);
        usage.audio_ms += u128::from(self.audio_ms);
    }
}

/// What a refused request waits for.
struct Wait {
    /// Microseconds until the limits on requests have room.
    requests: [u64; 2],
    /// Units that the limits on tokens are short of.
    tokens: [u64; 2],
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
            ready: [0; 2],
            limited: [false; 4],
            credit: if rules.credits() { u32::MAX } else { 0 },
        };
        for (index, limit) in LIMITS.into_iter().enumerate() {
            let Some(cap) = rules.caps.figure(limit) else { continue };
            let bucket = Bucket::of(limit, cap);
            // A day's refill, and a full bucket with one request on top, must
            // stay within 64 bits.
            let cap = u64::try_from(bucket.cap).ok()?;
            cap.checked_mul(DAY_US)?;
            let full = u64::try_from(bucket.full).ok().filter(|full| *full < 1 << 62)?;
            lanes.cap[index] = cap;
            lanes.window[index] = bucket.window;
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

    /// Runs the rows up to a time, at most [`MAX_ROWS`]; returns how many there
    /// are.
    ///
    /// One loop decides, with as little else to do as can be: what passes is not
    /// added up there, but is all rows, summed in a loop of their own, less those
    /// that did not.
    fn run_to(
        &mut self,
        end: u64,
        ceiling: &Ceiling,
        origin: Origin,
        rows: &[Request],
        tally: &mut Tally,
        peak: &mut Option<[u64; 4]>,
    ) -> usize {
        let rows = &rows[..rows.len().min(MAX_ROWS)];
        let rows = match rows.last() {
            Some(last) if last.t_us > end => &rows[..rows.partition_point(|row| row.t_us <= end)],
            _ => rows,
        };
        let (cap, window, full, credit) = (self.cap, self.window, self.full, self.credit);
        let (mut owed, mut at, mut ready, mut most) = (self.owed, self.at, self.ready, [0; 4]);
        let (mut unused, mut too_large) = (Sums::default(), Sums::default());
        // Four counts in one register: they are at most MAX_ROWS.
        let (mut failed, mut longest) = (0, 0);
        for (index, request) in rows.iter().enumerate() {
            let t = request.t_us;
            let elapsed = (t - at).min(DAY_US);
            let tokens =
                u64::from(request.input - (request.cached & credit)) + u64::from(request.output);
            let missing = |lane: usize| {
                let refilled = cap[lane].wrapping_mul(elapsed);
                u64::saturating_sub(owed[lane], refilled)
            };
            // Only for a request that the ceiling stops can this wrap.
            let need =
                TOKENS.map(|lane| missing(lane).wrapping_add(window[lane].wrapping_mul(tokens)));
            let over = [t < ready[0], t < ready[1], need[0] > full[2], need[1] > full[3]];
            if ceiling.stops_tokens(request) {
                too_large.add(request);
                tally.oversize(request, ceiling);
            } else if !(over[0] | over[1] | over[2] | over[3]) {
                owed = [missing(0) + window[0], missing(1) + window[1], need[0], need[1]];
                at = t;
                for lane in REQUESTS {
                    let next = owed[lane] + window[lane];
                    ready[lane] = match next > full[lane] {
                        true => t + (next - full[lane]).div_ceil(cap[lane]),
                        false => 0,
                    };
                }
                for lane in LANES {
                    most[lane] = most[lane].max(owed[lane]);
                }
            } else {
                let wait = Wait {
                    requests: REQUESTS.map(|lane| ready[lane].saturating_sub(t)),
                    tokens: [need[0].saturating_sub(full[2]), need[1].saturating_sub(full[3])],
                };
                let lane = self.slowest(&wait);
                failed +=
                    LANES.map(|lane| u64::from(over[lane]) << (FIELD * lane)).iter().sum::<u64>();
                longest += 1 << (FIELD * lane);
                unused.add(request);
                if tally.first.is_none() {
                    let retry_after_us = self.waits(&wait)[lane];
                    let (row, t_us) = (origin.number(index), t - origin.first);
                    tally.first = Some(Refusal { row, t_us, limit: LIMITS[lane], retry_after_us });
                }
            }
        }
        (self.owed, self.at, self.ready) = (owed, at, ready);
        for lane in LANES {
            let of = |counts: u64| counts >> (FIELD * lane) & ((1 << FIELD) - 1);
            tally.failed_by.add(LIMITS[lane], of(failed));
            tally.longest_wait_by.add(LIMITS[lane], of(longest));
        }
        tally.rejected += unused.count;
        unused.add_to(&mut tally.unused);
        let mut all = Sums::default();
        rows.iter().for_each(|row| all.add(row));
        let used = all.less(&unused).less(&too_large);
        tally.requests += all.count;
        if used.count > 0 {
            *peak = Some(most);
            tally.admitted += used.count;
            tally.last_start = Some(at - origin.first);
        }
        used.add_to(&mut tally.used);
        rows.len()
    }

    /// The lane with the longest wait, the first of equals.
    fn slowest(&self, wait: &Wait) -> usize {
        // A multiplication by the inverse is at most two below the quotient,
        // since what is short is under 2^62, and a division is far slower.
        let about = |token: usize| {
            let product = u128::from(wait.tokens[token]) * u128::from(self.inverse[2 + token]);
            (product >> 64) as u64
        };
        let about = [wait.requests[0], wait.requests[1], about(0), about(1)];
        // The lane goes into the last bits, so that the greatest is found with it
        // (no wait is longer than two days).
        let [a, b, c, d] = LANES.map(|lane| about[lane] << 2 | (3 - lane as u64));
        let (ab, cd) = (a.max(b), c.max(d));
        let (first, second) = (ab.max(cd), a.min(b).max(c.min(d)).max(ab.min(cd)));
        if first >> 2 > (second >> 2) + 2 {
            return 3 - (first & 3) as usize;
        }
        let (mut slowest, mut longest) = (0, 0);
        for (lane, wait) in self.waits(wait).into_iter().enumerate() {
            if wait > longest {
                (slowest, longest) = (lane, wait);
            }
        }
        slowest
    }

    /// Microseconds until each limit has room.
    fn waits(&self, wait: &Wait) -> [u64; 4] {
        let refill = |token: usize| match wait.tokens[token] {
            0 => 0,
            short => short.div_ceil(self.cap[2 + token]),
        };
        [wait.requests[0], wait.requests[1], refill(0), refill(1)]
    }

    /// Notes what was left at the highest levels of a run.
    fn note(&self, bin: &mut Bin, peak: Option<[u64; 4]>) {
        let Some(peak) = peak else { return };
        for lane in (0..4).filter(|lane| self.limited[*lane]) {
            bin.leave(LIMITS[lane], (self.full[lane] - peak[lane]) / self.window[lane]);
        }
    }
}
