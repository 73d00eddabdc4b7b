/// A plan of Groq's that one can take without a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Plan {
    /// No cost, low caps.
    Free,
    /// Pay for what is used.
    Developer,
}

impl Plan {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Free, Self::Developer];

    /// The name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Developer => "developer",
        }
    }

    /// The name, for people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Free => "Free",
            Self::Developer => "Developer",
        }
    }

    /// The plan with that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|plan| plan.name() == name)
    }

    /// The tiers that the plan has.
    pub const fn tiers(self) -> &'static [Tier] {
        match self {
            Self::Free => &[Tier::OnDemand],
            Self::Developer => &[Tier::OnDemand, Tier::Flex],
        }
    }
}

/// A service tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Tier {
    /// The standard caps.
    OnDemand,
    /// Ten times the caps, same price; may fail with HTTP 498.
    Flex,
}

impl Tier {
    /// Both.
    pub const ALL: [Self; 2] = [Self::OnDemand, Self::Flex];

    /// The tier with that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tier| tier.name() == name)
    }

    /// The name, as in JSON and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OnDemand => "on_demand",
            Self::Flex => "flex",
        }
    }
}
