use alloc::string::{String, ToString};

use serde_json::{Value, json};

use crate::{
    error_kind::{ErrorKind, Facts},
    figures::LimitFigures,
    sse::EventStream,
    text::{one_line, quoted, shown},
};

/// An error as the API answered it.
///
/// Read from a status and a body: JSON in any of Groq's forms, plain text, or
/// an HTML page of something in between. Parsing never fails; what can't be
/// read stays unknown.
///
/// ```
/// use groq_protocol::{ApiError, ErrorKind};
///
/// let gone = ApiError::parse(404, r#"{"error":{"message":"The model `llama-3.3-70b-versatile` does not exist or you do not have access to it.","type":"invalid_request_error","code":"model_not_found"}}"#);
/// assert_eq!(gone.kind(), ErrorKind::ModelNotFound);
/// assert_eq!(gone.model(), Some("llama-3.3-70b-versatile"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    status: u16,
    kind: ErrorKind,
    message: String,
    error_type: Option<String>,
    code: Option<String>,
    param: Option<String>,
    limit: Option<LimitFigures>,
    model: Option<String>,
    service_tier: Option<String>,
    completion_cap: Option<u64>,
    failed_generation: Option<String>,
}

/// The most characters of a message, and of what a model wrote.
const MOST_TEXT: usize = 4000;

/// The fields of a body, and whether its end is known to be there.
struct Body {
    message: String,
    error_type: Option<String>,
    code: Option<String>,
    param: Option<String>,
    failed_generation: Option<String>,
    /// The status that the body states, as an error inside a stream does.
    status: Option<u16>,
    whole: bool,
    page: bool,
}

impl ApiError {
    /// Reads an error. For one inside a stream pass the status of the stream, for
    /// one whose status is not known 0.
    pub fn parse(status: u16, body: &str) -> Self {
        let body = Body::read(body);
        let status = body.status.filter(|_| status < 400).unwrap_or(status);
        let line = one_line(&body.message);
        let limit = LimitFigures::read(&line, body.whole);
        let message = shown(&line);
        let model = quoted(&message, "model ", " in organization");
        let service_tier = quoted(&message, "service tier ", " on ");
        let kind = ErrorKind::of(&Facts {
            status,
            code: body.code.as_deref().unwrap_or_default(),
            error_type: body.error_type.as_deref().unwrap_or_default(),
            text: &line,
            failed_generation: body.failed_generation.as_deref().unwrap_or_default(),
            limit: limit.as_ref(),
            page: body.page,
        });
        Self {
            status,
            kind,
            limit,
            model: model.map(ToString::to_string),
            service_tier: service_tier.map(ToString::to_string),
            message,
            completion_cap: completion_cap(&line),
            error_type: body.error_type,
            code: body.code,
            param: body.param,
            failed_generation: body.failed_generation,
        }
    }

    /// The HTTP status: of an error inside a stream the one that it states, 0
    /// where it is not known.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// What it is about.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The message on one line, without the ids of organisation and project and
    /// without keys.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The field `type`.
    pub fn error_type(&self) -> Option<&str> {
        self.error_type.as_deref()
    }

    /// The field `code`.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The field `param`.
    pub fn param(&self) -> Option<&str> {
        self.param.as_deref()
    }

    /// The figures of the limit, if the text is about one.
    pub fn limit(&self) -> Option<&LimitFigures> {
        self.limit.as_ref()
    }

    /// The model that the text names.
    pub fn model(&self) -> Option<&str> {
        self.model.as_deref()
    }

    /// The service tier that the text names.
    pub fn service_tier(&self) -> Option<&str> {
        self.service_tier.as_deref()
    }

    /// The most completion tokens of the model, where the text states them.
    pub fn completion_cap(&self) -> Option<u64> {
        self.completion_cap
    }

    /// What the model wrote instead of a tool call or JSON, as far as it is kept.
    pub fn failed_generation(&self) -> Option<&str> {
        self.failed_generation.as_deref()
    }

