use alloc::{format, string::String};
use core::fmt;

/// What makes a log readable that was not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// To name the unit of its times.
    TimeUnit,
    /// To name its columns.
    Columns,
    /// To say whether cached tokens are a part of the prompt tokens.
    CachedPart,
    /// To sort its rows by time.
    Sort,
    /// To skip rows like this one.
    SkipRows,
}

impl Remedy {
    /// The name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TimeUnit => "time_unit",
            Self::Columns => "columns",
            Self::CachedPart => "cached_part",
            Self::Sort => "sort",
            Self::SkipRows => "skip_rows",
        }
    }
}

/// Why a log can't be read: the line, counted from 1, and the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    line: u64,
    reason: String,
    fatal: bool,
    damage: bool,
}

impl Error {
    /// One row is wrong; the rest may still be read.
    pub(crate) fn row(line: u64, reason: impl Into<String>) -> Self {
        Self { line, reason: reason.into(), fatal: false, damage: false }
    }

    /// The log can't be read on.
    pub(crate) fn log(line: u64, reason: impl Into<String>) -> Self {
        Self { line, reason: reason.into(), fatal: true, damage: false }
    }

    /// A log without a single good row.
    pub(crate) fn no_row(is_empty: bool, skipped: u64) -> Self {
        Self::log(
            0,
            match (is_empty, skipped) {
                (true, _) => "it is empty".into(),
                (_, 0) => "it has no row after the first line".into(),
                (_, skipped) => format!("it has no good row; {skipped} were skipped"),
            },
        )
    }

    /// The same of a file whose bytes are not what its format says.
    #[cfg(feature = "parquet")]
    pub(crate) fn in_damaged_file(self) -> Self {
        Self { damage: true, ..self }
    }

    /// Whether the file is damaged: its bytes are not what its format says.
    pub fn is_damage(&self) -> bool {
        self.damage
    }

    /// The line at fault; 0 where the log as a whole is.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// What is wrong, in lower case.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// What would help, by what the reason asks for.
    pub fn remedy(&self) -> Option<Remedy> {
        let asks = [
            ("--time-unit", Remedy::TimeUnit),
            ("--input-includes-cached", Remedy::CachedPart),
            ("--time, --input and --output", Remedy::Columns),
            ("the log has no column", Remedy::Columns),
            ("must be sorted by time", Remedy::Sort),
        ];
        let asked = asks.iter().find(|(words, _)| self.reason.contains(words));
        asked.map(|(_, remedy)| *remedy).or(self.is_row().then_some(Remedy::SkipRows))
    }

    /// Whether only one row is wrong, so that it can be skipped.
    pub fn is_row(&self) -> bool {
        !self.fatal
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str(&self.reason),
            line => write!(f, "line {line}: {}", self.reason),
        }
    }
}

impl core::error::Error for Error {}

/// Why a row can't be taken: it does not tell whether its prompt tokens have the
/// cached ones.
pub(crate) fn unclear(input: u64, cached: u64) -> String {
    format!(
        "nothing tells whether the {cached} cached tokens are a part of the {input} prompt tokens; \
         say --input-includes-cached yes or no"
    )
}

/// The beginning of a text of a log, fit to be shown on one line.
pub(crate) fn quoted(bytes: &[u8]) -> String {
    const MAX: usize = 40;
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(4 * MAX)]);
    let plain = |char: char| if char.is_control() { '\u{fffd}' } else { char };
    let mut start: String = text.trim().chars().take(MAX).map(plain).collect();
    if text.trim().chars().count() > MAX || bytes.len() > 4 * MAX {
        start.push('…');
    }
    format!("`{start}`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn a_long_or_strange_text_is_shown_by_its_start() {
        assert_eq!(quoted(b" 12 "), "`12`");
        assert_eq!(quoted(b"a\nb\0"), "`a\u{fffd}b\u{fffd}`");
        assert_eq!(quoted(&[b'x'; 40]), format!("`{}`", "x".repeat(40)));
        assert_eq!(quoted(&[b'x'; 41]), format!("`{}…`", "x".repeat(40)));
        assert_eq!(quoted(&[b' '; 500]), "`…`");
    }

    #[test]
    fn the_whole_log_has_no_line() {
        assert_eq!(Error::log(0, "it is empty").to_string(), "it is empty");
        assert_eq!(Error::row(3, "bad").to_string(), "line 3: bad");
        assert!(Error::row(3, "bad").is_row() && !Error::log(3, "bad").is_row());
    }
}
