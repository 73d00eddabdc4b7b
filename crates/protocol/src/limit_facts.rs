use alloc::string::{String, ToString};

use serde::Serialize;

use crate::{duration::Nanos, figures::LimitFigures};

/// The figures of an error text as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LimitFacts {
    limit: Option<&'static str>,
    cap: Option<u64>,
    used: Option<u64>,
    requested: Option<u64>,
    approximate: bool,
    wait: Option<String>,
    wait_ms: Option<u64>,
    exceeds_limit: Option<bool>,
}

impl From<&LimitFigures> for LimitFacts {
    fn from(figures: &LimitFigures) -> Self {
        Self {
            limit: figures.kind().map(|kind| kind.name()),
            cap: figures.limit(),
            used: figures.used(),
            requested: figures.requested(),
            approximate: figures.is_approximate(),
            wait: figures.wait().map(|wait| wait.to_string()),
            wait_ms: figures.wait().map(Nanos::millis_up),
            exceeds_limit: figures.exceeds_limit(),
        }
    }
}
