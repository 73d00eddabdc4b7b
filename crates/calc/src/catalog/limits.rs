use core::fmt;

/// A rate limit that Groq sets per organisation and model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Limit {
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

impl Limit {
    /// Every limit, in the order in which ties are named.
    pub const ALL: [Self; 8] =
        [Self::Rpm, Self::Rpd, Self::Tpm, Self::Tpd, Self::Itpm, Self::Otpm, Self::Ash, Self::Asd];

    /// Groq's abbreviation, as in JSON.
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

    /// The abbreviation written out.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Rpm => "requests per minute",
            Self::Rpd => "requests per day",
            Self::Tpm => "tokens per minute",
            Self::Tpd => "tokens per day",
            Self::Itpm => "input tokens per minute",
            Self::Otpm => "output tokens per minute",
            Self::Ash => "audio seconds per hour",
            Self::Asd => "audio seconds per day",
        }
    }

    /// The limit with that abbreviation.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|limit| limit.name() == name)
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
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
    /// So much, in the limit's own unit (requests, tokens, seconds).
    At(u64),
}

/// The caps of one model on one plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Caps([Cap; 8]);

impl Caps {
    /// No limit at all.
    pub const NONE: Self = Self([Cap::Absent; 8]);

    /// With one cap set.
    #[must_use]
    pub const fn with(mut self, limit: Limit, cap: u64) -> Self {
        self.0[limit as usize] = Cap::At(cap);
        self
    }

    /// With one cap marked as unknown.
    #[must_use]
    pub const fn with_unknown(mut self, limit: Limit) -> Self {
        self.0[limit as usize] = Cap::Unknown;
        self
    }

    /// One of them.
    pub const fn get(self, limit: Limit) -> Cap {
        self.0[limit as usize]
    }

    /// The figure of one of them, if there is one.
    pub const fn figure(self, limit: Limit) -> Option<u64> {
        match self.get(limit) {
            Cap::At(cap) => Some(cap),
            Cap::Absent | Cap::Unknown => None,
        }
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
    pub fn insert(&mut self, limit: Limit) {
        self.0 |= 1 << limit as u8;
    }

    /// Whether it is one of them.
    pub const fn contains(self, limit: Limit) -> bool {
        self.0 & (1 << limit as u8) != 0
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

/// How long a limit's window is.
pub(crate) const fn window_us(limit: Limit) -> u64 {
    match limit {
        Limit::Rpm | Limit::Tpm | Limit::Itpm | Limit::Otpm => 60_000_000,
        Limit::Ash => 3_600_000_000,
        Limit::Rpd | Limit::Tpd | Limit::Asd => 86_400_000_000,
    }
}

/// Metered units in one of the limit's own.
pub(crate) const fn scale(limit: Limit) -> u64 {
    match limit {
        Limit::Ash | Limit::Asd => 1000,
        _ => 1,
    }
}
