//! How a table of texts is declared.

/// Writes a struct of texts with its two languages, `EN` and `ZH`.
macro_rules! messages {
    ($(#[$doc:meta])* $name:ident { $($field:ident $([$values:literal])? : $en:literal / $zh:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub(crate) struct $name {
            $(pub(crate) $field: $crate::i18n::messages::table::text_type!($($values)?),)*
        }

        impl $name {
            pub(crate) const EN: Self =
                Self { $($field: $crate::i18n::messages::table::text_value!($en $(, $values)?)),* };
            pub(crate) const ZH: Self =
                Self { $($field: $crate::i18n::messages::table::text_value!($zh $(, $values)?)),* };

            /// Every text with its name and the number of its values.
            #[cfg(test)]
            pub(crate) const TABLE: &'static [$crate::i18n::messages::table::Row] = &[
                $(($crate::i18n::messages::table::row!($name $field $($values)?), $en, $zh)),*
            ];
        }
    };
}

/// Writes a struct of Chinese texts, `ZH`: for what says its English by itself.
macro_rules! translations {
    ($(#[$doc:meta])* $name:ident { $($field:ident $([$values:literal])? : $zh:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub(crate) struct $name {
            $(pub(crate) $field: $crate::i18n::messages::table::text_type!($($values)?),)*
        }

        impl $name {
            pub(crate) const ZH: Self =
                Self { $($field: $crate::i18n::messages::table::text_value!($zh $(, $values)?)),* };

            /// Every text with its name and the number of its values.
            #[cfg(test)]
            pub(crate) const TRANSLATED: &'static [((&'static str, usize), &'static str)] = &[
                $(($crate::i18n::messages::table::row!($name $field $($values)?), $zh)),*
            ];
        }
    };
}
macro_rules! text_type {
    () => { &'static str };
    ($values:literal) => { $crate::i18n::messages::sentence::Sentence<$values> };
}
macro_rules! text_value {
    ($text:literal) => {
        $text
    };
    ($text:literal, $values:literal) => {
        $crate::i18n::messages::sentence::Sentence::new($text)
    };
}
#[cfg(test)]
macro_rules! row {
    ($name:ident $field:ident) => {
        (concat!(stringify!($name), ".", stringify!($field)), 0)
    };
    ($name:ident $field:ident $values:literal) => {
        (concat!(stringify!($name), ".", stringify!($field)), $values)
    };
}
#[cfg(test)]
pub(super) use row;
pub(super) use {messages, text_type, text_value, translations};

/// A name with its number of values, the English and the Chinese text.
#[cfg(test)]
pub(crate) type Row = ((&'static str, usize), &'static str, &'static str);
