use alloc::borrow::Cow;

use serde::{Deserialize, Deserializer, de::Error};

use crate::{
    json::from_text,
    num::{date::Date, fraction::Fraction, money::Usd},
};

from_text! {
    Date => Date::parse;
    Usd => Usd::parse;
}

impl<'de> Deserialize<'de> for Fraction {
    /// A decimal string; `null` for "without bound".
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Option::<Cow<'_, str>>::deserialize(deserializer)? {
            None => Ok(Self::new(1, 0)),
            Some(text) => text.parse().map_err(D::Error::custom),
        }
    }
}
