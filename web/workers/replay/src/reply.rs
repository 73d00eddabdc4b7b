use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What the worker says, one after the other: progress, the answer, what would
/// fix it, and that it is done; or that it failed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum WorkerReply {
    /// The log is being read.
    Progress {
        /// How much of the log is read, in thousandths.
        thousandths: u32,
        /// Rows read so far.
        rows: u64,
    },
    /// What the replay came to.
    Answer {
        /// The JSON of the command, with the other options.
        answer: Value,
        /// Whether what would fix it is still worked out.
        fixing: bool,
    },
    /// The lowest caps that would have been enough.
    Caps {
        /// By the name of the limit.
        caps: Value,
    },
    /// The throttle with the shortest waits.
    Throttle {
        /// Nothing where none helps.
        throttle: Value,
    },
    /// There is no more.
    Done,
    /// It could not be replayed.
    Failed {
        /// Why.
        text: String,
        /// What would help, by its name.
        #[serde(default)]
        remedy: Option<String>,
        /// The first records of the log, where its columns may be named.
        #[serde(default)]
        preview: Vec<Vec<String>>,
    },
}
