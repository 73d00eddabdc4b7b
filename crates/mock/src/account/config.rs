use std::path::PathBuf;

use groq_calc::{
    Date, Limit, Plan,
    catalog::{Admission, Override},
};
use groq_catalog::CATALOG;

use crate::error::Error;

/// What the server plays.
#[derive(Clone, Debug)]
pub struct Config {
    /// The plan of the organisation.
    pub plan: Plan,
    /// The day whose models and limits count; the newest by default.
    pub as_of: Option<Date>,
    /// How requests are admitted; by the rule of the day where it is `None`.
    pub admission: Option<Admission>,
    /// Caps that replace the published ones.
    pub limits: Vec<(String, Limit, u64)>,
    /// The only key that is accepted; any but `gsk_invalid` by default.
    pub key: Option<String>,
    /// What is reserved for a request without `max_completion_tokens`.
    pub omitted: Omitted,
    /// Completion tokens of an answer that no header and no cap bounds.
    pub completion_tokens: u64,
    /// How fast completions are written.
    pub tokens_per_second: u64,
    /// Modelled seconds that a batch takes.
    pub batch_seconds: u64,
    /// The most bytes of all uploads together.
    pub stored_bytes: u64,
    /// Whether pages may read the rate-limit headers.
    pub expose_headers: bool,
    /// A file to which requests and answers are appended; keys are not.
    pub record: Option<PathBuf>,
    /// A file of such exchanges: what it holds is answered as it was.
    pub replay_from: Option<PathBuf>,
    /// How many times as fast as the wall the time of [`crate::run`] goes.
    pub speed: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            plan: Plan::Free,
            as_of: None,
            admission: None,
            limits: Vec::new(),
            key: None,
            omitted: Omitted::Tokens(1024),
            completion_tokens: 64,
            tokens_per_second: 500,
            batch_seconds: 60,
            stored_bytes: 1_000_000_000,
            expose_headers: false,
            record: None,
            replay_from: None,
            speed: 1,
        }
    }
}

/// What is reserved for a request that names no `max_completion_tokens`. Groq
/// does not say; 1024 and 2048 were reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Omitted {
    /// The given number of tokens, at most the model's cap.
    Tokens(u64),
    /// The model's whole completion cap.
    Most,
}

impl Config {
    /// The account's own caps.
    pub(crate) fn own_limits(&self) -> Vec<Override> {
        let own = |(model, limit, cap): &(String, Limit, u64)| Override {
            model: model.clone(),
            plan: self.plan,
            limit: *limit,
            cap: *cap,
        };
        self.limits.iter().map(own).collect()
    }

    /// The day whose models and limits count.
    pub(crate) fn check(&self) -> Result<Date, Error> {
        let dated = match self.as_of {
            None => CATALOG.latest(),
            Some(day) => CATALOG.on(day).map_err(|error| Error::config(error.to_string()))?,
        };
        for (model, ..) in &self.limits {
            if CATALOG.model(model).is_none() {
                return Err(Error::config(format!("limit names `{model}`, which is unknown")));
            }
        }
        if self.tokens_per_second == 0 {
            return Err(Error::config("tokens_per_second is 0; it must be 1 or more"));
        }
        if self.speed == 0 {
            return Err(Error::config("speed is 0; it must be 1 or more"));
        }
        Ok(dated.day())
    }
}
