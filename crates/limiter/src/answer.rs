use groq_calc::{Limit, Usage, limiter::Observation};
use groq_protocol::{EventStream, RateHeaders};
use http::HeaderMap;

/// The most bytes of an answer that are looked through for its usage.
const MOST: usize = 16 << 20;

/// Looks for the usage in an answer that goes by.
pub(crate) enum Answer {
    /// A stream of events.
    Events(EventStream, Option<Usage>),
    /// One JSON text.
    Whole(Vec<u8>),
}

impl Answer {
    pub(crate) fn new(headers: &HeaderMap) -> Self {
        let kind = headers.get(http::header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        match kind.is_some_and(|kind| kind.starts_with("text/event-stream")) {
            true => Self::Events(EventStream::new(), None),
            false => Self::Whole(Vec::new()),
        }
    }

    /// Takes the next bytes.
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        match self {
            Self::Events(stream, found) => {
                for event in stream.feed(bytes) {
                    *found = usage(&event.data).or(*found);
                }
            }
            Self::Whole(all) if all.len() + bytes.len() <= MOST => all.extend_from_slice(bytes),
            Self::Whole(_) => {}
        }
    }

    /// The usage, if it was there.
    pub(crate) fn usage(&self) -> Option<Usage> {
        match self {
            Self::Events(_, found) => *found,
            Self::Whole(all) => usage(std::str::from_utf8(all).ok()?),
        }
    }
}

fn usage(text: &str) -> Option<Usage> {
    // Most events have none.
    if !text.contains("\"usage\"") {
        return None;
    }
    let usage = groq_protocol::Usage::in_response(text).ok()??;
    let cached = usage.cached_tokens.unwrap_or(0);
    Usage::new(usage.prompt_tokens?, cached, usage.completion_tokens?).ok()
}

/// What the headers of an answer say of the limits.
pub(crate) fn observed(headers: &HeaderMap) -> Observation {
    let texts =
        headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
    let read = RateHeaders::read(texts);
    let buckets = [(Limit::RPD, read.requests_per_day), (Limit::TPM, read.tokens_per_minute)];
    Observation {
        wait_us: read.retry_after.map(|wait| wait.get().div_ceil(1000)),
        left: buckets
            .into_iter()
            .filter_map(|(limit, bucket)| Some((limit, bucket.limit, bucket.remaining?)))
            .collect(),
    }
}
