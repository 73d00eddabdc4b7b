//! An error in whatever form people have it at hand.

use alloc::{
    borrow::Cow,
    string::{String, ToString},
    vec::Vec,
};

use serde_json::{Value, json};

use crate::{
    api_error::ApiError, headers::RateHeaders, literal::literal, sse::EventStream, text::one_line,
};

/// The status, headers and body of an error out of a text: a body, the whole
/// answer as `curl -i` or `curl -v` prints it, the exception of an SDK, the page of
/// a gateway, an event of a stream, or the message alone.
///
/// ```
/// use groq_protocol::{ErrorKind, ErrorText};
///
/// let text = "groq.RateLimitError: Error code: 429 - {'error': {'message': 'Rate limit reached for model `m` in organization `org_1` on tokens per minute (TPM): Limit 5000, Used 5747, Requested ~4251. Please try again in 59.977s.', 'type': 'tokens', 'code': 'rate_limit_exceeded'}}";
/// let found = ErrorText::find(text).unwrap();
/// assert_eq!((found.status, found.error().kind()), (Some(429), ErrorKind::RateLimited));
/// assert_eq!(ErrorText::find("What is the status of error 429?"), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorText {
    /// The HTTP status, where the text states it or an SDK's name for it.
    pub status: Option<u16>,
    /// The headers about limits, as far as the text has them.
    pub headers: Vec<(&'static str, String)>,
    /// The body, or what stands for it.
    pub body: String,
}

/// What SDKs call the statuses.
const CLASSES: [(&str, u16); 10] = [
    ("RateLimitError", 429),
    ("AuthenticationError", 401),
    ("PermissionDeniedError", 403),
    ("NotFoundError", 404),
    ("BadRequestError", 400),
    ("ContextWindowExceededError", 400),
    ("UnprocessableEntityError", 422),
    ("ServiceUnavailableError", 503),
    ("InternalServerError", 500),
    ("APIConnectionError", 0),
];

/// How messages of Groq's begin.
const MESSAGES: [&str; 4] =
    ["Rate limit reached for", "Request too large for", "The model `", "Invalid API Key"];

/// Longer texts with an exception in them are about something else.
const LONGEST: usize = 40_000;
/// The most braces that are tried.
const MOST_TRIES: usize = 200;
/// How deep in a value an error is looked for.
const DEEPEST: usize = 6;

impl ErrorText {
    /// The error that a text is; `None` for a text that is something else, even
    /// where it speaks of an error.
    pub fn find(text: &str) -> Option<Self> {
        let (found, sure) = Self::parts(text);
        sure.then_some(found)
    }

    /// The same of a text that is known to be an error: what can't be told apart
    /// is the message.
    pub fn read(text: &str) -> Self {
        Self::parts(text).0
    }

    /// The error.
    pub fn error(&self) -> ApiError {
        ApiError::parse(self.status.unwrap_or(0), &self.body)
    }

    /// The headers.
    pub fn rate_headers(&self) -> RateHeaders {
        RateHeaders::read(self.headers.iter().map(|(name, value)| (*name, value.as_str())))
    }

    /// And whether it is an error for certain.
    fn parts(text: &str) -> (Self, bool) {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let text = received(text);
        let (mut status, body) = match response(&text) {
            Some((status, body)) => (Some(status), body),
            None => (None, text.trim()),
        };
        let mut sure = status.is_some_and(|status| status >= 400);
        let headers = headers(&text);
        let mut kept = body.to_string();
        if body.starts_with('<') {
            status = status.or_else(|| of_page(body));
            sure |= status.is_some_and(|status| status >= 400);
        } else if let Some((value, around)) = error_in(body) {
            let stated = stated_status(&value);
            status = status.filter(|status| *status >= 400).or(stated);
            let named = around.as_deref().map(Around::of);
            status = status.or_else(|| named.as_ref().and_then(|named| named.status));
            sure |= named.is_none_or(|named| named.sure);
            kept = value.to_string();
        } else if body.len() <= LONGEST && serde_json::from_str::<Value>(body).is_err() {
            let named = Around::of(body);
            status = status.or(named.status);
            sure |= named.sure || MESSAGES.iter().any(|start| body.starts_with(start));
            if body.is_empty() || only_headers(body) {
                sure |= headers.iter().any(|(name, _)| *name == "retry-after");
                kept = String::new();
            } else if let Some(line) = named.line {
                kept = line;
            }
        }
        (Self { status: status.filter(|status| *status > 0), headers, body: kept }, sure)
    }
}

