use alloc::collections::BTreeMap;

use crate::{
    catalog::{
        capability::{Capabilities, Capability, CapabilitySet},
        model::{Dated, Model},
        pricing::Prices,
    },
    num::date::Date,
};

/// What is known of a model's capabilities on a day; what is in neither set is
/// not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Abilities {
    /// It has these.
    pub yes: CapabilitySet,
    /// It has not these.
    pub no: CapabilitySet,
    /// One source says that it has these, another that it has not.
    pub disputed: CapabilitySet,
}

impl Abilities {
    /// Nothing is known.
    pub const UNKNOWN: Self =
        Self { yes: CapabilitySet::NONE, no: CapabilitySet::NONE, disputed: CapabilitySet::NONE };

    /// How the model stands to one of them.
    pub const fn get(self, capability: Capability) -> Ability {
        if self.yes.contains(capability) {
            Ability::Yes
        } else if self.no.contains(capability) {
            Ability::No
        } else if self.disputed.contains(capability) {
            Ability::Disputed
        } else {
            Ability::Unknown
        }
    }

    /// With one more known.
    #[must_use]
    const fn with(mut self, capability: Capability, ability: Ability) -> Self {
        match ability {
            Ability::Yes => self.yes = self.yes.with(capability),
            Ability::No => self.no = self.no.with(capability),
            Ability::Disputed => self.disputed = self.disputed.with(capability),
            Ability::Unknown => {}
        }
        self
    }
}

/// How a model stands to a capability.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum Ability {
    /// It has it.
    Yes,
    /// It has not.
    No,
    /// One source says so, another the contrary.
    Disputed,
    /// No source says.
    Unknown,
}

impl Ability {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Disputed => "disputed",
            Self::Unknown => "unknown",
        }
    }
}

impl<'a> Model<'a> {
    /// What sources say of it until a day, the newest first.
    fn said(&self, day: Date) -> impl Iterator<Item = &'a Dated<'a, Capabilities<'a>>> {
        self.capabilities.iter().rev().filter(move |entry| entry.from <= day)
    }

    /// The entry that speaks of a capability on a day.
    pub fn capability_entry(
        &self,
        capability: Capability,
        day: Date,
    ) -> Option<&'a Dated<'a, Capabilities<'a>>> {
        self.said(day).find(|entry| {
            let Capabilities { can, cannot, disputed, .. } = entry.value;
            [can, cannot, disputed].iter().any(|set| set.contains(capability))
        })
    }

    /// What it can do on a day. Caching follows from its prices and batch from the
    /// batch list.
    pub fn abilities(&self, day: Date) -> Abilities {
        let known = |yes| if yes { Ability::Yes } else { Ability::No };
        let batch = Dated::at(self.batch, day).map_or(Ability::Unknown, |entry| known(entry.value));
        let caches = |prices: &Dated<'_, Prices>| known(prices.value.cached_input.is_some());
        let caching = match Dated::at(self.contested, day) {
            Some(_) => Ability::Disputed,
            None => self.prices_at(day).map_or(Ability::Unknown, caches),
        };
        let mut abilities =
            Abilities::UNKNOWN.with(Capability::Batch, batch).with(Capability::Caching, caching);
        for entry in self.said(day) {
            let told = abilities.yes.and(abilities.no).and(abilities.disputed);
            abilities.yes = abilities.yes.and(entry.value.can.without(told));
            abilities.no = abilities.no.and(entry.value.cannot.without(told));
            abilities.disputed = abilities.disputed.and(entry.value.disputed.without(told));
        }
        abilities
    }

    /// Whether its structured outputs are strict on a day; `None` where it has
    /// none or no source says.
    pub fn is_strict(&self, day: Date) -> Option<bool> {
        self.said(day).find_map(|entry| entry.value.strict)
    }

    /// The reasoning efforts that Groq takes on a day.
    pub fn efforts(&self, day: Date) -> &'a [&'a str] {
        let said = self.said(day).map(|entry| entry.value.efforts);
        said.into_iter().find(|efforts| !efforts.is_empty()).unwrap_or_default()
    }

    /// The reasoning effort where a request names none; `None` for a model
    /// without, or where it is not known.
    pub fn default_effort(&self, day: Date) -> Option<&'a str> {
        let mut said = self.said(day).map(|entry| entry.value.default_effort);
        said.find(|effort| !effort.is_empty())
    }

    /// Every detail of a day by its name, sorted: the newest value, and its entry.
    pub fn details(
        &self,
        day: Date,
    ) -> BTreeMap<&'a str, (&'a str, &'a Dated<'a, Capabilities<'a>>)> {
        let mut details = BTreeMap::new();
        for entry in self.said(day) {
            for (name, value) in entry.value.details {
                details.entry(*name).or_insert((*value, entry));
            }
        }
        details
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::model::{Kind, Status};

    const MAY: Date = Date::constant(2026, 5, 1);
    const JUNE: Date = Date::constant(2026, 6, 1);

    const fn since<T>(from: Date, value: T) -> Dated<'static, T> {
        Dated { from, source: "s", status: Status::Likely, note: "", value }
    }

    const SAID: Capabilities<'static> = Capabilities {
        can: CapabilitySet::NONE.with(Capability::Tools),
        cannot: CapabilitySet::NONE.with(Capability::Vision),
        disputed: CapabilitySet::NONE,
        against: "",
        strict: None,
        efforts: &["low", "high"],
        default_effort: "low",
        details: &[("images_per_request", "5")],
    };

    const LATER: Capabilities<'static> = Capabilities {
        can: CapabilitySet::NONE.with(Capability::Vision),
        cannot: CapabilitySet::NONE,
        disputed: CapabilitySet::NONE.with(Capability::Mcp),
        against: "t",
        strict: Some(true),
        efforts: &[],
        default_effort: "",
        details: &[("images_per_request", "3")],
    };

    #[test]
    fn the_newest_entry_that_speaks_of_a_capability_counts() {
        let model = Model {
            capabilities: &[since(MAY, SAID), since(JUNE, LATER)],
            ..Model::bare("m", Kind::Chat)
        };
        let on = |capability, day| model.abilities(day).get(capability);
        assert_eq!(on(Capability::Tools, Date::constant(2026, 4, 30)), Ability::Unknown);
        assert_eq!(on(Capability::Tools, JUNE), Ability::Yes, "the later entry is silent");
        assert_eq!(on(Capability::Vision, MAY), Ability::No);
        assert_eq!(on(Capability::Vision, JUNE), Ability::Yes);
        assert_eq!(on(Capability::Mcp, JUNE), Ability::Disputed);
        assert_eq!((model.is_strict(MAY), model.is_strict(JUNE)), (None, Some(true)));
        assert_eq!(
            (model.efforts(JUNE), model.default_effort(JUNE)),
            (&["low", "high"][..], Some("low"))
        );
        assert_eq!(model.details(JUNE)["images_per_request"].0, "3");
        assert_eq!(on(Capability::Batch, JUNE), Ability::Unknown);
    }
}
