use crate::replay::gate::Gate;
use crate::replay::policy::{Limiter, Policy};
use alloc::string::ToString;

use crate::{
    catalog::{
        admission::Admission,
        limits::{Caps, Limit, LimitSet},
        model::Context,
        pricing::Prices,
    },
    error::Error,
    num::number::Decimal,
    offer::Offer,
    replay::request::Request,
};

/// What a request takes from the token limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Charge {
    /// Prompt and completion without what the cache served, where the model
    /// supports caching.
    #[default]
    Uncached,
    /// Prompt and completion, cached or not.
    Total,
}

/// How time is scaled: 2 makes the log last twice as long, 0.5 doubles its rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    millionths: u64,
}

impl Stretch {
    /// Time as it was.
    pub const NONE: Self = Self { millionths: 1_000_000 };

    /// Reads a factor from 0.000001 to 1000.
    ///
    /// # Errors
    ///
    /// When it is not a number, is outside that range or has more than six decimals.
    pub fn parse(text: &str) -> Result<Self, Error> {
        Decimal::parse(text)
            .and_then(|factor| factor.scaled(6))
            .and_then(|millionths| u64::try_from(millionths).ok())
            .filter(|millionths| (1..=1_000_000_000).contains(millionths))
            .map(|millionths| Self { millionths })
            .ok_or_else(|| {
                let range = "a number from 0.000001 to 1000, with at most 6 decimals";
                Error::range("stretch", text, range)
            })
    }

    /// A time, `elapsed` after the first row, rounded down to the microsecond.
    pub(super) fn apply(self, first: u64, elapsed: u64) -> Result<u64, Error> {
        let scaled = u128::from(elapsed) * u128::from(self.millionths) / 1_000_000;
        let time = u128::from(first) + scaled;
        u64::try_from(time).ok().filter(|time| *time <= Request::LATEST_US).ok_or_else(|| {
            Error::range("stretch", &time.to_string(), "a time before the year 10000")
        })
    }
}

impl Default for Stretch {
    fn default() -> Self {
        Self::NONE
    }
}

/// Against what, and how, a log is replayed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The caps, as far as they may be used; unknown ones hold nothing back.
    pub caps: Caps,
    /// The model's window and completion cap, which no request may exceed.
    pub context: Context,
    /// How requests are admitted: what of its completion counts where a request
    /// is above a limit.
    pub admission: Admission,
    /// What the model costs.
    pub prices: Prices,
    /// Whether cached tokens are credited and cheaper; elsewhere they count
    /// and cost like any other.
    pub caching: bool,
    /// How a limit counts time.
    pub limiter: Limiter,
    /// What becomes of a refused request.
    pub policy: Policy,
    /// What a request takes from the token limits.
    pub charge: Charge,
    /// How time is scaled.
    pub stretch: Stretch,
    /// How often each row is repeated, at the same time: 1 to
    /// [`Rules::MAX_REPEATS`].
    pub scale: u32,
    /// Whether rows marked as batchable leave the stream and run as batch.
    pub batch: bool,
    /// How many waits are kept before percentiles become estimates; see
    /// [`EXACT_WAITS`](crate::replay::waits::EXACT_WAITS).
    pub exact_waits: usize,
}

impl Rules {
    /// The most often a row may be repeated.
    pub const MAX_REPEATS: u32 = 1_000_000;

    /// Buckets that drop, uncached tokens charged, no bound on the context;
    /// cached tokens are credited where they have a price.
    pub const fn new(caps: Caps, prices: Prices) -> Self {
        Self {
            caps,
            context: Context { window: None, max_completion: None },
            admission: Admission::Reserved,
            prices,
            caching: prices.cached_input.is_some(),
            limiter: Limiter::Bucket,
            policy: Policy::Drop,
            charge: Charge::Uncached,
            stretch: Stretch::NONE,
            scale: 1,
            batch: false,
            exact_waits: crate::replay::waits::EXACT_WAITS,
        }
    }

