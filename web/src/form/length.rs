//! The units in which a length of audio can be written.

use groq_calc::num::Decimal;

use crate::i18n::messages::Messages;

/// The unit of a length of audio. The engine counts seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Length {
    #[default]
    Seconds,
    Minutes,
    Hours,
}

impl Length {
    pub(crate) const ALL: [Self; 3] = [Self::Seconds, Self::Minutes, Self::Hours];

    /// The name, as in an address.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Minutes => "minutes",
            Self::Hours => "hours",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|length| length.name() == name)
    }

    /// Its name on the page.
    pub(crate) fn label(self, messages: &Messages) -> &'static str {
        let m = &messages.form;
        match self {
            Self::Seconds => m.length_seconds,
            Self::Minutes => m.length_minutes,
            Self::Hours => m.length_hours,
        }
    }

    /// A length as seconds; what is not a number of this unit stays as it is, to
    /// be refused by its own name.
    pub(super) fn seconds(self, text: &str) -> String {
        let factor = match self {
            Self::Seconds => return text.to_string(),
            Self::Minutes => 60,
            Self::Hours => 3600,
        };
        // A millionth of an hour is 3.6 ms: six places lose nothing that counts.
        let micros = Decimal::parse(text)
            .and_then(|length| length.scaled(6))
            .and_then(|micros| micros.checked_mul(factor))
            .filter(|micros| micros % 1000 == 0);
        match micros {
            Some(micros) => {
                let millis = micros / 1000;
                format!("{}.{:03}", millis / 1000, millis % 1000)
            }
            None => text.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_becomes_seconds() {
        assert_eq!(Length::Hours.seconds("1.5"), "5400.000");
        assert_eq!(Length::Minutes.seconds("0.5"), "30.000");
        assert_eq!(Length::Seconds.seconds("4.91"), "4.91");
        assert_eq!(Length::Hours.seconds("soon"), "soon");
        for length in Length::ALL {
            assert_eq!(Length::parse(length.name()), Some(length));
        }
    }
}
