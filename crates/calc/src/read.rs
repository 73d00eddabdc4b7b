//! Reads JSON: drafts from objects alone, and what stands there as text.

use alloc::{borrow::Cow, format};

use serde::{Deserialize, Deserializer, de::Error};

use crate::{
    capacity::headroom::Headroom,
    catalog::{
        limits::{Limit, LimitSet},
        pricing::Tool,
    },
    num::{date::Date, fraction::Fraction, money::Usd},
};

/// Reads a draft from an object. By itself serde takes a list as well, for the
/// fields in their order. The draft derives both traits with `remote = "Self"`.
macro_rules! from_object {
    ($name:ident) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Object;
                impl<'de> serde::de::Visitor<'de> for Object {
                    type Value = $name;

                    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(
                        self,
                        map: A,
                    ) -> Result<$name, A::Error> {
                        $name::deserialize(serde::de::value::MapAccessDeserializer::new(map))
                    }
                }
                deserializer.deserialize_map(Object)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $name::serialize(self, serializer)
            }
        }
    };
}
pub(crate) use from_object;

/// The default for `null`.
pub(crate) fn or_default<'de, T: Default + Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

macro_rules! from_text {
    ($($name:ty => $read:expr;)*) => {
        $(impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<str>::deserialize(deserializer)?;
                let read: fn(&str) -> Option<$name> = $read;
                read(&text).ok_or_else(|| {
                    D::Error::custom(format!(concat!("`{}` is not a valid ", stringify!($name)), text))
                })
            }
        })*
    };
}

from_text! {
    Date => Date::parse;
    Usd => Usd::parse;
    Limit => Limit::parse;
    Tool => |text| Tool::ALL.into_iter().find(|tool| tool.name() == text);
}

impl serde::Serialize for Tool {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for LimitSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(alloc::vec::Vec::<Limit>::deserialize(deserializer)?.into_iter().collect())
    }
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

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use serde::{
        Deserialize,
        de::value::{Error, MapDeserializer, SeqDeserializer},
    };

    use crate::{Draft, WorkloadDraft, replay};

    fn refuses_a_list<T: for<'de> Deserialize<'de>>() {
        let list = SeqDeserializer::<_, Error>::new([1u64].into_iter());
        let error = T::deserialize(list).err().map(|error| error.to_string());
        assert_eq!(error.as_deref(), Some("invalid type: sequence, expected an object"));
    }

    #[test]
    fn rejects_a_list_where_an_object_belongs() {
        refuses_a_list::<Draft>();
        refuses_a_list::<WorkloadDraft>();
        refuses_a_list::<replay::Draft>();
    }

    #[test]
    fn takes_null_as_absent() {
        let nulls = [("all", ()), ("limits", ()), ("model", ()), ("scale", ())];
        let map = MapDeserializer::<_, Error>::new(nulls.into_iter());
        let draft = <replay::Draft as Deserialize>::deserialize(map).unwrap();
        assert_eq!(draft, replay::Draft::default());
    }
}
