use alloc::format;

use crate::{error::Error, num::units::Tokens};

/// The tokens of one request, as the field `usage` of Groq's response counts
/// them: the cached ones are a part of the prompt.
///
/// ```
/// use groq_calc::Usage;
/// let usage = Usage::new(4641, 4608, 1817).unwrap();
/// assert_eq!(usage.uncached_input().get(), 33);
/// let error = Usage::new(100, 101, 0).unwrap_err();
/// assert_eq!(error.to_string(), "cached_input is `101`; it must be at most the input, 100");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Usage {
    input: u64,
    cached_input: u64,
    output: u64,
}

impl Usage {
    /// A prompt of `input` tokens, `cached_input` of which came from the cache,
    /// and a completion of `output` tokens, reasoning included.
    ///
    /// # Errors
    ///
    /// When more tokens are cached than there are in the prompt.
    #[inline]
    pub fn new(input: u64, cached_input: u64, output: u64) -> Result<Self, Error> {
        if cached_input > input {
            return Err(above_input("cached_input", cached_input, input));
        }
        Ok(Self { input, cached_input, output })
    }

    /// Prompt tokens, cached or not.
    pub const fn input(self) -> Tokens {
        Tokens::new(self.input)
    }

    /// Prompt tokens from the cache.
    pub const fn cached_input(self) -> Tokens {
        Tokens::new(self.cached_input)
    }

    /// Prompt tokens that were not in the cache.
    pub const fn uncached_input(self) -> Tokens {
        Tokens::new(self.input - self.cached_input)
    }

    /// Completion tokens.
    pub const fn output(self) -> Tokens {
        Tokens::new(self.output)
    }
}

#[cold]
pub(crate) fn above_input(field: &str, cached_input: u64, input: u64) -> Error {
    let range = format!("at most the input, {input}");
    Error::range(field, &format!("{cached_input}"), &range)
}
