use crate::{classes::Classes, counter::Counter, weights};

/// The vocabulary of a model, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// gpt-oss: `o200k_harmony`, the one that can be counted exactly.
    GptOss,
    /// Llama 3.
    Llama,
    /// Llama 4. Measured with the vocabulary of Llama 3; its own is larger.
    Llama4,
    /// Qwen 3.
    Qwen3,
    /// Qwen 3.5 and later. Measured with that of Qwen 3.6.
    Qwen35,
    /// Every other model: nothing was measured.
    Unknown,
}

impl Family {
    /// All that are measured.
    pub const MEASURED: [Self; 4] = [Self::GptOss, Self::Llama, Self::Qwen3, Self::Qwen35];

    /// The family of a model id.
    ///
    /// ```
    /// use groq_tokens::Family;
    ///
    /// assert_eq!(Family::of("openai/gpt-oss-20b"), Family::GptOss);
    /// assert_eq!(Family::of("qwen/qwen3-32b"), Family::Qwen3);
    /// assert_eq!(Family::of("allam-2-7b"), Family::Unknown);
    /// ```
    pub fn of(model: &str) -> Self {
        let name = model.rsplit('/').next().unwrap_or_default();
        if name.starts_with("gpt-oss") {
            Self::GptOss
        } else if name.starts_with("llama-4") {
            Self::Llama4
        } else if name.starts_with("llama") {
            Self::Llama
        } else if name.starts_with("qwen3.") {
            Self::Qwen35
        } else if name.starts_with("qwen3-") {
            Self::Qwen3
        } else {
            Self::Unknown
        }
    }

    /// Its name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::GptOss => "gpt-oss",
            Self::Llama => "Llama 3",
            Self::Llama4 => "Llama 4",
            Self::Qwen3 => "Qwen 3",
            Self::Qwen35 => "Qwen 3.5 and later",
            Self::Unknown => "unknown",
        }
    }

    /// Its estimates as a counter.
    pub const fn counter(self) -> &'static dyn Counter {
        match self {
            Self::GptOss => &Self::GptOss,
            Self::Llama => &Self::Llama,
            Self::Llama4 => &Self::Llama4,
            Self::Qwen3 => &Self::Qwen3,
            Self::Qwen35 => &Self::Qwen35,
            Self::Unknown => &Self::Unknown,
        }
    }

    /// The estimated tokens of a text, without the framing of a chat.
    ///
    /// ```
    /// use groq_tokens::Family;
    ///
    /// assert_eq!(Family::Llama.estimate(""), 0);
    /// assert!((4..=8).contains(&Family::Llama.estimate("Where is my order?")));
    /// ```
    pub fn estimate(self, text: &str) -> u64 {
        let counts = Classes::of(text);
        let weighed = counts.counts().iter().zip(&self.weights().thousandths);
        let sum = weighed.fold(0u64, |sum, (count, weight)| {
            sum.saturating_add(count.saturating_mul(u64::from(*weight)))
        });
        // No text is free.
        sum.saturating_add(500).checked_div(1000).unwrap_or(0).max(u64::from(!text.is_empty()))
    }

    /// How far off the estimates were, in permille of the real count: 95 of
    /// 100 texts of the sample were within it. `None` where nothing was measured.
    pub const fn error_permille(self) -> Option<u64> {
        match self {
            Self::Unknown => None,
            _ => Some(self.weights().error_permille),
        }
    }

    const fn weights(self) -> &'static weights::Weights {
        match self {
            Self::GptOss => &weights::GPT_OSS,
            Self::Llama | Self::Llama4 => &weights::LLAMA,
            Self::Qwen35 => &weights::QWEN35,
            // The smallest of the vocabularies errs on the side of more tokens.
            Self::Qwen3 | Self::Unknown => &weights::QWEN3,
        }
    }
}

impl Counter for Family {
    fn count(&self, text: &str) -> u64 {
        self.estimate(text)
    }

    fn is_exact(&self) -> bool {
        false
    }
}
