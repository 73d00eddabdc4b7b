macro_rules! unit {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u64);

        impl $name {
            /// So many.
            pub const fn new(count: u64) -> Self {
                Self(count)
            }

            /// The plain count.
            pub const fn get(self) -> u64 {
                self.0
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_u64(self.0)
            }
        }
    };
}

unit!(
    /// Tokens, of a prompt or a completion.
    Tokens
);
unit!(
    /// Requests.
    Requests
);
unit!(
    /// Length of audio in milliseconds.
    AudioMillis
);
unit!(
    /// Characters of text to be spoken.
    Characters
);
