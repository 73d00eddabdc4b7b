//! What can go wrong with a request, as data.

use groq_protocol::{Advice, ApiError, RateHeaders, Waiting};

/// Why there is no answer, or no more of it.
#[derive(Clone)]
pub(super) enum Failure {
    /// The API answered with an error.
    Refused(Box<Refusal>),
    /// The browser says that there is no network.
    Offline,
    /// The browser gave no reason: no network, a blocked region, or an answer
    /// that the page may not read. Nothing is known of the key.
    Blocked,
    /// The visitor ended it.
    Cancelled,
    /// The stream broke off.
    Cut,
    /// An answer that makes no sense; its beginning, without secrets.
    Unreadable(String),
}

/// An error of the API.
#[derive(Clone)]
pub(super) struct Refusal {
    pub(super) error: ApiError,
    pub(super) advice: Advice,
    pub(super) headers: RateHeaders,
    /// The body, without secrets.
    pub(super) raw: String,
    /// When it came, on the page's clock.
    pub(super) at: f64,
}

impl Failure {
    /// An error answered by the API. `raw` is without secrets already.
    pub(super) fn refused(status: u16, raw: String, headers: RateHeaders, at: f64) -> Self {
        let error = ApiError::parse(status, &raw);
        let advice = Advice::new(&error, &headers);
        Self::Refused(Box::new(Refusal { error, advice, headers, raw, at }))
    }

    pub(super) fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// Whether the same request may pass later.
    pub(super) fn may_pass(&self) -> bool {
        match self {
            Self::Refused(refusal) => refusal.advice.waiting != Waiting::Never,
            Self::Offline | Self::Blocked | Self::Cut | Self::Unreadable(_) => true,
            Self::Cancelled => false,
        }
    }

    /// When the told wait ends, on the page's clock.
    pub(super) fn retry_at(&self) -> Option<f64> {
        let refusal = self.refusal()?;
        let wait = refusal.advice.wait?;
        // A millisecond more, since the clock counts no parts of one.
        Some(refusal.at + (wait.get() / 1_000_000 + 1) as f64)
    }

    /// Whether it is certain that nothing was billed.
    pub(super) fn is_free(&self) -> bool {
        self.refusal().is_some_and(|refusal| (400..500).contains(&refusal.error.status()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16, body: &str) -> Failure {
        Failure::refused(status, body.to_string(), RateHeaders::default(), 1000.0)
    }

    #[test]
    fn a_413_never_passes_and_a_429_does_after_its_wait() {
        let large = refused(
            413,
            "Request too large for model `m` in organization `org_…` on tokens per minute (TPM): Limit 8000, Requested 9000, please",
        );
        assert!(!large.may_pass());
        assert_eq!(large.retry_at(), None);
        let late = refused(
            429,
            "Rate limit reached for model `m` in organization `org_…` on requests per minute (RPM): Limit 30, Used 30, Requested 1. Please try again in 2s. Need",
        );
        assert!(late.may_pass());
        assert_eq!(late.retry_at(), Some(3001.0));
    }

    #[test]
    fn what_is_not_known_may_have_cost_something() {
        assert!(refused(400, "").is_free());
        assert!(!refused(503, "").is_free());
        assert!(!Failure::Cut.is_free() && !Failure::Blocked.is_free());
    }
}
