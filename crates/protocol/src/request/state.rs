use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use serde_json::{Map, Value};

use crate::{
    cause::{Cause, Listed},
    request::{
        fields::remove,
        report::{Finding, Severity},
    },
};

/// A request while it is checked: its fields, mended so far, and what was found.
pub(super) struct Check {
    pub(super) fields: Map<String, Value>,
    pub(super) findings: Vec<Finding>,
}

impl Check {
    pub(super) fn find(&mut self, path: impl Into<String>, severity: Severity, cause: Cause) {
        self.find_where(path, severity, cause, true);
    }

    pub(super) fn find_where(
        &mut self,
        path: impl Into<String>,
        severity: Severity,
        cause: Cause,
        mended: bool,
    ) {
        let reason = cause.to_string();
        self.findings.push(Finding { path: path.into(), severity, reason, cause, mended });
    }

    pub(super) fn refuse(&mut self, path: &str, cause: Cause) {
        self.find(path, Severity::Refused, cause);
    }

    pub(super) fn refuse_where(&mut self, path: &str, cause: Cause, mended: bool) {
        self.find_where(path, Severity::Refused, cause, mended);
    }

    /// A field that is there and not null.
    pub(super) fn given(&self, name: &str) -> Option<&Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn leave_out(&mut self, name: &str) {
        remove(&mut self.fields, name);
    }

    pub(super) fn set(&mut self, name: &str, value: Value) {
        self.fields.insert(name.to_string(), value);
    }

    pub(super) fn most(&mut self, name: &str, most: usize, what: Listed) {
        let Some(Value::Array(list)) = self.fields.get_mut(name) else { return };
        let given = list.len();
        if given > most {
            list.truncate(most);
            self.refuse(name, Cause::TooMany { most, given, what });
        }
    }
}
