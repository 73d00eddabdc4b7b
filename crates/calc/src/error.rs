use alloc::{
    format,
    string::{String, ToString},
    vec,
    vec::{IntoIter, Vec},
};
use core::{fmt, ops::Deref};

/// Why a question can't be answered: the field, what it held and what it may
/// hold. The message is lower-case and complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    place: String,
    field: String,
    value: String,
    message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ErrorKind {
    Missing,
    Range,
    Unknown,
    Retired,
    Overflow,
}

impl Error {
    fn new(kind: ErrorKind, field: &str, value: &str, message: String) -> Self {
        let place = String::new();
        Self { kind, place, field: field.to_string(), value: value.to_string(), message }
    }

    /// The same about a field of a part of the question.
    pub(crate) fn within(self, place: &str) -> Self {
        let place = match self.place.as_str() {
            "" => place.to_string(),
            inner => format!("{place}.{inner}"),
        };
        Self { place, ..self }
    }

    pub(crate) fn missing(field: &str, range: &str) -> Self {
        Self::new(ErrorKind::Missing, field, "", format!("{field} is missing; it must be {range}"))
    }

    pub(crate) fn range(field: &str, value: &str, range: &str) -> Self {
        // A very long value is shown by its beginning; the caller keeps the whole.
        let shown: String = value.chars().take(40).collect();
        let dots = if shown.len() < value.len() { "…" } else { "" };
        let message = format!("{field} is {shown:?}{dots}; it must be {range}").replace('"', "`");
        Self::new(ErrorKind::Range, field, value, message)
    }

    pub(crate) fn unknown(field: &str, value: &str, known: &str) -> Self {
        let shown: String = value.chars().take(80).collect();
        Self::new(
            ErrorKind::Unknown,
            field,
            value,
            format!("{field} names `{shown}`, which is unknown; it must be {known}"),
        )
    }

    pub(crate) fn retired(field: &str, value: &str, message: String) -> Self {
        Self::new(ErrorKind::Retired, field, value, format!("{field} names {message}"))
    }

    pub(crate) fn overflow(field: &str) -> Self {
        let message = format!("{field} is too large: the result does not fit 128 bits");
        Self::new(ErrorKind::Overflow, field, "", message)
    }

    /// The JSON name of the field at fault, without its parent.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// Where the field stands in the question, if not at its top or in its only
    /// workload: `services[1].calls[0]`.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// What the field held; empty where it was missing.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Whether a field that has no default was left out.
    pub fn is_missing(&self) -> bool {
        self.kind == ErrorKind::Missing
    }

    /// Whether a value is outside its legal range, or not a number.
    pub fn is_out_of_range(&self) -> bool {
        self.kind == ErrorKind::Range
    }

    /// Whether a name is not in the catalog.
    pub fn is_unknown(&self) -> bool {
        self.kind == ErrorKind::Unknown
    }

    /// Whether a model is not offered on the date asked about.
    pub fn is_not_offered(&self) -> bool {
        self.kind == ErrorKind::Retired
    }

    /// Whether a result would not fit 128 bits.
    pub fn is_overflow(&self) -> bool {
        self.kind == ErrorKind::Overflow
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.place.is_empty() {
            write!(f, "{}.", self.place)?;
        }
        f.write_str(&self.message)
    }
}

impl core::error::Error for Error {}

/// Everything that is wrong with a question: one [`Error`] or more, in the
/// order of the fields. It dereferences to a slice of them, and is printed one
/// to a line.
///
/// ```
/// use groq_calc::{Date, Draft, Errors, Question};
/// fn question() -> Result<Question, Errors> {
///     let day: Date = "2026-06-04".parse()?;
///     Ok(Draft::default().check()?.as_of(day))
/// }
/// assert_eq!(question().unwrap_err()[0].field(), "requests_per_day");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Errors(Vec<Error>);

impl Deref for Errors {
    type Target = [Error];

    fn deref(&self) -> &[Error] {
        &self.0
    }
}

impl From<Error> for Errors {
    fn from(error: Error) -> Self {
        Self(vec![error])
    }
}

impl From<Vec<Error>> for Errors {
    fn from(errors: Vec<Error>) -> Self {
        Self(errors)
    }
}

impl Extend<Error> for Errors {
    fn extend<I: IntoIterator<Item = Error>>(&mut self, errors: I) {
        self.0.extend(errors);
    }
}

impl IntoIterator for Errors {
    type Item = Error;
    type IntoIter = IntoIter<Error>;

    fn into_iter(self) -> IntoIter<Error> {
        self.0.into_iter()
    }
}

impl fmt::Display for Errors {
    /// One error to a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

impl core::error::Error for Errors {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_each_error_on_its_own_line() {
        let mut errors = Errors::from(Error::missing("a", "a number"));
        assert_eq!(errors.to_string(), "a is missing; it must be a number");
        errors.extend([Error::overflow("b")]);
        assert_eq!(
            errors.to_string(),
            "a is missing; it must be a number\n\
             b is too large: the result does not fit 128 bits"
        );
        assert_eq!(errors.len(), 2);
        let fields: Vec<_> = errors.into_iter().map(|error| error.field().to_string()).collect();
        assert_eq!(fields, ["a", "b"]);
    }
}
