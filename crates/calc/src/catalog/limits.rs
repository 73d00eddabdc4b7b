use alloc::{format, string::String};
use core::{fmt, str::FromStr};

use crate::{
    catalog::{
        measure::{Measure, Scope},
        window::{Refill, Window, Zone},
    },
    error::Error,
};

/// A rate limit: what it counts, over which time, for whom, and how that is
/// given back.
///
/// The limits that Groq sets are the constants, each per model and refilled
/// continuously. Others can be said as well, and a
/// [`RateLimiter`](crate::limiter::RateLimiter) holds them:
///
/// ```
/// use groq_calc::catalog::{Limit, Measure, Refill, Scope, Window, Zone};
///
/// assert_eq!(Limit::new(Measure::Tokens, Window::Minute), Limit::TPM);
/// let limit = Limit::new(Measure::Requests, Window::Day)
///     .per(Scope::Project)
///     .with_refill(Refill::Calendar(Zone::Pacific));
/// assert_eq!(limit.to_string(), "RPD per project, reset by America/Los_Angeles");
/// assert_eq!(limit.title(), "requests per day");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Limit {
    /// What it counts.
    pub measure: Measure,
    /// Over which time.
    pub window: Window,
    /// Whose use it adds up.
    pub scope: Scope,
    /// How it gives back what was used.
    pub refill: Refill,
}

impl Limit {
    /// Requests per minute.
    pub const RPM: Self = Self::new(Measure::Requests, Window::Minute);
    /// Requests per day.
    pub const RPD: Self = Self::new(Measure::Requests, Window::Day);
    /// Tokens per minute.
    pub const TPM: Self = Self::new(Measure::Tokens, Window::Minute);
    /// Tokens per day.
    pub const TPD: Self = Self::new(Measure::Tokens, Window::Day);
    /// Input tokens per minute.
    pub const ITPM: Self = Self::new(Measure::Input, Window::Minute);
    /// Output tokens per minute.
    pub const OTPM: Self = Self::new(Measure::Output, Window::Minute);
    /// Seconds of audio per hour.
    pub const ASH: Self = Self::new(Measure::AudioSeconds, Window::Hour);
    /// Seconds of audio per day.
    pub const ASD: Self = Self::new(Measure::AudioSeconds, Window::Day);

    /// The limits that a catalog can hold caps of, in the order in which ties are
    /// named. A new limit is one row more.
    pub const ALL: [Self; 8] =
        [Self::RPM, Self::RPD, Self::TPM, Self::TPD, Self::ITPM, Self::OTPM, Self::ASH, Self::ASD];

    /// How many a catalog can hold.
    pub const COUNT: usize = Self::ALL.len();

    /// A limit per model, refilled continuously, as all of Groq's are.
    pub const fn new(measure: Measure, window: Window) -> Self {
        Self { measure, window, scope: Scope::Model, refill: Refill::Continuous }
    }

    /// The same for the use of another scope.
    #[must_use]
    pub const fn per(self, scope: Scope) -> Self {
        Self { scope, ..self }
    }

    /// The same, given back in another way.
    #[must_use]
    pub const fn with_refill(self, refill: Refill) -> Self {
        Self { refill, ..self }
    }

    /// Its place in [`Limit::ALL`]; `None` for a limit that is not there.
    #[inline]
    pub const fn index(self) -> Option<usize> {
        const NONE: u8 = u8::MAX;
        const INDEX: [[u8; Window::COUNT]; Measure::COUNT] = {
            let mut table = [[NONE; Window::COUNT]; Measure::COUNT];
            let mut row = 0;
            while row < Limit::COUNT {
                let Limit { measure, window, .. } = Limit::ALL[row];
                table[measure as usize][window as usize] = row as u8;
                row += 1;
            }
            table
        };
        match (self.scope, self.refill, INDEX[self.measure as usize][self.window as usize]) {
            (Scope::Model, Refill::Continuous, row) if row != NONE => Some(row as usize),
            _ => None,
        }
    }

    /// The usual abbreviation, as in JSON: `RPM`; of a month `RPMO`.
    pub const fn name(self) -> &'static str {
        let names = match self.measure {
            Measure::Requests => ["RPS", "RPM", "RPH", "RPD", "RPMO", "requests in flight"],
            Measure::Tokens => ["TPS", "TPM", "TPH", "TPD", "TPMO", "tokens in flight"],
            Measure::Input => ["ITPS", "ITPM", "ITPH", "ITPD", "ITPMO", "input tokens in flight"],
            Measure::UncachedInput => {
                ["UITPS", "UITPM", "UITPH", "UITPD", "UITPMO", "uncached input tokens in flight"]
            }
            Measure::Output => ["OTPS", "OTPM", "OTPH", "OTPD", "OTPMO", "output tokens in flight"],
            Measure::AudioSeconds => {
                ["ASS", "ASM", "ASH", "ASD", "ASMO", "audio seconds in flight"]
            }
        };
        names[self.window as usize]
    }

    /// The abbreviation written out: `requests per minute`.
    pub fn title(self) -> String {
        match self.window {
            Window::InFlight => format!("{} in flight", self.measure.title()),
            window => format!("{} per {}", self.measure.title(), window.title()),
        }
    }

    /// The limit of [`Limit::ALL`] with that abbreviation.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|limit| limit.name() == name)
    }

    /// Its place in a table of all limits.
    const fn slot(self) -> usize {
        match self.index() {
            Some(index) => index,
            None => panic!("a catalog holds caps of the limits in Limit::ALL alone"),
        }
    }
}

