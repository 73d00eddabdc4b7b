use alloc::{format, string::ToString};

use crate::{catalog::measure::Amounts, error::Error};

/// One row of a log: a request, when it came and what it took.
///
/// 32 bytes, so that a hundred million of them can pass in a second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Request {
    pub(crate) t_us: u64,
    pub(crate) input: u32,
    pub(crate) cached: u32,
    pub(crate) output: u32,
    /// Nothing stands for "not stated": what is reserved is the greater of it
    /// and the output.
    pub(crate) max_completion: u32,
    pub(crate) audio_ms: u32,
    pub(crate) batchable: bool,
}

impl Request {
    /// The latest time a row may have, in microseconds since 1970: the end of
    /// the year 9999.
    pub const LATEST_US: u64 = 253_402_300_799_999_999;
    /// The most tokens of one kind in a row, as in a question.
    pub const MAX_TOKENS: u32 = 1_000_000_000;
    /// The longest audio of a row in milliseconds, as in a question.
    pub const MAX_AUDIO_MS: u32 = 1_000_000_000;

    /// A request at a time in microseconds (since 1970 where calendar windows
    /// matter) with its prompt tokens, how many of them were cached, and its
    /// completion tokens.
    ///
    /// # Errors
    ///
    /// When a figure is above its bound, or more is cached than was sent.
    pub fn new(t_us: u64, input: u32, cached: u32, output: u32) -> Result<Self, Error> {
        let mut request = Self::default();
        request.set(t_us, input, cached, output)?;
        Ok(request)
    }

    /// As [`Request::new`], in place: whoever reads millions of rows fills the
    /// next one where it lies. After an error nothing has changed.
    ///
    /// # Errors
    ///
    /// As [`Request::new`].
    #[inline]
    pub fn set(&mut self, t_us: u64, input: u32, cached: u32, output: u32) -> Result<(), Error> {
        within("t_us", t_us, Self::LATEST_US)?;
        within("input", input.into(), Self::MAX_TOKENS.into())?;
        if cached > input {
            return Err(overcached(cached, input));
        }
        within("output", output.into(), Self::MAX_TOKENS.into())?;
        (self.t_us, self.input, self.cached, self.output) = (t_us, input, cached, output);
        Ok(())
    }

    /// With the completion tokens that it reserves.
    ///
    /// # Errors
    ///
    /// When they are above [`Request::MAX_TOKENS`].
    pub fn with_max_completion(self, max_completion: u32) -> Result<Self, Error> {
        within("max_completion", max_completion.into(), Self::MAX_TOKENS.into())?;
        Ok(Self { max_completion, ..self })
    }

    /// With audio to transcribe, in milliseconds.
    ///
    /// # Errors
    ///
    /// When it is longer than [`Request::MAX_AUDIO_MS`].
    pub fn with_audio(self, audio_ms: u32) -> Result<Self, Error> {
        within("audio_ms", audio_ms.into(), Self::MAX_AUDIO_MS.into())?;
        Ok(Self { audio_ms, ..self })
    }

    /// Marked as one that may run as batch.
    #[must_use]
    pub const fn with_batchable(self, batchable: bool) -> Self {
        Self { batchable, ..self }
    }

    /// When it came, in microseconds.
    pub const fn t_us(&self) -> u64 {
        self.t_us
    }

    /// Its prompt tokens, the cached ones among them.
    pub const fn input(&self) -> u32 {
        self.input
    }

    /// Its prompt tokens that came from the cache.
    pub const fn cached(&self) -> u32 {
        self.cached
    }

    /// Its completion tokens.
    pub const fn output(&self) -> u32 {
        self.output
    }

    /// The completion tokens that it asks to have reserved; 0 where the log
    /// does not say.
    pub const fn max_completion(&self) -> u32 {
        self.max_completion
    }

    /// Its audio in milliseconds.
    pub const fn audio_ms(&self) -> u32 {
        self.audio_ms
    }

    /// Whether it may run as batch.
    pub const fn is_batchable(&self) -> bool {
        self.batchable
    }

    /// The completion that is set aside: m of the design.
    pub(crate) fn reserved(&self) -> u64 {
        self.max_completion.max(self.output).into()
    }

    /// What it asks for before its end is known.
    pub(crate) fn asked(&self) -> Amounts {
        let input = self.input.into();
        Amounts {
            input,
            uncached_input: input,
            output: self.reserved(),
            audio_millis: self.audio_ms.into(),
        }
    }

    /// What it takes from the limits; its cached tokens count unless they are
    /// credited.
    pub(crate) fn taken(&self, credits: bool) -> Amounts {
        let uncached = self.input - self.cached;
        Amounts {
            input: if credits { uncached } else { self.input }.into(),
            uncached_input: uncached.into(),
            output: self.output.into(),
            audio_millis: self.audio_ms.into(),
        }
    }
}

#[inline]
fn within(field: &str, value: u64, most: u64) -> Result<(), Error> {
    if value <= most { Ok(()) } else { Err(above(field, value, most)) }
}

#[cold]
fn overcached(cached: u32, input: u32) -> Error {
    let range = format!("at most input, which is {input}");
    Error::range("cached", &cached.to_string(), &range)
}

#[cold]
fn above(field: &str, value: u64, most: u64) -> Error {
    Error::range(field, &value.to_string(), &format!("a whole number from 0 to {most}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_half_a_cache_line() {
        assert_eq!(size_of::<Request>(), 32);
    }

    #[test]
    fn takes_what_it_used_and_asks_for_what_it_reserves() {
        let request = Request::new(0, 100, 30, 7).unwrap().with_audio(2500).unwrap();
        let request = request.with_max_completion(9).unwrap();
        let taken = Amounts { input: 70, uncached_input: 70, output: 7, audio_millis: 2500 };
        assert_eq!(request.taken(true), taken);
        assert_eq!(request.taken(false), Amounts { input: 100, ..taken });
        let asked = Amounts { input: 100, uncached_input: 100, output: 9, audio_millis: 2500 };
        assert_eq!(request.asked(), asked);
    }

    #[test]
    fn each_bound_is_itself_legal() {
        let most = Request::MAX_TOKENS;
        let row = Request::new(Request::LATEST_US, most, most, most).unwrap();
        let row = row.with_max_completion(most).unwrap().with_audio(Request::MAX_AUDIO_MS).unwrap();
        assert_eq!((row.t_us(), row.input(), row.cached()), (Request::LATEST_US, most, most));
        assert_eq!((row.output(), row.max_completion(), row.audio_ms()), (most, most, most));
        assert!(!row.is_batchable() && row.with_batchable(true).is_batchable());
        assert_eq!(Request::new(7, 2, 1, 3).unwrap().reserved(), 3);
        assert_eq!(Request::new(7, 2, 1, 3).unwrap().with_max_completion(4).unwrap().reserved(), 4);
    }

    #[test]
    fn a_figure_above_its_bound_names_the_field() {
        let most = Request::MAX_TOKENS;
        let row = Request::new(0, 0, 0, 0).unwrap();
        for (field, error) in [
            ("t_us", Request::new(Request::LATEST_US + 1, 0, 0, 0)),
            ("input", Request::new(0, most + 1, 0, 0)),
            ("cached", Request::new(0, 5, 6, 0)),
            ("output", Request::new(0, 0, 0, most + 1)),
            ("max_completion", row.with_max_completion(most + 1)),
            ("audio_ms", row.with_audio(Request::MAX_AUDIO_MS + 1)),
        ] {
            let error = error.unwrap_err();
            assert!(error.field() == field && error.is_out_of_range(), "{error}");
        }
    }
}
