use serde::Serialize;

use crate::{
    api_error::{ApiError, ErrorKind},
    duration::Nanos,
    headers::RateHeaders,
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
    /// Nothing: the caller ended it.
    Nothing,
}

/// Whether the same request passes later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Waiting {
    /// It does, once the wait is over and nothing else used the room.
    Helps,
    /// It may.
    MayHelp,
    /// It never does.
    Never,
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
            ErrorKind::CapacityExceeded | ErrorKind::Server => (Action::BackOff, Waiting::MayHelp),
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
        let wait = match action {
            Action::WaitAndRetry | Action::BackOff => stated_wait(error, headers),
            _ => None,
        };
        Self { action, waiting, wait }
    }
}

/// The printed wait, which is exact, or `retry-after`, which is it in whole
/// seconds rounded up; the longer one if they contradict each other; the refill
/// rule if neither is there.
fn stated_wait(error: &ApiError, headers: &RateHeaders) -> Option<Nanos> {
    let printed = error.limit().and_then(|figures| figures.wait());
    match (printed, headers.retry_after) {
        (Some(printed), Some(header)) => {
            let up = printed.seconds_up();
            let same = (up..=up.saturating_add(1)).contains(&header.seconds_up());
            Some(if same { printed } else { printed.max(header) })
        }
        (Some(wait), None) | (None, Some(wait)) => Some(wait),
        (None, None) => error.limit()?.computed_wait()?.ceil(),
    }
}
