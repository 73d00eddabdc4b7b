use alloc::vec::Vec;

use crate::{
    capacity::{at_risk::AtRisk, blocked::Blocked, headroom::Headroom, request_load::RequestLoad},
    catalog::{
        admission::Admission,
        limits::{Caps, Limit},
        measure::{Amounts, Measure},
        model::Context,
        window::Window,
    },
    error::Error,
    num::{
        fraction::Fraction,
        units::{AudioMillis, Tokens},
    },
    question::{profile::Profile, workload::Workload},
};

/// What a workload asks of the rate limits, once it is settled how much of it
/// runs as batch and whether cached tokens are credited.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// Synchronous requests of `span` days, in hundredths.
    hundredths: u64,
    /// One day, or the days of a month whose requests are counted as a whole.
    span: u64,
    /// Requests in the busiest minute.
    peak: u64,
    /// Whether the question states the peak: it then stays as the day grows.
    peak_is_given: bool,
    hours: u64,
    /// Days that count in a month.
    days: u64,
    /// Prompt tokens: what is asked for at once.
    input: u64,
    /// Prompt tokens that stay counted: without those the cache credits back.
    counted_input: u64,
    /// Prompt tokens that no cache serves, credited or not.
    uncached_input: u64,
    output: u64,
    /// The reserved completion: m of the design.
    reserved: u64,
    audio_millis: u64,
    margin_percent: u64,
    /// Whether any request meets the synchronous limits at all.
    synchronous: bool,
    admission: Admission,
}

impl Load {
    /// The load that `workload` puts on the limits when `batch_percent` of it
    /// runs as batch.
    pub fn new(workload: &Workload, batch_percent: u64, caching: bool) -> Self {
        let output = workload.output_tokens.get();
        let input = workload.input_tokens.get();
        let hours = workload.active_hours_per_day;
        let (requests, span) = workload.requests_in_days();
        let hundredths = requests * (100 - batch_percent);
        let credited = if caching { workload.cached_input_tokens.get() } else { 0 };
        let peak = workload.peak_requests_per_minute;
        Self {
            hundredths,
            span,
            // With no request to place, no minute is busy.
            peak: peak.map_or(hundredths.div_ceil(6000 * hours * span), |peak| peak.get()),
            peak_is_given: peak.is_some(),
            hours,
            days: workload.days_per_month,
            input,
            counted_input: input - credited,
            uncached_input: input - workload.cached_input_tokens.get(),
            output,
            reserved: workload.max_completion_tokens.map_or(output, |max| max.get().max(output)),
            audio_millis: workload.audio.get(),
            margin_percent: workload.safety_margin_percent,
            synchronous: batch_percent < 100,
            admission: Admission::Reserved,
        }
    }

    /// The same where requests are admitted by that rule; all that they reserve
    /// counts where none is named.
    #[must_use]
    pub const fn admitted(self, admission: Admission) -> Self {
        Self { admission, ..self }
    }

    /// Requests in the busiest minute.
    pub const fn peak(&self) -> u64 {
        self.peak
    }

    /// Completion tokens that one request reserves: m of the design.
    pub const fn reserved(&self) -> u64 {
        self.reserved
    }

    /// Tokens that one request leaves counted: u of the design.
    pub const fn counted_tokens(&self) -> u64 {
        self.counted_input + self.output
    }

    /// What one limit is asked for, as an exact fraction of the cap's unit.
    pub(crate) fn demand(&self, limit: Limit) -> Fraction {
        let requests = self.requests(limit);
        let each = u128::from(self.per_request(limit));
        let subunits = u128::from(limit.measure.subunits());
        Fraction::new(requests.numerator() * each, requests.denominator() * subunits)
    }

    /// Synchronous requests, in hundredths, of a number of days.
    pub(crate) const fn hundredths_in_days(&self) -> (u64, u64) {
        (self.hundredths, self.span)
    }

    /// What one request asks for and leaves counted.
    pub(crate) const fn request(&self, billed_audio: AudioMillis) -> RequestLoad {
        RequestLoad {
            input_tokens: Tokens::new(self.input),
            credited_tokens: Tokens::new(self.input - self.counted_input),
            output_tokens: Tokens::new(self.output),
            reserved_tokens: Tokens::new(self.reserved),
            asked_tokens: Tokens::new(self.input + self.held()),
            counted_tokens: Tokens::new(self.counted_tokens()),
            audio: AudioMillis::new(self.audio_millis),
            billed_audio,
        }
    }

    /// How many windows of a limit the active hours of a day have: as many as the
    /// first says in the number of days that the second says.
    pub(crate) const fn windows(&self, limit: Limit) -> (u64, u64) {
        match limit.window {
            Window::Second => (3600 * self.hours, 1),
            Window::Minute | Window::InFlight => (60 * self.hours, 1),
            Window::Hour => (self.hours, 1),
            Window::Day => (1, 1),
            Window::Month => (1, self.days),
        }
    }

