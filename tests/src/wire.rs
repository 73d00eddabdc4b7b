//! What must hold of `groq-protocol` for any bytes at all: each function takes
//! an input and panics where a law is broken, so that a property test and a
//! fuzz target can call the same one.

use groq_protocol::{
    Advice, Agreement, ApiError, Endpoint, Event, EventStream, Facts, LimitFigures, ModelList,
    Nanos, RateHeaders, Reply, Usage, Waiting, check,
};
use serde_json::Value;

/// A duration that was read is written so that it reads the same, and writing
/// is final: what is written once is written again.
pub fn duration(text: &str) {
    if let Ok(nanos) = text.parse::<Nanos>() {
        length(nanos.get());
    }
}

/// The other way round: every length is read back from what is written.
pub fn length(nanos: u64) {
    let written = Nanos::new(nanos).to_string();
    assert_eq!(written.parse(), Ok(Nanos::new(nanos)), "{written}");
}

/// A text that is read as an error, or as none, keeps no key.
pub fn pasted(text: &str) {
    use groq_protocol::{ErrorText, without_keys};
    let clean = without_keys(text);
    assert_eq!(without_keys(&clean), clean, "once is enough");
    let found = ErrorText::read(text);
    assert!(ErrorText::find(text).is_none_or(|sure| sure == found));
    let error = found.error();
    assert_eq!(without_keys(error.message()), error.message());
    for part in [error.code(), error.error_type(), error.param(), error.failed_generation()] {
        let part = part.unwrap_or_default();
        assert_eq!(without_keys(part), part);
    }
}

/// An error never states a figure that is not in its text, in full and after
/// its own label; nothing of an organisation or a key is left in its message;
/// what is too large is never to be waited for.
pub fn error(status: u16, body: &str) -> ApiError {
    let error = ApiError::parse(status, body);
    let message = error.message();
    for mark in ["org_", "gsk_"] {
        for (index, _) in message.match_indices(mark) {
            let next = message[index + 4..].chars().next();
            assert!(!next.is_some_and(|c| c.is_ascii_alphanumeric()), "{message}");
        }
    }
    let advice = Advice::new(&error, &RateHeaders::default());
    if let Some(figures) = error.limit() {
        faithful(figures, message);
        if figures.exceeds_limit() == Some(true) {
            assert_eq!(advice.waiting, Waiting::Never);
        }
    }
    if advice.waiting == Waiting::Never {
        assert_eq!(advice.wait, None);
    }
    error
}

/// Each figure stands in the text as a whole word after its label, once.
fn faithful(figures: &LimitFigures, message: &str) {
    let labelled = |label: &str, number: Option<u64>| {
        let Some(number) = number else { return };
        let found = [",", "."].iter().any(|end| message.contains(&format!("{label}{number}{end}")))
            || [",", "."].iter().any(|end| message.contains(&format!("{label}~{number}{end}")));
        assert!(found, "{label}{number} is not in: {message}");
    };
    labelled(": Limit ", figures.limit());
    labelled(", Used ", figures.used());
    labelled(", Requested ", figures.requested());
    if let Some(kind) = figures.kind() {
        let (words, _) = kind.in_errors();
        assert!(
            message.contains(words)
                || message.contains(&format!("({kind})"))
                || message.contains("ASP")
        );
    }
    if let Some(wait) = figures.wait() {
        let (_, rest) = message.split_once(": Limit").expect("it states a limit");
        let (_, rest) = rest.split_once(". Please try again in ").expect("it states a wait");
        let stated = rest.match_indices('.').map(|(end, _)| &rest[..end]).chain([rest]);
        assert!(stated.into_iter().any(|text| text.parse() == Ok(wait)), "{wait}: {message}");
    }
    if figures.agreement() == Agreement::Agrees {
        // Within the refill time of one unit, in whole nanoseconds, and one more.
        let kind = figures.kind().expect("known");
        let [limit, used, requested] = [figures.limit(), figures.used(), figures.requested()]
            .map(|figure| i128::from(figure.expect("known")));
        let window = i128::from(kind.window().get());
        let printed = i128::from(figures.wait().expect("known").get());
        let apart = printed * limit - (used + requested - limit).max(0) * window;
        assert!(apart.abs() <= window + limit, "{figures:?}");
    }
}

