use alloc::vec::Vec;

use crate::{
    catalog::{
        model::{Dated, Model},
        pricing::ToolPrices,
        tables::Catalog,
    },
    error::Error,
    num::date::Date,
};

/// The models of a day with their limits and prices, each figure with its
/// source. As JSON it is what `groq-calc models --json` prints.
///
/// ```
/// use groq_calc::{Catalog, catalog::Listing};
/// let listing = Listing::new(&Catalog::EMPTY, None, false)?;
/// assert!(listing.models.is_empty());
/// # Ok::<(), groq_calc::Error>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Listing<'a> {
    /// The day.
    pub as_of: Date,
    /// The models, sorted by id.
    pub models: Vec<&'a Model<'a>>,
    /// What Groq's own tools cost.
    pub tools: Option<&'a Dated<'a, ToolPrices>>,
}

impl<'a> Listing<'a> {
    /// What is offered on a day, the newest by default; with `retired` also
    /// what was offered before it.
    ///
    /// # Errors
    ///
    /// As [`Catalog::day`].
    pub fn new(catalog: &Catalog<'a>, as_of: Option<&str>, retired: bool) -> Result<Self, Error> {
        Ok(Self::on(catalog, catalog.day(as_of)?, retired))
    }

    /// The same of a day that is known to the catalog.
    pub fn on(catalog: &Catalog<'a>, day: Date, retired: bool) -> Self {
        let listed =
            |model: &&Model<'_>| model.stage(day).is_some() && (retired || model.is_offered(day));
        Self {
            as_of: day,
            models: catalog.models.iter().filter(listed).collect(),
            tools: Dated::at(catalog.tools, day),
        }
    }
}

#[cfg(feature = "serde")]
mod json {
    use serde::ser::{Serialize, SerializeMap, Serializer};

    use super::{Dated, Listing, Model, ToolPrices};
    use crate::{
        catalog::{
            abilities::Ability,
            capability::Capability,
            limits::{Caps, Limit},
            model::{Contested, Lifecycle, Speed},
            pricing::Prices,
        },
        num::date::Date,
    };

    /// Where an entry comes from, behind its facts.
    fn origin<M: SerializeMap, T>(map: &mut M, entry: &Dated<'_, T>) -> Result<(), M::Error> {
        map.serialize_entry("from", &entry.from)?;
        map.serialize_entry("source", entry.source)?;
        map.serialize_entry("status", &entry.status)?;
        match entry.note {
            "" => Ok(()),
            note => map.serialize_entry("note", note),
        }
    }

    struct Entry<'a, T>(&'a Dated<'a, T>);

