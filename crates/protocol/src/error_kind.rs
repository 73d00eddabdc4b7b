use serde::Serialize;

use crate::figures::LimitFigures;

/// What an error is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// A rate limit is used up for now.
    RateLimited,
    /// One request is larger than a limit's whole bucket, or than what the
    /// server takes at all.
    RequestTooLarge,
    /// The upload is larger than what the server takes; no limit of tokens is met.
    FileTooLarge,
    /// The key is missing or wrong.
    InvalidApiKey,
    /// No such model, or not for this account.
    ModelNotFound,
    /// The model was switched off.
    ModelDecommissioned,
    /// The organisation or the project has switched the model off.
    ModelBlocked,
    /// The organisation's spend limit is reached.
    SpendLimit,
    /// Groq has restricted the organisation.
    OrganizationRestricted,
    /// The plan of the organisation does not have what was asked for.
    PlanRequired,
    /// The organisation has not accepted the terms of this model.
    TermsRequired,
    /// The model wrote what is not a tool call or not the JSON that was asked for.
    FailedGeneration,
    /// The same, because no more completion tokens were allowed.
    GenerationCutShort,
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
    /// There was no answer: no connection, or it took too long.
    NoAnswer,
    /// The key may not do this.
    Forbidden,
    /// No such address; the base URL or the path is wrong.
    UnknownAddress,
    /// No such object.
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

impl ErrorKind {
    /// The name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::RateLimited => "rate_limited",
            Self::RequestTooLarge => "request_too_large",
            Self::FileTooLarge => "file_too_large",
            Self::InvalidApiKey => "invalid_api_key",
            Self::ModelNotFound => "model_not_found",
            Self::ModelDecommissioned => "model_decommissioned",
            Self::ModelBlocked => "model_blocked",
            Self::SpendLimit => "spend_limit",
            Self::OrganizationRestricted => "organization_restricted",
            Self::PlanRequired => "plan_required",
            Self::TermsRequired => "terms_required",
            Self::FailedGeneration => "failed_generation",
            Self::GenerationCutShort => "generation_cut_short",
            Self::UnsupportedAudio => "unsupported_audio",
            Self::ContextTooLong => "context_too_long",
            Self::TextTooLong => "text_too_long",
            Self::CapacityExceeded => "capacity_exceeded",
            Self::NetworkRefused => "network_refused",
            Self::NoAnswer => "no_answer",
            Self::Forbidden => "forbidden",
            Self::UnknownAddress => "unknown_address",
            Self::NotFound => "not_found",
            Self::BadRequest => "bad_request",
            Self::Unprocessable => "unprocessable",
            Self::FailedDependency => "failed_dependency",
            Self::Cancelled => "cancelled",
            Self::Server => "server",
            Self::Unknown => "unknown",
        }
    }

    /// By code and type, then by the text, and where none of them says, by the
    /// status.
    pub(crate) fn of(facts: &Facts<'_>) -> Self {
        let kind = facts.by_figures().or_else(|| facts.by_code()).or_else(|| facts.by_text());
        kind.or_else(|| facts.by_type()).unwrap_or_else(|| facts.by_status())
    }
}

/// What an error says of itself.
pub(crate) struct Facts<'a> {
    pub(crate) status: u16,
    pub(crate) code: &'a str,
    pub(crate) error_type: &'a str,
    /// The message on one line.
    pub(crate) text: &'a str,
    /// What the model wrote instead.
    pub(crate) failed_generation: &'a str,
    pub(crate) limit: Option<&'a LimitFigures>,
    /// Whether it came as a page for a browser.
    pub(crate) page: bool,
}

/// What texts say, where no code does.
const TEXTS: [(&str, ErrorKind); 25] = [
    ("Please reduce the length of the messages or completion", ErrorKind::ContextTooLong),
    ("has been restricted", ErrorKind::OrganizationRestricted),
    ("spend alert threshold", ErrorKind::SpendLimit),
    ("blocked API access", ErrorKind::SpendLimit),
    ("requires terms acceptance", ErrorKind::TermsRequired),
    ("has been decommissioned", ErrorKind::ModelDecommissioned),
    ("does not exist or you do not have access", ErrorKind::ModelNotFound),
    ("is blocked at the organization level", ErrorKind::ModelBlocked),
    ("is blocked at the project level", ErrorKind::ModelBlocked),
    ("is not available for your plan", ErrorKind::PlanRequired),
    ("Unknown request URL", ErrorKind::UnknownAddress),
    ("Invalid API Key", ErrorKind::InvalidApiKey),
    ("tool call validation failed", ErrorKind::FailedGeneration),
    ("Failed to call a function", ErrorKind::FailedGeneration),
    ("Failed to validate JSON", ErrorKind::FailedGeneration),
    ("Failed to generate JSON", ErrorKind::FailedGeneration),
    ("currently over capacity", ErrorKind::Server),
    ("lex tier capacity exceeded", ErrorKind::CapacityExceeded),
    ("check your network settings", ErrorKind::NetworkRefused),
    ("error code: 1006", ErrorKind::NetworkRefused),
    ("error code: 1009", ErrorKind::NetworkRefused),
    ("error code: 1010", ErrorKind::NetworkRefused),
    ("error code: 1020", ErrorKind::NetworkRefused),
    // Cut before their figures.
    ("Request too large for model", ErrorKind::RequestTooLarge),
    ("Rate limit reached for model", ErrorKind::RateLimited),
];

