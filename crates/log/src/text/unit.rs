/// What a number counts since 1970, or since the start of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeUnit {
    /// Seconds.
    Seconds,
    /// Milliseconds.
    Millis,
    /// Microseconds.
    Micros,
    /// Nanoseconds.
    Nanos,
}

/// The years 2000 and 2100, in seconds since 1970.
const FIRST: u64 = 946_684_800;
const LAST: u64 = 4_102_444_800;

impl TimeUnit {
    /// All of them, the longest first.
    pub const ALL: [Self; 4] = [Self::Seconds, Self::Millis, Self::Micros, Self::Nanos];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Seconds => "s",
            Self::Millis => "ms",
            Self::Micros => "us",
            Self::Nanos => "ns",
        }
    }

    /// How many make a second.
    pub(crate) const fn per_second(self) -> u64 {
        match self {
            Self::Seconds => 1,
            Self::Millis => 1_000,
            Self::Micros => 1_000_000,
            Self::Nanos => 1_000_000_000,
        }
    }

    /// The unit in which a number is a time of this century; `None` for one that
    /// is none in any unit.
    pub(crate) fn of_century(whole: u64) -> Option<Self> {
        let is_of = |unit: &Self| {
            let count = unit.per_second();
            (FIRST.saturating_mul(count)..LAST.saturating_mul(count)).contains(&whole)
        };
        Self::ALL.into_iter().find(is_of)
    }
}

/// A number of a unit in microseconds, what is finer cut off; `None` for a text
/// that is no such number.
pub(crate) fn micros(text: &[u8], unit: TimeUnit) -> Option<u64> {
    let (whole, fraction) = parts(text)?;
    let per_second = unit.per_second();
    if per_second > 1_000_000 {
        return Some(whole / (per_second / 1_000_000));
    }
    let micros = 1_000_000 / per_second;
    let mut part = 0u64;
    let mut place = micros;
    for digit in fraction {
        place /= 10;
        part += u64::from(digit - b'0') * place;
    }
    whole.checked_mul(micros)?.checked_add(part)
}

/// The digits before and behind the point of a number that is not negative.
pub(crate) fn parts(text: &[u8]) -> Option<(u64, &[u8])> {
    let point = text.iter().position(|byte| *byte == b'.');
    let (whole, fraction) = match point {
        Some(point) => (&text[..point], &text[point + 1..]),
        None => (text, &[][..]),
    };
    let digits = |text: &[u8]| text.iter().all(u8::is_ascii_digit);
    if whole.is_empty()
        || (point.is_some() && fraction.is_empty())
        || !digits(whole)
        || !digits(fraction)
    {
        return None;
    }
    let fold =
        |number: u64, digit: &u8| number.checked_mul(10)?.checked_add(u64::from(digit - b'0'));
    Some((whole.iter().try_fold(0, fold)?, fraction))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn the_unit_of_a_time_is_told_by_its_size_over_a_grid() {
        // Every ninth day from 2020 to 2030, at odd seconds.
        for second in (1_577_836_800u64..1_893_456_000).step_by(9 * 86_400 + 12_347) {
            for unit in TimeUnit::ALL {
                let whole = second * unit.per_second();
                assert_eq!(TimeUnit::of_century(whole), Some(unit), "{whole}");
                for fraction in ["", ".0", ".25", ".999999999"] {
                    let text = format!("{whole}{fraction}");
                    let found = micros(text.as_bytes(), unit).expect("a number");
                    let most = 1_000_000 / unit.per_second().min(1_000_000);
                    assert!(
                        (second * 1_000_000..second * 1_000_000 + most).contains(&found),
                        "{text}"
                    );
                }
            }
        }
        for small in [0, 5, 61, 946_684_799, 20_260_901] {
            assert_eq!(TimeUnit::of_century(small), None, "{small}");
        }
    }

    #[test]
    fn fractions_to_the_microsecond() {
        assert_eq!(micros(b"1.2345678", TimeUnit::Seconds), Some(1_234_567));
        assert_eq!(micros(b"27482.5", TimeUnit::Millis), Some(27_482_500));
        assert_eq!(micros(b"7.9", TimeUnit::Micros), Some(7));
        assert_eq!(micros(b"1999.9", TimeUnit::Nanos), Some(1));
        for text in ["", ".5", "1.", "-1", "1e3", "1.2.3", "99999999999999999999"] {
            assert_eq!(micros(text.as_bytes(), TimeUnit::Seconds), None, "{text}");
        }
    }
}
