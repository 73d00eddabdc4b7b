use crate::{
    catalog::pricing::Price,
    cost::bill::{HOUR_MILLIS, MIN_AUDIO_MILLIS},
    num::money::Usd,
};

/// What an hour of audio costs a transcription.
///
/// ```
/// use groq_calc::{Price, cost::AudioPrice};
/// let price = AudioPrice::new(Price::per_hour("0.111"));
/// // Billed as ten seconds.
/// assert_eq!(price.cost(9_850_000).to_string(), "0.000308333333");
/// assert_eq!(price.cost(3_600_000_000).to_string(), "0.111");
/// assert_eq!(price.batch_cost(3_600_000_000).to_string(), "0.0555");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AudioPrice(Price);

impl AudioPrice {
    /// By the price of an hour.
    pub const fn new(hour: Price) -> Self {
        Self(hour)
    }

    /// The length that is billed for one request, given its length in microseconds.
    pub const fn billed_micros(micros: u64) -> u64 {
        let least = MIN_AUDIO_MILLIS * 1000;
        if micros < least { least } else { micros }
    }

    /// What one request costs, rounded once, half to even.
    pub fn cost(self, micros: u64) -> Usd {
        self.billed(micros, 1)
    }

    /// What it costs as a part of a batch: half.
    pub fn batch_cost(self, micros: u64) -> Usd {
        self.billed(micros, 2)
    }

    fn billed(self, micros: u64, divisor: u128) -> Usd {
        let billed = u128::from(Self::billed_micros(micros)) * u128::from(self.0.picodollars());
        Usd::from_quotient(billed, HOUR_MILLIS * 1000 * divisor)
    }
}
