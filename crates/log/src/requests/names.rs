use alloc::{string::String, vec::Vec};

use groq_protocol::CachedPart;

use crate::text::{moments::Hint, unit::TimeUnit};

/// What the columns of a request log are called, and what it does not say itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestNames {
    /// When a request came.
    pub time: Option<String>,
    /// Prompt tokens.
    pub input: Option<String>,
    /// Cached prompt tokens.
    pub cached: Option<String>,
    /// Completion tokens.
    pub output: Option<String>,
    /// The unit of times that are numbers; otherwise it is told by their size.
    pub time_unit: Option<TimeUnit>,
    /// Whether cached tokens are a part of the prompt tokens, where a row does not
    /// tell.
    pub cached_part: Option<CachedPart>,
    /// The services that share the log, where each row names its own; then it is
    /// CSV.
    pub services: Vec<String>,
    /// The column that names it; `service` by default.
    pub service: Option<String>,
}

impl RequestNames {
    /// Whether a column or the unit is named.
    pub(crate) fn any(&self) -> bool {
        let named = [&self.time, &self.input, &self.cached, &self.output];
        named.into_iter().any(Option::is_some)
    }
}

/// What the name of a time says of its unit.
pub(crate) fn hint(name: &str) -> Hint {
    let name = name.to_ascii_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if name.contains("nano") || ends(&["_ns"]) {
        Hint::Likely(TimeUnit::Nanos)
    } else if ends(&["_us", "micros"]) {
        Hint::Likely(TimeUnit::Micros)
    } else if ends(&["_ms", "millis"]) {
        Hint::Likely(TimeUnit::Millis)
    } else if ends(&["_s", "_sec", "seconds"]) || matches!(&*name, "created" | "created_at") {
        Hint::Likely(TimeUnit::Seconds)
    } else {
        Hint::None
    }
}
