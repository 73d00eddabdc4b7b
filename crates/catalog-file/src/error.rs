use std::fmt;

/// One thing that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    file: String,
    model: Option<String>,
    field: String,
    text: String,
}

impl Problem {
    pub(crate) fn new(file: &str, model: Option<&str>, field: &str, text: String) -> Self {
        let (file, field) = (file.to_owned(), field.to_owned());
        Self { file, model: model.map(str::to_owned), field, text }
    }

    /// The whole path of the field, like `models.house-model.prices[0].input`;
    /// empty for a problem of the whole file.
    pub fn path(&self) -> String {
        match &self.model {
            None => self.field.clone(),
            Some(id) if self.field.is_empty() => format!("models.{id}"),
            Some(id) => format!("models.{id}.{}", self.field),
        }
    }
}

/// `FILE: FIELD REASON`, for a model `FILE: MODEL: FIELD REASON`.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.model {
            Some(id) => write!(f, "{}: {}: {}", self.file, id.escape_debug(), self.text),
            None => write!(f, "{}: {}", self.file, self.text),
        }
    }
}

/// Why a catalog can't be used: every problem on its own line, each naming the
/// file and then the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Vec<Problem>);

impl Error {
    pub(crate) fn one(file: &str, reason: impl fmt::Display) -> Self {
        Self(vec![Problem::new(file, None, "", reason.to_string())])
    }

    /// What a deserializer refused, at a path like `sources[0]`.
    pub(crate) fn at(file: &str, path: &str, reason: impl fmt::Display) -> Self {
        match path {
            // The whole of it, or a key that never ended.
            "." | "?" => Self::one(file, reason),
            path => Self(vec![Problem::new(file, None, path, format!("{path}: {reason}"))]),
        }
    }

    pub(crate) fn all(problems: Vec<Problem>) -> Self {
        Self(problems)
    }

    /// Every problem.
    pub fn problems(&self) -> &[Problem] {
        &self.0
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
