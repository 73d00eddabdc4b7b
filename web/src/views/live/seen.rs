//! Limits that answers have shown.

use groq_protocol::{Bucket, LimitKind, Nanos, RateHeaders};

use super::failure::Failure;

/// One limit of a model, as it was last seen.
#[derive(Clone, PartialEq)]
pub(super) struct SeenLimit {
    pub(super) model: String,
    pub(super) limit: LimitKind,
    pub(super) bucket: Bucket,
    /// When, on the page's clock.
    at: f64,
}

impl SeenLimit {
    fn elapsed(&self, now: f64) -> Nanos {
        Nanos::new(((now - self.at).max(0.0) * 1e6) as u64)
    }

    /// What is left by now if nothing else was sent.
    pub(super) fn left(&self, now: f64) -> Option<u64> {
        self.bucket.left_after(self.elapsed(now), self.limit.window())
    }

    /// How long until it is full.
    pub(super) fn full_in(&self, now: f64) -> Option<Nanos> {
        self.bucket.full_after(self.elapsed(now), self.limit.window())
    }
}

/// All of them, in the order of models and limits.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Seen(Vec<SeenLimit>);

impl Seen {
    pub(super) fn all(&self) -> &[SeenLimit] {
        &self.0
    }

    fn put(&mut self, model: &str, limit: LimitKind, bucket: Bucket, at: f64) {
        if bucket.limit.is_none() && bucket.remaining.is_none() {
            return;
        }
        let seen = SeenLimit { model: model.to_string(), limit, bucket, at };
        let key = |seen: &SeenLimit| (seen.model.clone(), seen.limit);
        match self.0.binary_search_by_key(&key(&seen), key) {
            Ok(place) => self.0[place] = seen,
            Err(place) => self.0.insert(place, seen),
        }
    }

    /// Takes what the headers of an answer show.
    pub(super) fn headers(&mut self, model: &str, headers: &RateHeaders, at: f64) {
        self.put(model, LimitKind::Rpd, headers.requests_per_day, at);
        self.put(model, LimitKind::Tpm, headers.tokens_per_minute, at);
    }

    /// Takes what an error shows: its headers, and the figures in its text.
    pub(super) fn failure(&mut self, model: &str, failure: &Failure) {
        let Some(refusal) = failure.refusal() else { return };
        let model = refusal.error.model().unwrap_or(model);
        self.headers(model, &refusal.headers, refusal.at);
        if let Some((limit, figures)) =
            refusal.error.limit().and_then(|figures| Some((figures.kind()?, figures)))
        {
            let mut bucket = figures.bucket();
            // A 413 tells the cap alone; what is left may be known from before.
            if bucket.remaining.is_none()
                && let Some(old) =
                    self.0.iter().find(|old| old.limit == limit && old.model == model)
                && old.bucket.limit == bucket.limit
            {
                return;
            }
            bucket.limit = bucket.limit.filter(|cap| *cap > 0);
            self.put(model, limit, bucket, refusal.at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_and_errors_tell_of_limits() {
        let mut seen = Seen::default();
        seen.headers("m", &RateHeaders::default(), 0.0);
        assert!(seen.all().is_empty(), "what is not readable is not zero");
        let headers = RateHeaders::read([
            ("x-ratelimit-limit-tokens", "8000"),
            ("x-ratelimit-remaining-tokens", "2000"),
            ("x-ratelimit-reset-tokens", "45s"),
        ]);
        seen.headers("m", &headers, 1000.0);
        let [tokens] = seen.all() else { panic!("one limit") };
        assert_eq!(tokens.left(1000.0), Some(2000));
        assert_eq!(tokens.left(16_000.0), Some(4000));
        assert_eq!(tokens.full_in(16_000.0), Some(Nanos::from_seconds(30)));
        let error = "Rate limit reached for model `n` in organization `org_…` on requests per minute (RPM): Limit 30, Used 30, Requested 1. Please try again in 2s. Need";
        seen.failure("m", &Failure::refused(429, error.to_string(), RateHeaders::default(), 0.0));
        let requests = &seen.all()[1];
        assert_eq!(
            (requests.model.as_str(), requests.limit, requests.left(0.0)),
            ("n", LimitKind::Rpm, Some(0))
        );
        assert_eq!(requests.left(2000.0), Some(1));
    }
}
