//! The bodies of errors, in Groq's words where real ones are known.

use axum::http::StatusCode;
use groq_calc::{Limit, catalog::Measure, limiter::Refused};
use groq_protocol::{Answer, LimitKind, Nanos};
use serde_json::{Value, json};

/// An error to be answered.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
    /// Whole seconds for `retry-after`.
    pub(crate) retry_after: Option<u64>,
}

const UPGRADE: &str =
    " Need more tokens? Upgrade to Dev Tier today at https://console.groq.com/settings/billing";

impl Failure {
    pub(crate) fn new(status: StatusCode, message: &str, kind: &str, code: Option<&str>) -> Self {
        let mut error = json!({ "message": message, "type": kind });
        if let Some(code) = code {
            error["code"] = json!(code);
        }
        Self { status, body: json!({ "error": error }), retry_after: None }
    }

    /// A request that is wrong, with the field at fault.
    pub(crate) fn bad(message: &str, param: Option<&str>) -> Self {
        let mut failure =
            Self::new(StatusCode::BAD_REQUEST, message, "invalid_request_error", None);
        if let Some(param) = param {
            failure.body["error"]["param"] = json!(param);
        }
        failure
    }

    /// The answer to a request that Groq refuses.
    pub(crate) fn from(answer: Answer) -> Self {
        let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::BAD_REQUEST);
        let mut failure = Self::new(status, &answer.message, "invalid_request_error", answer.code);
        if let Some(param) = answer.param {
            failure.body["error"]["param"] = json!(param);
        }
        failure
    }

    /// The answer was longer than what the request allows.
    pub(crate) fn cut_short() -> Self {
        let text = "Failed to validate JSON. Please adjust your prompt. See 'failed_generation' for more details.";
        let mut failure = Self::bad(text, None);
        failure.body["error"]["code"] = json!("json_validate_failed");
        failure.body["error"]["failed_generation"] =
            json!("max completion tokens reached before generating a valid document");
        failure
    }

    pub(crate) fn invalid_key() -> Self {
        let kind = "invalid_request_error";
        Self::new(StatusCode::UNAUTHORIZED, "Invalid API Key", kind, Some("invalid_api_key"))
    }

    pub(crate) fn no_model(model: &str) -> Self {
        let text = format!("The model `{model}` does not exist or you do not have access to it.");
        let kind = "invalid_request_error";
        Self::new(StatusCode::NOT_FOUND, &text, kind, Some("model_not_found"))
    }

    pub(crate) fn unknown_url(method: &str, path: &str) -> Self {
        let text = format!(
            "Unknown request URL: {method} {path}. Please check the URL for typos, or see the docs at https://console.groq.com/docs/"
        );
        Self::new(StatusCode::NOT_FOUND, &text, "invalid_request_error", Some("unknown_url"))
    }

    pub(crate) fn no_object(what: &str, id: &str) -> Self {
        let text = format!("No {what} found with id {id}");
        Self::new(StatusCode::NOT_FOUND, &text, "invalid_request_error", Some("not_found"))
    }

    /// The model writes no more than `cap`.
    pub(crate) fn completion_cap(field: &str, cap: u64) -> Self {
        let text = format!(
            "`{field}` must be less than or equal to `{cap}`, the maximum value for `{field}` is less than the `context_window` for this model"
        );
        Self::bad(&text, Some(field))
    }

    pub(crate) fn context() -> Self {
        let text = "Please reduce the length of the messages or completion.";
        let mut failure = Self::bad(text, Some("messages"));
        failure.body["error"]["code"] = json!("context_length_exceeded");
        failure
    }

    /// As documented; no real body is known.
    pub(crate) fn capacity() -> Self {
        let status = StatusCode::from_u16(498).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
        let text =
            "Flex tier capacity exceeded. Please try again later or use another service tier.";
        Self::new(status, text, "capacity_exceeded", Some("capacity_exceeded"))
    }

    /// As quoted in public since July 2026.
    pub(crate) fn spend_limit() -> Self {
        let text = "Organization has blocked API access because a spend alert threshold was met. \
                    Please visit https://console.groq.com/settings/billing to manage your spend \
                    alerts.";
        let kind = "invalid_request_error";
        Self::new(StatusCode::BAD_REQUEST, text, kind, Some("spend_limit_reached"))
    }

    /// A limit's refusal; `for_client` turns modelled microseconds into those
    /// that a client has to wait.
    pub(crate) fn refused(
        refused: &Refused,
        model: &str,
        tier: &str,
        free: bool,
        for_client: impl Fn(u64) -> u64,
    ) -> Self {
        let upgrade = if free { UPGRADE } else { "" };
        let place = |limit: Limit| {
            let name = limit.name();
            let (words, short) =
                LimitKind::from_name(name).map_or((name, name), LimitKind::in_errors);
            format!(
                "model `{model}` in organization `{ORGANIZATION}` service tier `{tier}` on {words} ({short})"
            )
        };
        let code = Some("rate_limit_exceeded");
        match *refused {
            // Reported with another status and type than the other limits.
            Refused::Never { limit: limit @ Limit::OTPM, cap, requested } => {
                let text = format!(
                    "Request too large for {}: Limit {cap}, Requested {requested}. The request's expected output tokens exceed the enforced limit; reduce max_tokens and try again.{upgrade}",
                    place(limit)
                );
                Self::new(StatusCode::BAD_REQUEST, &text, "invalid_request_error", code)
            }
            Refused::Never { limit, cap, requested } => {
                let text = format!(
                    "Request too large for {}: Limit {cap}, Requested {requested}, please reduce your message size and try again.{upgrade}",
                    place(limit)
                );
                Self::new(StatusCode::PAYLOAD_TOO_LARGE, &text, type_of(limit), code)
            }
            Refused::Wait { limit, cap, used, requested, wait_us } => {
                let wait = Nanos::new(for_client(wait_us).saturating_mul(1000));
                let text = format!(
                    "Rate limit reached for {}: Limit {cap}, Used {used}, Requested {requested}. Please try again in {wait}.{upgrade}",
                    place(limit)
                );
                let failure = Self::new(StatusCode::TOO_MANY_REQUESTS, &text, type_of(limit), code);
                Self { retry_after: Some(wait.seconds_up()), ..failure }
            }
            // No limit of Groq's; how long a request runs is not known.
            Refused::Busy { limit, cap, used, requested } => {
                let text = format!(
                    "Rate limit reached for {}: Limit {cap}, Used {used}, Requested {requested}.{upgrade}",
                    place(limit)
                );
                Self::new(StatusCode::TOO_MANY_REQUESTS, &text, type_of(limit), code)
            }
        }
    }

    /// A status that a fault asks for.
    pub(crate) fn fault(status: u16) -> Self {
        match status {
            401 => Self::invalid_key(),
            498 => Self::capacity(),
            403 => {
                let text = "Access denied. Please check your network settings.";
                Self::new(StatusCode::FORBIDDEN, text, "invalid_request_error", None)
            }
            status => {
                let status =
                    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                let text = status.canonical_reason().unwrap_or("Unknown Error");
                let kind = match status.is_server_error() {
                    true => "internal_server_error",
                    false => "invalid_request_error",
                };
                Self::new(status, text, kind, None)
            }
        }
    }
}

/// The one organisation that the server knows.
const ORGANIZATION: &str = "org_mock0000000000000000000000";

/// The `type` that comes with each limit.
const fn type_of(limit: Limit) -> &'static str {
    match limit.measure {
        Measure::Requests => "requests",
        Measure::AudioSeconds => "seconds",
        Measure::Tokens | Measure::Input | Measure::UncachedInput | Measure::Output => "tokens",
    }
}
