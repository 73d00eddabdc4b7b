use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use groq_protocol::{AdviceFacts, BucketFacts, RateHeaders};
use serde::Serialize;

use crate::explained::{Explained, Passes};

/// Everything about an error, for programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ErrorFacts<'a> {
    status: Option<u16>,
    #[serde(flatten)]
    error: groq_protocol::ErrorFacts<'a>,
    /// By how much the request is above its limit.
    shortfall: Option<u64>,
    /// What the model wrote instead.
    failed_generation: Option<&'a str>,
    #[serde(flatten)]
    advice: AdviceFacts,
    /// The same in sentences.
    explained: String,
    next_step: String,
    /// Where a request that is too large would pass.
    passes_under: &'a [Passes<'a>],
    request_id: Option<&'a str>,
    requests_per_day: BucketFacts,
    tokens_per_minute: BucketFacts,
    /// The entry of the reference.
    entry: Option<&'static str>,
    known: Vec<Known>,
}

/// The entry of the reference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Known {
    title: &'static str,
    meaning: &'static str,
    first_fix: &'static str,
    production_fix: &'static str,
    source: &'static str,
}

impl<'a> ErrorFacts<'a> {
    /// Of an error and the headers that it came with.
    pub fn new(explained: &'a Explained<'a>, headers: &'a RateHeaders) -> Self {
        let Explained { error, advice, passes } = explained;
        let entry = explained.entry();
        Self {
            status: Some(error.status()).filter(|status| *status > 0),
            error: error.into(),
            shortfall: error.shortfall(),
            failed_generation: error.failed_generation(),
            advice: (*advice).into(),
            explained: explained.to_string(),
            next_step: advice.action.to_string(),
            passes_under: passes,
            request_id: headers.request_id.as_deref(),
            requests_per_day: headers.requests_per_day.into(),
            tokens_per_minute: headers.tokens_per_minute.into(),
            entry: entry.map(|entry| entry.id),
            known: entry
                .map(|known| Known {
                    title: known.title.en,
                    meaning: known.meaning.en,
                    first_fix: known.first_fix.en,
                    production_fix: known.production_fix.en,
                    source: known.source,
                })
                .into_iter()
                .collect(),
        }
    }
}
