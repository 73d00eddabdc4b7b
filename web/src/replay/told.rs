use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What the worker says, one after the other: progress, the answer, what would
/// fix it, and that it is done; or that it failed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Told {
    Progress {
        /// How much of the log is read, in thousandths.
        thousandths: u32,
        rows: u64,
    },
    Answer {
        answer: Value,
        /// Whether what would fix it is still worked out.
        fixing: bool,
    },
    Caps {
        caps: Value,
    },
    Throttle {
        throttle: Value,
    },
    Done,
    Failed {
        text: String,
    },
}
