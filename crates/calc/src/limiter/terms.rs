use crate::{
    catalog::{
        admission::Admission,
        limits::{Caps, Limit},
        measure::{Amounts, Measure},
        model::Context,
        pricing::Prices,
        window::Window,
    },
    cost::{audio_price::AudioPrice, usage::Usage},
    limiter::{ask::Ask, never::Never, rate_limiter::RateLimiter, recent_answers::RecentAnswers},
    num::money::Usd,
    offer::Offer,
};

/// What holds for the requests to one model: its caps, how requests are
/// admitted, and what they cost.
///
/// ```
/// use groq_calc::{Caps, Kind, Limit, Offer, Plan, Tier, limiter::Terms};
///
/// let bare = Offer::bare("m", Kind::Chat, Plan::Free, Tier::OnDemand);
/// let offer = Offer { caps: Caps::NONE.with(Limit::TPM, 8000), ..bare };
/// // Four at once at most, whatever the plan allows.
/// let terms = Terms { in_flight: Some(4), ..Terms::of(&offer) };
/// assert_eq!(terms.caps.figure(Limit::TPM), Some(8000));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The caps, as far as they may be used; unknown ones hold nothing back.
    pub caps: Caps,
    /// The most requests at once, if that is limited.
    pub in_flight: Option<u64>,
    /// The model's window and completion cap.
    pub context: Context,
    /// What a request reserves of its completion.
    pub admission: Admission,
    /// What the model costs, at list price.
    pub prices: Prices,
    /// Whether cached tokens are credited back.
    pub credits_cached: bool,
    /// What is reserved for a request that names no `max_completion_tokens`.
    pub omitted_completion: u64,
}

impl Terms {
    /// What is reserved by default where a request names no
    /// `max_completion_tokens`: Groq does not say, 1024 and 2048 were reported.
    pub const OMITTED_COMPLETION: u64 = 2048;

    /// The terms of an offer, its whole caps usable.
    pub const fn of(offer: &Offer<'_>) -> Self {
        Self {
            caps: offer.caps,
            in_flight: None,
            context: offer.context,
            admission: offer.admission,
            prices: offer.prices,
            credits_cached: offer.caches(),
            omitted_completion: Self::OMITTED_COMPLETION,
        }
    }

    /// Every limit that holds, with its cap.
    pub(crate) fn limits(&self) -> impl Iterator<Item = (Limit, u64)> {
        let limit = Limit::new(Measure::Requests, Window::InFlight);
        self.caps.known().chain(self.in_flight.map(|cap| (limit, cap)))
    }

    /// The completion that a request has set aside.
    #[inline]
    fn completion(&self, ask: &Ask) -> u64 {
        let most = self.context.max_completion.unwrap_or(u64::MAX);
        ask.max_completion.unwrap_or(self.omitted_completion.min(most))
    }

    /// What the limits hold for a request.
    ///
    /// Where it is admitted by what is expected, that is at most the room that
    /// the caps leave beside its prompt: one large answer does not shut the next
    /// ones out.
    #[inline]
    pub(crate) fn reserve(
        &self,
        now: u64,
        ask: &Ask,
        answers: &RecentAnswers,
        rate: &RateLimiter,
    ) -> Amounts {
        let completion = self.completion(ask);
        let output = match self.admission {
            Admission::Reserved => completion,
            Admission::Expected => answers.reserve(now, completion).min(rate.room(ask.input)),
        };
        Amounts { audio_millis: ask.audio_millis, ..Amounts::tokens(ask.input, output) }
    }

    /// Whether a request is within the model's own size.
    #[inline]
    pub(crate) fn fits(&self, ask: &Ask) -> Result<(), Never> {
        let completion = self.completion(ask);
        if let Some(cap) = self.context.max_completion.filter(|cap| completion > *cap) {
            return Err(Never::Completion { cap, requested: completion });
        }
        let requested = ask.input.saturating_add(completion);
        match self.context.window.filter(|window| requested > *window) {
            Some(window) => Err(Never::Context { window, requested }),
            None => Ok(()),
        }
    }

    /// The largest completion that the model takes beside a prompt.
    pub(crate) fn largest_completion(&self, input: u64) -> u64 {
        let beside = self.context.window.map_or(u64::MAX, |window| window.saturating_sub(input));
        beside.min(self.context.max_completion.unwrap_or(u64::MAX))
    }

    /// What the limits count in the end: what came from the cache is credited.
    #[inline]
    pub(crate) fn taken(&self, usage: Usage, audio_millis: u64) -> Amounts {
        let uncached_input = usage.uncached_input().get();
        let input = if self.credits_cached { uncached_input } else { usage.input().get() };
        Amounts { input, uncached_input, output: usage.output().get(), audio_millis }
    }

    /// The highest price that a request can have; `None` where none can be named.
    #[inline]
    pub(crate) fn worst(&self, ask: &Ask) -> Option<Usd> {
        let input = ask.input.max(ask.most_input);
        let window = self.context.window.map(|window| window.saturating_sub(ask.input));
        let output = match (ask.max_completion, self.context.max_completion, window) {
            (Some(most), ..) => most,
            (None, Some(cap), window) => cap.min(window.unwrap_or(u64::MAX)),
            (None, None, window) => window?,
        };
        self.price(Usage::new(input, 0, output).ok()?, ask.audio_millis)
    }

    /// What a request costs; `None` where a price is not known.
    #[inline]
    pub(crate) fn price(&self, usage: Usage, audio_millis: u64) -> Option<Usd> {
        let audio = match audio_millis {
            0 => Usd::ZERO,
            millis => AudioPrice::new(self.prices.audio_hour?).cost(millis.saturating_mul(1000)),
        };
        if usage == Usage::default() {
            return Some(audio);
        }
        self.prices.tokens()?.cost(usage).ok()?.checked_add(audio)
    }
}
