/// What a request asks for, before it is sent.
///
/// ```
/// use groq_calc::limiter::Ask;
///
/// let ask = Ask { tenant: 7, ..Ask::tokens(1500, Some(500)) };
/// assert_eq!((ask.input, ask.max_completion), (1500, Some(500)));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Ask {
    /// Who asks, for a limiter that is fair: any number for each tenant.
    pub tenant: u64,
    /// Prompt tokens, counted or estimated.
    pub input: u64,
    /// What the prompt is at most, where `input` is an estimate: a budget
    /// reserves its price. Below `input` it has no effect.
    pub most_input: u64,
    /// `max_completion_tokens`, where the request names it.
    pub max_completion: Option<u64>,
    /// Milliseconds of audio.
    pub audio_millis: u64,
}

impl Ask {
    /// A request of tokens.
    pub const fn tokens(input: u64, max_completion: Option<u64>) -> Self {
        Self { tenant: 0, input, most_input: 0, max_completion, audio_millis: 0 }
    }

    /// A request with audio alone.
    pub const fn audio(millis: u64) -> Self {
        Self { tenant: 0, input: 0, most_input: 0, max_completion: Some(0), audio_millis: millis }
    }
}
