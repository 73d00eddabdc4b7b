use alloc::string::{String, ToString};

use serde::Serialize;

use crate::{
    advice::{Action, Advice, WaitFrom, Waiting},
    api_error::ApiError,
    duration::Nanos,
    error_kind::ErrorKind,
    limit_facts::LimitFacts,
};

/// What an error of the API says, as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ErrorFacts<'a> {
    kind: ErrorKind,
    message: &'a str,
    r#type: Option<&'a str>,
    code: Option<&'a str>,
    param: Option<&'a str>,
    model: Option<&'a str>,
    service_tier: Option<&'a str>,
    completion_cap: Option<u64>,
    limit: Option<LimitFacts>,
}

impl<'a> From<&'a ApiError> for ErrorFacts<'a> {
    fn from(error: &'a ApiError) -> Self {
        Self {
            kind: error.kind(),
            message: error.message(),
            r#type: error.error_type(),
            code: error.code(),
            param: error.param(),
            model: error.model(),
            service_tier: error.service_tier(),
            completion_cap: error.completion_cap(),
            limit: error.limit().map(LimitFacts::from),
        }
    }
}

/// What to do about it, as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AdviceFacts {
    action: Action,
    waiting: Waiting,
    wait: Option<String>,
    wait_ms: Option<u64>,
    /// What says how long.
    wait_from: Option<WaitFrom>,
}

impl From<Advice> for AdviceFacts {
    fn from(Advice { action, waiting, wait, wait_from }: Advice) -> Self {
        let wait_ms = wait.map(Nanos::millis_up);
        Self { action, waiting, wait: wait.map(|wait| wait.to_string()), wait_ms, wait_from }
    }
}