    /// The rules of an offer, its whole caps usable.
    pub const fn of(offer: &Offer<'_>) -> Self {
        let mut rules = Self::new(offer.caps, offer.prices);
        rules.context = offer.context;
        rules.admission = offer.admission;
        rules
    }

    /// The same way of replaying under another offer: its caps, less the margin,
    /// its window, its rule of admission and its prices; batch only where the offer
    /// has it.
    ///
    /// # Errors
    ///
    /// When the margin or the scale is out of its range.
    ///
    /// ```
    /// use groq_calc::{Caps, Kind, Limit, Offer, Plan, Prices, Tier};
    /// use groq_calc::replay::Rules;
    ///
    /// let way = Rules { batch: true, ..Rules::new(Caps::NONE, Prices::NONE) };
    /// let bare = Offer::bare("openai/gpt-oss-20b", Kind::Chat, Plan::Free, Tier::OnDemand);
    /// let offer = Offer { caps: Caps::NONE.with(Limit::RPM, 30), batchable: true, ..bare };
    /// let rules = way.under(&offer, 10)?;
    /// assert_eq!(rules.caps.figure(Limit::RPM), Some(27));
    /// // Only the developer plan has batch.
    /// assert!(!rules.batch);
    /// # Ok::<(), groq_calc::Error>(())
    /// ```
    pub fn under(self, offer: &Offer<'_>, margin_percent: u64) -> Result<Self, Error> {
        let Self { caps, context, admission, prices, caching, .. } =
            Self::of(offer).with_margin(margin_percent)?;
        let batch = self.batch && offer.has_batch();
        let rules = Self { caps, context, admission, prices, caching, batch, ..self };
        rules.check()?;
        Ok(rules)
    }

    /// With `percent` of every cap left unused; each is rounded down. A
    /// request above what remains of a cap can then never pass.
    ///
    /// # Errors
    ///
    /// When the percentage is above 99.
    pub fn with_margin(mut self, percent: u64) -> Result<Self, Error> {
        if percent > 99 {
            let range = "a whole number from 0 to 99";
            return Err(Error::range("safety_margin_percent", &percent.to_string(), range));
        }
        for limit in Limit::ALL {
            if let Some(cap) = self.caps.figure(limit) {
                let usable = u128::from(cap) * u128::from(100 - percent) / 100;
                self.caps = self.caps.with(limit, usable as u64);
            }
        }
        Ok(self)
    }

    /// The limits that have a figure.
    pub(super) fn limits(&self) -> LimitSet {
        Limit::ALL.into_iter().filter(|limit| self.caps.figure(*limit).is_some()).collect()
    }

    /// Cached tokens that a limit does not count.
    pub(super) fn credits(&self) -> bool {
        self.caching && self.charge == Charge::Uncached
    }

    /// All limits together, nothing of them used.
    pub(super) fn gate(&self) -> Gate {
        Gate::new(&self.caps, self.limiter, self.policy, self.credits())
    }

