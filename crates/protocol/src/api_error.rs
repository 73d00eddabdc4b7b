use alloc::string::{String, ToString};

use serde::Serialize;
use serde_json::Value;

use crate::{
    figures::LimitFigures,
    text::{one_line, quoted, shown},
};

/// What an error is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// A rate limit is used up for now.
    RateLimited,
    /// One request is larger than a limit's whole bucket, or than what the
    /// server takes at all.
    RequestTooLarge,
    /// The key is missing or wrong.
    InvalidApiKey,
    /// No such model, or not for this account.
    ModelNotFound,
    /// The model was switched off.
    ModelDecommissioned,
    /// The organisation's spend limit is reached.
    SpendLimit,
    /// The organisation has not accepted the terms of this model.
    TermsRequired,
    /// The model wrote what is not a tool call or not the JSON that was asked for.
    FailedGeneration,
    /// The audio is in a format that is not taken.
    UnsupportedAudio,
    /// Prompt and completion are longer than the model's window.
    ContextTooLong,
    /// One text of the request is longer than its field takes.
    TextTooLong,
    /// The flex tier has no room at the moment.
    CapacityExceeded,
    /// The network or region is refused; the key may be fine.
    NetworkRefused,
    /// The key may not do this.
    Forbidden,
    /// No such address or object.
    NotFound,
    /// The request is malformed, or holds what Groq does not take.
    BadRequest,
    /// Well-formed, but it makes no sense to the server.
    Unprocessable,
    /// Something that the request depends on failed, like a remote tool server.
    FailedDependency,
    /// The caller went away.
    Cancelled,
    /// The server's own fault.
    Server,
    /// None of these.
    Unknown,
}

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
}

/// The fields of a body, and whether its end is known to be there.
struct Body {
    message: String,
    error_type: Option<String>,
    code: Option<String>,
    param: Option<String>,
    whole: bool,
}

impl ApiError {
    /// Reads an error. For one inside a stream pass the status of the stream.
    pub fn parse(status: u16, body: &str) -> Self {
        let body = Body::read(body);
        let line = one_line(&body.message);
        let limit = LimitFigures::read(&line, body.whole);
        let model = quoted(&line, "model ", " in organization");
        let service_tier = quoted(&line, "service tier ", " on ");
        let kind = classify(status, body.code.as_deref(), &line, limit.as_ref());
        Self {
            status,
            kind,
            message: shown(&line),
            limit,
            model: model.map(ToString::to_string),
            service_tier: service_tier.map(ToString::to_string),
            completion_cap: completion_cap(&line),
            error_type: body.error_type,
            code: body.code,
            param: body.param,
        }
    }

    /// The HTTP status.
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
}

impl Body {
    fn read(body: &str) -> Self {
        match serde_json::from_slice::<Value>(body.as_bytes()) {
            Ok(Value::Object(fields)) => {
                let inner = match fields.get("error") {
                    Some(Value::Object(error)) => error,
                    Some(Value::String(message)) => return Self::text(message, true),
                    _ => &fields,
                };
                let field = |name| match inner.get(name) {
                    Some(Value::String(text)) => Some(text.clone()),
                    _ => None,
                };
                Self {
                    message: field("message").unwrap_or_default(),
                    error_type: field("type"),
                    code: field("code"),
                    param: field("param"),
                    whole: true,
                }
            }
            Ok(Value::String(message)) => Self::text(&message, true),
            Ok(_) => Self::text("", true),
            Err(_) if body.trim_start().starts_with('<') => Self::text(title(body), false),
            Err(_) => Self::text(body, false),
        }
    }

    fn text(message: &str, whole: bool) -> Self {
        // A whole page of text is no message.
        let message: String = message.chars().take(4000).collect();
        Self { message, error_type: None, code: None, param: None, whole }
    }
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

fn classify(
    status: u16,
    code: Option<&str>,
    text: &str,
    limit: Option<&LimitFigures>,
) -> ErrorKind {
    let code = code.unwrap_or_default();
    // By text before status: a request above the OTPM comes as 413, as 400 and as
    // 429, one above the TPM came as 429 in 2024.
    if let Some(figures) = limit {
        let too_large = text.contains("Request too large") || status == 413;
        return match too_large || figures.exceeds_limit() == Some(true) {
            true => ErrorKind::RequestTooLarge,
            false => ErrorKind::RateLimited,
        };
    }
    match code {
        "invalid_api_key" => return ErrorKind::InvalidApiKey,
        "model_not_found" => return ErrorKind::ModelNotFound,
        "model_decommissioned" => return ErrorKind::ModelDecommissioned,
        "blocked_api_access" => return ErrorKind::SpendLimit,
        "model_terms_required" => return ErrorKind::TermsRequired,
        "tool_use_failed" | "json_validate_failed" | "output_parse_failed" => {
            return ErrorKind::FailedGeneration;
        }
        "unsupported_audio_format" => return ErrorKind::UnsupportedAudio,
        "context_length_exceeded" => return ErrorKind::ContextTooLong,
        "string_above_max_length" => return ErrorKind::TextTooLong,
        "capacity_exceeded" => return ErrorKind::CapacityExceeded,
        // Seen in production beside the documented code.
        code if code.starts_with("spend_") => return ErrorKind::SpendLimit,
        _ => {}
    }
    let refused = ["error code: 1010", "check your network settings", "Cloudflare"];
    if status == 403 && refused.iter().any(|words| text.contains(words)) {
        return ErrorKind::NetworkRefused;
    }
    match status {
        400 => ErrorKind::BadRequest,
        401 => ErrorKind::InvalidApiKey,
        403 => ErrorKind::Forbidden,
        404 => ErrorKind::NotFound,
        413 => ErrorKind::RequestTooLarge,
        422 => ErrorKind::Unprocessable,
        424 => ErrorKind::FailedDependency,
        429 => ErrorKind::RateLimited,
        498 => ErrorKind::CapacityExceeded,
        499 => ErrorKind::Cancelled,
        500..=599 => ErrorKind::Server,
        _ => ErrorKind::Unknown,
    }
}
