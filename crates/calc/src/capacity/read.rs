#[cfg(feature = "arrivals")]
use alloc::{borrow::Cow, format};

#[cfg(feature = "arrivals")]
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use crate::capacity::headroom::Headroom;

impl<'de> Deserialize<'de> for Headroom {
    /// A count; `null` for "without bound".
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Option::<u64>::deserialize(deserializer)? {
            None => Self::Unbounded,
            Some(0) => Self::Nothing,
            Some(count) => Self::UpTo(count),
        })
    }
}

#[cfg(feature = "arrivals")]
impl<'de> Deserialize<'de> for crate::capacity::arrivals::Share {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        let billionths = crate::num::number::Decimal::parse(&text)
            .and_then(|decimal| decimal.scaled(9))
            .and_then(|count| u32::try_from(count).ok());
        billionths
            .and_then(Self::from_billionths)
            .ok_or_else(|| D::Error::custom(format!("`{text}` is not a share from 0 to 1")))
    }
}
