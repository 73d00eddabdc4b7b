use core::fmt;

use crate::num::fraction::Fraction;

/// A moment of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Moment {
    /// The hour, 0 to 23.
    pub hour: u8,
    /// The minute within it, exactly: from 0 to just below 60.
    pub minute: Fraction,
}

impl fmt::Display for Moment {
    /// `09:30`, the minute cut off.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minute = self.minute.numerator() / self.minute.denominator();
        write!(f, "{:02}:{minute:02}", self.hour)
    }
}

/// What is left of each day limit, in its own unit; `None` without such a
/// limit. The safety margin is not counted as left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "UPPERCASE")
)]
#[non_exhaustive]
pub struct Left {
    /// Requests.
    pub rpd: Option<Fraction>,
    /// Tokens.
    pub tpd: Option<Fraction>,
    /// Seconds of audio.
    pub asd: Option<Fraction>,
}

/// One hour. Requests are exact fractions: what comes evenly is a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Hour {
    /// Requests that come.
    pub asked: Fraction,
    /// Those that pass.
    pub admitted: Fraction,
    /// Those that are turned away.
    pub refused: Fraction,
    /// What is left when the hour ends.
    pub left: Left,
}

/// One day under one way of giving back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Day {
    /// Its hours from midnight on.
    pub hours: [Hour; 24],
    /// Requests that come.
    pub asked: Fraction,
    /// Those that pass.
    pub admitted: Fraction,
    /// Those that are turned away.
    pub refused: Fraction,
    /// From when on requests are first turned away: nothing is left and more
    /// comes than is given back. `None` if that does not happen.
    pub used_up: Option<Moment>,
}