    /// How far what was asked for is above the limit: it never passes as it is.
    pub fn shortfall(&self) -> Option<u64> {
        let figures = self.limit.as_ref()?;
        figures.requested()?.checked_sub(figures.limit()?).filter(|above| *above > 0)
    }
}

impl Body {
    fn read(body: &str) -> Self {
        match serde_json::from_slice::<Value>(body.as_bytes()) {
            Ok(value) => Self::of(&value),
            Err(_) if body.trim_start().starts_with('<') => {
                Self { page: true, ..Self::text(title(body), false) }
            }
            Err(_) => match in_stream(body) {
                Some(value) => Self::of(&value),
                None => Self::text(body, false),
            },
        }
    }

    fn of(value: &Value) -> Self {
        let fields = match value {
            Value::Object(fields) => fields,
            Value::String(message) => return Self::text(message, true),
            _ => return Self::text("", true),
        };
        let inner = match fields.get("error") {
            Some(Value::Object(error)) => error,
            Some(Value::String(message)) => return Self::text(message, true),
            _ => fields,
        };
        let field = |name| match inner.get(name) {
            Some(Value::String(text)) => Some(shown(text)),
            _ => None,
        };
        let message = match inner.get("message") {
            Some(Value::String(text)) => text.clone(),
            _ => String::new(),
        };
        let status = inner.get("status_code").or_else(|| fields.get("status_code"));
        let status = status.and_then(Value::as_u64).and_then(|status| status.try_into().ok());
        Self {
            error_type: field("type"),
            code: field("code"),
            param: field("param"),
            failed_generation: field("failed_generation")
                .map(|text| text.chars().take(MOST_TEXT).collect()),
            status,
            ..Self::text(&message, true)
        }
    }

    fn text(message: &str, whole: bool) -> Self {
        Self {
            // A whole page of text is no message.
            message: message.chars().take(MOST_TEXT).collect(),
            error_type: None,
            code: None,
            param: None,
            failed_generation: None,
            status: None,
            whole,
            page: false,
        }
    }
}

/// The error of a stream's event.
fn in_stream(body: &str) -> Option<Value> {
    if !body.contains("data:") {
        return None;
    }
    let mut stream = EventStream::new();
    let mut events = stream.feed(body.as_bytes());
    // The last event of a copied stream may have lost its blank line.
    events.extend(stream.feed(b"\n\n"));
    let mut errors = events.iter().filter_map(|event| {
        let value: Value = serde_json::from_slice(event.data.as_bytes()).ok()?;
        let (error, inner) = (&value["error"], &value["x_groq"]["error"]);
        match (error.is_null(), inner.is_null()) {
            (false, _) => Some(value),
            (true, false) => Some(json!({ "error": inner })),
            (true, true) if event.event.as_deref() == Some("error") => Some(value),
            _ => None,
        }
    });
    errors.next_back()
}

/// The title of an HTML page; its text is for a browser.
fn title(page: &str) -> &str {
    let find = |mark| page.find(mark);
    match (find("<title>"), find("</title>")) {
        (Some(start), Some(end)) if start + 7 <= end => &page[start + 7..end],
        _ => "",
    }
}

/// `max_completion_tokens must be less than or equal to 40960, ...`
fn completion_cap(text: &str) -> Option<u64> {
    const BEFORE: &str = "must be less than or equal to ";
    // Seen with and without back quotes around names and figures.
    let text = text.replace('`', "");
    let (name, rest) = text.split_once(BEFORE)?;
    if !name.contains("max_completion_tokens") && !name.contains("max_tokens") {
        return None;
    }
    let end = rest.find(|c: char| !c.is_ascii_digit())?;
    let bounded = matches!(rest.as_bytes()[end], b',' | b'.')
        && matches!(rest.as_bytes().get(end + 1), None | Some(b' '));
    if rest.contains(BEFORE) || !bounded || rest.starts_with('0') {
        return None;
    }
    rest[..end].parse().ok()
}
