use crate::num::units::{AudioMillis, Tokens};

/// What one request asks for and what it leaves counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct RequestLoad {
    /// Prompt tokens.
    pub input_tokens: Tokens,
    /// Those of them that the cache credits back; none where the model does
    /// not cache.
    pub credited_tokens: Tokens,
    /// Completion tokens.
    pub output_tokens: Tokens,
    /// Completion tokens reserved: the output at least.
    pub reserved_tokens: Tokens,
    /// Prompt and reserved completion, or where a request is admitted by what
    /// is expected of it prompt and output: what has to find room at once.
    pub asked_tokens: Tokens,
    /// Prompt less the credited part, and the output: what stays counted.
    pub counted_tokens: Tokens,
    /// The length of its audio.
    pub audio: AudioMillis,
    /// The length that is billed: ten seconds at least.
    pub billed_audio: AudioMillis,
}
