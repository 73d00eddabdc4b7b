use std::fmt;

/// Why a catalog can't be used: every fault on a line of its own, each naming
/// the file and then the place in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Vec<String>);

impl Error {
    pub(crate) fn one(file: &str, reason: impl fmt::Display) -> Self {
        Self(vec![format!("{file}: {reason}")])
    }

    pub(crate) fn all(lines: Vec<String>) -> Self {
        Self(lines)
    }

    /// The faults.
    pub fn lines(&self) -> &[String] {
        &self.0
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for Error {}
