use tiktoken_rs::{CoreBPE, o200k_harmony_singleton};

use crate::counter::{Counter, common_start};

/// The vocabulary of gpt-oss. The first use builds it, which takes some tenths
/// of a second.
///
/// ```
/// use groq_tokens::{Counter, GptOss};
///
/// assert_eq!(GptOss.count("Where is my order?"), 5);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct GptOss;

/// A text is cut into pieces of this many bytes where that changes no token:
/// the pattern that splits it gives up on a run of a million characters.
const PIECE: usize = 1 << 16;
/// Bytes enough for what a token stands in.
const TOKEN: usize = 1 << 10;

impl Counter for GptOss {
    fn count(&self, text: &str) -> u64 {
        let vocabulary = o200k_harmony_singleton();
        Pieces(text).map(|piece| vocabulary.count_ordinary(piece) as u64).sum()
    }

    fn shared(&self, one: &str, other: &str) -> u64 {
        let vocabulary = o200k_harmony_singleton();
        // What is behind the first difference and its token changes nothing.
        let same = common_start(one, other).len();
        let (one, other) = (start(one, same + TOKEN), start(other, same + TOKEN));
        let same = tokens(vocabulary, one).zip(tokens(vocabulary, other));
        same.take_while(|(one, other)| one == other).count() as u64
    }

    fn is_exact(&self) -> bool {
        true
    }
}

fn tokens(vocabulary: &CoreBPE, text: &str) -> impl Iterator<Item = u32> {
    Pieces(text).flat_map(|piece| vocabulary.encode_ordinary(piece))
}

/// At least so many bytes of a text from its start.
fn start(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    &text[..end]
}

/// Parts of a text whose tokens are those of the whole, for those who count a
/// long one and say how far they are.
pub fn pieces(text: &str) -> impl Iterator<Item = &str> {
    Pieces(text)
}

struct Pieces<'a>(&'a str);

impl<'a> Iterator for Pieces<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let text = self.0;
        if text.is_empty() {
            return None;
        }
        let (piece, rest) = text.split_at(if text.len() <= PIECE { text.len() } else { cut(text) });
        self.0 = rest;
        Some(piece)
    }
}

/// The last place within the first piece at which no token crosses: no part of
/// the pattern has a letter before a space, and none goes from a line break on to
/// a letter. A text without one is cut where it must be, which may make
/// one token of it two.
fn cut(text: &str) -> usize {
    let mut end = PIECE;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let bytes = text.as_bytes();
    let between = |at: &usize| {
        let (before, after) = (bytes[at - 1], bytes[*at]);
        (before.is_ascii_alphabetic() && after == b' ')
            || (before == b'\n' && after.is_ascii_alphabetic())
    };
    (1..end).rev().find(between).unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Over several pieces as in one.
    #[test]
    fn pieces_change_nothing() {
        let vocabulary = o200k_harmony_singleton();
        for part in
            ["fn main() {\n    let x = 1;\n}\n", "The end of a line \n", "Это строка.\na b 12 "]
        {
            let text = part.repeat(2 * PIECE / part.len() + 1);
            assert!(Pieces(&text).count() > 1);
            assert_eq!(GptOss.count(&text), vocabulary.count_ordinary(&text) as u64, "{part:?}");
        }
    }

    /// The library panics where its pattern gives up.
    #[test]
    fn long_runs_come_to_an_end() {
        for part in [" ", "a", "A", "世", "\t", "9", "-", "\u{301}", "\n", "Aa"] {
            let text = part.repeat(200_000 / part.len());
            let count = GptOss.count(&text);
            assert!(count > 0 && count <= text.len() as u64, "{part:?}: {count}");
        }
    }

    #[test]
    fn tokens_at_the_start() {
        assert_eq!(GptOss.shared("Hello world, one", "Hello world, two"), 3);
        // The characters `Hello wor` are the same, the second token is not.
        assert_eq!(GptOss.shared("Hello world", "Hello worship"), 1);
        assert_eq!(GptOss.shared("", "x"), 0);
    }
}