    /// Whether they can be followed; a replay asks this before its first row.
    ///
    /// # Errors
    ///
    /// When the scale is out of its range.
    pub fn check(&self) -> Result<(), Error> {
        if (1..=Self::MAX_REPEATS).contains(&self.scale) {
            return Ok(());
        }
        let range = "a whole number from 1 to 1000000";
        Err(Error::range("scale", &self.scale.to_string(), range))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{
        model::Kind,
        plan::{Plan, Tier},
        pricing::Price,
    };

    #[test]
    fn a_stretch_rounds_down() {
        let third = Stretch::parse("0.333333").unwrap();
        assert_eq!(third.apply(10, 3).unwrap(), 10);
        assert_eq!(third.apply(10, 4).unwrap(), 11);
        assert_eq!(Stretch::parse("2").unwrap().apply(10, 7).unwrap(), 24);
        assert_eq!(Stretch::NONE.apply(10, 7).unwrap(), 17);
        assert_eq!(Stretch::parse("1").unwrap(), Stretch::default());
    }

    #[test]
    fn a_stretch_has_a_range() {
        for text in ["0.000001", "1000", "1e3"] {
            assert!(Stretch::parse(text).is_ok(), "{text}");
        }
        for text in ["0", "0.0000001", "1000.000001", "-1", "NaN", "", "1.0000001"] {
            assert_eq!(Stretch::parse(text).unwrap_err().field(), "stretch", "{text}");
        }
        let double = Stretch::parse("2").unwrap();
        let half = Request::LATEST_US / 2;
        assert_eq!(double.apply(1, half).unwrap(), Request::LATEST_US);
        assert!(double.apply(2, half).unwrap_err().is_out_of_range());
    }

    #[test]
    fn a_margin_rounds_caps_down() {
        let caps = Caps::NONE.with(Limit::RPM, 33).with_unknown(Limit::RPD).with(Limit::TPM, 1);
        let rules = Rules::new(caps, Prices::NONE).with_margin(10).unwrap();
        assert_eq!(rules.caps, caps.with(Limit::RPM, 29).with(Limit::TPM, 0));
        assert_eq!(Rules::new(caps, Prices::NONE).with_margin(0).unwrap().caps, caps);
        assert!(rules.with_margin(99).is_ok());
        assert_eq!(rules.with_margin(100).unwrap_err().field(), "safety_margin_percent");
        assert_eq!(rules.limits(), [Limit::RPM, Limit::TPM].into_iter().collect());
    }

    #[test]
    fn an_offer_sets_caps_and_prices_and_leaves_the_policy() {
        let cached = Prices { cached_input: Some(Price::from_picodollars(1)), ..Prices::NONE };
        let offer = Offer {
            caps: Caps::NONE.with(Limit::TPM, 8000),
            prices: cached,
            context: Context { window: Some(9000), max_completion: Some(500) },
            batchable: true,
            ..Offer::bare("m", Kind::Chat, Plan::Developer, Tier::OnDemand)
        };
        let way = Rules {
            limiter: Limiter::Fixed,
            charge: Charge::Total,
            batch: true,
            scale: 3,
            ..Rules::new(Caps::NONE, Prices::NONE)
        };
        let rules = way.under(&offer, 10).unwrap();
        assert_eq!(rules.caps, Caps::NONE.with(Limit::TPM, 7200));
        assert_eq!((rules.context, rules.prices), (offer.context, cached));
        assert!(rules.caching && rules.batch);
        assert_eq!((rules.limiter, rules.charge, rules.scale), (way.limiter, way.charge, 3));
        assert!(!Rules { batch: false, ..way }.under(&offer, 0).unwrap().batch);
        let mut free = Offer { prices: Prices::NONE, ..offer };
        free.id.plan = Plan::Free;
        let rules = way.under(&free, 0).unwrap();
        assert!(!rules.batch && !rules.caching, "{rules:?}");
        assert_eq!(Rules { scale: 0, ..way }.under(&offer, 0).unwrap_err().field(), "scale");
    }

    #[test]
    fn only_a_model_with_a_cached_price_gives_credit() {
        let cached = Prices { cached_input: Some(Price::from_picodollars(0)), ..Prices::NONE };
        let rules = Rules::new(Caps::NONE, cached);
        assert!(rules.credits());
        assert!(!Rules { charge: Charge::Total, ..rules }.credits());
        assert!(!Rules::new(Caps::NONE, Prices::NONE).credits());
    }

    #[test]
    fn a_scale_has_a_range() {
        let rules = Rules::new(Caps::NONE, Prices::NONE);
        for (scale, legal) in [(0, false), (1, true), (1_000_000, true), (1_000_001, false)] {
            assert_eq!(Rules { scale, ..rules }.check().is_ok(), legal, "{scale}");
        }
    }
}
