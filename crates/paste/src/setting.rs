use groq_calc::{
    Catalog, Date, Kind, Model,
    catalog::{Ability, Admission, Capability},
};
use groq_protocol::Facts;
use groq_tokens::{Counter, Family};

/// What a text is read against.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// The models with their limits and prices.
    pub catalog: &'a Catalog<'a>,
    /// The day whose figures count.
    pub day: Date,
    /// How requests are admitted; by the rule of the day where it is `None`.
    pub admission: Option<Admission>,
    /// The model to take instead of the one that is named.
    pub model: Option<&'a str>,
    /// The vocabulary of gpt-oss, where it is there; else its tokens are
    /// estimated as those of the others are.
    pub exact: Option<&'a dyn Counter>,
}

impl<'a> Setting<'a> {
    /// What counts the tokens of a family.
    pub fn counter(&self, family: Family) -> &'a dyn Counter {
        match (family, self.exact) {
            (Family::GptOss, Some(exact)) => exact,
            (family, _) => family.counter(),
        }
    }

    /// What the catalog knows of a model.
    pub(crate) fn facts(&self, model: &str) -> Facts<'a> {
        let model = self.catalog.model(model);
        let retired = model.and_then(|model| model.replacements_at(self.day));
        let reasons =
            model.and_then(|model| match model.abilities(self.day).get(Capability::Reasoning) {
                Ability::Yes => Some(true),
                Ability::No => Some(false),
                Ability::Disputed | Ability::Unknown => None,
            });
        Facts {
            completion_cap: model.and_then(|model| model.context_at(self.day).max_completion),
            retired: retired.map(|models| models.first().copied().unwrap_or("")),
            efforts: model.map_or(&[], |model| model.efforts(self.day)),
            default_effort: model.and_then(|model| model.default_effort(self.day)),
            reasons,
        }
    }

    /// Models of a kind that are offered, those for everything first.
    pub(crate) fn offers(&self, kind: Kind) -> impl Iterator<Item = &'a Model<'a>> {
        let models = self.catalog.models.iter();
        models.filter(move |model| {
            model.kind == kind && model.special.is_empty() && model.is_offered(self.day)
        })
    }

    /// A model that is offered.
    pub(crate) fn offered(&self, model: &str) -> Option<&'a Model<'a>> {
        self.catalog.model(model).filter(|model| model.is_offered(self.day))
    }

    /// Whether cached tokens of a model are cheaper and do not count.
    pub(crate) fn caches(&self, model: &str) -> bool {
        let prices = self.catalog.model(model).and_then(|model| model.prices_at(self.day));
        prices.is_some_and(|prices| prices.value.cached_input.is_some())
    }

    /// The most tokens that an image counts as, where the model's page says so.
    pub(crate) fn image_tokens(&self, model: &str) -> Option<u64> {
        let details = self.catalog.model(model)?.details(self.day);
        details.get("tokens_per_image")?.0.parse().ok()
    }

    /// Whether a model takes text and gives text, as far as is known.
    pub(crate) fn chats(&self, model: &str) -> bool {
        let kind = self.catalog.model(model).map(|model| model.kind);
        !matches!(kind, Some(Kind::Transcription | Kind::Speech))
    }
}