    impl Serialize for Entry<'_, Caps> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let caps = self.0.value;
            let mut map = serializer.serialize_map(None)?;
            for limit in Limit::ALL {
                if let Some(cap) = caps.figure(limit) {
                    map.serialize_entry(limit.name(), &cap)?;
                }
            }
            map.serialize_entry("unknown", &caps.unknown())?;
            origin(&mut map, self.0)?;
            map.end()
        }
    }

    impl Serialize for Entry<'_, Prices> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let Prices { input, cached_input, output, audio_hour, characters } = self.0.value;
            let mut map = serializer.serialize_map(None)?;
            for (name, price) in [
                ("input_per_million_usd", input),
                ("cached_input_per_million_usd", cached_input),
                ("output_per_million_usd", output),
                ("characters_per_million_usd", characters),
            ] {
                map.serialize_entry(name, &price.map(|price| price.listed_per_million()))?;
            }
            map.serialize_entry("audio_per_hour_usd", &audio_hour.map(|price| price.listed()))?;
            origin(&mut map, self.0)?;
            map.end()
        }
    }

    impl Serialize for Entry<'_, Contested<'_>> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let Contested { cached_input, against } = self.0.value;
            let mut map = serializer.serialize_map(None)?;
            let price = cached_input.listed_per_million();
            map.serialize_entry("cached_input_per_million_usd", &price)?;
            map.serialize_entry("against", against)?;
            origin(&mut map, self.0)?;
            map.end()
        }
    }

    impl Serialize for Entry<'_, ToolPrices> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let prices = self.0.value;
            let mut map = serializer.serialize_map(None)?;
            for (name, price) in [
                ("web_search_basic_per_1000_usd", prices.web_search_basic),
                ("web_search_advanced_per_1000_usd", prices.web_search_advanced),
                ("visit_website_per_1000_usd", prices.visit_website),
            ] {
                map.serialize_entry(name, &price.listed_per_thousand())?;
            }
            for (name, price) in [
                ("code_execution_per_hour_usd", prices.code_execution),
                ("browser_automation_per_hour_usd", prices.browser_automation),
            ] {
                map.serialize_entry(name, &price.listed())?;
            }
            origin(&mut map, self.0)?;
            map.end()
        }
    }

    impl Serialize for Entry<'_, Lifecycle<'_>> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(None)?;
            map.serialize_entry("stage", self.0.value.name())?;
            map.serialize_entry("replacements", self.0.value.replacements())?;
            map.serialize_entry("announced", &self.0.value.announced())?;
            origin(&mut map, self.0)?;
            map.end()
        }
    }

    impl Serialize for Entry<'_, Speed<'_>> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let speed = self.0.value;
            let mut map = serializer.serialize_map(None)?;
            map.serialize_entry("page_reported", &speed.figure)?;
            map.serialize_entry("unit", speed.unit)?;
            map.serialize_entry("page", speed.page)?;
            origin(&mut map, self.0)?;
            map.end()
        }
    }

    /// What a model can do on a day: each capability, and where it is said.
    struct AbilityList<'a>(&'a Model<'a>, Date);

    /// One of them.
    struct Able<'a>(&'a Model<'a>, Capability, Ability, Date);

    impl Serialize for Able<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let Self(model, capability, ability, day) = *self;
            let mut map = serializer.serialize_map(None)?;
            map.serialize_entry("ability", &ability)?;
            if capability == Capability::StructuredOutputs {
                map.serialize_entry("strict", &model.is_strict(day))?;
            }
            if let Some(entry) = model.capability_entry(capability, day) {
                if ability == Ability::Disputed {
                    map.serialize_entry("against", entry.value.against)?;
                }
                origin(&mut map, entry)?;
            }
            map.end()
        }
    }

    impl Serialize for AbilityList<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let Self(model, day) = *self;
            let abilities = model.abilities(day);
            let able = |capability: Capability| {
                let ability = abilities.get(capability);
                let able = Able(model, capability, ability, day);
                (ability != Ability::Unknown).then_some((capability.name(), able))
            };
            serializer.collect_map(Capability::ALL.into_iter().filter_map(able))
        }
    }

    /// A detail with its source.
    #[derive(serde::Serialize)]
    struct Detail<'a> {
        value: &'a str,
        source: &'a str,
        from: Date,
    }

    #[derive(serde::Serialize)]
    struct Limits<'a> {
        free: Option<Entry<'a, Caps>>,
        developer: Option<Entry<'a, Caps>>,
    }

    /// A model on a day.
    struct Listed<'a>(&'a Model<'a>, Date);

    impl Serialize for Listed<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let Self(model, day) = *self;
            let context = model.context_at(day);
            let limits = Limits {
                free: Dated::at(model.free, day).map(Entry),
                developer: Dated::at(model.developer, day).map(Entry),
            };
            let known = |entry: &&Dated<'_, _>| entry.from <= day;
            let speeds: alloc::vec::Vec<_> = model.speeds.iter().filter(known).map(Entry).collect();
            let mut map = serializer.serialize_map(None)?;
            map.serialize_entry("id", model.id)?;
            map.serialize_entry("name", model.name)?;
            map.serialize_entry("kind", &model.kind)?;
            map.serialize_entry("special", model.special)?;
            map.serialize_entry("lifecycle", &model.stage(day).map(Entry))?;
            map.serialize_entry("retired_on", &model.ended_on())?;
            map.serialize_entry("retires", &model.retirement_after(day))?;
            map.serialize_entry("context_window", &context.window)?;
            map.serialize_entry("max_completion_tokens", &context.max_completion)?;
            map.serialize_entry("limits", &limits)?;
            map.serialize_entry("prices", &model.prices_at(day).map(Entry))?;
            let contested = Dated::at(model.contested, day);
            map.serialize_entry("contested", &contested.map(Entry))?;
            map.serialize_entry("batch", &model.is_batchable(day))?;
            map.serialize_entry("speeds", &speeds)?;
            map.serialize_entry("capabilities", &AbilityList(model, day))?;
            map.serialize_entry("reasoning_efforts", model.efforts(day))?;
            map.serialize_entry("default_effort", &model.default_effort(day))?;
            let details: alloc::collections::BTreeMap<_, _> = model
                .details(day)
                .into_iter()
                .map(|(name, (value, entry))| {
                    (name, Detail { value, source: entry.source, from: entry.from })
                })
                .collect();
            map.serialize_entry("details", &details)?;
            map.end()
        }
    }

    impl Serialize for Listing<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let models: alloc::vec::Vec<_> =
                self.models.iter().map(|model| Listed(model, self.as_of)).collect();
            let mut map = serializer.serialize_map(None)?;
            map.serialize_entry("as_of", &self.as_of)?;
            map.serialize_entry("models", &models)?;
            map.serialize_entry("tools", &self.tools.map(Entry))?;
            map.end()
        }
    }
}
