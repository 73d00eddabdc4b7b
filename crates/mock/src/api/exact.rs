//! Counting tokens as a pasted text's are counted.

use groq_tokens::{Counter, Family};

/// The vocabulary of gpt-oss, where this build has it.
pub(crate) const fn counter() -> Option<&'static dyn Counter> {
    #[cfg(feature = "exact")]
    return Some(&groq_tokens::GptOss);
    #[cfg(not(feature = "exact"))]
    None
}

/// Unpacks the vocabulary, which takes a moment when it is first used.
pub(crate) fn unpack() {
    if let Some(exact) = counter() {
        exact.count("a");
    }
}

/// The tokens of a text for a model.
pub(crate) fn count(model: &str, text: &str) -> u64 {
    match (Family::of(model), counter()) {
        (Family::GptOss, Some(exact)) => exact.count(text),
        (family, _) => family.counter().count(text),
    }
}
