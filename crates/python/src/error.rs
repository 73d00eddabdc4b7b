use pyo3::{PyErr, import_exception};

import_exception!(groq_calc._error, Error);

/// What is raised as `groq_calc.Error`.
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
    /// Each of several; empty for a single one.
    each: Vec<Fault>,
}

impl Fault {
    pub(crate) fn new(code: &'static str, field: &str, message: String) -> Self {
        let field = field.to_owned();
        Self(Box::new(Details { code, field, value: None, message, line: None, each: Vec::new() }))
    }

    /// A value that the field may not have.
    pub(crate) fn illegal(field: &str, value: &str, range: &str) -> Self {
        let message = format!("{field} is `{value}`; it must be {range}");
        Self::new("out_of_range", field, message).of(value)
    }

    /// The same, where the value is known.
    fn of(mut self, value: &str) -> Self {
        self.0.value = Some(value.to_owned()).filter(|value| !value.is_empty());
        self
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
}

/// The arguments of its constructor, without each of several.
type Single = (String, &'static str, String, Option<String>, Option<u64>);

impl From<Fault> for Single {
    fn from(Fault(details): Fault) -> Self {
        (details.message, details.code, details.field, details.value, details.line)
    }
}

impl From<Fault> for PyErr {
    fn from(mut fault: Fault) -> Self {
        let each: Vec<Single> = fault.0.each.drain(..).map(Single::from).collect();
        let (message, code, field, value, line) = fault.into();
        Error::new_err((message, code, field, value, line, each))
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
        Self::new(code, error.field(), error.to_string()).of(error.value())
    }
}

/// All that is wrong with a question; the first gives field, value and code.
impl From<groq_calc::Errors> for Fault {
    fn from(errors: groq_calc::Errors) -> Self {
        let each: Vec<Self> = errors.into_iter().map(Self::from).collect();
        let messages: Vec<&str> = each.iter().map(|Self(one)| one.message.as_str()).collect();
        let mut several = Self::new("invalid", "", messages.join("; "));
        if let Some(Self(first)) = each.first() {
            several.0.code = first.code;
            several.0.field.clone_from(&first.field);
            several.0.value.clone_from(&first.value);
        }
        several.0.each = each;
        several
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
