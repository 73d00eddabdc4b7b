use crate::{
    capacity::{blocked::Blocked, headroom::Headroom, request_load::RequestLoad},
    catalog::{
        limits::{Caps, Limit},
        model::Context,
    },
    num::{
        fraction::Fraction,
        units::{AudioMillis, Tokens},
    },
    question::workload::Workload,
};

/// What a workload asks of the rate limits, once it is settled how much of it
/// runs as batch and whether cached tokens are credited.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// Synchronous requests a day, in hundredths.
    hundredths_per_day: u64,
    /// Requests in the busiest minute.
    peak: u64,
    /// Whether the question states the peak: it then stays as the day grows.
    peak_is_given: bool,
    hours: u64,
    /// Prompt tokens: what is asked for at once.
    input: u64,
    /// Prompt tokens that stay counted: without those the cache credits back.
    counted_input: u64,
    output: u64,
    /// The reserved completion: m of the design.
    reserved: u64,
    audio_millis: u64,
    margin_percent: u64,
    /// Whether any request meets the synchronous limits at all.
    synchronous: bool,
}

impl Load {
    /// The load that `workload` puts on the limits when `batch_percent` of it
    /// runs as batch.
    pub fn new(workload: &Workload, batch_percent: u64, caching: bool) -> Self {
        let output = workload.output_tokens.get();
        let input = workload.input_tokens.get();
        let hours = workload.active_hours_per_day;
        let hundredths = workload.requests_per_day.get() * (100 - batch_percent);
        let credited = if caching { workload.cached_input_tokens.get() } else { 0 };
        let peak = workload.peak_requests_per_minute;
        Self {
            hundredths_per_day: hundredths,
            // With no request to place, no minute is busy.
            peak: peak.map_or(hundredths.div_ceil(6000 * hours), |peak| peak.get()),
            peak_is_given: peak.is_some(),
            hours,
            input,
            counted_input: input - credited,
            output,
            reserved: workload.max_completion_tokens.map_or(output, |max| max.get().max(output)),
            audio_millis: workload.audio.get(),
            margin_percent: workload.safety_margin_percent,
            synchronous: batch_percent < 100,
        }
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
        let peak = u128::from(self.peak);
        let daily = u128::from(self.hundredths_per_day);
        let counted = u128::from(self.counted_tokens());
        let audio = u128::from(self.audio_millis);
        match limit {
            Limit::Rpm => Fraction::new(peak, 1),
            Limit::Rpd => Fraction::new(daily, 100),
            Limit::Tpm => Fraction::new(peak * counted, 1),
            Limit::Tpd => Fraction::new(daily * counted, 100),
            Limit::Itpm => Fraction::new(peak * u128::from(self.counted_input), 1),
            Limit::Otpm => Fraction::new(peak * u128::from(self.output), 1),
            Limit::Ash => Fraction::new(daily * audio, 100_000 * u128::from(self.hours)),
            Limit::Asd => Fraction::new(daily * audio, 100_000),
        }
    }

    /// Synchronous requests a day, in hundredths.
    pub(crate) const fn hundredths_per_day(&self) -> u64 {
        self.hundredths_per_day
    }

    /// What one request asks for and leaves counted.
    pub(crate) const fn request(&self, billed_audio: AudioMillis) -> RequestLoad {
        RequestLoad {
            input_tokens: Tokens::new(self.input),
            credited_tokens: Tokens::new(self.input - self.counted_input),
            output_tokens: Tokens::new(self.output),
            reserved_tokens: Tokens::new(self.reserved),
            asked_tokens: Tokens::new(self.input + self.reserved),
            counted_tokens: Tokens::new(self.counted_tokens()),
            audio: AudioMillis::new(self.audio_millis),
            billed_audio,
        }
    }

    /// How many windows of a limit the active hours of a day have.
    pub(crate) const fn windows(&self, limit: Limit) -> u64 {
        match limit {
            Limit::Rpm | Limit::Tpm | Limit::Itpm | Limit::Otpm => 60 * self.hours,
            Limit::Ash => self.hours,
            Limit::Rpd | Limit::Tpd | Limit::Asd => 1,
        }
    }

