use axum::body::Bytes;
use serde_json::Value;

/// A batch job. It outruns no limit: batch has none of its own here.
#[derive(Clone, Debug)]
pub(crate) struct Batch {
    pub(crate) id: String,
    pub(crate) input: String,
    pub(crate) window: String,
    /// Modelled microseconds.
    pub(crate) created: u64,
    pub(crate) metadata: Value,
    pub(crate) stage: Stage,
}

#[derive(Clone, Debug)]
pub(crate) enum Stage {
    Running {
        input: Bytes,
        total: usize,
    },
    Completed {
        output: Option<String>,
        errors: Option<String>,
        completed: u64,
        failed: u64,
        at: u64,
    },
    Failed {
        errors: Vec<Value>,
        at: u64,
    },
    Cancelled {
        at: u64,
    },
}