/// What `curl -v` received, without what it sent and said.
fn received(text: &str) -> Cow<'_, str> {
    if !text.lines().any(|line| line.starts_with("< HTTP/")) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::new();
    for line in text.lines() {
        let noise = ["* ", "> ", "{ [", "} ["].iter().any(|start| line.starts_with(start));
        if !noise && line != ">" && line != "*" {
            kept.push_str(line.strip_prefix('<').map_or(line, |line| line.trim_start()));
            kept.push('\n');
        }
    }
    Cow::Owned(kept)
}

/// The status of the last head of an answer, and what follows it.
fn response(text: &str) -> Option<(u16, &str)> {
    let mut rest = text;
    let mut found = None;
    while let Some(after) = rest.trim_start().strip_prefix("HTTP/") {
        let line = after.lines().next()?;
        let status = line.split_whitespace().nth(1)?.parse().ok()?;
        let (head, body) = ["\r\n\r\n", "\n\n"]
            .iter()
            .filter_map(|blank| after.split_once(blank))
            .min_by_key(|(head, _)| head.len())
            .unwrap_or((after, ""));
        let _ = head;
        found = Some((status, body.trim()));
        rest = body;
    }
    found
}

/// Headers about limits, as lines or as entries of a value that was printed.
fn headers(text: &str) -> Vec<(&'static str, String)> {
    let lower = text.to_ascii_lowercase();
    let mut found = Vec::new();
    for name in RateHeaders::names() {
        for (index, _) in lower.match_indices(name) {
            let rest = &text[index + name.len()..];
            let value = rest.trim_start_matches(['"', '\'', ' ', ':', ',', '=', '>', '\t']);
            let end = |c: char| c.is_whitespace() || "\"',)}]".contains(c);
            let value = &value[..value.find(end).unwrap_or(value.len())];
            // Its name in a sentence has no value.
            let plain = name.ends_with("-id") || name.ends_with("region");
            if plain && !value.is_empty() || value.starts_with(|c: char| c.is_ascii_digit()) {
                found.push((*name, value.to_string()));
                break;
            }
        }
    }
    found
}

