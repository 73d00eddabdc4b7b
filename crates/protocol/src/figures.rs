use core::cmp::Ordering;

use crate::{duration::Nanos, headers::Bucket, limit::LimitKind, wait::RefillWait};

/// The figures that a rate-limit text states, each only if it is there in full.
///
/// The forms, old and new: `... on tokens per minute (TPM): Limit 6000, Used
/// 5034, Requested 1443. Please try again in 4.77s.`, with `Requested ~12903`,
/// without `Used` where a request is too large, and with an empty name. Model
/// names hold digits, so figures are read only after the limit's name. A figure
/// counts only if a comma or full stop ends it: a cut text is not a small number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LimitFigures {
    kind: Option<LimitKind>,
    limit: Option<u64>,
    used: Option<u64>,
    requested: Option<u64>,
    approximate: bool,
    wait: Option<Nanos>,
}

/// How a printed wait stands to the one computed from the other figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// The same, but for the rounding of used and requested.
    Agrees,
    /// Further apart than rounding explains: one of the figures is not right.
    Differs {
        /// `Greater` if the printed wait is the longer one.
        printed: Ordering,
        /// By how many nanoseconds.
        nanos: u128,
    },
    /// A figure is missing, so nothing can be compared.
    Unknown,
}

impl LimitFigures {
    /// Reads `text`, a message on one line; `whole` if its end is known to be
    /// its end. `None` if it is no text about a limit.
    pub(crate) fn read(text: &str, whole: bool) -> Option<Self> {
        let mut anchors = text.match_indices(": Limit");
        let (anchor, _) = anchors.next()?;
        if anchors.next().is_some() {
            // Two texts in one: which figure belongs to which is anybody's guess.
            return Some(Self::default());
        }
        let (name, tail) = (&text[..anchor], &text[anchor + 2..]);
        let kind = name.rsplit_once(" on ").and_then(|(_, name)| LimitKind::from_words(name));
        let (requested, approximate) = count(tail, ", Requested ");
        Some(Self {
            kind,
            limit: tail.strip_prefix("Limit ").and_then(|_| count(tail, "Limit ").0),
            used: count(tail, ", Used ").0,
            requested,
            approximate: approximate && requested.is_some(),
            wait: wait(tail, whole),
        })
    }

    /// Which limit; `None` where the text leaves it blank or contradicts itself.
    pub const fn kind(&self) -> Option<LimitKind> {
        self.kind
    }

    /// The cap.
    pub const fn limit(&self) -> Option<u64> {
        self.limit
    }

    /// What was counted already; it may exceed the cap.
    pub const fn used(&self) -> Option<u64> {
        self.used
    }

    /// What this request asked for: the prompt and the reserved completion.
    pub const fn requested(&self) -> Option<u64> {
        self.requested
    }

    /// Whether the text marks what was requested as an estimate (`~`).
    pub const fn is_approximate(&self) -> bool {
        self.approximate
    }

    /// The wait as printed.
    pub const fn wait(&self) -> Option<Nanos> {
        self.wait
    }

    /// The wait by the refill rule; `None` while the limit or a figure is
    /// unknown.
    pub fn computed_wait(&self) -> Option<RefillWait> {
        self.wait_over(self.kind?.window())
    }

    /// The wait by the refill rule for a window given by the caller, for a text
    /// that does not name its limit.
    pub fn wait_over(&self, window: Nanos) -> Option<RefillWait> {
        RefillWait::new(self.limit?, self.used?, self.requested?, window)
    }

    /// Whether the printed wait bears the other figures out.
    pub fn agreement(&self) -> Agreement {
        let (Some(printed), Some(computed)) = (self.wait, self.computed_wait()) else {
            return Agreement::Unknown;
        };
        if computed.agrees(printed) {
            return Agreement::Agrees;
        }
        let (side, nanos) = computed.difference(printed);
        Agreement::Differs { printed: side, nanos }
    }

    /// The bucket that the text shows, as far as it does. How long it takes to
    /// fill follows from the printed wait, so that it is right for a server
    /// whose time runs faster.
    pub fn bucket(&self) -> Bucket {
        let remaining = self.limit.zip(self.used).map(|(limit, used)| limit.saturating_sub(used));
        let reset = || {
            let (limit, used, requested) = (self.limit?, self.used?, self.requested?);
            let lacking = u128::from(used) + u128::from(requested);
            let lacking = lacking.checked_sub(u128::from(limit))?;
            let product = u128::from(self.wait?.get()).checked_mul(u128::from(used))?;
            u64::try_from(product.checked_div(lacking)?).ok().map(Nanos::new)
        };
        Bucket { limit: self.limit, remaining, reset: reset() }
    }

    /// Whether the request asks for more than the bucket ever holds, so that no
    /// wait makes it pass; `None` while that is unknown.
    pub fn exceeds_limit(&self) -> Option<bool> {
        Some(self.requested? > self.limit?)
    }
}

/// What follows the only `label` in `text`.
fn after<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    let mut found = text.match_indices(label);
    let (index, _) = found.next()?;
    found.next().is_none().then(|| &text[index + label.len()..])
}

/// The whole number after a label, and whether a tilde stands before it.
fn count(text: &str, label: &str) -> (Option<u64>, bool) {
    let Some(rest) = after(text, label) else { return (None, false) };
    let (approximate, rest) = match rest.strip_prefix('~') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let end = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = &rest[..rest.len() - end.len()];
    let ended = match end.as_bytes() {
        [b',' | b'.'] => true,
        [b',' | b'.', next, ..] => *next == b' ',
        _ => false,
    };
    // A leading zero is no number that a program prints.
    let plain = digits == "0" || !digits.starts_with('0');
    (if ended && plain { digits.parse().ok() } else { None }, approximate)
}

/// The duration after `Please try again in`.
fn wait(text: &str, whole: bool) -> Option<Nanos> {
    let rest = after(text, ". Please try again in ")?;
    let stop = rest
        .match_indices('.')
        .map(|(index, _)| index)
        .find(|index| matches!(rest.as_bytes().get(index + 1), None | Some(b' ')));
    let duration = match stop {
        Some(stop) => &rest[..stop],
        None if whole => rest,
        None => return None,
    };
    duration.parse().ok()
}