impl fmt::Display for Limit {
    /// The abbreviation, and what sets it apart from Groq's limits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        if self.scope != Scope::Model {
            write!(f, " per {}", self.scope.title())?;
        }
        match self.refill {
            Refill::Continuous => Ok(()),
            Refill::Calendar(zone) => write!(f, ", reset by {}", zone.name()),
        }
    }
}

impl FromStr for Limit {
    type Err = Error;

    /// Reads any limit as it is displayed, also one that no catalog holds.
    fn from_str(text: &str) -> Result<Self, Error> {
        let known = "an abbreviation like RPM or TPD, as a limit is displayed";
        let unknown = || Error::unknown("limit", text, known);
        let (rest, refill) = match text.split_once(", reset by ") {
            None => (text, Refill::Continuous),
            Some((rest, name)) => {
                let zone = Zone::ALL.into_iter().find(|zone| zone.name() == name);
                (rest, Refill::Calendar(zone.ok_or_else(unknown)?))
            }
        };
        let (name, scope) = match rest.split_once(" per ") {
            None => (rest, Scope::Model),
            Some((name, title)) => {
                let scope = Scope::ALL.into_iter().find(|scope| scope.title() == title);
                (name, scope.ok_or_else(unknown)?)
            }
        };
        let every = Measure::ALL.into_iter().flat_map(|measure| {
            Window::ALL.into_iter().map(move |window| Self::new(measure, window))
        });
        let found = every.into_iter().find(|limit| limit.name() == name);
        Ok(found.ok_or_else(unknown)?.per(scope).with_refill(refill))
    }
}

/// What is known of one limit of one model on one plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cap {
    /// The plan sets no such limit.
    #[default]
    Absent,
    /// The plan may set one, but its figure is not published.
    Unknown,
    /// The cap in the limit's own unit: requests, tokens, seconds.
    At(u64),
}

/// The caps of one model on one plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Caps([Cap; Limit::COUNT]);

impl Caps {
    /// No limit at all.
    pub const NONE: Self = Self([Cap::Absent; Limit::COUNT]);

    /// With one cap set.
    ///
    /// # Panics
    ///
    /// For a limit that is not in [`Limit::ALL`]; in a constant that is a compile
    /// error.
    #[must_use]
    pub const fn with(mut self, limit: Limit, cap: u64) -> Self {
        self.0[limit.slot()] = Cap::At(cap);
        self
    }

    /// With one cap marked as unknown.
    ///
    /// # Panics
    ///
    /// As [`Caps::with`].
    #[must_use]
    pub const fn with_unknown(mut self, limit: Limit) -> Self {
        self.0[limit.slot()] = Cap::Unknown;
        self
    }

    /// One of them; absent for a limit that is not in [`Limit::ALL`].
    #[inline]
    pub const fn get(self, limit: Limit) -> Cap {
        match limit.index() {
            Some(index) => self.0[index],
            None => Cap::Absent,
        }
    }

    /// The figure of one of them, if there is one.
    pub const fn figure(self, limit: Limit) -> Option<u64> {
        match self.get(limit) {
            Cap::At(cap) => Some(cap),
            Cap::Absent | Cap::Unknown => None,
        }
    }

    /// Every limit whose cap is known, with its figure, in the order of
    /// [`Limit::ALL`].
    pub fn known(self) -> impl Iterator<Item = (Limit, u64)> {
        Limit::ALL.into_iter().filter_map(move |limit| Some((limit, self.figure(limit)?)))
    }

    /// Every known cap times `factor`; flex is ten times on demand.
    #[must_use]
    pub fn times(mut self, factor: u64) -> Self {
        for cap in &mut self.0 {
            if let Cap::At(figure) = cap {
                *figure = figure.saturating_mul(factor);
            }
        }
        self
    }

    /// Those whose figure is not published.
    pub fn unknown(self) -> LimitSet {
        Limit::ALL.into_iter().filter(|limit| self.get(*limit) == Cap::Unknown).collect()
    }
}

/// A set of limits; listed in the order of [`Limit::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct LimitSet(u8);

impl LimitSet {
    /// None of them.
    pub const EMPTY: Self = Self(0);

    /// Adds one.
    ///
    /// # Panics
    ///
    /// For a limit that is not in [`Limit::ALL`].
    pub const fn insert(&mut self, limit: Limit) {
        self.0 |= 1 << limit.slot();
    }

    /// Whether it is one of them.
    pub const fn contains(self, limit: Limit) -> bool {
        match limit.index() {
            Some(index) => self.0 & (1 << index) != 0,
            None => false,
        }
    }

