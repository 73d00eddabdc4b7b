use core::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    api_error::ApiError,
    duration::Nanos,
    error_kind::ErrorKind,
    headers::{Bucket, RateHeaders},
};

/// What to do about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Send the same request again after the wait.
    WaitAndRetry,
    /// Send it again, waiting longer each time.
    BackOff,
    /// Shorten the prompt or reserve fewer completion tokens.
    Shrink,
    /// Send it again: the model may write what was asked for the next time. Where
    /// it fails again, simplify the tools or the schema.
    TryAgain,
    /// Correct the request.
    FixRequest,
    /// Convert the audio to a format that is taken.
    ConvertAudio,
    /// Let an owner of the organisation accept the model's terms.
    AcceptTerms,
    /// Put in a valid key.
    FixKey,
    /// Take another model.
    ChangeModel,
    /// Raise the spend limit, or wait for the first of the month.
    RaiseSpendLimit,
    /// Try another network, region or user agent; the key may be fine.
    ChangeNetwork,
    /// Ask for the permission that the key lacks.
    AskPermission,
    /// Look at what the request depends on, like a remote tool server.
    FixDependency,
    /// Send a smaller file, or the address of the file instead of it.
    ShrinkFile,
    /// Allow more completion tokens: the model had not finished.
    RaiseReserve,
    /// Write to Groq's support, and stop calling: no request passes.
    ContactSupport,
    /// Take a plan that has what was asked for.
    ChangePlan,
    /// Correct the address: the base URL or the path.
    FixAddress,
    /// Nothing: the caller ended it.
    Nothing,
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WaitAndRetry => "wait, then send it again",
            Self::BackOff => "send it again, waiting longer each time",
            Self::Shrink => "shorten the prompt, or allow fewer completion tokens",
            Self::TryAgain => {
                "send it again; where it fails again, simplify the tools or the schema"
            }
            Self::FixRequest => "correct the request",
            Self::ConvertAudio => "convert the audio to a format that is taken",
            Self::AcceptTerms => "let an owner of the organisation accept the terms of the model",
            Self::FixKey => "put in a valid key",
            Self::ChangeModel => "take another model",
            Self::RaiseSpendLimit => "raise the spend limit, or wait for the first of the month",
            Self::ChangeNetwork => "try another network; the key may be fine",
            Self::AskPermission => "let an admin of the organisation or the project allow it",
            Self::FixDependency => "look at what the request depends on, like a remote tool server",
            Self::ShrinkFile => "send a smaller file, or its address instead of the file",
            Self::RaiseReserve => "raise max_completion_tokens: the model had not finished",
            Self::ContactSupport => "write to Groq's support, and stop calling until it is settled",
            Self::ChangePlan => "take a plan that has it",
            Self::FixAddress => "correct the address: the base URL or the path",
            Self::Nothing => "nothing; your side ended it",
        })
    }
}

/// Whether the same request passes later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waiting {
    /// It does, once the wait is over and nothing else used the room.
    Helps,
    /// It may.
    MayHelp,
    /// It never does.
    Never,
}

/// What says how long to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitFrom {
    /// The text of the error.
    Text,
    /// The header `retry-after`.
    RetryAfter,
    /// The other figures of the text, by the rule that a bucket refills evenly.
    Figures,
    /// A header `x-ratelimit-reset-*`: until there is room for one request, or
    /// until the tokens of a minute are back in full.
    Reset,
}

impl fmt::Display for WaitFrom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "as the error says",
            Self::RetryAfter => "as retry-after says",
            Self::Figures => "worked out from the figures of the error",
            Self::Reset => "as the rate-limit headers say; it may be less",
        })
    }
}

/// What to do about an error, and whether waiting ever helps.
///
/// Jitter is the caller's: add a random part to the wait where many clients
/// share one organisation's limits.
///
/// ```
/// use groq_protocol::{Action, Advice, ApiError, RateHeaders, Waiting};
///
/// let large = ApiError::parse(413, r#"{"error":{"message":"Request too large for model `openai/gpt-oss-20b` in organization `org_1` service tier `on_demand` on tokens per minute (TPM): Limit 8000, Requested 32979, please reduce your message size and try again."}}"#);
/// let advice = Advice::new(&large, &RateHeaders::default());
/// assert_eq!((advice.action, advice.waiting), (Action::Shrink, Waiting::Never));
/// assert_eq!(advice.wait, None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Advice {
    /// What to do.
    pub action: Action,
    /// Whether the same request passes later.
    pub waiting: Waiting,
    /// How long to wait, where the answer says so; `None` if it does not, or if
    /// waiting never helps.
    pub wait: Option<Nanos>,
    /// What says so.
    pub wait_from: Option<WaitFrom>,
}