    /// What one request takes of a limit: requests, tokens, or milliseconds of
    /// audio.
    pub(crate) const fn per_request(&self, limit: Limit) -> u64 {
        match limit {
            Limit::Rpm | Limit::Rpd => 1,
            Limit::Tpm | Limit::Tpd => self.counted_tokens(),
            Limit::Itpm => self.counted_input,
            Limit::Otpm => self.output,
            Limit::Ash | Limit::Asd => self.audio_millis,
        }
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
        let minutes = 60 * u128::from(self.hours);
        let each = |per_request: u64, cap: u128| match u64::try_from(cap) {
            _ if per_request == 0 => None,
            // The usual case, several times as fast.
            Ok(cap) => Some(cap / per_request),
            Err(_) => Some(clamp(cap / u128::from(per_request))),
        };
        let minute = |per_request: u64| {
            let cap = u128::from(cap);
            (each(per_request, cap), each(per_request, cap * minutes))
        };
        match limit {
            Limit::Rpm => minute(1),
            Limit::Rpd => (None, Some(cap)),
            Limit::Tpm => minute(self.counted_tokens()),
            Limit::Tpd => (None, each(self.counted_tokens(), u128::from(cap))),
            Limit::Itpm => minute(self.counted_input),
            Limit::Otpm => minute(self.output),
            Limit::Ash => {
                let seconds = u128::from(cap) * u128::from(self.hours);
                (None, each(self.audio_millis, seconds * 1000))
            }
            Limit::Asd => (None, each(self.audio_millis, u128::from(cap) * 1000)),
        }
    }

    /// The most synchronous requests a day, in hundredths, under which one limit
    /// holds, the busiest minute being a whole number of requests.
    pub(crate) fn most_hundredths(&self, limit: Limit, cap: u64) -> Headroom {
        let cap = self.usable(cap);
        let hundredths = |per_request: u64, hundred_caps: u128| match per_request {
            0 => Headroom::Unbounded,
            each => Headroom::UpTo(clamp(hundred_caps / u128::from(each))),
        };
        let minute = |per_request: u64| match per_request {
            0 => Headroom::Unbounded,
            each if self.peak_is_given => match self.peak <= cap / each {
                true => Headroom::Unbounded,
                false => Headroom::Nothing,
            },
            each => hundredths(1, 6000 * u128::from(self.hours) * u128::from(cap / each)),
        };
        let hundred = 100 * u128::from(cap);
        match limit {
            Limit::Rpm => minute(1),
            Limit::Tpm => minute(self.counted_tokens()),
            Limit::Itpm => minute(self.counted_input),
            Limit::Otpm => minute(self.output),
            Limit::Rpd => hundredths(1, hundred),
            Limit::Tpd => hundredths(self.counted_tokens(), hundred),
            Limit::Ash => hundredths(self.audio_millis, hundred * 1000 * u128::from(self.hours)),
            Limit::Asd => hundredths(self.audio_millis, hundred * 1000),
        }
    }

    /// Why no request of this shape can ever pass, if so.
    pub fn blocked(&self, caps: &Caps, context: Context) -> Option<Blocked> {
        let asked = self.input + self.reserved;
        if let Some(window) = context.window.filter(|window| asked > *window) {
            return Some(Blocked::Context { requested: asked, window });
        }
        if let Some(cap) = context.max_completion.filter(|cap| self.reserved > *cap) {
            return Some(Blocked::Completion { requested: self.reserved, cap });
        }
        // Batch runs outside the standard limits.
        if !self.synchronous {
            return None;
        }
        let seconds = self.audio_millis.div_ceil(1000);
        [
            (Limit::Tpm, asked),
            (Limit::Tpd, asked),
            (Limit::Itpm, self.input),
            (Limit::Otpm, self.reserved),
            (Limit::Ash, seconds),
            (Limit::Asd, seconds),
        ]
        .into_iter()
        .find_map(|(limit, requested)| {
            let cap = caps.figure(limit).filter(|cap| requested > *cap)?;
            Some(Blocked::TooLarge { limit, requested, cap })
        })
    }

    /// Requests in a window of a limit.
    pub(crate) fn requests(&self, limit: Limit) -> Fraction {
        match limit {
            Limit::Rpm | Limit::Tpm | Limit::Itpm | Limit::Otpm => {
                Fraction::new(u128::from(self.peak()), 1)
            }
            Limit::Rpd | Limit::Tpd | Limit::Asd => {
                Fraction::new(u128::from(self.hundredths_per_day()), 100)
            }
            Limit::Ash => Fraction::new(
                u128::from(self.hundredths_per_day()),
                100 * u128::from(self.windows(limit)),
            ),
        }
    }

    /// What one request takes of a limit, in the unit of its cap.
    pub(crate) fn each(&self, limit: Limit) -> Fraction {
        let each = u128::from(self.per_request(limit));
        match limit {
            Limit::Ash | Limit::Asd => Fraction::new(each, 1000),
            _ => Fraction::new(each, 1),
        }
    }
}

fn clamp(count: u128) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
