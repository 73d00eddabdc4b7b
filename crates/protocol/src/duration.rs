use core::fmt;

use crate::error::Error;

/// A length of time in whole nanoseconds, read and written as Go does.
///
/// Groq's reset headers and error texts carry Go's `time.Duration`, like
/// `2m59.56s`, `577ms` or `6.780999999s`. Reading what was written gives the
/// same length, and so does the other way round for any text Go would write.
///
/// ```
/// use groq_protocol::Nanos;
///
/// let reset: Nanos = "2m59.56s".parse().unwrap();
/// assert_eq!(reset.get(), 179_560_000_000);
/// assert_eq!(reset.to_string(), "2m59.56s");
/// assert_eq!("6m 11.52s".parse(), Ok(Nanos::new(371_520_000_000)), "spaces are tolerated");
/// assert!("59".parse::<Nanos>().is_err(), "a number without a unit is no duration");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nanos(u64);

const SECOND: u64 = 1_000_000_000;

/// Units that stand alone, with both spellings of micro.
const SHORT: [(&str, u64); 4] = [("ms", 1_000_000), ("us", 1_000), ("µs", 1_000), ("ns", 1)];

impl Nanos {
    /// So many nanoseconds.
    pub const fn new(nanos: u64) -> Self {
        Self(nanos)
    }

    /// So many whole seconds; as many as fit for more than 584 years.
    pub const fn from_seconds(seconds: u64) -> Self {
        Self(seconds.saturating_mul(1_000_000_000))
    }

    /// The plain count.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// Whole seconds, rounded up: what `retry-after` states.
    pub const fn seconds_up(self) -> u64 {
        self.0.div_ceil(1_000_000_000)
    }

    /// Whole milliseconds, rounded up: what a timer is set to.
    pub const fn millis_up(self) -> u64 {
        self.0.div_ceil(1_000_000)
    }

    fn read(text: &str) -> Result<u64, &'static str> {
        let text = text.trim();
        let (whole, fraction, unit, rest) = part(text)?;
        if let Some((_, nanos)) = SHORT.iter().find(|(name, _)| *name == unit) {
            return match rest {
                "" => scaled(whole, fraction, *nanos),
                _ => Err("a unit below the second stands alone"),
            };
        }
        // After hours Go writes minutes, be they none, and after those seconds.
        let (hours, whole, fraction, unit, rest) = match unit {
            "h" if fraction.is_empty() => {
                let (minutes, fraction, unit, rest) = part(rest)?;
                (scaled(whole, "", 3600 * SECOND)?, minutes, fraction, unit, rest)
            }
            _ => (0, whole, fraction, unit, rest),
        };
        let (minutes, whole, fraction, unit, rest) = match unit {
            "m" if fraction.is_empty() => {
                let (seconds, fraction, unit, rest) = part(rest)?;
                (scaled(whole, "", 60 * SECOND)?, seconds, fraction, unit, rest)
            }
            _ if hours > 0 => return Err("minutes follow hours"),
            _ => (0, whole, fraction, unit, rest),
        };
        if unit != "s" || !rest.is_empty() {
            return Err("its units must be h, m and s in this order, or ms, us or ns alone");
        }
        let seconds = scaled(whole, fraction, SECOND)?;
        let over = |larger: u64, part: u64, most: u64| larger > 0 && part >= most;
        if over(hours, minutes, 3600 * SECOND) || over(hours | minutes, seconds, 60 * SECOND) {
            return Err("below a larger unit there are fewer than 60");
        }
        hours.checked_add(minutes).and_then(|sum| sum.checked_add(seconds)).ok_or(TOO_LONG)
    }
}

const TOO_LONG: &str = "it is too long";

/// The first number with its decimals and its unit, and what follows.
fn part(text: &str) -> Result<(&str, &str, &str, &str), &'static str> {
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (whole, rest) = text.split_at(digits(text));
    let (fraction, rest) = match rest.strip_prefix('.') {
        None => ("", rest),
        Some(rest) if digits(rest) == 0 => return Err("decimals are missing"),
        Some(rest) => rest.split_at(digits(rest)),
    };
    if whole.is_empty() {
        return Err("a number is missing");
    }
    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let (unit, rest) = rest.split_at(end);
    let unit = if unit == "\u{3bc}s" { "µs" } else { unit };
    Ok((whole, fraction, unit, rest.trim_start_matches(' ')))
}

/// `whole.fraction` units of `nanos` each, if that is a whole number.
fn scaled(whole: &str, fraction: &str, nanos: u64) -> Result<u64, &'static str> {
    let whole: u64 = whole.parse().map_err(|_| TOO_LONG)?;
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > 18 {
        return Err("it has parts of a nanosecond");
    }
    let mut part = 0u128;
    for digit in fraction.bytes() {
        part = part * 10 + u128::from(digit - b'0');
    }
    let scale = 10u128.pow(fraction.len() as u32);
    let part = part * u128::from(nanos);
    if !part.is_multiple_of(scale) {
        return Err("it has parts of a nanosecond");
    }
    let total = u128::from(whole) * u128::from(nanos) + part / scale;
    u64::try_from(total).map_err(|_| TOO_LONG)
}

