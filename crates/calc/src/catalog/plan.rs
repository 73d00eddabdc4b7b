use core::{fmt, str::FromStr};

use crate::error::Error;

/// A plan of Groq's that needs no contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
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

impl FromStr for Plan {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        Self::parse(name).ok_or_else(|| Error::unknown("plan", name, "free or developer"))
    }
}

impl fmt::Display for Plan {
    /// The name, as in JSON.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A service tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
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

impl FromStr for Tier {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        Self::parse(name).ok_or_else(|| Error::unknown("tier", name, "on_demand or flex"))
    }
}

impl fmt::Display for Tier {
    /// The name, as in JSON.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The name of an option: one model on one plan and service tier.
///
/// ```
/// use groq_calc::{OptionId, Plan, Tier};
/// let id = OptionId::new("openai/gpt-oss-20b", Plan::Developer, Tier::Flex);
/// assert_eq!(id.to_string(), "openai/gpt-oss-20b on developer, flex");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct OptionId<'a> {
    /// The model id.
    pub model: &'a str,
    /// The plan.
    pub plan: Plan,
    /// The service tier.
    pub tier: Tier,
}

impl<'a> OptionId<'a> {
    /// A model on a plan and tier.
    pub const fn new(model: &'a str, plan: Plan, tier: Tier) -> Self {
        Self { model, plan, tier }
    }

    /// The model id without its maker: `gpt-oss-20b`.
    pub fn short_model(&self) -> &'a str {
        self.model.rsplit('/').next().unwrap_or(self.model)
    }
}

impl fmt::Display for OptionId<'_> {
    /// `openai/gpt-oss-20b on developer, flex`; on demand is not named.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} on {}", self.model, self.plan.name())?;
        match self.tier {
            Tier::OnDemand => Ok(()),
            Tier::Flex => write!(f, ", {}", self.tier.name()),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn names_are_read_and_printed() {
        for plan in Plan::ALL {
            assert_eq!(plan.to_string().parse(), Ok(plan));
        }
        for tier in Tier::ALL {
            assert_eq!(tier.to_string().parse(), Ok(tier));
        }
        let error = "Free".parse::<Plan>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "plan names `Free`, which is unknown; it must be free or developer"
        );
        let error = "batch".parse::<Tier>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "tier names `batch`, which is unknown; it must be on_demand or flex"
        );
    }

    #[test]
    fn an_option_is_named_by_model_plan_and_tier() {
        let id = OptionId::new("openai/gpt-oss-20b", Plan::Free, Tier::OnDemand);
        assert_eq!(id.to_string(), "openai/gpt-oss-20b on free");
        assert_eq!(id.short_model(), "gpt-oss-20b");
        assert_eq!(OptionId { model: "m", ..id }.short_model(), "m");
    }
}
