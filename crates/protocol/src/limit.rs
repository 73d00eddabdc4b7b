use core::fmt;

use crate::duration::Nanos;

/// A rate limit, as error texts and headers name it.
///
/// The texts write `seconds of audio per hour (ASPH)` where the limits table
/// has ASH; both are this crate's [`LimitKind::Ash`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LimitKind {
    /// Requests per minute.
    Rpm,
    /// Requests per day.
    Rpd,
    /// Tokens per minute.
    Tpm,
    /// Tokens per day.
    Tpd,
    /// Input tokens per minute.
    Itpm,
    /// Output tokens per minute.
    Otpm,
    /// Seconds of audio per hour.
    Ash,
    /// Seconds of audio per day.
    Asd,
}

/// Each with the words and the abbreviations that texts use.
const NAMES: [(LimitKind, &str, &[&str]); 8] = [
    (LimitKind::Rpm, "requests per minute", &["RPM"]),
    (LimitKind::Rpd, "requests per day", &["RPD"]),
    (LimitKind::Tpm, "tokens per minute", &["TPM"]),
    (LimitKind::Tpd, "tokens per day", &["TPD"]),
    (LimitKind::Itpm, "input tokens per minute", &["ITPM"]),
    (LimitKind::Otpm, "output tokens per minute", &["OTPM"]),
    (LimitKind::Ash, "seconds of audio per hour", &["ASPH", "ASH"]),
    (LimitKind::Asd, "seconds of audio per day", &["ASPD", "ASD"]),
];

impl LimitKind {
    /// Every limit, in the order of Groq's tables.
    pub const ALL: [Self; 8] =
        [Self::Rpm, Self::Rpd, Self::Tpm, Self::Tpd, Self::Itpm, Self::Otpm, Self::Ash, Self::Asd];

    /// The abbreviation of the limits table.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rpm => "RPM",
            Self::Rpd => "RPD",
            Self::Tpm => "TPM",
            Self::Tpd => "TPD",
            Self::Itpm => "ITPM",
            Self::Otpm => "OTPM",
            Self::Ash => "ASH",
            Self::Asd => "ASD",
        }
    }

    /// As an error text names it: words, then an abbreviation in brackets.
    ///
    /// ```
    /// use groq_protocol::LimitKind;
    /// assert_eq!(LimitKind::Ash.in_errors(), ("seconds of audio per hour", "ASPH"));
    /// ```
    pub fn in_errors(self) -> (&'static str, &'static str) {
        let (_, words, short) = NAMES[self as usize];
        (words, short[0])
    }

    /// How long its bucket takes to refill from empty.
    pub const fn window(self) -> Nanos {
        Nanos::from_seconds(match self {
            Self::Rpm | Self::Tpm | Self::Itpm | Self::Otpm => 60,
            Self::Ash => 3600,
            Self::Rpd | Self::Tpd | Self::Asd => 86_400,
        })
    }

    /// The limit with that abbreviation, of the table or of an error text.
    pub fn from_name(name: &str) -> Option<Self> {
        NAMES.iter().find(|(_, _, short)| short.contains(&name)).map(|(kind, ..)| *kind)
    }

    /// The limit that an error text names: words, abbreviation in brackets, or
    /// both, in which case both must say the same.
    pub(crate) fn from_words(text: &str) -> Option<Self> {
        let (words, short) = match text.split_once('(') {
            None => (text, None),
            Some((words, rest)) => (words, Some(rest.strip_suffix(')')?)),
        };
        let words = match (words.strip_suffix(' '), short) {
            (Some(words), Some(_)) => words,
            (None, Some(_)) if !words.is_empty() => return None,
            _ => words,
        };
        let by_words = NAMES.iter().find(|(_, name, _)| *name == words).map(|(kind, ..)| *kind);
        match short {
            None => by_words,
            Some(short) => {
                Self::from_name(short).filter(|kind| words.is_empty() || by_words == Some(*kind))
            }
        }
    }
}

impl fmt::Display for LimitKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_kinds() {
        for kind in LimitKind::ALL {
            assert_eq!(NAMES[kind as usize].0, kind);
            let (words, short) = kind.in_errors();
            assert_eq!(LimitKind::from_words(&alloc::format!("{words} ({short})")), Some(kind));
            assert_eq!(LimitKind::from_words(words), Some(kind));
            assert_eq!(LimitKind::from_name(kind.name()), Some(kind));
        }
    }

    #[test]
    fn contradictions_and_blanks_are_unknown() {
        for text in [
            "",
            " ",
            "tokens per minute (TPD)",
            "output tokens per minute (TPM)",
            "tokens (TPM)",
            "tokens per minute (TPM",
            "tokens per minute(TPM)",
            "TPM",
            "token per minute",
            "()",
        ] {
            assert_eq!(LimitKind::from_words(text), None, "{text}");
        }
        assert_eq!(LimitKind::from_words("(TPM)"), Some(LimitKind::Tpm));
    }
}