impl core::str::FromStr for Nanos {
    type Err = Error;

    /// Reads what Go prints, with spaces between the parts if need be. Go's own
    /// parser takes more (`90m`, `1h500ms`); here such a text counts as damaged,
    /// since an `h` for an `m` would go unseen.
    ///
    /// # Errors
    ///
    /// For anything else, a sign, a part of a nanosecond or more than 584 years.
    fn from_str(text: &str) -> Result<Self, Error> {
        Self::read(text).map(Self).map_err(|why| Error::duration(text, why))
    }
}

/// Writes `whole.fraction` without trailing zeros; `fraction` has `places`.
fn decimal(
    f: &mut fmt::Formatter<'_>,
    whole: u64,
    mut fraction: u64,
    places: usize,
) -> fmt::Result {
    write!(f, "{whole}")?;
    if fraction == 0 {
        return Ok(());
    }
    let mut places = places;
    while fraction.is_multiple_of(10) {
        fraction /= 10;
        places -= 1;
    }
    write!(f, ".{fraction:0places$}")
}

impl fmt::Display for Nanos {
    /// As Go prints a `time.Duration`: `0s`, `577ms`, `1.5µs`, `2h1m0s`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanos = self.0;
        match nanos {
            0 => f.write_str("0s"),
            1..1_000 => write!(f, "{nanos}ns"),
            1_000..1_000_000 => {
                decimal(f, nanos / 1_000, nanos % 1_000, 3)?;
                f.write_str("µs")
            }
            1_000_000..1_000_000_000 => {
                decimal(f, nanos / 1_000_000, nanos % 1_000_000, 6)?;
                f.write_str("ms")
            }
            _ => {
                let seconds = nanos / 1_000_000_000;
                if seconds >= 3600 {
                    write!(f, "{}h", seconds / 3600)?;
                }
                if seconds >= 60 {
                    write!(f, "{}m", seconds / 60 % 60)?;
                }
                decimal(f, seconds % 60, nanos % 1_000_000_000, 9)?;
                f.write_str("s")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    fn nanos(text: &str) -> u64 {
        text.parse::<Nanos>().unwrap().get()
    }

    #[test]
    fn texts_seen_in_headers_and_errors() {
        assert_eq!(nanos("577ms"), 577_000_000);
        assert_eq!(nanos("7.66s"), 7_660_000_000);
        assert_eq!(nanos("6.780999999s"), 6_780_999_999);
        assert_eq!(nanos("2m59.56s"), 179_560_000_000);
        assert_eq!(nanos("9m38.016s"), 578_016_000_000);
        assert_eq!(nanos("2h1m0s"), 7_260_000_000_000);
        assert_eq!(nanos("1h23m45.6s"), 5_025_600_000_000);
        assert_eq!(nanos("6m 11.52s"), 371_520_000_000);
        assert_eq!(nanos("12us"), 12_000);
        assert_eq!(nanos("12.5\u{b5}s"), 12_500);
        assert_eq!(nanos("12.5\u{3bc}s"), 12_500);
        assert_eq!(nanos("3ns"), 3);
        assert_eq!(nanos("1m0s"), 60_000_000_000, "m is a minute");
        assert_eq!(nanos("1ms"), 1_000_000, "ms is not");
        assert_eq!(nanos("0s"), 0);
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            " ",
            "5",
            "s",
            ".5s",
            "5.s",
            "-1s",
            "+1s",
            "1.2.3s",
            "1s2m",
            "1s1s",
            "1.5m3s",
            "1x",
            "1M",
            "0.5ns",
            "0.0000000001s",
            "1e3s",
            "1 s",
            "1,5s",
            "20000000h",
            "1sm",
            "١s",
        ] {
            assert!(text.parse::<Nanos>().is_err(), "{text}");
        }
        let error = "1.2.3s".parse::<Nanos>().unwrap_err();
        assert!(error.is_duration());
        assert!(error.to_string().starts_with("`1.2.3s` is no duration: "), "{error}");
    }

    #[test]
    fn written_as_go_writes() {
        for text in [
            "0s",
            "1ns",
            "1.5µs",
            "577ms",
            "999.999999ms",
            "1s",
            "59.999999999s",
            "1m0s",
            "2m59.56s",
            "1h0m0s",
            "2h1m0s",
            "5124095h34m33.709551615s",
        ] {
            assert_eq!(Nanos::new(nanos(text)).to_string(), text);
        }
        assert_eq!(Nanos::new(u64::MAX).seconds_up(), 18_446_744_074);
        assert_eq!(Nanos::new(u64::MAX).millis_up(), 18_446_744_073_710);
        assert_eq!((Nanos::new(1_000_000).millis_up(), Nanos::new(1_000_001).millis_up()), (1, 2));
    }
}