/// What an SDK says where there was no answer.
const NO_ANSWER: [&str; 9] = [
    "Connection error",
    "Connection refused",
    "ECONNREFUSED",
    "ECONNRESET",
    "ENOTFOUND",
    "ETIMEDOUT",
    "Failed to fetch",
    "fetch failed",
    "timed out",
];

impl Facts<'_> {
    /// A request above the OTPM comes as 413, as 400 and as 429, one above the
    /// TPM came as 429 in 2024.
    fn by_figures(&self) -> Option<ErrorKind> {
        let figures = self.limit?;
        let too_large = self.text.contains("Request too large") || self.status == 413;
        Some(match too_large || figures.exceeds_limit() == Some(true) {
            true => ErrorKind::RequestTooLarge,
            false => ErrorKind::RateLimited,
        })
    }

    fn by_code(&self) -> Option<ErrorKind> {
        let used_up = "max completion tokens reached";
        Some(match self.code {
            "invalid_api_key" => ErrorKind::InvalidApiKey,
            "model_not_found" => ErrorKind::ModelNotFound,
            "model_decommissioned" => ErrorKind::ModelDecommissioned,
            "blocked_api_access" => ErrorKind::SpendLimit,
            "organization_restricted" => ErrorKind::OrganizationRestricted,
            "not_available_for_plan" => ErrorKind::PlanRequired,
            "model_terms_required" => ErrorKind::TermsRequired,
            "tool_use_failed" | "json_validate_failed" | "output_parse_failed" => {
                match self.failed_generation.contains(used_up) || self.text.contains(used_up) {
                    true => ErrorKind::GenerationCutShort,
                    false => ErrorKind::FailedGeneration,
                }
            }
            "unsupported_audio_format" => ErrorKind::UnsupportedAudio,
            "context_length_exceeded" => ErrorKind::ContextTooLong,
            "string_above_max_length" => ErrorKind::TextTooLong,
            "capacity_exceeded" => ErrorKind::CapacityExceeded,
            "unknown_url" => ErrorKind::UnknownAddress,
            "request_too_large" => ErrorKind::FileTooLarge,
            "rate_limit_exceeded" if self.status == 413 => ErrorKind::RequestTooLarge,
            "rate_limit_exceeded" => ErrorKind::RateLimited,
            code if code.starts_with("model_permission_blocked") => ErrorKind::ModelBlocked,
            // Seen in production beside the documented code.
            code if code.starts_with("spend_") => ErrorKind::SpendLimit,
            _ => return None,
        })
    }

    fn by_text(&self) -> Option<ErrorKind> {
        let found = TEXTS.iter().find(|(words, _)| self.text.contains(words));
        if let Some((_, kind)) = found {
            return Some(*kind);
        }
        if self.text.contains("service_tier") && self.text.contains("not available") {
            return Some(ErrorKind::PlanRequired);
        }
        if self.page || self.text.contains("Cloudflare") {
            let challenge = ["Just a moment", "Attention Required", "Access denied"];
            let refused = challenge.iter().any(|words| self.text.contains(words));
            match self.status {
                403 => return Some(ErrorKind::NetworkRefused),
                413 => return Some(ErrorKind::FileTooLarge),
                0 | 429 | 503 if refused => return Some(ErrorKind::NetworkRefused),
                _ => {}
            }
        }
        let silent = self.status == 0 && NO_ANSWER.iter().any(|words| self.text.contains(words));
        silent.then_some(ErrorKind::NoAnswer)
    }

    fn by_type(&self) -> Option<ErrorKind> {
        Some(match self.error_type {
            "tokens" | "requests" | "seconds" if self.status != 413 => ErrorKind::RateLimited,
            "permissions_error" => ErrorKind::Forbidden,
            "authentication_error" => ErrorKind::InvalidApiKey,
            "internal_server_error" | "server_error" => ErrorKind::Server,
            _ => return None,
        })
    }

    const fn by_status(&self) -> ErrorKind {
        match self.status {
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
}
