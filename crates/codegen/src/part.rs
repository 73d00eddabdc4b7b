use groq_calc::Tier;

/// Which program of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Calls within the limits; each answer is printed as a whole.
    Calls,
    /// The same in short: a package keeps to the limits.
    Package,
    /// Calls within the limits, each answer printed as it is generated.
    Stream,
    /// Batch jobs.
    Batch,
}

impl Part {
    /// How the calls are made, for the header.
    pub(crate) const fn mode(self, tier: Tier) -> &'static str {
        match self {
            Self::Calls | Self::Package | Self::Stream => tier.name(),
            Self::Batch => "as batch",
        }
    }
}
