//! JSON schemas of tools and answers: what Groq's page on structured outputs asks
//! of them, and what its errors say.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use serde_json::{Map, Value};

use crate::cause::Cause;

/// What is wrong at a place of a schema.
pub(super) struct Fault {
    /// Where, as a JSON pointer.
    pub(super) at: String,
    pub(super) cause: Cause,
}

/// Keywords that a strict schema may not hold: the constraints that are not among
/// those of the page. Of minItems and maxItems errors are quoted.
const NOT_STRICT: [&str; 25] = [
    "allOf",
    "contains",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "oneOf",
    "patternProperties",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
];
/// Of these there is a quoted error.
const QUOTED: [&str; 2] = ["maxItems", "minItems"];

/// Deeper schemas are not looked at.
const DEEPEST: usize = 64;

/// Mends a schema and says what was wrong; `strict` asks for closed objects.
pub(super) fn check(schema: &mut Value, strict: bool) -> Vec<Fault> {
    let mut faults = Vec::new();
    walk(schema, strict, "", 0, &mut faults);
    faults
}

/// Whether a keyword is known to be refused, rather than only not on the page.
pub(super) fn is_quoted(keyword: &str) -> bool {
    QUOTED.contains(&keyword)
}

fn walk(schema: &mut Value, strict: bool, at: &str, depth: usize, faults: &mut Vec<Fault>) {
    let Value::Object(fields) = schema else { return };
    if depth > DEEPEST {
        return;
    }
    let mut find = |cause: Cause| faults.push(Fault { at: at.to_string(), cause });
    let required = fields.get("required").is_some_and(Value::is_array);
    if required && !fields.get("properties").is_some_and(Value::is_object) {
        find(Cause::RequiredWithoutProperties);
        fields.insert("properties".into(), Value::Object(Map::new()));
        fields.insert("required".into(), Value::Array(Vec::new()));
    }
    if strict {
        for keyword in NOT_STRICT {
            if fields.contains_key(keyword) {
                find(Cause::SchemaKeyword { keyword: keyword.to_string() });
                super::fields::remove(fields, keyword);
            }
        }
        if is_object(fields) {
            if fields.get("additionalProperties") != Some(&Value::Bool(false)) {
                find(Cause::OpenObject);
                fields.insert("additionalProperties".into(), Value::Bool(false));
            }
            let optional = optional(fields);
            if !optional.is_empty() {
                find(Cause::NotRequired { names: optional.join(", ") });
                let all = fields.get("properties").and_then(Value::as_object);
                let all = all.map(|all| all.keys().map(|name| name.as_str().into()).collect());
                fields.insert("required".into(), Value::Array(all.unwrap_or_default()));
            }
        }
    }
    for name in ["properties", "$defs", "definitions"] {
        if let Some(Value::Object(inner)) = fields.get_mut(name) {
            for (key, schema) in inner {
                walk(schema, strict, &format!("{at}/{name}/{key}"), depth + 1, faults);
            }
        }
    }
    for name in ["anyOf", "oneOf", "allOf", "prefixItems"] {
        if let Some(Value::Array(list)) = fields.get_mut(name) {
            for (index, schema) in list.iter_mut().enumerate() {
                walk(schema, strict, &format!("{at}/{name}/{index}"), depth + 1, faults);
            }
        }
    }
    for name in ["items", "not"] {
        if let Some(inner) = fields.get_mut(name) {
            walk(inner, strict, &format!("{at}/{name}"), depth + 1, faults);
        }
    }
}

fn is_object(fields: &Map<String, Value>) -> bool {
    match fields.get("type") {
        Some(Value::String(kind)) => kind == "object",
        Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == "object"),
        _ => fields.contains_key("properties"),
    }
}

/// Properties that are not required.
fn optional(fields: &Map<String, Value>) -> Vec<String> {
    let required = fields.get("required").and_then(Value::as_array).map_or(&[][..], |list| list);
    let names = fields.get("properties").and_then(Value::as_object).into_iter().flatten();
    let is_required = |name: &str| required.iter().any(|one| one == name);
    names.map(|(name, _)| name.clone()).filter(|name| !is_required(name)).collect()
}
