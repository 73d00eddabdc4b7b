use js_sys::Object;
use serde::{Serialize, Serializer};
use serde_wasm_bindgen::{Serializer as ToJs, preserve};
use wasm_bindgen::{JsCast, JsValue};

/// What is thrown: an `Error` with `field` and `code`.
#[derive(Debug)]
pub struct Error(Box<Details>);

/// Its fields, but for the message.
#[derive(Debug, Serialize)]
struct Details {
    code: &'static str,
    field: String,
    /// What the field held, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    #[serde(skip)]
    message: String,
    /// The line of a log.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    /// Every one of several; empty for a single one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Error>,
}

impl Error {
    pub(crate) fn new(code: &'static str, field: &str, message: String) -> Self {
        let field = field.to_owned();
        let errors = Vec::new();
        Self(Box::new(Details { code, field, value: None, message, line: None, errors }))
    }

    /// A value that the field may not have.
    pub(crate) fn illegal(field: &str, value: &str, range: &str) -> Self {
        let (code, message) = match value {
            "" => ("missing", format!("{field} is missing; it must be {range}")),
            value => ("out_of_range", format!("{field} is `{value}`; it must be {range}")),
        };
        let mut error = Self::new(code, field, message);
        error.0.value = Some(value.to_owned());
        error
    }

    /// What a reader of JSON refuses at a path, empty for all of `what`. Only
    /// its message says why.
    pub(crate) fn unread(what: &str, path: &str, message: String) -> Self {
        let code = match () {
            () if message.contains(": unknown field `") => "unknown_field",
            () if message.contains(": missing field `") => "missing",
            () => "invalid",
        };
        let field = match (code, message.split('`').nth(1)) {
            ("missing", Some(name)) if path.is_empty() => name.to_owned(),
            ("missing", Some(name)) => format!("{path}.{name}"),
            _ if path.is_empty() => what.to_owned(),
            _ => path.to_owned(),
        };
        Self::new(code, &field, message)
    }

    /// The same for a row of a log, counted from 0.
    pub(crate) fn at_row(mut self, row: u64) -> Self {
        self.0.message = format!("row {row}: {}", self.0.message);
        self
    }

    /// Several as one; the first gives its field, value and code.
    fn several(errors: Vec<Self>) -> Self {
        let messages: Vec<&str> = errors.iter().map(|Self(one)| one.message.as_str()).collect();
        let message = messages.join("; ");
        let (code, field, value) = match errors.first() {
            Some(Self(first)) => (first.code, first.field.clone(), first.value.clone()),
            None => ("invalid", String::new(), None),
        };
        Self(Box::new(Details { code, field, value, message, line: None, errors }))
    }

    fn thrown(&self) -> JsValue {
        let error = js_sys::Error::new(&self.0.message);
        match self.0.serialize(&ToJs::json_compatible()) {
            Ok(fields) => Object::assign(&error, fields.unchecked_ref()).into(),
            Err(_) => error.into(),
        }
    }
}

impl From<Error> for JsValue {
    fn from(error: Error) -> Self {
        error.thrown()
    }
}

impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        preserve::serialize(&self.thrown(), serializer)
    }
}

impl From<groq_calc::Error> for Error {
    fn from(error: groq_calc::Error) -> Self {
        let code = match () {
            () if error.is_missing() => "missing",
            () if error.is_out_of_range() => "out_of_range",
            () if error.is_unknown() => "unknown",
            () if error.is_not_offered() => "not_offered",
            () => "overflow",
        };
        let mut thrown = Self::new(code, error.field(), error.to_string());
        thrown.0.value = Some(error.value().to_owned());
        thrown
    }
}

/// All that is wrong with a question.
impl From<groq_calc::Errors> for Error {
    fn from(errors: groq_calc::Errors) -> Self {
        Self::several(errors.into_iter().map(Self::from).collect())
    }
}

/// All that is wrong with a catalog.
#[cfg(feature = "catalog")]
impl From<groq_catalog_file::Error> for Error {
    fn from(error: groq_catalog_file::Error) -> Self {
        let unread = |problem: &groq_catalog_file::Problem| {
            Self::unread("", &problem.path(), problem.to_string())
        };
        Self::several(error.problems().iter().map(unread).collect())
    }
}

#[cfg(feature = "replay")]
impl From<groq_log::Error> for Error {
    fn from(error: groq_log::Error) -> Self {
        let code = if error.is_row() { "bad_row" } else { "bad_log" };
        let mut thrown = Self::new(code, "log", error.to_string());
        thrown.0.line = Some(error.line());
        thrown
    }
}
