use alloc::{string::String, vec::Vec};

use crate::{
    catalog::{
        admission::Admission,
        capability::CapabilitySet,
        on_day::{CatalogOn, Override},
        plan::Plan,
        quality::Points,
        tables::Catalog,
    },
    error::Error,
    num::{date::Date, money::Usd},
    question::workload::Workload,
};

/// What the chosen option has to satisfy besides the limits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Requirements {
    /// Only these models; also the way to ask for a moderation or system model.
    pub models: Option<Vec<String>>,
    /// Only the models that a use case names.
    pub use_case: Option<String>,
    /// Leave out the free plan and every model not meant for production.
    pub production: bool,
    /// What the model has to be able to do.
    pub needs: CapabilitySet,
    /// The benchmark to compare models by, and the least that will do.
    pub quality: Option<QualityFloor>,
    /// The least context window, in tokens.
    pub min_context: u64,
    /// The most a month may cost.
    pub monthly_budget: Option<Usd>,
}

/// A benchmark to compare models by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QualityFloor {
    /// Its id.
    pub benchmark: String,
    /// The score that will do, or the highest where lower is better.
    pub at_least: Option<Points>,
}

/// A result of your own evaluation, which comes before published ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnScore {
    /// The model's id.
    pub model: String,
    /// The reasoning effort that it ran at; `None` for Groq's default.
    pub effort: Option<String>,
    /// What was measured.
    pub benchmark: String,
    /// The result.
    pub score: Points,
    /// The interval around it, if you have one.
    pub interval: Option<(Points, Points)>,
}

/// A checked question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The day the question is about; the newest by default.
    pub as_of: Option<Date>,
    /// The plans to consider.
    pub plans: Vec<Plan>,
    /// The workload.
    pub workload: Workload,
    /// Further conditions.
    pub requirements: Requirements,
    /// Caps of your account, in place of the published ones.
    pub limits: Vec<Override>,
    /// How requests are admitted; by the rule of the day where it is `None`.
    pub admission: Option<Admission>,
    /// Results of your own evaluations.
    pub scores: Vec<OwnScore>,
}

impl From<Workload> for Question {
    /// On every plan, as of the newest day, with no further conditions.
    fn from(workload: Workload) -> Self {
        Self {
            as_of: None,
            plans: Plan::ALL.to_vec(),
            workload,
            requirements: Requirements::default(),
            limits: Vec::new(),
            admission: None,
            scores: Vec::new(),
        }
    }
}

impl Question {
    /// The same as of a day.
    #[must_use]
    pub fn as_of(self, day: Date) -> Self {
        Self { as_of: Some(day), ..self }
    }

    /// The day it is about: its own, or the newest of the catalog.
    ///
    /// # Errors
    ///
    /// For a day before the catalog begins, of which nothing is known.
    pub fn day(&self, catalog: &Catalog<'_>) -> Result<Date, Error> {
        match self.as_of {
            None => Ok(catalog.newest()),
            Some(day) => catalog.reached(day),
        }
    }

    /// The catalog on the day of the question, with its account's caps and its
    /// rule of admission.
    ///
    /// # Errors
    ///
    /// For a day before the catalog begins, and for a cap of a model that the
    /// catalog does not know.
    pub fn on<'a>(&self, catalog: &Catalog<'a>) -> Result<CatalogOn<'a, '_>, Error> {
        catalog.asked(self.as_of, &self.limits, self.admission)
    }
}
