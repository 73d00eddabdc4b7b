use alloc::{
    borrow::ToOwned,
    boxed::Box,
    format,
    string::{String, ToString},
    vec::Vec,
};

use js_sys::{Array, Error, Reflect};
use wasm_bindgen::JsValue;

/// What is thrown: an `Error` with `field` and `code`.
#[derive(Debug)]
pub struct Fault(Box<Details>);

#[derive(Debug)]
struct Details {
    code: &'static str,
    field: String,
    /// What the field held, if it is known.
    value: Option<String>,
    message: String,
    /// The line of a log.
    line: Option<u64>,
    /// Every one of several; empty for a single one.
    all: Vec<Fault>,
}

impl Fault {
    pub(crate) fn new(code: &'static str, field: &str, message: String) -> Self {
        let field = field.to_owned();
        let all = Vec::new();
        Self(Box::new(Details { code, field, value: None, message, line: None, all }))
    }

    fn holding(mut self, value: Option<String>) -> Self {
        self.0.value = value;
        self
    }

    /// A value that is none of those that a field may have.
    pub(crate) fn illegal(field: &str, value: &str, range: &str) -> Self {
        let message = match value {
            "" => format!("{field} is missing; it must be {range}"),
            value => format!("{field} is `{value}`; it must be {range}"),
        };
        let code = if value.is_empty() { "missing" } else { "out_of_range" };
        Self::new(code, field, message).holding(Some(value.to_owned()))
    }

    /// The same, said of a row of a log, counted from 0.
    pub(crate) fn at_row(mut self, row: u64) -> Self {
        self.0.message = format!("row {row}: {}", self.0.message);
        self
    }

    fn thrown(&self) -> Error {
        let Details { code, field, value, message, line, all } = &*self.0;
        let error = Error::new(message);
        let set = |name: &str, value: &JsValue| {
            // A fresh object takes any field.
            let _ = Reflect::set(&error, &name.into(), value);
        };
        set("code", &(*code).into());
        set("field", &field.as_str().into());
        if let Some(value) = value {
            set("value", &value.as_str().into());
        }
        if let Some(line) = line {
            set("line", &(*line as f64).into());
        }
        if !all.is_empty() {
            set("errors", &all.iter().map(Fault::thrown).collect::<Array>());
        }
        error
    }
}

impl From<Fault> for JsValue {
    fn from(fault: Fault) -> Self {
        fault.thrown().into()
    }
}

impl From<groq_calc::Error> for Fault {
    fn from(error: groq_calc::Error) -> Self {
        let code = match () {
            () if error.is_missing() => "missing",
            () if error.is_out_of_range() => "out_of_range",
            () if error.is_unknown() => "unknown",
            () if error.is_not_offered() => "not_offered",
            () => "overflow",
        };
        let value = Some(error.value().to_owned());
        Self::new(code, error.field(), error.to_string()).holding(value)
    }
}

/// All that is wrong with a question; the first gives its field and code.
impl From<groq_calc::Errors> for Fault {
    fn from(errors: groq_calc::Errors) -> Self {
        let all: Vec<Fault> = errors.into_iter().map(Self::from).collect();
        let messages: Vec<&str> = all.iter().map(|Fault(one)| one.message.as_str()).collect();
        let message = messages.join("; ");
        let mut fault = match all.first() {
            Some(Fault(first)) => {
                Self::new(first.code, &first.field, message).holding(first.value.clone())
            }
            None => Self::new("invalid", "question", message),
        };
        fault.0.all = all;
        fault
    }
}

impl From<groq_protocol::Error> for Fault {
    fn from(error: groq_protocol::Error) -> Self {
        Self::new("invalid", "body", error.to_string())
    }
}

impl From<groq_log::Error> for Fault {
    fn from(error: groq_log::Error) -> Self {
        let code = if error.is_row() { "bad_row" } else { "bad_log" };
        let mut fault = Self::new(code, "log", error.to_string());
        fault.0.line = Some(error.line());
        fault
    }
}
