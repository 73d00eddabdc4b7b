use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use serde::Serialize;

use crate::{
    duration::Nanos,
    headers::{Bucket, RateHeaders},
};

/// What the rate-limit headers say, as JSON: durations as the API writes them, and
/// in whole milliseconds, rounded up, for a timer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeaderFacts {
    requests_per_day: BucketFacts,
    tokens_per_minute: BucketFacts,
    retry_after: Option<String>,
    retry_after_ms: Option<u64>,
    request_id: Option<String>,
    region: Option<String>,
    unreadable: Vec<&'static str>,
}

impl From<RateHeaders> for HeaderFacts {
    fn from(headers: RateHeaders) -> Self {
        Self {
            requests_per_day: headers.requests_per_day.into(),
            tokens_per_minute: headers.tokens_per_minute.into(),
            retry_after: headers.retry_after.map(|wait| wait.to_string()),
            retry_after_ms: headers.retry_after.map(Nanos::millis_up),
            request_id: headers.request_id,
            region: headers.region,
            unreadable: headers.unreadable,
        }
    }
}

/// One of its buckets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BucketFacts {
    limit: Option<u64>,
    remaining: Option<u64>,
    reset: Option<String>,
    reset_ms: Option<u64>,
}

impl From<Bucket> for BucketFacts {
    fn from(Bucket { limit, remaining, reset }: Bucket) -> Self {
        let reset_ms = reset.map(Nanos::millis_up);
        Self { limit, remaining, reset: reset.map(|reset| reset.to_string()), reset_ms }
    }
}
