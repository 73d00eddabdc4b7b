//! How a decision stands in JSON: its English text in one field, and its code
//! with the figures in another, from which it is read back.

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