/// Headers are read as they stand, or named as unreadable.
pub fn headers(pairs: &[(&str, &str)]) {
    let read = RateHeaders::read(pairs.iter().copied());
    let value = |wanted: &str| {
        let of = |(name, value): &(&str, &str)| {
            name.eq_ignore_ascii_case(wanted).then(|| value.trim().to_owned())
        };
        pairs.iter().filter_map(of).collect::<Vec<_>>()
    };
    for (name, number) in [
        ("x-ratelimit-limit-requests", read.requests_per_day.limit),
        ("x-ratelimit-remaining-requests", read.requests_per_day.remaining),
        ("x-ratelimit-limit-tokens", read.tokens_per_minute.limit),
        ("x-ratelimit-remaining-tokens", read.tokens_per_minute.remaining),
    ] {
        let values = value(name);
        match number {
            Some(number) => {
                assert!(values.iter().all(|value| value.parse() == Ok(number)), "{name}");
                assert!(!values.is_empty() && !read.unreadable.contains(&name), "{name}");
            }
            None => assert_eq!(!values.is_empty(), read.unreadable.contains(&name), "{name}"),
        }
    }
    for (name, length) in [
        ("x-ratelimit-reset-requests", read.requests_per_day.reset),
        ("x-ratelimit-reset-tokens", read.tokens_per_minute.reset),
    ] {
        let values = value(name);
        assert!(length.is_none() || values.iter().all(|value| value.parse().ok() == length));
    }
}

/// Where a stream is cut into pieces makes no difference. `cuts` are lengths.
pub fn stream(bytes: &[u8], cuts: &[usize]) -> Vec<Event> {
    let mut whole = EventStream::new();
    let expected = whole.feed(bytes);
    let mut pieces = EventStream::new();
    let mut events = Vec::new();
    let mut rest = bytes;
    for cut in cuts {
        let (piece, after) = rest.split_at((*cut).min(rest.len()));
        events.extend(pieces.feed(piece));
        rest = after;
    }
    events.extend(pieces.feed(rest));
    assert_eq!(events, expected);
    assert_eq!(pieces.is_mid_event(), whole.is_mid_event());
    events
}

/// Usage states no figure that the text does not, and no part above its whole.
pub fn usage(text: &str) {
    let Ok(Some(usage)) = Usage::in_response(text) else { return };
    let figures = [
        usage.prompt_tokens,
        usage.completion_tokens,
        usage.total_tokens,
        usage.cached_tokens,
        usage.reasoning_tokens,
    ];
    for figure in figures.into_iter().flatten() {
        assert!(text.contains(&figure.to_string()), "{figure}");
    }
    let within = |part: Option<u64>, whole: Option<u64>| match (part, whole) {
        (Some(part), Some(whole)) => part <= whole,
        _ => true,
    };
    assert!(within(usage.cached_tokens, usage.prompt_tokens));
    assert!(within(usage.reasoning_tokens, usage.completion_tokens));
    let same = Some(usage.clone());
    let timing = usage.timing;
    for time in [timing.queue, timing.prompt, timing.completion, timing.total].into_iter().flatten()
    {
        assert!(text.contains(time.as_str()));
    }
    // A number beyond a float's range ends the reader of the rest.
    assert!(Reply::parse(text).is_ok_and(|reply| reply.usage == same) || text.contains(['e', 'E']));
}

/// Every entry of a model list is either read or counted.
pub fn models(text: &str) {
    let Ok(list) = ModelList::parse(text) else { return };
    let value: Value = serde_json::from_str(text).expect("it was read");
    let entries = value["data"].as_array().expect("it was read").len();
    assert_eq!(list.models.len() + list.without_id, entries);
    assert!(list.models.iter().all(|model| !model.id.is_empty()));
}

/// What was mended is never found again, what can't be mended stays as it is, and
/// what is fine is left alone.
pub fn request(text: &str, completion_cap: Option<u64>) {
    let facts = Facts { completion_cap, ..Facts::default() };
    for endpoint in [Endpoint::Chat, Endpoint::Audio, Endpoint::Translation] {
        let Ok(report) = check(endpoint, text, facts) else { continue };
        let again = check(endpoint, &report.mended, facts).expect("it is JSON");
        let left = again.findings.iter().all(|finding| !finding.mended);
        assert!(left, "{:?}", again.findings);
        assert_eq!(again.mended, report.mended);
        if report.findings.is_empty() {
            assert_eq!(report.mended, text);
        }
    }
}
