macro_rules! unit {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u64);

        impl $name {
            /// The given number of them.
            pub const fn new(count: u64) -> Self {
                Self(count)
            }

            /// The plain count.
            pub const fn get(self) -> u64 {
                self.0
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                u64::deserialize(deserializer).map(Self)
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

impl Tokens {
    /// As many tokens a second, when these took that many nanoseconds, to the
    /// nearest whole number; `None` if they took no time.
    ///
    /// ```
    /// use groq_calc::Tokens;
    /// assert_eq!(Tokens::new(556).per_second(463_333_333), Some(1200));
    /// assert_eq!(Tokens::new(1).per_second(0), None);
    /// ```
    pub fn per_second(self, nanos: u64) -> Option<u64> {
        let (nanos, second) = (u128::from(nanos), 1_000_000_000);
        let speed = (u128::from(self.0) * second + nanos / 2).checked_div(nanos)?;
        u64::try_from(speed).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speed_is_the_nearest_whole_number() {
        let speed = |tokens, nanos| Tokens::new(tokens).per_second(nanos);
        assert_eq!(speed(556, 463_333_333), Some(1200));
        assert_eq!((speed(3, 2_000_000_000), speed(5, 4_000_000_000)), (Some(2), Some(1)));
        assert_eq!((speed(0, 1), speed(1, 0)), (Some(0), None));
        assert_eq!((speed(u64::MAX, 1_000_000_000), speed(u64::MAX, 1)), (Some(u64::MAX), None));
    }
}
