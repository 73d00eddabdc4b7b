/// Counts the tokens of a text.
pub trait Counter {
    /// The tokens of a text, without the framing of a chat.
    fn count(&self, text: &str) -> u64;

    /// The tokens at the start of both texts that are the same. Without the
    /// tokens themselves those of the characters that are the same.
    fn shared(&self, one: &str, other: &str) -> u64 {
        self.count(common_start(one, other))
    }

    /// Whether a count is that of the model's own vocabulary.
    fn is_exact(&self) -> bool;
}

/// The longest text that both begin with.
pub(crate) fn common_start<'a>(one: &'a str, other: &str) -> &'a str {
    let same = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    let mut end = same;
    while !one.is_char_boundary(end) {
        end -= 1;
    }
    &one[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_ends_between_characters() {
        assert_eq!(common_start("über", "übel"), "übe");
        // The second bytes of both differ.
        assert_eq!(common_start("aü", "aö"), "a");
        assert_eq!(common_start("same", "same"), "same");
        assert_eq!(common_start("", "x"), "");
    }
}
