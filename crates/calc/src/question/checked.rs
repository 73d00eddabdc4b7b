use alloc::{string::String, vec::Vec};

use crate::{
    catalog::{limits::Limit, plan::Plan, tables::Catalog},
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
    /// The least context window, in tokens.
    pub min_context: u64,
    /// The most a month may cost.
    pub monthly_budget: Option<Usd>,
}

/// One cap as an account's own limits page states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// The model id.
    pub model: String,
    /// The plan; flex takes ten times the developer figure.
    pub plan: Plan,
    /// The limit.
    pub limit: Limit,
    /// Its figure.
    pub cap: u64,
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
    /// Caps of one's own account.
    pub limits: Vec<Override>,
}

impl Question {
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
}
