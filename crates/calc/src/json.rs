//! How values stand in JSON: drafts are objects alone, some values are text, and
//! a decision is its English text in one field and its code with the figures in
//! another, from which it is read back.

use serde::{Deserialize, Deserializer};

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

/// Reads values that stand there as text.
macro_rules! from_text {
    ($($name:ty => $read:expr;)*) => {
        $(impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <alloc::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                let read: fn(&str) -> Option<$name> = $read;
                read(&text).ok_or_else(|| {
                    serde::de::Error::custom(alloc::format!(concat!("`{}` is not a valid ", stringify!($name)), text))
                })
            }
        })*
    };
}
pub(crate) use from_text;

/// A module to flatten a decision `with`: writes `text` and `code`, reads `code`.
macro_rules! text_and_code {
    ($module:ident, Option<$kind:ty>, $text:ident, $code:ident) => {
        pub(crate) mod $module {
            use alloc::string::{String, ToString};

            #[derive(serde::Serialize)]
            struct Pair<'a> {
                $text: Option<String>,
                $code: Option<&'a $kind>,
            }

            #[derive(serde::Deserialize)]
            struct Code {
                $code: Option<$kind>,
            }

            pub(crate) fn serialize<S: serde::Serializer>(
                decision: &Option<$kind>,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                let $text = decision.as_ref().map(ToString::to_string);
                serde::Serialize::serialize(&Pair { $text, $code: decision.as_ref() }, serializer)
            }

            pub(crate) fn deserialize<'de, D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Option<$kind>, D::Error> {
                Ok(<Code as serde::Deserialize>::deserialize(deserializer)?.$code)
            }
        }
    };
    ($module:ident, $kind:ty, $text:ident, $code:ident) => {
        pub(crate) mod $module {
            use alloc::string::{String, ToString};

            #[derive(serde::Serialize)]
            struct Pair<'a> {
                $text: String,
                $code: &'a $kind,
            }

            #[derive(serde::Deserialize)]
            struct Code {
                $code: $kind,
            }

            pub(crate) fn serialize<S: serde::Serializer>(
                decision: &$kind,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                let $text = decision.to_string();
                serde::Serialize::serialize(&Pair { $text, $code: decision }, serializer)
            }

            pub(crate) fn deserialize<'de, D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<$kind, D::Error> {
                Ok(<Code as serde::Deserialize>::deserialize(deserializer)?.$code)
            }
        }
    };
}

pub(crate) use text_and_code;
