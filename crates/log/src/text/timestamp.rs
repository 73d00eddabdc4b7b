use groq_calc::Date;

/// How a time is written; within a log it does not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    separator: u8,
    zoned: bool,
}

/// Reads times like `2023-11-16 18:17:03.9799600`, the last day kept because
/// the next row is mostly of the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct Clock {
    day: Option<([u8; 10], u64)>,
    layout: Option<Layout>,
}

const DAY_US: u64 = 86_400_000_000;

/// Why a time can't be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It is no time, or none since 1970.
    Illegal,
    /// The times before it were written differently.
    Mixed,
}

impl Clock {
    /// Microseconds since 1970, rounded down; UTC where no zone is named.
    pub(crate) fn read(&mut self, field: &[u8]) -> Result<u64, Fault> {
        let (time, layout) = self.parse(field.trim_ascii()).ok_or(Fault::Illegal)?;
        if *self.layout.get_or_insert(layout) != layout {
            return Err(Fault::Mixed);
        }
        Ok(time)
    }

    /// Whether the times that another has read are written as those here.
    #[cfg(feature = "usage")]
    pub(crate) fn agrees(&mut self, other: &Self) -> bool {
        let known = self.layout.or(other.layout);
        self.layout = known;
        other.layout.is_none() || other.layout == known
    }

    fn parse(&mut self, text: &[u8]) -> Option<(u64, Layout)> {
        let (date, rest) = text.split_first_chunk::<10>()?;
        let (separator, rest) =
            rest.split_first().filter(|(byte, _)| matches!(byte, b' ' | b'T' | b't'))?;
        let (clock, mut rest) = rest.split_first_chunk::<8>()?;
        if clock[2] != b':' || clock[5] != b':' {
            return None;
        }
        let hour = two(&clock[0..2], 23)?;
        let seconds = hour * 3600 + two(&clock[3..5], 59)? * 60 + two(&clock[6..8], 59)?;
        let mut micros = 0;
        if let Some(fraction) = rest.strip_prefix(b".").or_else(|| rest.strip_prefix(b",")) {
            let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if !(1..=9).contains(&digits) {
                return None;
            }
            for place in fraction[..digits].iter().chain(&[b'0'; 6]).take(6) {
                micros = micros * 10 + u64::from(place - b'0');
            }
            rest = &fraction[digits..];
        }
        let time = self.day(date)? * DAY_US + seconds * 1_000_000 + micros;
        let (time, zoned) = match rest {
            [] => (time, false),
            zone => (in_utc(time, zone.trim_ascii_start())?, true),
        };
        Some((time, Layout { separator: *separator, zoned }))
    }

    fn day(&mut self, date: &[u8; 10]) -> Option<u64> {
        if let Some((known, days)) = &self.day
            && known == date
        {
            return Some(*days);
        }
        let day = Date::parse(str::from_utf8(date).ok()?)?;
        let days = u64::try_from(day.days_since_epoch()).ok()?;
        self.day = Some((*date, days));
        Some(days)
    }
}

/// A time of a zone in UTC: `Z`, `UTC`, `GMT`, `+02:00`, `+0200` or `+02`.
fn in_utc(time: u64, zone: &[u8]) -> Option<u64> {
    if [&b"Z"[..], b"UTC", b"GMT"].iter().any(|name| zone.eq_ignore_ascii_case(name)) {
        return Some(time);
    }
    let (sign, digits) = zone.split_first()?;
    let (hours, minutes) = match digits {
        [_, _] => (digits, &b"00"[..]),
        [_, _, b':', minutes @ ..] => (&digits[..2], minutes),
        [_, _, minutes @ ..] => (&digits[..2], minutes),
        _ => return None,
    };
    let east = (two(hours, 23)? * 60 + two(minutes, 59)?) * 60_000_000;
    match sign {
        b'+' => time.checked_sub(east),
        b'-' => Some(time + east),
        _ => None,
    }
}

fn two(digits: &[u8], max: u64) -> Option<u64> {
    let [tens, ones] = digits else { return None };
    if !tens.is_ascii_digit() || !ones.is_ascii_digit() {
        return None;
    }
    let number = u64::from(tens - b'0') * 10 + u64::from(ones - b'0');
    (number <= max).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    fn read(text: &str) -> Result<u64, Fault> {
        Clock::default().read(text.as_bytes())
    }

    #[test]
    fn times_of_the_traces() {
        assert_eq!(read("2023-11-16 18:17:03.9799600"), Ok(1_700_158_623_979_960));
        assert_eq!(read("2024-05-10 00:00:00.009930+00:00"), Ok(1_715_299_200_009_930));
        assert_eq!(read("1970-01-01T00:00:00Z"), Ok(0));
        assert_eq!(read(" 1970-01-02 23:59:59.999999999 "), Ok(2 * DAY_US - 1));
        assert_eq!(read("1970-01-02T00:00:00.5+01:30"), Ok(DAY_US - 5_400_000_000 + 500_000));
        assert_eq!(read("1970-01-02T00:00:00-23:59"), Ok(DAY_US + 86_340_000_000));
        assert_eq!(read("1970-01-01T01:30:00+01:30"), Ok(0));
        for zone in ["Z", "z", " UTC", "UTC", " GMT", "+00:00", "+0000", " +00:00", "-00", "+00"] {
            assert_eq!(read(&format!("1970-01-01t00:00:01,5{zone}")), Ok(1_500_000), "{zone}");
        }
        assert_eq!(read("1970-01-01 02:00:00 +0200"), Ok(0));
        assert_eq!(read("1970-01-01 00:00:00-0530"), Ok(19_800_000_000));
    }

    #[test]
    fn no_other_form() {
        for text in [
            "",
            "16/11/2023 18:17",
            "11/16/2023 18:17:03",
            "2023-11-16",
            "2023-11-16 18:17",
            "2023-11-16_18:17:03",
            "2023-11-16 18-17-03",
            "2023-11-16 18:17-03",
            "2023-11-31 18:17:03",
            "2023-11-16 24:00:00",
            "2023-11-16 18:60:00",
            "2023-11-16 18:17:60",
            "2023-11-16 1a:17:00",
            "2023-11-16 a1:17:00",
            "2023-11-16 18:17:03.",
            "2023-11-16 18:17:03.1234567890",
            "2023-11-16 18:17:03 CEST",
            "2023-11-16 18:17:03 UT",
            "2023-11-16 18:17:03+01:0",
            "2023-11-16 18:17:03+1:00",
            "2023-11-16 18:17:03+24:00",
            "2023-11-16 18:17:03+01:60",
            "2023-11-16 18:17:03+001:00",
            "1969-12-31 23:59:59",
            "1970-01-01T01:29:59+01:30",
            "1700158623",
        ] {
            assert_eq!(read(text), Err(Fault::Illegal), "{text}");
        }
    }

    #[test]
    fn one_form_in_one_log() {
        let mut clock = Clock::default();
        assert!(clock.read(b"2023-11-16 18:17:03.5").is_ok());
        assert!(clock.read(b"2023-11-17 18:17:03").is_ok());
        assert_eq!(clock.read(b"2023-11-17T18:17:03"), Err(Fault::Mixed));
        assert_eq!(clock.read(b"2023-11-17 18:17:03Z"), Err(Fault::Mixed));
        assert_eq!(clock.read(b"2023-11-17"), Err(Fault::Illegal));
        assert_eq!(clock.read(b"1970-01-01 00:00:00"), Ok(0));
    }
}
