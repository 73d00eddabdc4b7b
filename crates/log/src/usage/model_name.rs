use std::prelude::rust_2024::*;

use groq_calc::{Catalog, Model};

/// Which model of a catalog a name means.
#[derive(Clone, Copy, Debug)]
pub enum ModelName<'a> {
    /// The id as the catalog has it.
    Exact(&'a Model<'a>),
    /// The id in another spelling: behind a provider's prefix, in another case, or
    /// without its owner.
    Spelled(&'a Model<'a>),
    /// None of them; the nearest id, if any is near.
    Unknown(Option<&'a str>),
}

/// What stands before a model's id for its way to Groq.
const PREFIXES: &[&str] = &["groq", "@groq", "openrouter", "litellm_proxy", "litellm", "models"];

/// What stands behind an id for how it is routed.
const SUFFIXES: &[&str] =
    &[":groq", "@groq", ":free", ":nitro", ":floor", ":exacto", ":fastest", ":cheapest"];

/// The least likeness of a name that is proposed.
const NEAR: f64 = 0.6;

impl<'a> ModelName<'a> {
    /// Finds a model by a name.
    pub fn find(catalog: &Catalog<'a>, name: &str) -> Self {
        if let Some(model) = catalog.model(name) {
            return Self::Exact(model);
        }
        let mut rest = plain(name);
        while let Some(shorter) = stripped(&rest) {
            if let Some(model) = catalog.model(&shorter) {
                return Self::Spelled(model);
            }
            rest = shorter;
        }
        let models = catalog.models.iter();
        let same = |model: &&Model<'_>| plain(model.id) == rest;
        if let Some(model) = models.clone().find(same) {
            return Self::Spelled(model);
        }
        // Without its owner, or by its name for people, where that is one model's.
        let is_short = |model: &&Model<'_>| {
            let (id, title) = (plain(model.id), plain(model.name));
            id.rsplit('/').next() == Some(&rest) || title == rest
        };
        let mut short = models.clone().filter(is_short);
        if let (Some(model), None) = (short.next(), short.next()) {
            return Self::Spelled(model);
        }
        let likeness = |model: &&Model<'_>| {
            let id = plain(model.id);
            let last = id.rsplit('/').next().unwrap_or_default().to_owned();
            let name = rest.rsplit('/').next().unwrap_or_default();
            strsim::normalized_levenshtein(&id, &rest)
                .max(strsim::normalized_levenshtein(&last, name))
        };
        let nearest = models.max_by(|one, other| likeness(one).total_cmp(&likeness(other)));
        Self::Unknown(nearest.filter(|model| likeness(model) >= NEAR).map(|model| model.id))
    }

    /// The model, if it is known.
    pub fn model(self) -> Option<&'a Model<'a>> {
        match self {
            Self::Exact(model) | Self::Spelled(model) => Some(model),
            Self::Unknown(_) => None,
        }
    }
}

fn plain(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '_'], "-")
}

/// A name without one prefix or suffix of its way.
fn stripped(name: &str) -> Option<String> {
    for prefix in PREFIXES {
        let rest = name.strip_prefix(&plain(prefix));
        if let Some(rest) = rest.and_then(|rest| rest.strip_prefix(['/', ':', '|'])) {
            return Some(rest.to_owned());
        }
    }
    SUFFIXES.iter().find_map(|suffix| name.strip_suffix(suffix)).map(str::to_owned)
}