impl Advice {
    /// The advice for an error and the headers beside it.
    ///
    /// Statuses as in Groq's documentation of errors. A request larger than the
    /// bucket never passes, whatever wait is printed beside it.
    pub fn new(error: &ApiError, headers: &RateHeaders) -> Self {
        let (action, waiting) = match error.kind() {
            ErrorKind::RateLimited => (Action::WaitAndRetry, Waiting::Helps),
            ErrorKind::RequestTooLarge => (Action::Shrink, Waiting::Never),
            ErrorKind::InvalidApiKey => (Action::FixKey, Waiting::Never),
            ErrorKind::ModelNotFound | ErrorKind::ModelDecommissioned => {
                (Action::ChangeModel, Waiting::Never)
            }
            // It is monthly: on the first the same request passes.
            ErrorKind::SpendLimit => (Action::RaiseSpendLimit, Waiting::MayHelp),
            ErrorKind::CapacityExceeded | ErrorKind::Server | ErrorKind::NoAnswer => {
                (Action::BackOff, Waiting::MayHelp)
            }
            ErrorKind::FileTooLarge => (Action::ShrinkFile, Waiting::Never),
            ErrorKind::OrganizationRestricted => (Action::ContactSupport, Waiting::Never),
            ErrorKind::PlanRequired => (Action::ChangePlan, Waiting::Never),
            ErrorKind::ModelBlocked => (Action::AskPermission, Waiting::Never),
            ErrorKind::UnknownAddress => (Action::FixAddress, Waiting::Never),
            ErrorKind::GenerationCutShort => (Action::RaiseReserve, Waiting::Never),
            ErrorKind::NetworkRefused => (Action::ChangeNetwork, Waiting::Never),
            ErrorKind::Forbidden => (Action::AskPermission, Waiting::Never),
            ErrorKind::TermsRequired => (Action::AcceptTerms, Waiting::Never),
            ErrorKind::FailedGeneration => (Action::TryAgain, Waiting::MayHelp),
            ErrorKind::UnsupportedAudio => (Action::ConvertAudio, Waiting::Never),
            ErrorKind::ContextTooLong | ErrorKind::TextTooLong => (Action::Shrink, Waiting::Never),
            ErrorKind::NotFound | ErrorKind::BadRequest => (Action::FixRequest, Waiting::Never),
            ErrorKind::Unprocessable => (Action::FixRequest, Waiting::MayHelp),
            ErrorKind::FailedDependency => (Action::FixDependency, Waiting::MayHelp),
            ErrorKind::Cancelled => (Action::Nothing, Waiting::MayHelp),
            ErrorKind::Unknown => (Action::BackOff, Waiting::MayHelp),
        };
        let told = match action {
            Action::WaitAndRetry | Action::BackOff => stated_wait(error, headers),
            _ => None,
        };
        let (wait, wait_from) = told.unzip();
        Self { action, waiting, wait, wait_from }
    }
}

/// The printed wait, which is exact, or `retry-after`, which is it in whole
/// seconds rounded up; the longer one if they contradict each other; the refill
/// rule if neither is there; and what the other headers say where nothing else
/// does.
fn stated_wait(error: &ApiError, headers: &RateHeaders) -> Option<(Nanos, WaitFrom)> {
    let printed = error.limit().and_then(|figures| figures.wait());
    match (printed, headers.retry_after) {
        (Some(printed), Some(header)) => {
            let up = printed.seconds_up();
            let same = (up..=up.saturating_add(1)).contains(&header.seconds_up());
            Some(match same || printed >= header {
                true => (printed, WaitFrom::Text),
                false => (header, WaitFrom::RetryAfter),
            })
        }
        (Some(wait), None) => Some((wait, WaitFrom::Text)),
        (None, Some(wait)) => Some((wait, WaitFrom::RetryAfter)),
        (None, None) => {
            let figures = error.limit().and_then(|figures| figures.computed_wait()?.ceil());
            let figures = figures.map(|wait| (wait, WaitFrom::Figures));
            figures.or_else(|| {
                let limited = error.kind() == ErrorKind::RateLimited;
                let reset = reset_wait(error.error_type(), headers).filter(|_| limited)?;
                Some((reset, WaitFrom::Reset))
            })
        }
    }
}

/// How long until there is room, by the headers of the buckets: those of the type
/// of the error, else those that are empty, else those of the tokens, of which a
/// request may need more than are left.
fn reset_wait(error_type: Option<&str>, headers: &RateHeaders) -> Option<Nanos> {
    let Bucket { limit, remaining, reset } = headers.requests_per_day;
    // One request needs one of the lacking ones.
    let lacking = limit.zip(remaining).map(|(limit, left)| limit.saturating_sub(left).max(1));
    let requests = reset.map(|reset| match (remaining, lacking) {
        (Some(0), Some(lacking)) => Nanos::new(reset.get().div_ceil(lacking)),
        _ => reset,
    });
    let tokens = headers.tokens_per_minute.reset;
    let is_empty = |bucket: Bucket| bucket.remaining == Some(0);
    match error_type {
        Some("requests") if requests.is_some() => requests,
        Some("tokens") if tokens.is_some() => tokens,
        _ if is_empty(headers.requests_per_day) && is_empty(headers.tokens_per_minute) => {
            requests.max(tokens)
        }
        _ if is_empty(headers.requests_per_day) => requests,
        _ => tokens.or(requests),
    }
}
