//! Drafts that are mostly numbers.

/// A struct of optional numbers, each a field of JSON, and fields of other kinds.
macro_rules! numbers {
    ($(#[$doc:meta])* $name:ident { $($field:ident),* ; $($extra:ident : $kind:ty),* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        #[cfg_attr(
            feature = "serde",
            derive(serde::Serialize, serde::Deserialize),
            serde(remote = "Self", default, deny_unknown_fields)
        )]
        pub struct $name {
            $(
                /// As the field of that name in the question.
                #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
                pub $field: Option<Number>,
            )*
            $(
                /// As the field of that name in the question.
                #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::json::or_default"))]
                pub $extra: $kind,
            )*
        }

        #[cfg(feature = "serde")]
        crate::json::from_object!($name);

        impl $name {
            /// The number with that JSON name, to read or to set.
            pub fn number_mut(&mut self, name: &str) -> Option<&mut Option<Number>> {
                match name {
                    $(stringify!($field) => Some(&mut self.$field),)*
                    _ => None,
                }
            }
        }
    };
}
pub(crate) use numbers;
