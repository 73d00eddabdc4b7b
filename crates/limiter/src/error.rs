use std::fmt;

use groq_calc::limiter::Never;

/// Why a request was not admitted, or what is used can't be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Kind);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Never(Never),
    Store(String),
    Config(String),
}

impl Error {
    pub(crate) const fn never(never: Never) -> Self {
        Self(Kind::Never(never))
    }

    pub(crate) fn store(what: &str, error: &dyn fmt::Display) -> Self {
        Self(Kind::Store(format!("{what}: {error}")))
    }

    pub(crate) const fn config(message: String) -> Self {
        Self(Kind::Config(message))
    }

    /// Why waiting never helps, if that is it.
    pub const fn as_never(&self) -> Option<Never> {
        match self.0 {
            Kind::Never(never) => Some(never),
            _ => None,
        }
    }

    /// Whether the place where the use is kept can't be reached: nothing was
    /// admitted.
    pub const fn is_store(&self) -> bool {
        matches!(self.0, Kind::Store(_))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Never(never) => never.fmt(f),
            Kind::Store(text) | Kind::Config(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for Error {}