    /// How many windows of a limit the busiest minute has; `None` for a longer
    /// one, which counts all requests of a day alike.
    ///
    /// How long a request runs is not known here: at worst all those of the
    /// busiest minute are in flight at once.
    const fn windows_per_minute(limit: Limit) -> Option<u64> {
        match limit.window {
            Window::Second => Some(60),
            Window::Minute | Window::InFlight => Some(1),
            Window::Hour | Window::Day | Window::Month => None,
        }
    }

    /// What one request takes of a limit: requests, tokens, or milliseconds of
    /// audio.
    pub(crate) const fn per_request(&self, limit: Limit) -> u64 {
        limit.measure.of(&Amounts {
            input: self.counted_input,
            uncached_input: self.uncached_input,
            output: self.output,
            audio_millis: self.audio_millis,
        })
    }

    /// Completion tokens for which a request has to find room.
    const fn held(&self) -> u64 {
        self.admission.held(self.output, self.reserved)
    }

    /// What one request asks of a limit before its end is known, if that much of
    /// its completion counts, in the unit of the cap.
    const fn asked(&self, limit: Limit, completion: u64) -> u64 {
        let asked = Amounts {
            input: self.input,
            uncached_input: self.input,
            output: completion,
            audio_millis: self.audio_millis,
        };
        limit.measure.of(&asked).div_ceil(limit.measure.subunits())
    }

    /// What stays of a cap after the safety margin.
    pub fn usable(&self, cap: u64) -> u64 {
        match 100 - self.margin_percent {
            100 => cap,
            // Hundreds and the rest apart: exact, and within 64 bits.
            kept => cap / 100 * kept + cap % 100 * kept / 100,
        }
    }

    /// Requests that one limit with a usable `cap` lets through in a minute and in
    /// a day; `None` where it holds none of them back.
    pub(crate) fn most(&self, limit: Limit, cap: u64) -> (Option<u64>, Option<u64>) {
        let each = self.per_request(limit);
        if each == 0 {
            return (None, None);
        }
        let cap = u128::from(cap) * u128::from(limit.measure.subunits());
        let (windows, days) = self.windows(limit);
        let minute = Self::windows_per_minute(limit)
            .map(|windows| divide(cap * u128::from(windows), each, 1));
        (minute, Some(divide(cap * u128::from(windows), each, days)))
    }

    /// The most synchronous requests a day, in hundredths, under which one limit
    /// holds, the busiest minute being a whole number of requests.
    pub(crate) fn most_hundredths(&self, limit: Limit, cap: u64) -> Headroom {
        let each = self.per_request(limit);
        if each == 0 {
            return Headroom::Unbounded;
        }
        let cap = u128::from(self.usable(cap)) * u128::from(limit.measure.subunits());
        match Self::windows_per_minute(limit) {
            Some(windows) => self.below_peak(divide(cap * u128::from(windows), each, 1)),
            None => {
                let (windows, days) = self.windows(limit);
                Headroom::UpTo(divide(100 * cap * u128::from(windows), each, days))
            }
        }
    }

    /// The same within a part of a cap, which others leave.
    ///
    /// # Errors
    ///
    /// When a product does not fit 128 bits.
    pub(crate) fn most_hundredths_within(
        &self,
        limit: Limit,
        room: Fraction,
    ) -> Result<Headroom, Error> {
        let each = self.per_request(limit);
        if each == 0 {
            return Ok(Headroom::Unbounded);
        }
        let (windows, days) = self.windows(limit);
        let by_minute = Self::windows_per_minute(limit);
        let times = match by_minute {
            Some(windows) => u128::from(windows),
            None => 100 * u128::from(windows),
        };
        let times = times * u128::from(limit.measure.subunits());
        let parts = u128::from(each) * if by_minute.is_some() { 1 } else { u128::from(days) };
        let amount = room.numerator().checked_mul(times);
        let parts = room.denominator().checked_mul(parts);
        let most = amount.zip(parts).and_then(|(amount, parts)| amount.checked_div(parts));
        let most = clamp(most.ok_or_else(|| Error::overflow(limit.name()))?);
        Ok(if by_minute.is_some() { self.below_peak(most) } else { Headroom::UpTo(most) })
    }

    /// Synchronous requests a day, in hundredths, with which the busiest minute
    /// has at most that many.
    fn below_peak(&self, peak: u64) -> Headroom {
        match self.peak_is_given {
            true if self.peak <= peak => Headroom::Unbounded,
            true => Headroom::Nothing,
            false => Headroom::UpTo(clamp(6000 * u128::from(self.hours) * u128::from(peak))),
        }
    }