    /// Whether there are none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// What they do, as the verb of a sentence.
    pub(crate) const fn bind(self) -> &'static str {
        if self.0.count_ones() > 1 { "bind" } else { "binds" }
    }

    /// Each of them.
    pub fn iter(self) -> impl Iterator<Item = Limit> {
        Limit::ALL.into_iter().filter(move |limit| self.contains(*limit))
    }
}

impl FromIterator<Limit> for LimitSet {
    fn from_iter<I: IntoIterator<Item = Limit>>(limits: I) -> Self {
        let mut set = Self::EMPTY;
        limits.into_iter().for_each(|limit| set.insert(limit));
        set
    }
}

impl fmt::Display for LimitSet {
    /// `RPD and TPD`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, limit) in self.iter().enumerate() {
            if index > 0 {
                f.write_str(" and ")?;
            }
            f.write_str(limit.name())?;
        }
        Ok(())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Limit {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for LimitSet {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// A set has a bit for each limit.
const _: () = assert!(Limit::COUNT <= u8::BITS as usize);

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn each_limit_of_a_catalog_has_its_own_place() {
        for (index, limit) in Limit::ALL.into_iter().enumerate() {
            assert_eq!(limit.index(), Some(index), "{limit}");
            assert_eq!(Limit::parse(limit.name()), Some(limit));
            assert_eq!(limit.to_string(), limit.name());
        }
        assert!(Limit::ALL.is_sorted());
        let names = Limit::ALL.map(Limit::name);
        assert_eq!(names, ["RPM", "RPD", "TPM", "TPD", "ITPM", "OTPM", "ASH", "ASD"]);
        assert_eq!(Limit::parse("TPH"), None);
    }

    #[test]
    fn every_limit_is_read_back_from_its_text() {
        let zones = Zone::ALL.map(Refill::Calendar);
        for measure in Measure::ALL {
            for window in Window::ALL {
                for scope in Scope::ALL {
                    for refill in [Refill::Continuous, zones[0], zones[1]] {
                        let limit = Limit::new(measure, window).per(scope).with_refill(refill);
                        assert_eq!(limit.to_string().parse(), Ok(limit), "{limit}");
                    }
                }
            }
        }
        for text in ["", "rpm", "RPX", "RPM per user", "RPM, reset by CET", "RPM per "] {
            let error = text.parse::<Limit>().unwrap_err();
            assert_eq!((error.field(), error.value()), ("limit", text));
        }
    }

    #[test]
    fn says_the_limits_of_other_apis() {
        let pacific = Refill::Calendar(Zone::Pacific);
        let others = [
            (Limit::new(Measure::Requests, Window::Hour), "RPH", "requests per hour"),
            (Limit::new(Measure::Tokens, Window::Hour), "TPH", "tokens per hour"),
            (Limit::new(Measure::Input, Window::Hour), "ITPH", "input tokens per hour"),
            (
                Limit::new(Measure::UncachedInput, Window::Minute),
                "UITPM",
                "uncached input tokens per minute",
            ),
            (Limit::new(Measure::Requests, Window::Second), "RPS", "requests per second"),
            (Limit::new(Measure::Tokens, Window::Month), "TPMO", "tokens per month"),
            (
                Limit::new(Measure::Requests, Window::InFlight),
                "requests in flight",
                "requests in flight",
            ),
            (Limit::TPM.per(Scope::Project), "TPM per project", "tokens per minute"),
            (Limit::OTPM.per(Scope::Account), "OTPM per account", "output tokens per minute"),
            (
                Limit::RPD.with_refill(pacific),
                "RPD, reset by America/Los_Angeles",
                "requests per day",
            ),
            (
                Limit::ASD.per(Scope::Account).with_refill(Refill::Calendar(Zone::Utc)),
                "ASD per account, reset by UTC",
                "audio seconds per day",
            ),
        ];
        for (limit, name, title) in others {
            assert_eq!((limit.to_string().as_str(), limit.title().as_str()), (name, title));
            assert_eq!(name.parse(), Ok(limit));
            // A catalog has no cap of it, and no set holds it.
            assert_eq!(limit.index(), None, "{limit}");
            assert_eq!(Caps::NONE.with(Limit::TPM, 1).get(limit), Cap::Absent);
            assert!(!Limit::ALL.into_iter().collect::<LimitSet>().contains(limit));
        }
        for measure in [
            Measure::Requests,
            Measure::Tokens,
            Measure::Input,
            Measure::UncachedInput,
            Measure::Output,
            Measure::AudioSeconds,
        ] {
            let title = Limit::new(measure, Window::InFlight).title();
            assert_eq!(Limit::new(measure, Window::InFlight).name(), title);
        }
    }

    #[test]
    #[should_panic(expected = "Limit::ALL alone")]
    fn a_catalog_refuses_a_cap_it_cannot_hold() {
        let _ = Caps::NONE.with(Limit::TPM.per(Scope::Project), 1);
    }

    #[test]
    fn caps_and_sets_stay_small() {
        assert_eq!((size_of::<Limit>(), size_of::<LimitSet>()), (4, 1));
        assert_eq!(size_of::<Caps>(), 16 * Limit::COUNT);
    }
}
