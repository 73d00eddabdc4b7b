use groq_calc::{Limit, catalog::Measure};

/// A limit that the code enforces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnforcedLimit {
    /// The limit.
    pub limit: Limit,
    /// Its cap.
    pub cap: u64,
    /// What the code lets pass: the cap without the safety margin.
    pub usable: u64,
}

const DAY: u64 = 86_400;

impl EnforcedLimit {
    /// Whether it is a limit of a day, which a restart must not forget.
    pub(crate) fn is_daily(self) -> bool {
        measure(self.limit).is_some_and(|(_, seconds)| seconds == DAY)
    }
}

/// What the code counts for a limit, and the seconds of its window; `None` for
/// limits that chat completions do not meet.
pub(crate) const fn measure(limit: Limit) -> Option<(&'static str, u64)> {
    let count = match limit.measure {
        Measure::Requests => "requests",
        Measure::Tokens => "tokens",
        Measure::Input => "input",
        Measure::Output => "output",
        Measure::UncachedInput | Measure::AudioSeconds => return None,
    };
    match limit.window.micros() {
        Some(micros) => Some((count, micros / 1_000_000)),
        None => None,
    }
}