    /// What one limit is asked for in one hour of a day that is spread by
    /// `profile`: a stated peak is that of its busiest hour.
    pub(crate) fn demand_in(&self, limit: Limit, profile: &Profile, hour: usize) -> Fraction {
        let weights = profile.weights();
        let weight = u128::from(weights[hour]);
        let total: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
        let most = weights.iter().copied().max().map_or(1, u128::from);
        let (hundredths, span) = (u128::from(self.hundredths), u128::from(self.span));
        let requests = match (limit.window, Self::windows_per_minute(limit)) {
            (_, Some(windows)) => {
                let peak = match self.peak_is_given {
                    true => (u128::from(self.peak) * weight).div_ceil(most),
                    false => (hundredths * weight).div_ceil(6000 * span * total),
                };
                Fraction::new(peak, windows.into())
            }
            (Window::Hour, None) => Fraction::new(hundredths * weight, 100 * span * total),
            (_, None) => self.requests(limit),
        };
        let each = u128::from(self.per_request(limit));
        let subunits = u128::from(limit.measure.subunits());
        Fraction::new(requests.numerator() * each, requests.denominator() * subunits)
    }

    /// Why no request of this shape can ever pass, if so.
    pub fn blocked(&self, caps: &Caps, context: Context) -> Option<Blocked> {
        let most = self.input + self.reserved;
        if let Some(window) = context.window.filter(|window| most > *window) {
            return Some(Blocked::Context { requested: most, window });
        }
        if let Some(cap) = context.max_completion.filter(|cap| self.reserved > *cap) {
            return Some(Blocked::Completion { requested: self.reserved, cap });
        }
        let above = self.above(caps, self.held()).next();
        above.map(|AtRisk { limit, requested, cap }| Blocked::TooLarge { limit, requested, cap })
    }

    /// Limits by which a request of this shape, which is not blocked, may be
    /// refused.
    pub fn at_risk(&self, caps: &Caps) -> Vec<AtRisk> {
        self.above(caps, self.reserved).collect()
    }

    /// The limits that a request is above if that much of its completion counts.
    fn above(&self, caps: &Caps, completion: u64) -> impl Iterator<Item = AtRisk> {
        // Batch runs outside the standard limits.
        let counted = move |limit: &Limit| self.synchronous && limit.measure != Measure::Requests;
        Limit::ALL.into_iter().filter(counted).filter_map(move |limit| {
            let requested = self.asked(limit, completion);
            let cap = caps.figure(limit).filter(|cap| requested > *cap)?;
            Some(AtRisk { limit, requested, cap })
        })
    }

    /// The most completion tokens that a request can reserve with no limit to
    /// refuse it, by either rule; `None` where even its usual answer is too much.
    pub fn safe_reserve(&self, caps: &Caps, context: Context) -> Option<u64> {
        let fits = |completion: u64| {
            let load = Self { reserved: completion, admission: Admission::Reserved, ..*self };
            load.blocked(caps, context).is_none()
        };
        if !fits(self.output) {
            return None;
        }
        // Each token more asks for one more of a limit, so the first that breaks
        // is as far as a cap is above what is asked for now.
        let asked = |limit: Limit| self.asked(limit, self.output);
        let counts = |limit: &Limit| asked(*limit) < self.asked(*limit, self.output + 1);
        let limits = Limit::ALL.into_iter().filter(counts).filter(|_| self.synchronous);
        let room = limits.filter_map(|limit| Some(caps.figure(limit)? - asked(limit)));
        let window = context.window.map(|window| window - self.input - self.output);
        let completion = context.max_completion.map(|cap| cap - self.output);
        let room = room.chain(window).chain(completion).min();
        Some(room.map_or(self.reserved, |room| self.output.saturating_add(room)))
    }

    /// Requests in a window of a limit.
    pub(crate) const fn requests(&self, limit: Limit) -> Fraction {
        match Self::windows_per_minute(limit) {
            Some(windows) => Fraction::new(self.peak as u128, windows as u128),
            None => {
                let (windows, days) = self.windows(limit);
                let requests = self.hundredths as u128 * days as u128;
                Fraction::new(requests, 100 * windows as u128 * self.span as u128)
            }
        }
    }

    /// What one request takes of a limit, in the unit of its cap.
    pub(crate) fn each(&self, limit: Limit) -> Fraction {
        Fraction::new(self.per_request(limit).into(), limit.measure.subunits().into())
    }
}

/// By `each`, which is not 0, and by `days`, rounded down; the largest count
/// stands for what is larger still.
fn divide(amount: u128, each: u64, days: u64) -> u64 {
    match u64::try_from(amount) {
        // The usual case, several times as fast.
        Ok(amount) if days == 1 => amount / each,
        _ => clamp(amount / (u128::from(each) * u128::from(days))),
    }
}

fn clamp(count: u128) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
