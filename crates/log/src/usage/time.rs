use std::prelude::rust_2024::*;

use groq_calc::Date;

use crate::{
    error::quoted,
    text::{
        timestamp::{Clock, Fault},
        unit::{TimeUnit, parts},
    },
};

/// The day whose prices count for a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    /// That of the row's own time, in UTC.
    OfTheRow,
    /// The same for all.
    Always(Date),
}

const SECONDS_A_DAY: i64 = 86_400;

/// Reads times and gives their days, in days since 1970. A time is a day
/// (`2026-06-04`), a day and a time with or without a zone, or a number since
/// 1970 of seconds, milliseconds, microseconds or nanoseconds, with or without a
/// fraction: its size tells the unit. `20260604` is a day.
#[derive(Clone, Debug, Default)]
pub struct TimeReader {
    clock: Clock,
    /// The day read last: the next row is mostly of the same.
    last: Option<([u8; 10], i64)>,
}

impl TimeReader {
    /// One for another part of the log, whose times have to be written alike.
    pub(crate) fn fork(&self) -> Self {
        Self { clock: self.clock.clone(), last: None }
    }

    /// Whether the times of another part are written as those here.
    pub(crate) fn agrees(&mut self, other: &Self) -> bool {
        self.clock.agrees(&other.clock)
    }

    /// The day of a time.
    ///
    /// # Errors
    ///
    /// For a text that is no time, or written otherwise than those before it.
    #[inline]
    pub fn day(&mut self, field: &[u8]) -> Result<i64, String> {
        let text = field.trim_ascii();
        if let Some((known, day)) = self.last {
            // What follows the day is a time of it where no zone moves it.
            let same = text.len() >= 10 && text[..10] == known;
            if same && (text.len() == 10 || Self::is_utc_clock(&text[10..])) {
                return Ok(day);
            }
        }
        self.read(text)
    }

    /// `T18:17:03`, perhaps with a fraction and a `Z`, digit by digit.
    #[inline]
    fn is_utc_clock(text: &[u8]) -> bool {
        let [b' ' | b'T', h1, h2, b':', m1, m2, b':', s1, s2, rest @ ..] = text else {
            return false;
        };
        let two = |tens: u8, ones: u8, max: u8| {
            let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
            tens <= 9 && ones <= 9 && tens * 10 + ones <= max
        };
        let rest = rest.strip_suffix(b"Z").unwrap_or(rest);
        let fraction = match rest {
            [] => true,
            [b'.', digits @ ..] => {
                (1..=9).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit)
            }
            _ => false,
        };
        two(*h1, *h2, 23) && two(*m1, *m2, 59) && two(*s1, *s2, 59) && fraction
    }

    fn read(&mut self, text: &[u8]) -> Result<i64, String> {
        let illegal = || {
            format!(
                "the time is {}; it must be like 2026-06-04, 2026-06-04 18:17:03 or a number since 1970",
                quoted(text)
            )
        };
        if let Some((whole, _)) = parts(text) {
            if let Some(day) = calendar_day(text) {
                return Ok(day);
            }
            // Beyond this century a number is told by its digits.
            let unit = TimeUnit::of_century(whole).unwrap_or(match whole {
                ..100_000_000_000 => TimeUnit::Seconds,
                100_000_000_000..100_000_000_000_000 => TimeUnit::Millis,
                100_000_000_000_000..100_000_000_000_000_000 => TimeUnit::Micros,
                _ => TimeUnit::Nanos,
            });
            let seconds = i64::try_from(whole / unit.per_second()).map_err(|_| illegal())?;
            return Ok(seconds / SECONDS_A_DAY);
        }
        let date = text.get(..10).and_then(|date| str::from_utf8(date).ok()).and_then(Date::parse);
        let (Some(date), Ok(start)) = (date, <[u8; 10]>::try_from(&text[..10.min(text.len())]))
        else {
            return Err(illegal());
        };
        let day = date.days_since_epoch();
        if text.len() == 10 {
            self.last = Some((start, day));
            return Ok(day);
        }
        let micros = self.clock.read(text).map_err(|fault| match fault {
            Fault::Illegal => illegal(),
            Fault::Mixed => {
                format!("the time is {}; it must be written like those before it", quoted(text))
            }
        })?;
        self.last = Some((start, day));
        Ok(i64::try_from(micros / 1_000_000).unwrap_or(i64::MAX) / SECONDS_A_DAY)
    }
}

/// A day in digits alone, of this century.
fn calendar_day(text: &[u8]) -> Option<i64> {
    let [y @ .., m1, m2, d1, d2] = text else { return None };
    let text = format!(
        "{}-{}{}-{}{}",
        str::from_utf8(y).ok()?,
        *m1 as char,
        *m2 as char,
        *d1 as char,
        *d2 as char
    );
    (y.len() == 4 && y.starts_with(b"20")).then(|| Date::parse(&text))?.map(Date::days_since_epoch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_every_form() {
        let day = Date::constant(2026, 6, 4).days_since_epoch();
        for text in [
            "2026-06-04",
            " 2026-06-04 ",
            "2026-06-04 00:00:00",
            "2026-06-04T23:59:59.999999Z",
            "2026-06-03T23:00:00-02:00",
            "2026-06-05T01:00:00+02:00",
            "1780531200",
            "1780531200000",
            "1780617599999999",
            "1780531200.25",
            "1780617599.999999",
            "1780531200000.5",
            "1780531200000000000",
            "20260604",
            "2026-06-04 23:59:59 UTC",
            "2026-06-04T23:59:59,999+0000",
            "2026-06-05T01:00:00+0200",
        ] {
            assert_eq!(TimeReader::default().day(text.as_bytes()), Ok(day), "{text}");
        }
        let mut reader = TimeReader::default();
        for (text, days) in [
            ("2026-06-04T01:00:00+02:00", day - 1),
            ("2026-06-04T03:00:00+02:00", day),
            ("2026-06-04T23:00:00Z", day),
        ] {
            assert_eq!(reader.day(text.as_bytes()), Ok(days), "{text}");
        }
    }

    #[test]
    fn what_is_no_time() {
        for text in
            ["", "soon", "2026-13-01", "2026-06-04 25:00:00", "2026-06-04x", "-5", "1.", "1.2.3"]
        {
            let mut reader = TimeReader::default();
            assert!(reader.day(text.as_bytes()).is_err(), "{text}");
            assert!(reader.day(b"2026-06-04").is_ok());
            assert!(reader.day(text.as_bytes()).is_err(), "{text} after a good one");
        }
    }
}
