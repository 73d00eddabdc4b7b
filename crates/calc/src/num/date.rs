use core::{fmt, str::FromStr};

use crate::error::Error;

/// A calendar day, as `YYYY-MM-DD`.
///
/// ```
/// use groq_calc::Date;
/// let day = Date::parse("2026-06-04").unwrap();
/// assert_eq!(day, Date::constant(2026, 6, 4));
/// assert_eq!(day.to_string(), "2026-06-04");
/// assert!(Date::parse("2026-02-29").is_none());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// A day written in the source code.
    ///
    /// # Panics
    ///
    /// When there is no such day; in a constant that is a compile error.
    pub const fn constant(year: u16, month: u8, day: u8) -> Self {
        assert!(Self::exists(year, month, day), "no such day");
        Self { year, month, day }
    }

    /// Reads `YYYY-MM-DD`; `None` for any other form or a day that never was.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let part = |range: core::ops::Range<usize>| {
            bytes[range].iter().try_fold(0u16, |sum, byte| {
                byte.is_ascii_digit().then(|| sum * 10 + u16::from(byte - b'0'))
            })
        };
        let (year, month, day) = (part(0..4)?, part(5..7)? as u8, part(8..10)? as u8);
        Self::exists(year, month, day).then_some(Self { year, month, day })
    }

    /// The year.
    pub(crate) const fn year(self) -> u16 {
        self.year
    }

    /// The day of the month.
    pub(crate) const fn day(self) -> u8 {
        self.day
    }

    /// As [`Date::parse`], with an error for a field of that name.
    pub(crate) fn read(field: &str, text: &str) -> Result<Self, Error> {
        Self::parse(text).ok_or_else(|| Error::range(field, text, "a date like 2026-06-04"))
    }

    const fn exists(year: u16, month: u8, day: u8) -> bool {
        let leap =
            (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return false,
        };
        year >= 1 && year <= 9999 && day >= 1 && day <= days
    }

    /// Days since 1970-01-01, for the age of a figure.
    pub fn days_since_epoch(self) -> i64 {
        // Years start in March here, so that the leap day comes last.
        let (year, month) = (i64::from(self.year), i64::from(self.month));
        let year = if month <= 2 { year - 1 } else { year };
        let era_year = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i64::from(self.day) - 1;
        let day_of_era = era_year * 365 + era_year / 4 - era_year / 100 + day_of_year;
        year.div_euclid(400) * 146_097 + day_of_era - 719_468
    }

    /// The day a number of days after 1970-01-01; `None` before the year 1 and after
    /// 9999.
    ///
    /// ```
    /// use groq_calc::Date;
    /// let day = Date::constant(2026, 6, 4);
    /// assert_eq!(Date::from_days_since_epoch(day.days_since_epoch()), Some(day));
    /// ```
    pub fn from_days_since_epoch(days: i64) -> Option<Self> {
        // Far beyond every legal day, and far from an overflow.
        if !(-1_000_000..=4_000_000).contains(&days) {
            return None;
        }
        // As above, years start in March.
        let days = days + 719_468;
        let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let leap_days = day_of_era / 1460 - day_of_era / 36_524 + day_of_era / 146_096;
        let era_year = (day_of_era - leap_days) / 365;
        let day_of_year = day_of_era - (365 * era_year + era_year / 4 - era_year / 100);
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = era * 400 + era_year + i64::from(month <= 2);
        let year = u16::try_from(year).ok().filter(|year| (1..=9999).contains(year))?;
        // Both are within a month and a year.
        Some(Self { year, month: month as u8, day: day as u8 })
    }
}

impl FromStr for Date {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::read("date", text)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_leap_years() {
        assert_eq!(Date::constant(1970, 1, 1).days_since_epoch(), 0);
        assert_eq!(Date::constant(2000, 3, 1).days_since_epoch(), 11_017);
        assert_eq!(Date::constant(2026, 11, 24).days_since_epoch(), 20_781);
    }

    #[test]
    fn a_day_is_found_from_its_number() {
        let first = Date::constant(1, 1, 1).days_since_epoch();
        let last = Date::constant(9999, 12, 31).days_since_epoch();
        // Miri is hundreds of times slower.
        let step = if cfg!(miri) { 9973 } else { 97 };
        for days in (first..last).step_by(step).chain(-800..800).chain([last - 1]) {
            let [day, next] = [days, days + 1].map(|days| {
                let day = Date::from_days_since_epoch(days).unwrap();
                assert_eq!(day.days_since_epoch(), days);
                assert!(Date::exists(day.year, day.month, day.day), "{day}");
                day
            });
            assert!(day < next);
        }
        for days in [first - 1, last + 1, i64::MIN, i64::MAX] {
            assert_eq!(Date::from_days_since_epoch(days), None);
        }
    }

    #[test]
    fn only_real_days_are_read() {
        for text in ["", "2026-6-4", "2026-13-01", "2026-04-31", "2100-02-29", "abcd-01-01"] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        assert!(Date::parse("2024-02-29").is_some());
        assert_eq!("2024-02-29".parse(), Ok(Date::constant(2024, 2, 29)));
        let error = "2023-02-29".parse::<Date>().unwrap_err();
        assert_eq!((error.field(), error.is_out_of_range()), ("date", true));
    }
}
