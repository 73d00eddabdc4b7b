use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use groq_protocol::{
    Action, BucketFacts, ErrorKind, LimitFacts, Nanos, RateHeaders, WaitFrom, Waiting,
};
use serde::Serialize;

use crate::explained::{Explained, Passes};

/// Everything about an error, for programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ErrorFacts<'a> {
    status: Option<u16>,
    kind: ErrorKind,
    message: &'a str,
    r#type: Option<&'a str>,
    code: Option<&'a str>,
    param: Option<&'a str>,
    model: Option<&'a str>,
    service_tier: Option<&'a str>,
    completion_cap: Option<u64>,
    limit: Option<LimitFacts>,
    /// By how much the request is above its limit.
    shortfall: Option<u64>,
    /// What the model wrote instead.
    failed_generation: Option<&'a str>,
    action: Action,
    waiting: Waiting,
    wait: Option<String>,
    wait_ms: Option<u64>,
    /// What says how long.
    wait_from: Option<WaitFrom>,
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
            kind: error.kind(),
            message: error.message(),
            r#type: error.error_type(),
            code: error.code(),
            param: error.param(),
            model: error.model(),
            service_tier: error.service_tier(),
            completion_cap: error.completion_cap(),
            limit: error.limit().map(LimitFacts::from),
            shortfall: error.shortfall(),
            failed_generation: error.failed_generation(),
            action: advice.action,
            waiting: advice.waiting,
            wait: advice.wait.map(|wait| wait.to_string()),
            wait_ms: advice.wait.map(Nanos::millis_up),
            wait_from: advice.wait_from,
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
