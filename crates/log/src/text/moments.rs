use alloc::{format, string::String};

use groq_calc::replay::Request;

use crate::{
    error::quoted,
    text::{
        timestamp::{Clock, Fault},
        unit::{TimeUnit, micros, parts},
    },
};

/// What is known of the times of a log besides their size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hint {
    /// The unit was named: nothing is told by size.
    Named(TimeUnit),
    /// A time that is not of this century counts from the log's start in this
    /// unit.
    Likely(TimeUnit),
    // A trace of lengths is JSON.
    #[cfg_attr(not(feature = "json"), allow(dead_code))]
    /// The same in milliseconds where it is written without a fraction, else in
    /// seconds.
    MillisOrSeconds,
    /// Nothing.
    None,
}

/// How the first time of a log was read; the others are read in the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// A date and a time.
    Date,
    /// Since 1970.
    Since1970(TimeUnit),
    /// From the log's start.
    FromStart(TimeUnit, Fraction),
}

/// Whether numbers have a fraction, where that decides the unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fraction {
    Free,
    Never,
}

/// Reads the times of a log in microseconds. The unit of a number is told by its
/// size; where there is doubt, that is an error.
#[derive(Clone, Debug)]
pub(crate) struct Moments {
    hint: Hint,
    form: Option<Form>,
    clock: Clock,
}

impl Moments {
    pub(crate) fn new(hint: Hint) -> Self {
        Self { hint, form: None, clock: Clock::default() }
    }

    /// Reads a time; `name` is that of its field.
    pub(crate) fn read(&mut self, name: &str, text: &[u8]) -> Result<u64, String> {
        let text = text.trim_ascii();
        let counted = |unit| {
            let (text, unit) = (quoted(text), words(unit));
            format!("{name} is {text}; it must be a time in {unit}, from 0 on")
        };
        let illegal = || match self.form {
            Some(Form::Since1970(unit) | Form::FromStart(unit, _)) => counted(unit),
            _ => format!(
                "{name} is {}; it must be a time like 2026-06-04 18:17:03, or a number from 0 on",
                quoted(text)
            ),
        };
        if text.is_empty() {
            return Err(format!("{name} is missing"));
        }
        if !text.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.') {
            if self.form.is_some_and(|form| form != Form::Date) {
                return Err(illegal());
            }
            let time = self.clock.read(text).map_err(|fault| match fault {
                Fault::Illegal => illegal(),
                Fault::Mixed => {
                    format!("{name} is {}; it must be written like those before it", quoted(text))
                }
            })?;
            self.form = Some(Form::Date);
            return Ok(time);
        }
        let (whole, fraction) = parts(text).ok_or_else(illegal)?;
        let form = match self.form {
            Some(Form::Date) => {
                return Err(format!("{name} is {}; those before it are dates", quoted(text)));
            }
            Some(form) => form,
            None => self.told(name, text, whole, !fraction.is_empty())?,
        };
        let unit = match form {
            Form::Since1970(unit) | Form::FromStart(unit, _) => unit,
            Form::Date => return Err(illegal()),
        };
        let other = TimeUnit::of_century(whole).filter(|other| *other != unit);
        let changes = match form {
            _ if matches!(self.hint, Hint::Named(_)) => false,
            Form::Since1970(_) => TimeUnit::of_century(whole).is_none() || other.is_some(),
            Form::FromStart(_, Fraction::Never) if !fraction.is_empty() => true,
            // Counted from a start, a time may grow into that of a finer clock.
            Form::FromStart(..) => {
                other.is_some_and(|other| other.per_second() > unit.per_second())
            }
            Form::Date => false,
        };
        if changes {
            return Err(format!(
                "{name} is {}; those before it were read as {}: name the unit with --time-unit s, ms, us or ns",
                quoted(text),
                words(unit)
            ));
        }
        let time = micros(text, unit).filter(|time| *time <= Request::LATEST_US);
        let time = time.ok_or_else(|| counted(unit))?;
        self.form = Some(form);
        Ok(time)
    }

    /// How the first number is to be read.
    fn told(&self, name: &str, text: &[u8], whole: u64, fraction: bool) -> Result<Form, String> {
        if let Hint::Named(unit) = self.hint {
            return Ok(Form::FromStart(unit, Fraction::Free));
        }
        if let Some(unit) = TimeUnit::of_century(whole) {
            return Ok(Form::Since1970(unit));
        }
        match self.hint {
            Hint::Likely(unit) => Ok(Form::FromStart(unit, Fraction::Free)),
            Hint::MillisOrSeconds if fraction => {
                Ok(Form::FromStart(TimeUnit::Seconds, Fraction::Free))
            }
            Hint::MillisOrSeconds => Ok(Form::FromStart(TimeUnit::Millis, Fraction::Never)),
            _ => Err(format!(
                "{name} is {}, which does not tell its unit: name it with --time-unit s, ms, us or ns",
                quoted(text)
            )),
        }
    }
}

fn words(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Seconds => "seconds",
        TimeUnit::Millis => "milliseconds",
        TimeUnit::Micros => "microseconds",
        TimeUnit::Nanos => "nanoseconds",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    fn read(hint: Hint, times: &[&str]) -> Result<Vec<u64>, String> {
        let mut moments = Moments::new(hint);
        times.iter().map(|time| moments.read("timestamp", time.as_bytes())).collect()
    }

    #[test]
    fn a_clock_is_told_by_its_first_time() {
        let minute = [1_790_121_600_000_000, 1_790_121_660_000_000];
        for times in [
            ["1790121600", "1790121660"],
            ["1790121600.0", "1790121660.000"],
            ["1790121600000", "1790121660000"],
            ["1790121600000000", "1790121660000000"],
            ["1790121600000000000", "1790121660000000000"],
            ["2026-09-23T00:00:00Z", "2026-09-23T00:01:00Z"],
            ["2026-09-23 02:00:00+02:00", "2026-09-23 02:01:00+02:00"],
            ["2026-09-23 00:00:00 UTC", "2026-09-23 00:01:00 UTC"],
        ] {
            for hint in [Hint::None, Hint::MillisOrSeconds, Hint::Likely(TimeUnit::Seconds)] {
                assert_eq!(read(hint, &times).as_deref(), Ok(&minute[..]), "{times:?}");
            }
        }
        let seconds = Hint::Named(TimeUnit::Seconds);
        assert_eq!(read(seconds, &["0", "1.5"]).as_deref(), Ok(&[0, 1_500_000][..]));
        assert_eq!(read(Hint::MillisOrSeconds, &["61.114"]).as_deref(), Ok(&[61_114_000][..]));
        assert_eq!(read(Hint::MillisOrSeconds, &["0", "62"]).as_deref(), Ok(&[0, 62_000][..]));
    }

    #[test]
    fn doubt_names_the_flag() {
        for (hint, times) in [
            (Hint::None, ["0", "62"]),
            (Hint::None, ["0.5", "62.5"]),
            (Hint::MillisOrSeconds, ["0", "61.114"]),
            (Hint::MillisOrSeconds, ["0", "1790121600000000"]),
            (Hint::None, ["1790121600", "1790121660000"]),
            (Hint::None, ["1790121600", "5"]),
        ] {
            let error = read(hint, &times).expect_err("it is in doubt");
            assert!(error.contains("--time-unit"), "{error}");
        }
        for times in
            [["2026-09-23T00:00:00Z", "1790121600"], ["1790121600", "2026-09-23T00:00:00Z"]]
        {
            assert!(read(Hint::None, &times).is_err());
        }
    }
}
