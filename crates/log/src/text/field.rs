use alloc::string::{String, ToString};

use serde_json::Value;

/// A field by its name, or by its path with dots between.
pub(crate) fn at<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    if let Some(found) = value.get(name) {
        return Some(found);
    }
    name.split('.').try_fold(value, |value, part| value.get(part))
}

/// A value as text; null and nothing are none.
pub(crate) fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}
