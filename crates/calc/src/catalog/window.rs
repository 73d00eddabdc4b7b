use crate::num::date::Date;

const SECOND: u64 = 1_000_000;
const HOUR: u64 = 3600 * SECOND;
const DAY: u64 = 24 * HOUR;

/// The time over which a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Window {
    /// A second.
    Second,
    /// A minute.
    Minute,
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A month: 30 days, or a calendar month where it is reset.
    Month,
    /// While a request runs: what is in flight at once.
    InFlight,
}

impl Window {
    /// Each of them.
    pub const ALL: [Self; 6] =
        [Self::Second, Self::Minute, Self::Hour, Self::Day, Self::Month, Self::InFlight];

    /// How many there are.
    pub(crate) const COUNT: usize = Self::ALL.len();

    /// Its name, as in "tokens per day".
    pub const fn title(self) -> &'static str {
        match self {
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Month => "month",
            Self::InFlight => "in flight",
        }
    }

    /// Its length in microseconds; `None` where no time gives anything back.
    pub const fn micros(self) -> Option<u64> {
        match self {
            Self::Second => Some(SECOND),
            Self::Minute => Some(60 * SECOND),
            Self::Hour => Some(HOUR),
            Self::Day => Some(DAY),
            Self::Month => Some(30 * DAY),
            Self::InFlight => None,
        }
    }
}

/// How a limit gives back what was used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refill {
    /// A bucket that refills evenly, never above the cap.
    #[default]
    Continuous,
    /// All at once when the calendar's next window begins, a day at midnight.
    Calendar(Zone),
}

/// A time zone in whose midnight a day begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Zone {
    /// UTC.
    Utc,
    /// America/Los_Angeles, by the rule that holds since 2007.
    Pacific,
}

impl Zone {
    /// Each of them.
    pub const ALL: [Self; 2] = [Self::Utc, Self::Pacific];

    /// Its name in the time zone database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utc => "UTC",
            Self::Pacific => "America/Los_Angeles",
        }
    }

    /// The first microsecond since 1970 of the window after the one at `now`;
    /// `None` for what is in flight, and once there is no later month in the
    /// calendar, which ends with the year 9999.
    pub(crate) fn next(self, window: Window, now: u64) -> Option<u128> {
        let length = match window {
            Window::Second | Window::Minute | Window::Hour | Window::Day => window.micros()?,
            Window::Month => {
                let day = (i128::from(now) - self.behind(now)).div_euclid(DAY.into());
                let today = Date::from_days_since_epoch(i64::try_from(day).ok()?)?;
                // The first of a month and 31 days more are always in the next one.
                let first = |date: Date| date.days_since_epoch() - i64::from(date.day()) + 1;
                let next = first(Date::from_days_since_epoch(first(today) + 31)?);
                return Some(self.midnight(next.into(), now));
            }
            Window::InFlight => return None,
        };
        if window < Window::Day {
            // Zones differ by whole hours.
            return Some(u128::from(now - now % length) + u128::from(length));
        }
        let day = (i128::from(now) - self.behind(now)).div_euclid(length.into());
        Some(self.midnight(day + 1, now))
    }

    /// When a day begins there; the day is counted from 1970.
    fn midnight(self, day: i128, now: u64) -> u128 {
        let local = day * i128::from(DAY);
        // The clocks may be changed between now and then, but never at midnight.
        let about = u64::try_from(local + self.behind(now)).unwrap_or(u64::MAX);
        u128::try_from(local + self.behind(about)).unwrap_or_default()
    }

    /// Microseconds by which its clocks are behind UTC.
    fn behind(self, now: u64) -> i128 {
        match self {
            Self::Utc => 0,
            Self::Pacific if is_summer(now) => i128::from(7 * HOUR),
            Self::Pacific => i128::from(8 * HOUR),
        }
    }
}

