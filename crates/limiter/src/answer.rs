use groq_calc::{Limit, Usage, limiter::Observation};
use groq_protocol::{EventStream, Nanos, RateHeaders, usage_records};

/// The most bytes of an answer that are looked through for its usage.
const MOST: usize = 16 << 20;

/// Looks for the usage in an answer that goes by: of one JSON text, or of the last
/// chunk of a stream that has one.
pub struct Answer(Form);

enum Form {
    /// A stream of events.
    Events(EventStream, Option<Usage>),
    /// One JSON text.
    Whole(Vec<u8>),
}

impl Answer {
    /// An answer with the header `content-type`.
    pub fn new(content_type: &str) -> Self {
        Self(match content_type.starts_with("text/event-stream") {
            true => Form::Events(EventStream::new(), None),
            false => Form::Whole(Vec::new()),
        })
    }

    /// Takes the next bytes.
    pub fn feed(&mut self, bytes: &[u8]) {
        match &mut self.0 {
            Form::Events(stream, found) => {
                for event in stream.feed(bytes) {
                    *found = usage(&event.data).or(*found);
                }
            }
            Form::Whole(all) if all.len() + bytes.len() <= MOST => all.extend_from_slice(bytes),
            Form::Whole(_) => {}
        }
    }

    /// The usage, if it was there by now.
    pub fn usage(&self) -> Option<Usage> {
        match &self.0 {
            Form::Events(_, found) => *found,
            Form::Whole(all) => usage(std::str::from_utf8(all).ok()?),
        }
    }
}

fn usage(text: &str) -> Option<Usage> {
    // Most events have none.
    if !text.contains("\"usage\"") {
        return None;
    }
    let stated = groq_protocol::Usage::in_response(text).ok()?;
    // The Responses API wraps it into an event.
    let stated = stated.filter(|usage| usage.prompt_tokens.is_some()).or_else(|| {
        let value = serde_json::from_str(text).ok()?;
        usage_records(&value).into_iter().find_map(|record| record.usage)
    })?;
    let cached = stated.cached_tokens.unwrap_or(0);
    Usage::new(stated.prompt_tokens?, cached, stated.completion_tokens?).ok()
}

/// What an answer says of the limits: by its headers, and the wait that it names.
pub fn observed(headers: &RateHeaders, wait: Option<Nanos>) -> Observation {
    let buckets = [(Limit::RPD, headers.requests_per_day), (Limit::TPM, headers.tokens_per_minute)];
    Observation {
        wait_us: wait.map(|wait| wait.get().div_ceil(1000)),
        left: buckets
            .into_iter()
            .filter_map(|(limit, bucket)| Some((limit, bucket.limit, bucket.remaining?)))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fed(content_type: &str, text: &str) -> Option<Usage> {
        let mut answer = Answer::new(content_type);
        // Cut anywhere, it is the same answer.
        text.as_bytes().chunks(7).for_each(|bytes| answer.feed(bytes));
        answer.usage()
    }

    #[test]
    fn the_usage_is_read_wherever_an_answer_states_it() {
        let usage = Usage::new(9, 4, 2).ok();
        let chat = r#"{"prompt_tokens":9,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":4}}"#;
        let wrapped = r#"{"input_tokens":9,"output_tokens":2,"total_tokens":11,"input_tokens_details":{"cached_tokens":4}}"#;
        let (json, stream) = ("application/json", "text/event-stream; charset=utf-8");
        assert_eq!(fed(json, &format!(r#"{{"choices":[],"usage":{chat}}}"#)), usage);
        for event in [
            format!(r#"{{"choices":[],"usage":{chat}}}"#),
            format!(r#"{{"choices":[],"x_groq":{{"id":"r","usage":{chat}}}}}"#),
            format!(r#"{{"type":"response.completed","response":{{"usage":{wrapped}}}}}"#),
        ] {
            let events = format!(
                "data: {{\"choices\":[],\"usage\":null}}\n\ndata: {event}\n\ndata: [DONE]\n\n"
            );
            assert_eq!(fed(stream, &events), usage, "{event}");
            assert_eq!(fed(stream, &events[..60]), None, "cut off");
        }
        assert_eq!(fed(json, r#"{"choices":[]}"#), None);
    }
}
