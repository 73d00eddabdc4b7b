//! How the replay writes times, options and limits.

use crate::{
    i18n::{
        locale::Locale,
        messages::{Sentence, replay::Replay},
    },
    page::context::Page,
};

const SECOND: u64 = 1_000_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// The texts of the page's language.
pub(super) fn messages() -> &'static Replay {
    Page::here().messages().replay()
}

/// A length of time in its two largest units; short ones to the microsecond.
pub(super) fn time(locale: Locale, micros: u64) -> String {
    let m = locale.messages().replay();
    let two = |sentence: &Sentence<2>, unit: u64, part: u64| {
        sentence.with([&locale.count(micros / unit), &locale.count(micros % unit / part)])
    };
    match micros {
        DAY.. => two(&m.days_hours, DAY, HOUR),
        HOUR.. => two(&m.hours_minutes, HOUR, MINUTE),
        MINUTE.. => two(&m.minutes_seconds, MINUTE, SECOND),
        _ => {
            let places = format!("{:06}", micros % SECOND);
            let places = places.trim_end_matches('0');
            let point = if places.is_empty() { "" } else { "." };
            m.seconds.with([&format!("{}{point}{places}", micros / SECOND)])
        }
    }
}

/// A time on the picture's axis: `1:30`, minutes of hours or seconds of minutes.
pub(super) fn clock(micros: u64, hours: bool) -> String {
    let unit = if hours { MINUTE } else { SECOND };
    let count = micros / unit;
    format!("{}:{:02}", count / 60, count % 60)
}

/// A log so long is read in hours.
pub(super) const fn in_hours(micros: u64) -> bool {
    micros >= 2 * HOUR
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_two_units() {
        for (micros, text) in [
            (0, "0 s"),
            (1, "0.000001 s"),
            (1_500_000, "1.5 s"),
            (59_999_999, "59.999999 s"),
            (61_900_000, "1 min 1 s"),
            (2 * HOUR, "2 h 0 min"),
            (DAY + 5 * HOUR, "1 d 5 h"),
        ] {
            assert_eq!(time(Locale::En, micros), text);
        }
        assert_eq!(clock(90 * MINUTE, true), "1:30");
        assert_eq!(clock(90 * SECOND, false), "1:30");
    }
}
