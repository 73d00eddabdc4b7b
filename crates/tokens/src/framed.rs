use alloc::{borrow::Cow, vec::Vec};

use crate::counter::Counter;

/// A part of a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// One token that no text has, like `<|start|>`.
    Mark(&'static str),
    /// Text that is split into tokens by itself.
    Text(Cow<'a, str>),
    /// A number of tokens that the server adds; their text is not published.
    Added(u64),
}

/// A chat as the model reads it: with the marks of its format, and with what the
/// format adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Framed<'a> {
    pub(crate) pieces: Vec<Piece<'a>>,
    pub(crate) known: bool,
    pub(crate) whole: bool,
}

impl Framed<'_> {
    /// The same with texts of its own.
    pub fn into_owned(self) -> Framed<'static> {
        let own = |piece| match piece {
            Piece::Text(text) => Piece::Text(Cow::Owned(text.into_owned())),
            Piece::Mark(mark) => Piece::Mark(mark),
            Piece::Added(tokens) => Piece::Added(tokens),
        };
        let Self { pieces, known, whole } = self;
        Framed { pieces: pieces.into_iter().map(own).collect(), known, whole }
    }

    /// Its tokens.
    pub fn count(&self, counter: &dyn Counter) -> u64 {
        self.pieces.iter().map(|piece| piece.count(counter)).sum()
    }

    /// The tokens that two prompts begin with: what a cache of exact prefixes
    /// can serve.
    pub fn shared(&self, other: &Self, counter: &dyn Counter) -> u64 {
        let mut shared = 0;
        for pair in self.pieces.iter().zip(&other.pieces) {
            match pair {
                (one, other) if one == other => shared += one.count(counter),
                (Piece::Text(one), Piece::Text(other)) => {
                    return shared + counter.shared(one, other);
                }
                _ => break,
            }
        }
        shared
    }

    /// Whether the format is known exactly: that of gpt-oss without
    /// functions. How definitions of functions are written is near, but is not
    /// promised.
    pub const fn is_known(&self) -> bool {
        self.known
    }

    /// Whether nothing is left out: only for gpt-oss and Llama 4 is it known how
    /// much definitions of functions add.
    pub const fn is_whole(&self) -> bool {
        self.whole
    }
}

impl Piece<'_> {
    fn count(&self, counter: &dyn Counter) -> u64 {
        match self {
            Self::Mark(_) => 1,
            Self::Text(text) => counter.count(text),
            Self::Added(tokens) => *tokens,
        }
    }
}
