use alloc::format;
use core::{fmt, str::FromStr};

use crate::error::Error;

/// Something that a model can do, or cannot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[repr(u8)]
pub enum Capability {
    /// Calling tools of yours.
    Tools,
    /// Several tool calls in one answer.
    ParallelTools,
    /// Answers that are some JSON object.
    JsonMode,
    /// Answers that follow a JSON schema.
    StructuredOutputs,
    /// Images in the prompt.
    Vision,
    /// Thinking before the answer.
    Reasoning,
    /// Cached input tokens at a lower price.
    Caching,
    /// Jobs that run as batch.
    Batch,
    /// Tools of a remote MCP server.
    Mcp,
    /// Translating speech into English text.
    Translation,
}

impl Capability {
    /// Each of them.
    pub const ALL: [Self; 10] = [
        Self::Tools,
        Self::ParallelTools,
        Self::JsonMode,
        Self::StructuredOutputs,
        Self::Vision,
        Self::Reasoning,
        Self::Caching,
        Self::Batch,
        Self::Mcp,
        Self::Translation,
    ];

    /// The name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tools => "tools",
            Self::ParallelTools => "parallel_tools",
            Self::JsonMode => "json_mode",
            Self::StructuredOutputs => "structured_outputs",
            Self::Vision => "vision",
            Self::Reasoning => "reasoning",
            Self::Caching => "caching",
            Self::Batch => "batch",
            Self::Mcp => "mcp",
            Self::Translation => "translation",
        }
    }

    /// The name, for people, as what a model has.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Tools => "tools",
            Self::ParallelTools => "parallel tool calls",
            Self::JsonMode => "JSON mode",
            Self::StructuredOutputs => "structured outputs",
            Self::Vision => "vision",
            Self::Reasoning => "reasoning",
            Self::Caching => "prompt caching",
            Self::Batch => "batch",
            Self::Mcp => "remote MCP",
            Self::Translation => "translation",
        }
    }
}

impl fmt::Display for Capability {
    /// The name, as in JSON.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Capability {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        let found = Self::ALL.into_iter().find(|capability| capability.name() == name);
        found.ok_or_else(|| {
            let known = Self::ALL.map(Self::name).join(", ");
            Error::unknown("needs", name, &format!("one of {known}"))
        })
    }
}

/// A set of capabilities; listed in the order of [`Capability::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct CapabilitySet(u16);

impl CapabilitySet {
    /// None of them.
    pub const NONE: Self = Self(0);

    /// With one more.
    #[must_use]
    pub const fn with(self, capability: Capability) -> Self {
        Self(self.0 | 1 << capability as u16)
    }

    /// Whether it is one of them.
    pub const fn contains(self, capability: Capability) -> bool {
        self.0 & (1 << capability as u16) != 0
    }

    /// With all of another set.
    #[must_use]
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// With none of another set.
    #[must_use]
    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether there are none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Each of them.
    pub fn iter(self) -> impl Iterator<Item = Capability> {
        Capability::ALL.into_iter().filter(move |capability| self.contains(*capability))
    }
}

impl FromIterator<Capability> for CapabilitySet {
    fn from_iter<I: IntoIterator<Item = Capability>>(capabilities: I) -> Self {
        capabilities.into_iter().fold(Self::NONE, Self::with)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for CapabilitySet {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// What one source says of a model's capabilities. It speaks of those that it
/// names alone: of the others an earlier entry still counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capabilities<'a> {
    /// It has these.
    pub can: CapabilitySet,
    /// It has not these.
    pub cannot: CapabilitySet,
    /// Of these the source says yes, and another no.
    pub disputed: CapabilitySet,
    /// The id of the source that says no.
    pub against: &'a str,
    /// Whether structured outputs always follow the schema, rather than mostly.
    pub strict: Option<bool>,
    /// The reasoning efforts that Groq takes.
    pub efforts: &'a [&'a str],
    /// The effort where a request names none; empty where it is not known.
    pub default_effort: &'a str,
    /// Limits and lists, each as a name and its value: images a request, tokens an
    /// image, the size of files, languages, voices.
    pub details: &'a [(&'a str, &'a str)],
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capability_is_read_back_from_its_name() {
        for capability in Capability::ALL {
            assert_eq!(capability.name().parse(), Ok(capability));
        }
        let error = "telepathy".parse::<Capability>().unwrap_err();
        assert_eq!((error.field(), error.value()), ("needs", "telepathy"));
    }
}
