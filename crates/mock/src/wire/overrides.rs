use axum::http::HeaderMap;

use crate::{wire::failure::Failure, wire::fault::Fault};

/// What the `x-mock-*` headers of a request ask for.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RequestOverrides {
    pub(crate) prompt_tokens: Option<u64>,
    pub(crate) cached_tokens: Option<u64>,
    pub(crate) completion_tokens: Option<u64>,
    pub(crate) audio_millis: Option<u64>,
    pub(crate) fault: Option<Fault>,
}

/// No request has more tokens than that.
const MOST: u64 = 1 << 40;

impl RequestOverrides {
    /// Reads them.
    ///
    /// # Errors
    ///
    /// A 400 which names the header, what it held and what it may hold.
    pub(crate) fn read(headers: &HeaderMap) -> Result<Self, Failure> {
        let value = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
        let count = |name: &str| match value(name) {
            None => Ok(None),
            Some(text) => match text.parse::<u64>() {
                Ok(count) if count <= MOST => Ok(Some(count)),
                _ => Err(wrong(name, text, "a whole number")),
            },
        };
        let name = "x-mock-audio-seconds";
        let audio_millis = match value(name) {
            None => None,
            Some(text) => {
                let nanos: Result<groq_protocol::Nanos, _> = format!("{text}s").parse();
                let nanos = nanos.map_err(|_| wrong(name, text, "seconds like 12.5"))?;
                Some(nanos.get().div_ceil(1_000_000))
            }
        };
        let name = "x-mock-fault";
        let fault = match value(name) {
            None => None,
            Some(text) => Some(Fault::parse(text).ok_or_else(|| wrong(name, text, Fault::FORMS))?),
        };
        Ok(Self {
            prompt_tokens: count("x-mock-prompt-tokens")?,
            cached_tokens: count("x-mock-cached-tokens")?,
            completion_tokens: count("x-mock-completion-tokens")?,
            audio_millis,
            fault,
        })
    }
}

fn wrong(name: &str, value: &str, range: &str) -> Failure {
    Failure::bad(&format!("{name} is `{value}`; it must be {range}"), Some(name))
}
