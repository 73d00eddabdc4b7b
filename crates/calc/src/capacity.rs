use alloc::vec::Vec;
use core::fmt;

use crate::{
    error::Error,
    explanation::RequestLoad,
    fraction::Fraction,
    limits::{Cap, Caps, Limit, LimitSet},
    model::Context,
    number::people,
    pricing::Tool,
    room::Room,
    units::{AudioMillis, Tokens},
    workload::Workload,
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
    pub(crate) fn most_hundredths(&self, limit: Limit, cap: u64) -> Room {
        let cap = self.usable(cap);
        let hundredths = |per_request: u64, hundred_caps: u128| match per_request {
            0 => Room::Unbounded,
            each => Room::UpTo(clamp(hundred_caps / u128::from(each))),
        };
        let minute = |per_request: u64| match per_request {
            0 => Room::Unbounded,
            each if self.peak_is_given => match self.peak <= cap / each {
                true => Room::Unbounded,
                false => Room::Nothing,
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
}

fn clamp(count: u128) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// Why a request can never pass, however long one waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocked {
    /// It asks for more at once than the limit's bucket holds: HTTP 413.
    TooLarge {
        /// The limit.
        limit: Limit,
        /// What the request asks for.
        requested: u64,
        /// What the bucket holds.
        cap: u64,
    },
    /// Prompt and reserved completion exceed the context window: HTTP 400.
    Context {
        /// What the request asks for.
        requested: u64,
        /// The window.
        window: u64,
    },
    /// The reserved completion exceeds the model's cap: HTTP 400.
    Completion {
        /// What the request reserves.
        requested: u64,
        /// The model's cap.
        cap: u64,
    },
    /// The model does not offer the tool.
    Tool(Tool),
}

impl Blocked {
    /// The HTTP status with which Groq answers such a request, where known.
    pub const fn status(self) -> Option<u16> {
        match self {
            Self::TooLarge { .. } => Some(413),
            Self::Context { .. } | Self::Completion { .. } => Some(400),
            Self::Tool(_) => None,
        }
    }
}

impl Blocked {
    /// How far from passing: first what a larger plan or a smaller reservation
    /// lifts, then what no plan does; then how many times too large it is.
    pub(crate) const fn distance(self) -> (u8, Fraction) {
        let (rank, requested, most) = match self {
            Self::TooLarge { requested, cap, .. } => (0, requested, cap),
            Self::Completion { requested, cap } => (1, requested, cap),
            Self::Context { requested, window } => (2, requested, window),
            Self::Tool(_) => (3, 0, 1),
        };
        (rank, Fraction::new(requested as u128, most as u128))
    }
}

impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::TooLarge { limit, requested, cap } => write!(
                f,
                "one request asks for {} at once, above the {limit} of {}: \
                 HTTP 413, and waiting never helps",
                people(requested),
                people(cap)
            ),
            Self::Context { requested, window } => write!(
                f,
                "one request asks for {} tokens, above the context window of {}",
                people(requested),
                people(window)
            ),
            Self::Completion { requested, cap } => write!(
                f,
                "one request reserves {} completion tokens, above the model's cap of {}",
                people(requested),
                people(cap)
            ),
            Self::Tool(tool) => write!(f, "the model does not offer {tool}"),
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Blocked {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// How far one limit is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct LimitUse {
    /// The limit.
    pub limit: Limit,
    /// Its published cap.
    pub cap: u64,
    /// What the workload asks of it.
    pub demand: Fraction,
    /// Demand by cap, the cap less the safety margin.
    pub utilization: Fraction,
}

/// What a set of caps does with a load.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Capacity {
    /// Why no request can pass, if so.
    pub blocked: Option<Blocked>,
    /// Whether every request finds room.
    pub fits: bool,
    /// The limits with the highest utilisation; none without demand.
    pub binding: LimitSet,
    /// That utilisation.
    pub utilization: Fraction,
    /// Every known limit.
    pub limits: Vec<LimitUse>,
    /// The most requests in a minute; `None` without a limit.
    pub per_minute: Option<u64>,
    /// The limits that set it.
    pub per_minute_bound: LimitSet,
    /// The most requests in a day, day after day; `None` without a limit.
    pub per_day: Option<u64>,
    /// The limits that set it.
    pub per_day_bound: LimitSet,
}

impl Capacity {
    /// Holds a load against caps. `ignored` limits are left out of every
    /// figure, as are unknown ones.
    ///
    /// # Errors
    ///
    /// When a product does not fit 128 bits; not within the legal ranges.
    pub fn new(
        load: &Load,
        caps: &Caps,
        context: Context,
        ignored: LimitSet,
    ) -> Result<Self, Error> {
        let mut capacity = Self::empty();
        capacity.fill(load, caps, context, ignored)?;
        Ok(capacity)
    }

    /// Nothing held against nothing.
    pub(crate) fn empty() -> Self {
        Self {
            blocked: None,
            fits: true,
            binding: LimitSet::EMPTY,
            utilization: Fraction::new(0, 1),
            limits: Vec::with_capacity(4),
            per_minute: None,
            per_minute_bound: LimitSet::EMPTY,
            per_day: None,
            per_day_bound: LimitSet::EMPTY,
        }
    }

    /// As [`Capacity::new`], in place: a result of this size is slow to hand on.
    pub(crate) fn fill(
        &mut self,
        load: &Load,
        caps: &Caps,
        context: Context,
        ignored: LimitSet,
    ) -> Result<(), Error> {
        self.hold(load, caps, ignored)?;
        if let Some(blocked) = load.blocked(caps, context) {
            self.block(blocked);
        }
        Ok(())
    }

    /// Counts every known limit.
    fn hold(&mut self, load: &Load, caps: &Caps, ignored: LimitSet) -> Result<(), Error> {
        for limit in Limit::ALL {
            let Cap::At(cap) = caps.get(limit) else { continue };
            if ignored.contains(limit) {
                continue;
            }
            let demand = load.demand(limit);
            let usable = load.usable(cap);
            let room = u128::from(usable)
                .checked_mul(demand.denominator())
                .ok_or_else(|| Error::overflow(limit.name()))?;
            let utilization = Fraction::new(demand.numerator(), room);
            self.count(LimitUse { limit, cap, demand, utilization });
            let (minute, day) = load.most(limit, usable);
            lower(&mut self.per_minute, &mut self.per_minute_bound, minute, limit);
            lower(&mut self.per_day, &mut self.per_day_bound, day, limit);
        }
        Ok(())
    }

    /// No request can pass.
    pub(crate) fn block(&mut self, blocked: Blocked) {
        self.blocked = Some(blocked);
        self.fits = false;
        self.per_minute = Some(0);
        self.per_day = Some(0);
    }

    fn count(&mut self, used: LimitUse) {
        self.limits.push(used);
        if used.demand.is_zero() {
            return;
        }
        self.fits &= !used.utilization.exceeds_one();
        match used.utilization.cmp(&self.utilization) {
            core::cmp::Ordering::Less => {}
            core::cmp::Ordering::Equal => self.binding.insert(used.limit),
            core::cmp::Ordering::Greater => {
                self.utilization = used.utilization;
                self.binding = [used.limit].into_iter().collect();
            }
        }
    }
}

/// Takes the lower of two figures and remembers which limits set it.
fn lower(least: &mut Option<u64>, bound: &mut LimitSet, figure: Option<u64>, limit: Limit) {
    let Some(figure) = figure else { return };
    if least.is_none_or(|least| figure < least) {
        *least = Some(figure);
        *bound = LimitSet::EMPTY;
    }
    if *least == Some(figure) {
        bound.insert(limit);
    }
}