fn only_headers(text: &str) -> bool {
    text.lines().all(|line| {
        let name = line.split(':').next().unwrap_or_default();
        line.trim().is_empty()
            || (name.len() < line.len()
                && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
    })
}

/// The status that the page of a gateway names: `502 Bad Gateway`,
/// `api.groq.com | 502: Bad gateway`, `Attention Required! | Cloudflare`.
fn of_page(page: &str) -> Option<u16> {
    let title = page.split_once("<title>")?.1.split("</title>").next()?;
    let status = title.split(|c: char| !c.is_ascii_digit()).find_map(error_status);
    let challenge = ["Attention Required", "Just a moment", "Access denied", "Forbidden"];
    status.or_else(|| challenge.iter().any(|words| title.contains(words)).then_some(403))
}

fn error_status(digits: &str) -> Option<u16> {
    let status = (digits.len() == 3).then(|| digits.parse().ok())??;
    (400..600).contains(&status).then_some(status)
}

/// The error in a body, and what else the text holds where it is not a value of
/// JSON alone.
fn error_in(body: &str) -> Option<(Value, Option<String>)> {
    if let Ok(value) = serde_json::from_str::<Value>(body) {
        let alone = value["messages"].is_null() && value["choices"].is_null();
        return error_of(&value, 0).filter(|_| alone).map(|error| (error, None));
    }
    if body.starts_with("data:") || body.starts_with("event:") {
        let mut stream = EventStream::new();
        let mut events = stream.feed(body.as_bytes());
        events.extend(stream.feed(b"\n\n"));
        return events.iter().rev().find_map(|event| {
            let value = serde_json::from_str::<Value>(&event.data).ok()?;
            let inner = &value["x_groq"]["error"];
            let named = event.event.as_deref() == Some("error") && value.is_object();
            let error = error_of(&value, 0)
                .or_else(|| (!inner.is_null()).then(|| json!({ "error": inner })));
            error.or_else(|| named.then_some(value)).map(|error| (error, None))
        });
    }
    if body.len() > LONGEST {
        return None;
    }
    body.match_indices('{').take(MOST_TRIES).find_map(|(start, _)| {
        let (value, length) = literal(&body[start..])?;
        let error = error_of(&value, 0)?;
        let mut around = body[..start].to_string();
        around.push_str(&body[start + length..]);
        Some((error, Some(around)))
    })
}

/// The error in a value, as Groq's body has it.
fn error_of(value: &Value, depth: usize) -> Option<Value> {
    if depth > DEEPEST {
        return None;
    }
    let Value::Object(fields) = value else {
        let inner = match value {
            Value::Array(list) => list.iter().find_map(|value| error_of(value, depth + 1)),
            // A body within a value, as text.
            Value::String(text) if text.starts_with('{') => {
                error_of(&serde_json::from_str(text).ok()?, depth + 1)
            }
            _ => None,
        };
        return inner;
    };
    let is_body = |value: &Value| {
        let says = ["type", "code", "param", "failed_generation", "status_code"];
        value["message"].is_string() && says.iter().any(|name| !value[*name].is_null())
    };
    let mut found = match fields.get("error") {
        Some(inner @ Value::Object(_)) => {
            error_of(inner, depth + 1).or_else(|| Some(json!({ "error": inner })))
        }
        Some(Value::String(text)) if fields.len() <= 4 => Some(json!({ "error": text })),
        _ => None,
    };
    if found.is_none() && is_body(value) {
        found = Some(json!({ "error": value }));
    }
    if found.is_none() {
        found = fields.values().find_map(|inner| error_of(inner, depth + 1));
    }
    let stated = ["status_code", "statusCode", "status"]
        .iter()
        .find_map(|name| fields.get(*name).and_then(status_in));
    if let (Some(Value::Object(error)), Some(status)) = (&mut found, stated)
        && stated_status(&Value::Object(error.clone())).is_none()
    {
        error.insert("status_code".into(), status.into());
    }
    found
}

fn status_in(value: &Value) -> Option<u16> {
    match value {
        Value::Number(number) => number.as_u64()?.try_into().ok(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
    .filter(|status| (400..600).contains(status))
}

fn stated_status(error: &Value) -> Option<u16> {
    status_in(&error["error"]["status_code"]).or_else(|| status_in(&error["status_code"]))
}

/// What stands around a body: the words of an SDK or of a program's log.
struct Around {
    status: Option<u16>,
    /// Whether it is the printout of an error.
    sure: bool,
    /// The line with the message.
    line: Option<String>,
}

impl Around {
    fn of(text: &str) -> Self {
        let stated = status_beside(text);
        let class = CLASSES.iter().find(|(name, _)| text.contains(name));
        let exception = |line: &&str| {
            let head = line.trim_start().split([':', '(']).next().unwrap_or_default();
            let mut words = head.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            let named = |word: &str| word.ends_with("Error") || word.ends_with("Exception");
            head.len() < 120 && head.split_whitespace().count() <= 4 && words.any(named)
        };
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        let trace = text.starts_with("Traceback (most recent call last)");
        let first = lines.clone().next();
        let printed = trace || first.as_ref().is_some_and(exception);
        let named = stated.is_some() || class.is_some();
        let message = |line: &&str| MESSAGES.iter().any(|start| line.contains(start));
        let line = lines.clone().find(message).or_else(|| match trace {
            true => lines.clone().rev().find(exception),
            false => lines.find(exception),
        });
        Self {
            status: stated.or_else(|| class.map(|(_, status)| *status)),
            sure: (printed && (named || line.as_ref().is_some_and(message))) || logged(text, named),
            line: line.map(one_line),
        }
    }
}

/// Whether a text of one line is a program's words for an error: it begins with
/// them, or a time and a level stand before.
fn logged(text: &str, named: bool) -> bool {
    let text = text.trim();
    let starts = ["Error code:", "error, status code:", "API Error", "APIError", "HTTP ", "Error:"];
    let begins = starts.iter().any(|start| text.starts_with(start));
    let timed = text.starts_with(|c: char| c.is_ascii_digit() || c == '[');
    let level = timed && text.find("ERROR").is_some_and(|index| index < 60);
    named && (begins || (level && text.lines().count() <= 3))
}

/// A status beside a word for it: `Error code: 429`, `status: 429`,
/// `statusCode=429`, `HTTP 429`, `RateLimitError: 429`.
fn status_beside(text: &str) -> Option<u16> {
    let mut start = 0;
    for part in text.split(|c: char| !c.is_ascii_digit()) {
        let at = start;
        start += part.len() + text[start + part.len()..].chars().next().map_or(0, char::len_utf8);
        let Some(status) = error_status(part) else { continue };
        let before = text[..at].trim_end_matches([' ', ':', '=', '-', '(', '[', '"', '\'', '\t']);
        let word = before.rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        let word = word.to_ascii_lowercase();
        let known = ["status", "code", "http", "error", "statuscode"];
        if known.iter().any(|known| word.ends_with(known)) || word == "exception" {
            return Some(status);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error_kind::ErrorKind;
    use alloc::format;

    const MESSAGE: &str = "Rate limit reached for model `openai/gpt-oss-20b` in organization `org_1` service tier `on_demand` on tokens per minute (TPM): Limit 8000, Used 7000, Requested 2000. Please try again in 7.5s.";

    fn body() -> String {
        json!({"error": {"message": MESSAGE, "type": "tokens", "code": "rate_limit_exceeded"}})
            .to_string()
    }

    #[test]
    fn every_form_of_one_error_reads_the_same() {
        let json = body();
        let python = format!(
            "{{'error': {{'message': '{MESSAGE}', 'type': 'tokens', 'code': 'rate_limit_exceeded'}}}}"
        );
        let head = "date: Sun, 20 Sep 2026 10:00:00 GMT\r\nretry-after: 8";
        let escaped = json.replace('\\', "\\\\").replace('\'', "\\'");
        for text in [
            json.clone(),
            format!("[{json}]"),
            format!("HTTP/2 429 \r\n{head}\r\n\r\n{json}"),
            format!(
                "HTTP/1.1 100 Continue\n\nHTTP/1.1 429 Too Many Requests\nretry-after: 8\n\n{json}"
            ),
            format!(
                "* Connected\n> POST /x HTTP/2\n> authorization: Bearer gsk_1\n> \n< HTTP/2 429 \n< retry-after: 8\n< \n{{ [5 bytes data]\n{json}"
            ),
            format!("groq.RateLimitError: Error code: 429 - {python}"),
            format!(
                "Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\n    f({{}})\nopenai.RateLimitError: Error code: 429 - {python}"
            ),
            format!("litellm.RateLimitError: RateLimitError: GroqException - {json}"),
            format!("RateLimitError: 429 {json}\n    at APIError.generate (file:///a.mjs:55:20)"),
            format!(
                "APICallError [AI_APICallError]: {MESSAGE}\n    at x {{\n  statusCode: 429,\n  responseHeaders: {{ 'retry-after': '8' }},\n  responseBody: '{escaped}',\n  isRetryable: true\n}}"
            ),
            format!(
                "pydantic_ai.exceptions.ModelHTTPError: status_code: 429, model_name: openai/gpt-oss-20b, body: {python}"
            ),
            format!("error, status code: 429, message: {MESSAGE}"),
            format!("2026-09-20 10:00:00 ERROR llm: HTTP 429: {json}"),
            format!("event: error\ndata: {json}\n\n"),
            format!("data: {{\"id\":\"1\",\"choices\":[]}}\n\ndata: {json}"),
            MESSAGE.to_string(),
        ] {
            let found = ErrorText::find(&text).unwrap_or_else(|| panic!("{text}"));
            let error = found.error();
            assert_eq!(error.kind(), ErrorKind::RateLimited, "{text}");
            let figures = error.limit().unwrap_or_else(|| panic!("{found:?}"));
            assert_eq!((figures.limit(), figures.requested()), (Some(8000), Some(2000)), "{text}");
            assert!(figures.wait().is_some(), "{text}");
            let stated = text.contains("429") || text.contains("RateLimitError");
            assert_eq!(found.status, stated.then_some(429), "{text}");
            assert!(!format!("{found:?}").contains("gsk_"), "{found:?}");
        }
    }

    #[test]
    fn a_text_about_an_error_is_none() {
        let request = json!({"model": "m", "messages": [{"role": "user", "content": body()}]});
        for text in [
            "What is the status of error 429?".to_string(),
            "Explain this error to me, please.\nerror: it fails".to_string(),
            request.to_string(),
            format!("{request}\n{request}"),
            json!({"id": "1", "choices": [], "usage": {}}).to_string(),
            "HTTP/2 200\ncontent-type: application/json\n\n{\"id\":\"1\",\"choices\":[]}"
                .to_string(),
            "def f():\n    raise ValueError('no')".to_string(),
            String::new(),
        ] {
            assert_eq!(ErrorText::find(&text), None, "{text}");
        }
    }

    #[test]
    fn pages_of_gateways_and_headers_alone() {
        let page = |title: &str| format!("<!DOCTYPE html>\n<html><head><title>{title}</title>");
        for (title, status, kind) in [
            ("Attention Required! | Cloudflare", 403, ErrorKind::NetworkRefused),
            ("Just a moment...", 403, ErrorKind::NetworkRefused),
            ("502 Bad Gateway", 502, ErrorKind::Server),
            ("api.groq.com | 524: A timeout occurred", 524, ErrorKind::Server),
            ("413 Request Entity Too Large", 413, ErrorKind::FileTooLarge),
        ] {
            let found = ErrorText::find(&page(title)).expect(title);
            assert_eq!((found.status, found.error().kind()), (Some(status), kind), "{title}");
        }
        let found =
            ErrorText::find("retry-after: 17\nx-ratelimit-remaining-tokens: 0").expect("headers");
        assert_eq!(found.headers.len(), 2);
        assert_eq!(found.body, "");
    }
}
