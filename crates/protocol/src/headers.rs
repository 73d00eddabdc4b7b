use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use crate::duration::Nanos;

/// One bucket as the headers show it. Every field may be missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bucket {
    /// The cap.
    pub limit: Option<u64>,
    /// What is left.
    pub remaining: Option<u64>,
    /// How long until it is full again.
    pub reset: Option<Nanos>,
}

impl Bucket {
    /// What is left some time later if nothing is sent meanwhile: a bucket
    /// refills evenly and is full after `reset`, or, where that is not known,
    /// one window after it was empty. `None` where cap or rest are unknown.
    ///
    /// ```
    /// use groq_protocol::{Bucket, LimitKind, Nanos};
    ///
    /// let reset = Some(Nanos::from_seconds(30));
    /// let bucket = Bucket { limit: Some(8000), remaining: Some(4000), reset };
    /// let window = LimitKind::Tpm.window();
    /// assert_eq!(bucket.left_after(Nanos::from_seconds(15), window), Some(6000));
    /// assert_eq!(bucket.left_after(Nanos::from_seconds(99), window), Some(8000));
    /// ```
    pub fn left_after(&self, elapsed: Nanos, window: Nanos) -> Option<u64> {
        let (limit, remaining) = (self.limit?, self.remaining?);
        let lacking = limit.saturating_sub(remaining);
        let refilled = match self.reset {
            Some(reset) if elapsed >= reset => lacking,
            Some(reset) => scaled(lacking, elapsed, reset),
            None => scaled(limit, elapsed, window),
        };
        Some(remaining.saturating_add(refilled.min(lacking)))
    }

    /// How long it takes from now until it is full, some time after it was seen.
    pub fn full_after(&self, elapsed: Nanos, window: Nanos) -> Option<Nanos> {
        let reset = match self.reset {
            Some(reset) => reset,
            None => {
                let (limit, remaining) = (self.limit?, self.remaining?);
                let lacking = limit.saturating_sub(remaining);
                Nanos::new(scaled(window.get(), Nanos::new(lacking), Nanos::new(limit)))
            }
        };
        Some(Nanos::new(reset.get().saturating_sub(elapsed.get())))
    }
}

/// `count x up / down`, cut; nothing where `down` is nothing.
fn scaled(count: u64, up: Nanos, down: Nanos) -> u64 {
    let product = u128::from(count) * u128::from(up.get());
    let part = product.checked_div(u128::from(down.get())).unwrap_or(0);
    u64::try_from(part).unwrap_or(u64::MAX)
}

/// The rate-limit headers of an answer. Every one is optional: a page in a
/// browser may see none of them.
///
/// Groq's documentation: `x-ratelimit-*-requests` always means requests per
/// *day*, `x-ratelimit-*-tokens` always tokens per *minute*; no header tells of
/// the other limits.
///
/// ```
/// use groq_protocol::RateHeaders;
///
/// let headers = RateHeaders::read([
///     ("X-RateLimit-Limit-Requests", "14400"),
///     ("x-ratelimit-remaining-requests", "14370"),
///     ("x-ratelimit-reset-requests", "2m59.56s"),
///     ("x-ratelimit-remaining-tokens", "many"),
/// ]);
/// assert_eq!(headers.requests_per_day.remaining, Some(14_370));
/// assert_eq!(headers.tokens_per_minute.remaining, None);
/// assert_eq!(headers.unreadable, ["x-ratelimit-remaining-tokens"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateHeaders {
    /// The bucket of requests per day.
    pub requests_per_day: Bucket,
    /// The bucket of tokens per minute.
    pub tokens_per_minute: Bucket,
    /// How long to wait; only beside a 429.
    pub retry_after: Option<Nanos>,
    /// Groq's name for the request.
    pub request_id: Option<String>,
    /// Where it was answered.
    pub region: Option<String>,
    /// Headers that are there but can't be read, or contradict a second one of
    /// the same name.
    pub unreadable: Vec<&'static str>,
}

const NAMES: [&str; 9] = [
    "x-ratelimit-limit-requests",
    "x-ratelimit-remaining-requests",
    "x-ratelimit-reset-requests",
    "x-ratelimit-limit-tokens",
    "x-ratelimit-remaining-tokens",
    "x-ratelimit-reset-tokens",
    "retry-after",
    "x-request-id",
    "x-groq-region",
];

impl RateHeaders {
    /// The names of all headers that are read, lower-case.
    pub const fn names() -> &'static [&'static str] {
        &NAMES
    }

    /// Reads names and values; other headers are passed over.
    pub fn read<'a>(headers: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut values: [Option<&str>; NAMES.len()] = [None; NAMES.len()];
        let mut unreadable = Vec::new();
        for (name, value) in headers {
            let Some(index) = NAMES.iter().position(|known| known.eq_ignore_ascii_case(name))
            else {
                continue;
            };
            if values[index].is_some_and(|first| first.trim() != value.trim())
                && !unreadable.contains(&NAMES[index])
            {
                unreadable.push(NAMES[index]);
            }
            values[index] = Some(value);
        }
        let mut value = |index: usize| {
            let contradicts = unreadable.contains(&NAMES[index]);
            values[index].map(str::trim).filter(|_| !contradicts)
        };
        let texts: [Option<&str>; NAMES.len()] = core::array::from_fn(&mut value);
        let mut count = |index: usize| {
            let text = texts[index]?;
            keep(whole(text), NAMES[index], &mut unreadable)
        };
        let counts = [count(0), count(1), count(3), count(4)];
        let mut duration = |index: usize| {
            let text = texts[index]?;
            keep(text.parse().ok(), NAMES[index], &mut unreadable)
        };
        let resets = [duration(2), duration(5)];
        let retry_after = texts[6].and_then(|text| keep(seconds(text), NAMES[6], &mut unreadable));
        unreadable.sort_by_key(|name| NAMES.iter().position(|known| known == name));
        Self {
            requests_per_day: Bucket { limit: counts[0], remaining: counts[1], reset: resets[0] },
            tokens_per_minute: Bucket { limit: counts[2], remaining: counts[3], reset: resets[1] },
            retry_after,
            request_id: texts[7].map(ToString::to_string),
            region: texts[8].map(ToString::to_string),
            unreadable,
        }
    }
}

fn keep<T>(value: Option<T>, name: &'static str, unreadable: &mut Vec<&'static str>) -> Option<T> {
    if value.is_none() {
        unreadable.push(name);
    }
    value
}

fn whole(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// Groq sends whole seconds; decimals are read as well. A date, which HTTP
/// allows, is not: there is no clock here to compare it with.
fn seconds(text: &str) -> Option<Nanos> {
    let plain = |c: char| c.is_ascii_digit() || c == '.';
    if !text.chars().all(plain) {
        return None;
    }
    alloc::format!("{text}s").parse().ok()
}
