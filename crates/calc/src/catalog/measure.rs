/// What a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Measure {
    /// Requests.
    Requests,
    /// Prompt and completion tokens together.
    Tokens,
    /// Prompt tokens.
    Input,
    /// Prompt tokens that did not come from a cache.
    UncachedInput,
    /// Completion tokens.
    Output,
    /// Seconds of audio.
    AudioSeconds,
}

impl Measure {
    /// Each of them.
    pub const ALL: [Self; 6] = [
        Self::Requests,
        Self::Tokens,
        Self::Input,
        Self::UncachedInput,
        Self::Output,
        Self::AudioSeconds,
    ];

    /// How many there are.
    pub(crate) const COUNT: usize = Self::ALL.len();

    /// Its plural, as in "tokens per day".
    pub const fn title(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::Tokens => "tokens",
            Self::Input => "input tokens",
            Self::UncachedInput => "uncached input tokens",
            Self::Output => "output tokens",
            Self::AudioSeconds => "audio seconds",
        }
    }

    /// Metered units in one of the limit's own: audio is metered in milliseconds,
    /// while its caps are seconds.
    pub const fn subunits(self) -> u64 {
        match self {
            Self::AudioSeconds => 1000,
            _ => 1,
        }
    }

    /// What it counts of these amounts, in metered units.
    #[inline]
    pub const fn of(self, amounts: &Amounts) -> u64 {
        match self {
            Self::Requests => 1,
            Self::Tokens => amounts.input.saturating_add(amounts.output),
            Self::Input => amounts.input,
            Self::UncachedInput => amounts.uncached_input,
            Self::Output => amounts.output,
            Self::AudioSeconds => amounts.audio_millis,
        }
    }
}

/// What one request takes of the limits, beside the request itself.
///
/// Which prompt tokens count is for the caller to say: Groq credits cached ones
/// back, so there `input` is the prompt without them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Amounts {
    /// Prompt tokens.
    pub input: u64,
    /// Prompt tokens that no cache served.
    pub uncached_input: u64,
    /// Completion tokens.
    pub output: u64,
    /// Milliseconds of audio.
    pub audio_millis: u64,
}

impl Amounts {
    /// A request of tokens, none of its prompt cached.
    pub const fn tokens(input: u64, output: u64) -> Self {
        Self { input, uncached_input: input, output, audio_millis: 0 }
    }

    /// A request with audio alone.
    pub const fn audio(millis: u64) -> Self {
        Self { input: 0, uncached_input: 0, output: 0, audio_millis: millis }
    }
}

/// Whose use a limit adds up. Groq's hold for the organisation, model by model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Scope {
    /// All use of one model by the account.
    #[default]
    Model,
    /// All use by one project.
    Project,
    /// All use by the account.
    Account,
}

impl Scope {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Model, Self::Project, Self::Account];

    /// As in "per project".
    pub const fn title(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Project => "project",
            Self::Account => "account",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_measure_counts_its_own_amount() {
        let amounts = Amounts { input: 100, uncached_input: 70, output: 7, audio_millis: 2500 };
        let counts = [
            (Measure::Requests, 1),
            (Measure::Tokens, 107),
            (Measure::Input, 100),
            (Measure::UncachedInput, 70),
            (Measure::Output, 7),
            (Measure::AudioSeconds, 2500),
        ];
        for (measure, count) in counts {
            assert_eq!(measure.of(&amounts), count, "{measure:?}");
        }
        assert_eq!(counts.len(), Measure::COUNT);
        let most = Amounts::tokens(u64::MAX, u64::MAX);
        assert_eq!(
            (Measure::Tokens.of(&most), Measure::UncachedInput.of(&most)),
            (u64::MAX, u64::MAX)
        );
        assert_eq!(Measure::AudioSeconds.of(&Amounts::audio(5)), 5);
        assert_eq!(Measure::Tokens.of(&Amounts::audio(5)), 0);
    }
}