/// From the second Sunday of March, 2:00 Pacific Standard Time, to the first of
/// November, 2:00 Pacific Daylight Time.
fn is_summer(now: u64) -> bool {
    let Some(today) = i64::try_from(now / DAY).ok().and_then(Date::from_days_since_epoch) else {
        return false;
    };
    let sunday = |month: u8, from_day: u8| {
        let first = Date::constant(today.year(), month, from_day).days_since_epoch();
        // 1970-01-01 was a Thursday.
        first + (3 - first).rem_euclid(7)
    };
    let at = |day: i64, hour: u64| i128::from(day) * i128::from(DAY) + i128::from(hour * HOUR);
    (at(sunday(3, 8), 10)..at(sunday(11, 1), 9)).contains(&i128::from(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Microseconds at an hour of a day, UTC.
    fn at(year: u16, month: u8, day: u8, hour: u64) -> u64 {
        Date::constant(year, month, day).days_since_epoch() as u64 * DAY + hour * HOUR
    }

    #[track_caller]
    fn next(zone: Zone, window: Window, now: u64, then: u64) {
        assert_eq!(zone.next(window, now), Some(u128::from(then)));
        assert_eq!(zone.next(window, then - 1), Some(u128::from(then)));
        assert!(zone.next(window, then).unwrap() > u128::from(then));
    }

    #[test]
    fn a_window_ends_where_the_calendar_says() {
        let now = at(2026, 2, 28, 23) + 5;
        for zone in [Zone::Utc, Zone::Pacific] {
            next(zone, Window::Second, now, now - 5 + SECOND);
            next(zone, Window::Minute, now, now - 5 + 60 * SECOND);
            next(zone, Window::Hour, now, now - 5 + HOUR);
            assert_eq!(zone.next(Window::InFlight, now), None);
        }
        next(Zone::Utc, Window::Day, now, at(2026, 3, 1, 0));
        next(Zone::Utc, Window::Month, now, at(2026, 3, 1, 0));
        next(Zone::Utc, Window::Month, at(2026, 3, 1, 0), at(2026, 4, 1, 0));
        next(Zone::Utc, Window::Month, at(2026, 12, 31, 23), at(2027, 1, 1, 0));
        next(Zone::Pacific, Window::Month, at(2026, 3, 1, 7), at(2026, 3, 1, 8));
        next(Zone::Pacific, Window::Month, at(2026, 3, 1, 8), at(2026, 4, 1, 7));
    }

    #[test]
    fn midnight_of_a_zone_follows_its_summer_time() {
        next(Zone::Pacific, Window::Day, at(2026, 1, 5, 9), at(2026, 1, 6, 8));
        next(Zone::Pacific, Window::Day, at(2026, 7, 5, 7), at(2026, 7, 6, 7));
        // The days on which the clocks change have 23 and 25 hours.
        next(Zone::Pacific, Window::Day, at(2026, 3, 8, 8), at(2026, 3, 9, 7));
        next(Zone::Pacific, Window::Day, at(2026, 11, 1, 7), at(2026, 11, 2, 8));
        // 2023 and 2027 begin on a Sunday and a Friday.
        next(Zone::Pacific, Window::Day, at(2023, 3, 12, 8), at(2023, 3, 13, 7));
        next(Zone::Pacific, Window::Day, at(2027, 11, 7, 7), at(2027, 11, 8, 8));
        assert_eq!(Zone::Pacific.next(Window::Day, 0), Some(u128::from(8 * HOUR)));
    }

    #[test]
    fn summer_time_begins_and_ends_on_the_hour() {
        for (from, to) in
            [(at(2026, 3, 8, 10), at(2026, 11, 1, 9)), (at(2024, 3, 10, 10), at(2024, 11, 3, 9))]
        {
            assert!(!is_summer(from - 1) && is_summer(from));
            assert!(is_summer(to - 1) && !is_summer(to));
        }
        assert!(!is_summer(u64::MAX));
    }

    #[test]
    fn the_last_time_has_a_next_window() {
        for window in [Window::Second, Window::Minute, Window::Hour, Window::Day] {
            for zone in [Zone::Utc, Zone::Pacific] {
                assert!(zone.next(window, u64::MAX).unwrap() > u128::from(u64::MAX), "{window:?}");
            }
        }
        assert_eq!(Zone::Utc.next(Window::Month, u64::MAX), None);
    }
}
